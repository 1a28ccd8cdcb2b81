#ifndef PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_STREAM_WRITER_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_RESPONSES_STREAM_WRITER_HPP

// The events of OpenAI Responses, written. A piece of text is told as it comes; an item is told whole when the next one begins, and all of them
// in the last event.

#include <parley/chat/event.hpp>
#include <parley/chat/fold.hpp>
#include <parley/chat/response.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/family/detail/openai_responses_answer.hpp>
#include <parley/family/detail/openai_responses_words.hpp>
#include <parley/family/detail/openai_responses_writing.hpp>
#include <parley/reflect/json_writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::openai_responses {

class event_writer {
public:
    std::string write(chat::event const& e) {
        std::string text;
        all_(e);
        if (auto const* const begun = std::get_if<chat::started>(&e)) start(text, *begun);
        else if (auto const* const t = std::get_if<chat::text_delta>(&e)) delta(text, *t, "output_text", chat::text(), t->text);
        else if (auto const* const r = std::get_if<chat::refusal_delta>(&e)) delta(text, *r, "refusal", chat::refusal(), r->text);
        else if (auto const* const h = std::get_if<chat::thinking_delta>(&e)) delta(text, *h, "reasoning_summary_text", chat::thinking(), h->text);
        else if (auto const* const c = std::get_if<chat::tool_call_delta>(&e)) call(text, *c);
        else if (auto const* const w = std::get_if<chat::whole_part>(&e)) whole(text, *w);
        else if (auto const* const s = std::get_if<chat::cited>(&e); s && s->choice == 0 && s->part == part_) item_(e);
        return text;
    }

    std::string finish(chat::end how) {
        if (how != chat::end::complete && how != chat::end::cancelled) return {};
        std::string text;
        end_item(text);
        auto const all = all_.finish(how);
        auto const status = status_of(all);
        begin(text, status == "incomplete" ? "response.incomplete" : status == "cancelled" ? "response.cancelled" : "response.completed");
        writer_.key("response");
        write_response(writer_, all);
        end(text);
        return text;
    }

    /// Writes the event of a failure in the middle.
    std::string fail(std::string_view code, std::string_view message) {
        std::string text;
        begin(text, "error");
        body_writer io(writer_);
        io("code", code);
        io("message", message);
        end(text);
        return text;
    }

private:
    void begin(std::string& text, std::string_view type) {
        text.append("event: ").append(type).append("\ndata: ");
        writer_.start(text);
        writer_.begin_object();
        body_writer io(writer_);
        io("type", type);
        io("sequence_number", sequence_++);
    }
    void end(std::string& text) {
        writer_.end_object();
        writer_.finish();
        text += "\n\n";
    }

    void start(std::string& text, chat::started const& e) {
        for (auto const* const type : {"response.created", "response.in_progress"}) {
            begin(text, type);
            body_writer io(writer_);
            writer_.key("response"), writer_.begin_object();
            io("id", e.id);
            io("object", "response");
            io("created_at", 0);
            io("status", "in_progress");
            io("model", e.model);
            writer_.key("output"), writer_.begin_array(), writer_.end_array();
            writer_.end_object();
            end(text);
        }
    }

    /// Opens the part that an event is about, where it is a new one.
    /// @return whether it is the open one now; what came before is told only once.
    template <class Event> bool open(std::string& text, Event const& e, chat::part const& kind) {
        if (e.choice != 0) return false; // the family has one answer to a request
        if (e.part == part_) return true;
        if (e.part < part_) return false;
        bool const joins = part_ >= 0 && !begins_item(kind, last_);
        if (!joins) end_item(text);
        part_ = e.part;
        last_ = kind;
        if (!joins) {
            first_part_ = e.part;
            if (is_message_piece(kind)) begin_item(text, "message");
            else if (std::holds_alternative<chat::thinking>(kind)) begin_item(text, "reasoning");
        }
        if (std::holds_alternative<chat::text>(kind)) begin_piece(text);
        return true;
    }

