#ifndef PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_WRITING_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_WRITING_HPP

// Parts, put together to the items of OpenAI Responses: the inverse of openai_responses_reading.hpp.

#include <parley/chat/part.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/openai_logprobs.hpp>
#include <parley/family/detail/openai_responses_words.hpp>
#include <parley/reflect/json_writer.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::openai_responses {

/// Writes parts as items, or as pieces of one; remembers the first that has no place.
class item_writer {
public:
    /// @param is_answer whether items get the members that an answer has always.
    item_writer(reflect::json_writer& out, bool is_answer) noexcept : io_(out), is_answer_(is_answer) {}

    std::optional<error> const& failure() const noexcept { return failure_; }
    body_writer& io() noexcept { return io_; }

    /// Says which message of a request the parts to come are of.
    void begin_message(std::size_t index) noexcept { message_ = index; }
    void refuse(std::string where) {
        if (!failure_) failure_ = error(errc::unsupported, "OpenAI Responses cannot carry this part.", std::move(where));
    }
    void refuse_in_message(std::string_view where) { refuse((message_ ? "/messages/" + std::to_string(*message_) : std::string()).append(where)); }
    void refuse_part(std::size_t index) { refuse_in_message("/content/" + std::to_string(index)); }

    /// Log probabilities that the first text of an answer is given.
    void give_logprobs(std::vector<chat::token_logprob> const* likely) noexcept { likely_ = likely; }

    /// Returns where the item ends that begins with a part.
    static std::size_t end_of_item(std::vector<chat::part> const& parts, std::size_t from) {
        auto end = from + 1;
        while (end != parts.size() && !begins_item(parts[end], parts[end - 1])) ++end;
        return end;
    }

    /// Writes the items that parts of the assistant's side make.
    /// @param extra what the message has beside them.
    void write_assistant(std::vector<chat::part> const& parts, boost::json::object const& extra = {}) {
        for (std::size_t i = 0, index = 0; i != parts.size(); ++index) {
            auto const end = end_of_item(parts, i);
            io_.out().begin_object();
            write_item(parts, i, end, index, extra);
            io_.out().end_object();
            i = end;
        }
    }

    /// Writes the members of one item.
    void write_item(std::vector<chat::part> const& parts, std::size_t from, std::size_t to, std::size_t index, boost::json::object const& extra = {}) {
        auto const& first = parts[from];
        if (is_message_piece(first)) return write_message(parts, from, to, index, extra);
        if (std::holds_alternative<chat::thinking>(first)) return write_reasoning(parts, from, to, index);
        if (auto const* const call = std::get_if<chat::tool_call>(&first)) return write_call(*call, index, from);
        auto const* const item = std::get_if<chat::native>(&first);
        if (!item || item->family != name || !item->value.is_object()) return refuse_part(from);
        io_.rest(item->value.get_object());
    }

    /// Writes a piece that may stand in a message of the user's, or in a tool's output.
    /// @return whether it has a place there.
    bool write_text(chat::text const& t, std::string_view usual) {
        if (t.signature) return false;
        write_type(t.extra, usual);
        io_("text", t.text);
        if (t.citations) write_citations(*t.citations);
        write_rest(t.extra);
        return true;
    }
    bool write_image(chat::image const& i) {
        write_type(i.extra, "input_image");
        if (i.data && !i.url && !i.file_id && i.media_type) io_("image_url", data_url(*i.media_type, *i.data));
        else if (i.url && !i.data && !i.file_id) io_("image_url", i.url);
        else if (i.file_id && !i.data && !i.url) io_("file_id", i.file_id);
        else return false;
        io_("detail", i.detail);
        write_rest(i.extra);
        return true;
    }
    bool write_file(chat::file const& f) {
        write_type(f.extra, "input_file");
        if (f.data && !f.url && !f.file_id) io_("file_data", f.media_type ? data_url(*f.media_type, *f.data) : *f.data);
        else if (f.url && !f.data && !f.file_id) io_("file_url", f.url);
        else if (f.file_id && !f.data && !f.url) io_("file_id", f.file_id);
        else return false;
        io_("filename", f.name);
        write_rest(f.extra);
        return true;
    }
    bool write_audio(chat::audio const& a) {
        constexpr std::string_view prefix = "audio/";
        if (!a.data || !a.media_type || !a.media_type->starts_with(prefix) || a.url || a.file_id || a.transcript || !a.extra.empty()) return false;
        io_("type", "input_audio");
        auto& out = io_.out();
        out.key("input_audio"), out.begin_object();
        io_("data", a.data);
        io_("format", std::string_view(*a.media_type).substr(prefix.size()));
        out.end_object();
        return true;
    }
    /// Writes a value of the family's own as an element of a list.
    bool write_native(chat::native const& n) {
        if (n.family != name) return false;
        reflect::write_json(io_.out(), n.value);
        return true;
    }

    /// Writes the members of a part's own that stand beside what is written of it.
    void write_rest(boost::json::object const& extra, std::string_view but = "type") {
        if (extra.empty()) return;
        auto const* const own = own_members(extra);
        for (auto const* const members : {&extra, own})
            if (members)
                for (auto const& member : *members) {
                    auto const key = view(member.key());
                    bool const is_of_part = key == "type" || key == but || (members == &extra && (key == "item" || key == name));
                    if (!is_of_part) io_(key, member.value());
                }
    }
    void write_type(boost::json::object const& extra, std::string_view usual) {
        auto const* const own = find_extra(extra, "type");
        if (own) io_("type", *own);
        else if (!usual.empty()) io_("type", usual);
    }

private:
    static std::string data_url(std::string_view media_type, std::string_view data) {
        return std::string("data:").append(media_type).append(";base64,").append(data);
    }

