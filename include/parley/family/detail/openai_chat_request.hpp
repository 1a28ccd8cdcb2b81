#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_REQUEST_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_REQUEST_HPP

// chat::request -> the request body of Chat Completions.

#include <parley/chat/request.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/openai_chat_hosts.hpp>
#include <parley/family/detail/openai_chat_message.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/reflect/names.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::chat_completions {

// Marks of a request, which count wherever they stand in its `extra`:
//
//   "max_tokens" or "max_completion_tokens": true   the limit goes by this name
//   "stop": true                                    the only stop sequence stands alone
//   "stream_options": false                         none are sent
//   "model": false                                  the address names the model
//   "response_format": {…}                          its members that the vocabulary has no word for

/// The members that the vocabulary and the body have in common.
template <class Io, class Request> void map_request(Io& io, Request& q) {
    io("parallel_tool_calls", q.parallel_tool_calls);
    io("temperature", q.temperature);
    io("top_p", q.top_p);
    io("presence_penalty", q.presence_penalty);
    io("frequency_penalty", q.frequency_penalty);
    io("n", q.choices);
    io("top_logprobs", q.top_logprobs);
    io("service_tier", q.service_tier);
}

/// OpenAI's reasoning models refuse the old name of the limit; all other models everywhere know it.
constexpr std::string_view name_of_limit(std::string_view model) noexcept {
    model.remove_prefix(model.rfind('/') + 1);
    for (std::string_view const begins : {"o1", "o3", "o4", "gpt-5", "codex-mini"})
        if (model.starts_with(begins)) return "max_completion_tokens";
    return "max_tokens";
}

/// Writes members and remembers their names, so that `extra` repeats none.
class member_writer : public body_writer {
public:
    using body_writer::body_writer;

    template <class T> void operator()(reflect::json_key const& key, T const& value) {
        body_writer::operator()(key, value);
        wrote(key);
    }
    template <class T> void operator()(reflect::json_key const& key, std::optional<T> const& value) {
        if (value) (*this)(key, *value);
    }
    void wrote(std::string_view key) {
        if (count_ != written_.size()) written_[count_++] = key;
    }
    void others(boost::json::object const& extra) {
        for (auto const& member : extra) {
            auto const key = view(member.key());
            if (key == family_name && member.value().is_object()) others(member.value().get_object());
            else if (std::find(written_.begin(), written_.begin() + count_, key) == written_.begin() + count_) body_writer::operator()(key, member.value());
        }
    }

private:
    std::array<std::string_view, 32> written_;
    std::size_t count_ = 0;
};

/// Writes one request. What Chat Completions, or the host, has no place for is refused by its JSON Pointer.
class request_writer {
public:
    request_writer(chat::request const& q, host_row const& host, std::string& body) : q_(q), host_(host), out_(body), io_(out_) {}

    result<void> write() {
        out_.begin_object();
        if (!is_marked(q_.extra, "model", false)) io_("model", q_.model);
        io_.wrote("model");
        out_.key("messages"), out_.begin_array();
        for (std::size_t i = 0; i != q_.messages.size() && !refused_; ++i) write(q_.messages[i], i);
        out_.end_array();
        io_.wrote("messages");
        write_tools();
        map_request(io_, q_);
        write_format();
        write_limit();
        if (q_.seed) io_(host_.seed, *q_.seed);
        write_stop();
        write_reasoning();
        if (q_.top_logprobs && !find_extra(q_.extra, "logprobs")) io_("logprobs", true);
        if (!q_.metadata.empty()) io_("metadata", q_.metadata);
        if (q_.top_k) host_.has_top_k ? io_("top_k", *q_.top_k) : refuse("/top_k");
        for (auto const pointer : host_.refuses) check(pointer);
        if (q_.stream) {
            io_("stream", true);
            if (!find_extra(q_.extra, "stream_options") && host_.has_stream_options) io_.object("stream_options", [&] { io_.body_writer::operator()("include_usage", true); });
        }
        if (is_marked(q_.extra, "stream_options", false)) io_.wrote("stream_options");
        io_.others(q_.extra);
        out_.end_object();
        out_.finish();
        if (refused_) return std::move(*refused_);
        return {};
    }

private:
    void refuse(std::string pointer) {
        if (!refused_) refused_ = error(errc::unsupported, "OpenAI Chat Completions cannot carry this part here.", std::move(pointer));
    }
    void check(std::string_view pointer) {
        bool const is_asked = pointer == "/top_logprobs"           ? q_.top_logprobs.has_value()
                              : pointer == "/service_tier"          ? q_.service_tier.has_value()
                              : pointer == "/response_format/schema" ? q_.response_format && q_.response_format->kind == chat::format_kind::json_schema
                                                                     : false;
        if (is_asked) refuse(std::string(pointer));
    }

