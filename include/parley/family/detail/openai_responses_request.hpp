#ifndef PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_REQUEST_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_REQUEST_HPP

// Requests of OpenAI Responses, written. The forms that a request may take are kept apart so:
// - `input` is a string where the one message is a user's plain text, else a list; `instructions` is the system message that comes first, where
//   that is a plain text. A message whose `extra` names a `role` is an item of that role in any case.
// - `content` is a string where the one part is a plain text; a text whose `extra` names a `type` stands in a list in any case.

#include <parley/chat/request.hpp>
#include <parley/family/detail/openai_responses_writing.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::openai_responses {

/// The members that bodies and requests have in common.
template <class Io, class Request> void map_settings(Io& io, Request& q) {
    io("max_output_tokens", q.max_output_tokens);
    io("temperature", q.temperature);
    io("top_p", q.top_p);
    io("top_logprobs", q.top_logprobs);
    io("parallel_tool_calls", q.parallel_tool_calls);
    io("service_tier", q.service_tier);
}
template <class Io, class Tool> void map_tool(Io& io, Tool& t) {
    io("name", t.name);
    io("strict", t.strict);
}
template <class Io, class Format> void map_schema(Io& io, Format& f) {
    io("name", f.name);
    io("description", f.description);
    io("schema", f.schema);
    io("strict", f.strict);
}

inline constexpr std::string_view format_words[] = {"text", "json_object", "json_schema"};     // as in chat::format_kind
inline constexpr std::string_view choice_words[] = {"auto", "none", "required"};               // as in chat::tool_mode

/// Returns the text of a message that is nothing but one.
inline std::string const* plain_text(chat::message const& m) {
    auto const* const t = m.content.size() == 1 ? std::get_if<chat::text>(&m.content.front()) : nullptr;
    return t && t->extra.empty() && !t->citations && !t->signature && !m.name ? &t->text : nullptr;
}
/// Says whether a message is what `instructions` hold.
inline bool is_instructions(chat::message const& m, std::size_t index, boost::json::object const& extra) {
    return index == 0 && m.role == chat::role::system && m.extra.empty() && plain_text(m) && !extra.contains("instructions");
}
/// Says whether a message is what an `input` of text holds.
inline bool is_plain_input(chat::message const& m, bool is_only) { return is_only && m.role == chat::role::user && m.extra.empty() && plain_text(m); }

class request_writer {
public:
    request_writer(chat::request const& q, reflect::json_writer& out) noexcept : q_(q), items_(out, false), io_(items_.io()), out_(out) {}

    /// @return the part that has no place, if any.
    std::optional<error> write() {
        refuse_settings();
        out_.begin_object();
        writes_model_ = !q_.model.empty() || !find_extra(q_.extra, "model");
        if (writes_model_) io_("model", q_.model);
        auto const& all = q_.messages;
        std::size_t first = 0;
        if (!all.empty() && is_instructions(all.front(), 0, q_.extra)) io_("instructions", *plain_text(all[first++]));
        writes_input_ = all.size() != first;
        if (writes_input_ && is_plain_input(all[first], all.size() == first + 1)) {
            io_("input", *plain_text(all[first]));
        } else if (writes_input_) {
            out_.key("input"), out_.begin_array();
            for (auto i = first; i != all.size(); ++i) write_message(i);
            out_.end_array();
        }
        map_settings(io_, q_);
        write_reasoning();
        write_format();
        write_tools();
        io_("metadata", q_.metadata);
        if (q_.stream) io_("stream", true);
        for_each_extra(q_.extra, [this](std::string_view key, boost::json::value const& v) {
            if (!is_written(key)) io_(key, v);
        });
        out_.end_object();
        return items_.failure();
    }

private:
    void refuse_settings() {
        auto const no = [&](bool given, char const* where) {
            if (given) items_.refuse(where);
        };
        no(q_.top_k.has_value(), "/top_k");
        no(q_.presence_penalty.has_value(), "/presence_penalty");
        no(q_.frequency_penalty.has_value(), "/frequency_penalty");
        no(q_.seed.has_value(), "/seed");
        no(!q_.stop.empty(), "/stop");
        no(q_.choices.value_or(1) != 1, "/choices");
        no(q_.reasoning && q_.reasoning->budget_tokens, "/reasoning/budget_tokens");
    }