    void write_citations(std::vector<chat::citation> const& all) {
        auto& out = io_.out();
        out.key("annotations"), out.begin_array();
        for (auto const& source : all) {
            if (!source.provider.empty()) {
                reflect::write_json(out, source.provider);
                continue;
            }
            out.begin_object();
            io_("type", "url_citation");
            io_("url", source.url);
            io_("title", source.title);
            out.end_object();
        }
        out.end_array();
    }

    // What an item of an answer always has: an id that is its own or says its place, and a status.
    void write_own(boost::json::object const& members, std::size_t index) {
        if (!is_answer_ || find_extra(members, "id")) return;
        io_("id", own_id(index));
        if (!find_extra(members, "status")) io_("status", "completed");
    }

    static boost::json::object const& item_of(chat::part const& first, boost::json::object const& otherwise) {
        auto const* const extra = extra_of(first);
        auto const* const item = extra ? extra->if_contains("item") : nullptr;
        return item && item->is_object() ? item->get_object() : otherwise;
    }

    void write_message(std::vector<chat::part> const& parts, std::size_t from, std::size_t to, std::size_t index, boost::json::object const& extra) {
        auto const& members = item_of(parts[from], extra);
        auto& out = io_.out();
        if (is_answer_ && !members.contains("type")) io_("type", "message");
        write_own(members, index);
        io_("role", "assistant");
        io_.rest(members);
        auto const* const lone = to == from + 1 ? std::get_if<chat::text>(&parts[from]) : nullptr;
        if (lone && !is_answer_ && !lone->signature && !lone->citations && !members.contains("id") && lone->extra.size() == (lone->extra.contains("item") ? 1u : 0u)) {
            io_("content", lone->text);
            return;
        }
        out.key("content"), out.begin_array();
        for (auto i = from; i != to; ++i)
            if (!write_said(parts[i])) refuse_part(i);
        out.end_array();
    }
    bool write_said(chat::part const& p) {
        auto& out = io_.out();
        if (auto const* const item = std::get_if<chat::native>(&p)) {
            if (item->family != name) return false;
            reflect::write_json(out, item->value.get_object().at(view(piece_key)));
            return true;
        }
        out.begin_object();
        bool fits = true;
        if (auto const* const t = std::get_if<chat::text>(&p)) {
            fits = write_text(*t, "output_text");
            if (is_answer_) {
                if (!t->citations) write_citations({});
                std::vector<chat::token_logprob> const none;
                auto const* const likely = std::exchange(likely_, nullptr);
                write_logprobs(io_, "logprobs", likely ? *likely : none);
            }
        } else {
            auto const& said = std::get<chat::refusal>(p);
            write_type(said.extra, "refusal");
            io_("refusal", said.text);
            write_rest(said.extra);
        }
        out.end_object();
        return fits;
    }

    static bool is_of_content(chat::thinking const& t) {
        auto const* const type = find_extra(t.extra, "type");
        return type && *type != "summary_text";
    }
    void write_reasoning(std::vector<chat::part> const& parts, std::size_t from, std::size_t to, std::size_t index) {
        auto const& members = item_of(parts[from], nothing_);
        auto& out = io_.out();
        io_("type", "reasoning");
        write_own(members, index);
        io_.rest(members);
        bool has_content = false;
        out.key("summary"), out.begin_array();
        for (auto i = from; i != to; ++i) {
            auto const& thought = std::get<chat::thinking>(parts[i]);
            if (thought.redacted) refuse_part(i);
            if (is_of_content(thought)) has_content = true;
            else if (!thought.text.empty() || find_extra(thought.extra, "type") || to != from + 1) write_thought(thought);
        }
        out.end_array();
        if (has_content) {
            out.key("content"), out.begin_array();
            for (auto i = from; i != to; ++i)
                if (auto const& thought = std::get<chat::thinking>(parts[i]); is_of_content(thought)) write_thought(thought);
            out.end_array();
        }
        io_("encrypted_content", std::get<chat::thinking>(parts[to - 1]).signature);
    }
    void write_thought(chat::thinking const& thought) {
        io_.out().begin_object();
        write_type(thought.extra, "summary_text");
        io_("text", thought.text);
        write_rest(thought.extra);
        io_.out().end_object();
    }

    void write_call(chat::tool_call const& call, std::size_t index, std::size_t part) {
        if (call.signature) refuse_part(part);
        write_type(call.extra, "function_call");
        write_own(call.extra, index);
        io_("call_id", call.id);
        io_("name", call.name);
        io_(is_custom(call) ? "input" : "arguments", call.received_arguments());
        write_rest(call.extra);
    }

    body_writer io_;
    bool is_answer_;
    std::optional<std::size_t> message_;
    std::vector<chat::token_logprob> const* likely_ = nullptr;
    std::optional<error> failure_;
    boost::json::object const nothing_;
};

} // namespace parley::inline v0::family::detail::openai_responses

#endif