    void begin_item(std::string& text, std::string_view type) {
        begin(text, "response.output_item.added");
        body_writer io(writer_);
        io("output_index", index_);
        writer_.key("item"), writer_.begin_object();
        io("type", type);
        io("id", own_id(static_cast<std::size_t>(index_)));
        bool const is_message = type == "message";
        if (is_message) io("status", "in_progress"), io("role", "assistant");
        writer_.key(std::string_view(is_message ? "content" : "summary")), writer_.begin_array(), writer_.end_array();
        writer_.end_object();
        end(text);
    }
    void begin_piece(std::string& text) {
        begin(text, "response.content_part.added");
        body_writer io(writer_);
        where(io, "content_index");
        writer_.key("part"), writer_.begin_object();
        io("type", "output_text");
        io("text", "");
        writer_.key("annotations"), writer_.begin_array(), writer_.end_array();
        writer_.end_object();
        end(text);
    }
    void where(body_writer& io, std::string_view index) {
        io("item_id", own_id(static_cast<std::size_t>(index_)));
        io("output_index", index_);
        if (!index.empty()) io(index, part_ - first_part_);
    }

    // Keeps what the open item consists of, its parts counted from its first.
    template <class Event> void keep(Event e) {
        e.part -= first_part_;
        item_(chat::event(std::move(e)));
        has_item_ = true;
    }

    template <class Event> void delta(std::string& text, Event const& e, std::string_view stem, chat::part const& kind, std::string const& added) {
        if (!open(text, e, kind)) return;
        keep(e);
        if constexpr (requires { e.signature; })
            if (auto* const thought = std::get_if<chat::thinking>(&last_); thought && e.signature) thought->signature = e.signature;
        if (!added.empty()) tell(text, stem, std::holds_alternative<chat::thinking>(kind) ? "summary_index" : "content_index", added);
    }
    void tell(std::string& text, std::string_view stem, std::string_view index, std::string const& added) {
        begin(text, std::string("response.").append(stem).append(".delta"));
        body_writer io(writer_);
        where(io, index);
        io("delta", added);
        end(text);
    }

    void call(std::string& text, chat::tool_call_delta const& e) {
        bool const is_new = e.part > part_;
        if (!open(text, e, chat::tool_call())) return;
        keep(e);
        if (is_new) {
            begin(text, "response.output_item.added");
            body_writer io(writer_);
            io("output_index", index_);
            writer_.key("item"), writer_.begin_object();
            io("type", "function_call");
            io("id", own_id(static_cast<std::size_t>(index_)));
            io("status", "in_progress");
            io("call_id", e.id);
            io("name", e.name);
            io("arguments", "");
            writer_.end_object();
            end(text);
        }
        if (!e.arguments.empty()) tell(text, "function_call_arguments", {}, e.arguments);
    }

    void whole(std::string& text, chat::whole_part const& e) {
        if (e.choice != 0 || e.part < part_) return;
        if (e.part > part_) {
            bool const joins = part_ >= 0 && !begins_item(e.value, last_);
            if (!joins) {
                end_item(text);
                first_part_ = e.part;
            }
            part_ = e.part;
        }
        last_ = e.value;
        keep(e);
    }

    void end_item(std::string& text) {
        if (!has_item_) return;
        auto const parts = item_.finish(chat::end::complete).content;
        item_ = {};
        has_item_ = false;
        begin(text, "response.output_item.done");
        body_writer io(writer_);
        io("output_index", index_);
        writer_.key("item"), writer_.begin_object();
        item_writer(writer_, true).write_item(parts, 0, parts.size(), static_cast<std::size_t>(index_));
        writer_.end_object();
        end(text);
        ++index_;
    }

    reflect::json_writer writer_;
    chat::fold all_, item_;
    chat::part last_;                 // of what kind the open part is
    int part_ = -1, first_part_ = 0;  // the open one, and the first of its item
    int index_ = 0;                   // of the open item
    int sequence_ = 0;
    bool has_item_ = false;
};

} // namespace parley::inline v0::family::detail::openai_responses

#endif