    // What the request says itself counts; `extra` adds to it.
    bool is_written(std::string_view key) const {
        if (key == "model") return writes_model_;
        if (key == "input") return writes_input_;
        if (key == "stream") return q_.stream;
        if (key == "metadata") return !q_.metadata.empty();
        if (key == "tools") return !q_.tools.empty();
        if (key == "tool_choice") return q_.tool_choice.has_value();
        if (key == "text") return writes_text_;
        if (key == "reasoning") return writes_reasoning_;
        if (key == "max_output_tokens") return q_.max_output_tokens.has_value();
        if (key == "temperature") return q_.temperature.has_value();
        if (key == "top_p") return q_.top_p.has_value();
        if (key == "top_logprobs") return q_.top_logprobs.has_value();
        if (key == "parallel_tool_calls") return q_.parallel_tool_calls.has_value();
        if (key == "service_tier") return q_.service_tier.has_value();
        return false;
    }
    boost::json::object const* object_of(std::string_view key) const {
        auto const* const v = find_extra(q_.extra, key);
        return v ? v->if_object() : nullptr;
    }

    void write_message(std::size_t index) {
        auto const& m = q_.messages[index];
        items_.begin_message(index);
        if (m.name) items_.refuse_in_message("/name");
        if (m.role == chat::role::assistant) return items_.write_assistant(m.content, m.extra);
        if (m.role == chat::role::tool && !m.extra.empty()) items_.refuse_in_message("/extra");
        if (m.role == chat::role::system || (m.role == chat::role::user && m.content.empty())) return write_said(m, 0, m.content.size());
        // Results are items of their own; what a user says between them is a message each.
        for (std::size_t i = 0; i != m.content.size();) {
            auto end = i;
            while (end != m.content.size() && m.role == chat::role::user && !std::holds_alternative<chat::tool_result>(m.content[end])) ++end;
            if (end != i) {
                write_said(m, i, end);
                i = end;
                continue;
            }
            auto const* const result = std::get_if<chat::tool_result>(&m.content[i]);
            auto const* const item = std::get_if<chat::native>(&m.content[i]);
            if (result) write_result(*result, i);
            else if (!item || !items_.write_native(*item)) items_.refuse_part(i);
            ++i;
        }
    }

    void write_said(chat::message const& m, std::size_t from, std::size_t to) {
        out_.begin_object();
        auto const* const own = find_extra(m.extra, "role");
        if (own) io_("role", *own);
        else io_("role", m.role == chat::role::system ? "system" : "user");
        for_each_extra(m.extra, [this](std::string_view key, boost::json::value const& v) {
            if (key != "role") io_(key, v);
        });
        auto const* const lone = from == 0 && to == m.content.size() ? plain_text(m) : nullptr;
        if (lone && !m.extra.contains("id")) {
            io_("content", *lone);
        } else {
            out_.key("content"), out_.begin_array();
            for (auto i = from; i != to; ++i) {
                auto const& p = m.content[i];
                if (auto const* const piece = std::get_if<chat::native>(&p)) {
                    if (!items_.write_native(*piece)) items_.refuse_part(i);
                    continue;
                }
                out_.begin_object();
                if (!write_piece(p)) items_.refuse_part(i);
                out_.end_object();
            }
            out_.end_array();
        }
        out_.end_object();
    }
    bool write_piece(chat::part const& p) {
        if (auto const* const t = std::get_if<chat::text>(&p)) return items_.write_text(*t, "input_text");
        if (auto const* const i = std::get_if<chat::image>(&p)) return items_.write_image(*i);
        if (auto const* const f = std::get_if<chat::file>(&p)) return items_.write_file(*f);
        if (auto const* const a = std::get_if<chat::audio>(&p)) return items_.write_audio(*a);
        return false;
    }