    void write(chat::message const& m, std::size_t index) {
        if (m.role == chat::role::tool) {
            for (std::size_t i = 0; i != m.content.size(); ++i) {
                auto const place = "/content/" + std::to_string(i);
                auto const* const done = std::get_if<chat::tool_result>(&m.content[i]);
                if (!done) return refuse("/messages/" + std::to_string(index) + place);
                write_result(m, *done, index, place);
            }
            return;
        }
        out_.begin_object();
        body_writer io(out_);
        io("role", role_of(m.extra, reflect::enumerator_name(m.role)));
        message_writer parts(out_, host_);
        parts.write(m.content, m.role, index);
        if (parts.refused() && !refused_) refused_ = parts.refused();
        io("name", m.name);
        if (!m.extra.empty()) write_rest(io, m.extra, {"role", has_content(m) ? "content" : "role", m.name ? "name" : "role"});
        out_.end_object();
    }
    static std::string_view role_of(boost::json::object const& extra, std::string_view otherwise) noexcept {
        auto const named = text_of_extra(extra, "role");
        return named.empty() ? otherwise : named;
    }
    /// A message that had no content when it was read may have been given some.
    static bool has_content(chat::message const& m) noexcept {
        for (auto const& p : m.content)
            if (std::holds_alternative<chat::text>(p)) return true;
        return false;
    }
    /// Each result is a message of its own. The format has no mark for a failed tool: the text tells.
    void write_result(chat::message const& m, chat::tool_result const& done, std::size_t index, std::string const& place) {
        out_.begin_object();
        body_writer io(out_);
        io("role", role_of(done.extra, "tool"));
        message_writer parts(out_, host_);
        parts.write_result(done, index, place);
        if (parts.refused() && !refused_) refused_ = parts.refused();
        io("name", m.name);
        bool const has_place = role_of(done.extra, "tool") == "tool" && !find_extra(done.extra, "tool_call_id");
        if (!done.id.empty() || has_place) io("tool_call_id", done.id);
        write_rest(io, done.extra, {"role", is_marked(done.extra, "content", false) ? "content" : "role"});
        out_.end_object();
    }

    void write_tools() {
        if (!q_.tools.empty()) {
            io_.array("tools", [&] {
                for (std::size_t i = 0; i != q_.tools.size(); ++i) write(q_.tools[i], i);
            });
            io_.wrote("tools");
        }
        if (!q_.tool_choice) return;
        if (q_.tool_choice->mode != chat::tool_mode::one) return io_("tool_choice", reflect::enumerator_name(q_.tool_choice->mode));
        io_.object("tool_choice", [&] {
            body_writer io(out_);
            io("type", "function");
            io.object("function", [&] { io("name", q_.tool_choice->name.value_or("")); });
        });
        io_.wrote("tool_choice");
    }
    void write(chat::tool const& t, std::size_t index) {
        if (t.provider) {
            if (t.provider->family != family_name) refuse("/tools/" + std::to_string(index));
            return reflect::write_json(out_, t.provider->value);
        }
        body_writer io(out_);
        io.element([&] {
            if (!is_marked(t.extra, "type", false)) io("type", "function");
            io.object("function", [&] {
                io("name", t.name);
                if (!t.description.empty()) io("description", t.description);
                if (!t.parameters.empty()) io("parameters", t.parameters);
                io("strict", t.strict);
                io.rest_of(t.extra, "function");
            });
            write_rest(io, t.extra, {"function", "type"});
        });
    }

    void write_format() {
        if (!q_.response_format) return;
        auto const& f = *q_.response_format;
        boost::json::object const nothing;
        auto const* const more = find_extra(q_.extra, "response_format");
        auto const& others = more && more->is_object() ? more->get_object() : nothing;
        io_.object("response_format", [&] {
            body_writer io(out_);
            io("type", f.kind == chat::format_kind::json ? std::string_view("json_object") : reflect::enumerator_name(f.kind));
            if (f.kind == chat::format_kind::json_schema) {
                io.object("json_schema", [&] {
                    io("name", f.name ? std::string_view(*f.name) : std::string_view("answer"));
                    io("description", f.description);
                    io("schema", f.schema);
                    io("strict", f.strict);
                    io.rest_of(others, "json_schema");
                });
            }
            if (f.kind == chat::format_kind::json_schema) io.rest(others, {"json_schema"});
            else io.rest(others);
        });
        io_.wrote("response_format");
    }

    void write_limit() {
        constexpr std::string_view names[] = {"max_tokens", "max_completion_tokens"};
        auto name = name_of_limit(q_.model);
        for (auto const marked : names)
            if (is_marked(q_.extra, marked, true)) {
                name = marked;
                io_.wrote(marked); // a mark is no member
            }
        if (q_.max_output_tokens) io_(name, *q_.max_output_tokens);
    }
    void write_stop() {
        bool const is_marked_alone = is_marked(q_.extra, "stop", true);
        if (is_marked_alone) io_.wrote("stop");
        if (q_.stop.empty()) return;
        if (is_marked_alone && q_.stop.size() == 1) io_("stop", q_.stop.front());
        else io_("stop", q_.stop);
    }
    void write_reasoning() {
        if (!q_.reasoning) return;
        if (host_.has_reasoning_object) {
            io_.object("reasoning", [&] {
                body_writer io(out_);
                io("effort", q_.reasoning->effort);
                io("max_tokens", q_.reasoning->budget_tokens);
            });
            return io_.wrote("reasoning");
        }
        io_("reasoning_effort", q_.reasoning->effort);
        if (q_.reasoning->budget_tokens) refuse("/reasoning/budget_tokens");
    }

    chat::request const& q_;
    host_row const& host_;
    reflect::json_writer out_;
    member_writer io_;
    std::optional<error> refused_;
};

} // namespace parley::inline v0::family::detail::chat_completions

#endif