    // The answer to a custom tool has a type of its own.
    bool answers_custom_tool(std::string const& id) const {
        for (auto const& m : q_.messages)
            for (auto const& p : m.content)
                if (auto const* const call = std::get_if<chat::tool_call>(&p); call && call->id == id && !call->extra.empty())
                    return is_custom(*call);
        return false;
    }
    void write_result(chat::tool_result const& r, std::size_t part) {
        auto const refuse = [&](std::size_t index) { items_.refuse_in_message("/content/" + std::to_string(part) + "/content/" + std::to_string(index)); };
        out_.begin_object();
        items_.write_type(r.extra, answers_custom_tool(r.id) ? "custom_tool_call_output" : "function_call_output");
        io_("call_id", r.id);
        if (r.is_error) io_("status", "incomplete"); // the one word of the family's that says so
        auto const* const lone = r.content.size() == 1 ? std::get_if<chat::text>(&r.content.front()) : nullptr;
        if (lone && lone->extra.empty() && !lone->citations && !lone->signature) {
            io_("output", lone->text);
        } else if (r.content.empty()) {
            if (!find_extra(r.extra, "output")) io_("output", "");
        } else {
            out_.key("output"), out_.begin_array();
            for (std::size_t i = 0; i != r.content.size(); ++i) {
                auto const& p = r.content[i];
                if (auto const* const piece = std::get_if<chat::native>(&p)) {
                    if (!items_.write_native(*piece)) refuse(i);
                    continue;
                }
                out_.begin_object();
                bool fits = false;
                if (auto const* const t = std::get_if<chat::text>(&p)) fits = items_.write_text(*t, "input_text");
                else if (auto const* const picture = std::get_if<chat::image>(&p)) fits = items_.write_image(*picture);
                else if (auto const* const f = std::get_if<chat::file>(&p)) fits = items_.write_file(*f);
                if (!fits) refuse(i);
                out_.end_object();
            }
            out_.end_array();
        }
        items_.write_rest(r.extra, r.is_error ? "status" : "type");
        out_.end_object();
    }

    void write_reasoning() {
        if (!q_.reasoning || !q_.reasoning->effort) return;
        writes_reasoning_ = true;
        out_.key("reasoning"), out_.begin_object();
        io_("effort", q_.reasoning->effort);
        if (auto const* const more = object_of("reasoning")) io_.rest(*more, {"effort"});
        out_.end_object();
    }

    void write_format() {
        if (!q_.response_format) return;
        writes_text_ = true;
        auto const& f = *q_.response_format;
        auto const* const more = object_of("text");
        out_.key("text"), out_.begin_object();
        out_.key("format"), out_.begin_object();
        io_("type", format_words[static_cast<std::size_t>(f.kind)]);
        if (f.kind == chat::format_kind::json_schema && !f.name) io_("name", "response");
        map_schema(io_, f);
        if (more) io_.rest_of(*more, "format");
        out_.end_object();
        if (more) io_.rest(*more, {"format"});
        out_.end_object();
    }

    void write_tools() {
        if (!q_.tools.empty()) {
            out_.key("tools"), out_.begin_array();
            for (std::size_t i = 0; i != q_.tools.size(); ++i) {
                auto const& tool = q_.tools[i];
                if (tool.provider) {
                    if (!items_.write_native(*tool.provider)) items_.refuse("/tools/" + std::to_string(i) + "/provider");
                    continue;
                }
                out_.begin_object();
                io_("type", "function");
                map_tool(io_, tool);
                if (!tool.description.empty()) io_("description", tool.description);
                if (!tool.parameters.empty()) io_("parameters", tool.parameters);
                for_each_extra(tool.extra, [&](std::string_view key, boost::json::value const& v) {
                    bool const is_written = (key == "description" && !tool.description.empty()) || (key == "parameters" && !tool.parameters.empty()) || (key == "strict" && tool.strict);
                    if (!is_written) io_(key, v);
                });
                out_.end_object();
            }
            out_.end_array();
        }
        if (!q_.tool_choice) return;
        auto const mode = static_cast<std::size_t>(q_.tool_choice->mode);
        if (mode < std::size(choice_words)) return io_("tool_choice", choice_words[mode]);
        out_.key("tool_choice"), out_.begin_object();
        io_("type", "function");
        io_("name", q_.tool_choice->name);
        out_.end_object();
    }

    chat::request const& q_;
    item_writer items_;
    body_writer& io_;
    reflect::json_writer& out_;
    bool writes_model_ = true;
    bool writes_input_ = false, writes_text_ = false, writes_reasoning_ = false;
};

} // namespace parley::inline v0::family::detail::openai_responses

#endif
