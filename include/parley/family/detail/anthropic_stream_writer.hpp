#ifndef PARLEY_FAMILY_DETAIL_ANTHROPIC_STREAM_WRITER_HPP
#define PARLEY_FAMILY_DETAIL_ANTHROPIC_STREAM_WRITER_HPP

// Writes the events of a streamed answer of Anthropic's Messages, as a server.

#include <parley/chat/event.hpp>
#include <parley/chat/part.hpp>
#include <parley/family/detail/anthropic_answer.hpp>
#include <parley/family/detail/anthropic_block_writer.hpp>
#include <parley/family/detail/body.hpp>
#include <parley/reflect/json_writer.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace parley::inline v0::family::detail::anthropic_wire {

/// Returns the bytes of one event whose members, but its type, `members` writes.
template <class F> std::string event_of(std::string_view type, F&& members) {
    auto bytes = std::string("event: ").append(type).append("\ndata: ");
    reflect::json_writer out(bytes);
    body_writer io(out);
    out.begin_object();
    io("type", type);
    members(io);
    out.end_object();
    out.finish();
    return bytes += "\n\n";
}

class stream_writer {
public:
    std::string write(chat::event const& e) {
        bytes_.clear();
        std::visit([this](auto const& each) { take(each); }, e);
        return std::move(bytes_);
    }

    /// Returns the bytes of the end: of the last block, why the answer ended, and what was used.
    std::string finish() {
        bytes_.clear();
        begin();
        close();
        bytes_ += event_of("message_delta", [&](body_writer& io) {
            io.object("delta", [&] {
                write_stop(io, finished_.finish_reason, finished_.finish_raw);
                write_further(io, further_, {"stop_sequence", "stop_details", "container"});
            });
            write_further(io, further_, {"context_management"});
            write_usage(io, usage_);
        });
        bytes_ += event_of("message_stop", [](body_writer&) {});
        return std::move(bytes_);
    }

private:
    void begin() {
        if (has_begun_) return;
        has_begun_ = true;
        bytes_ += event_of("message_start", [&](body_writer& io) {
            io.object("message", [&] {
                io("id", started_.id);
                io("type", "message");
                io("role", "assistant");
                io("model", started_.model);
                io.array("content", [] {});
                io("stop_reason", value());
                io("stop_sequence", value());
                io.object("usage", [&] {
                    io("input_tokens", 0);
                    io("output_tokens", 0);
                });
            });
        });
    }

    void take(chat::started const& e) {
        started_ = e;
        begin();
    }
    void take(chat::text_delta const& e) {
        if (reach<chat::text>(e)) add("text_delta", "text", e.text);
    }
    void take(chat::refusal_delta const& e) {
        if (reach<chat::text>(e)) add("text_delta", "text", e.text);
    }
    void take(chat::cited const& e) {
        if (reach<chat::text>(e)) add(e.citation);
    }
    void take(chat::thinking_delta const& e) {
        if (!reach<chat::thinking>(e)) return;
        add("thinking_delta", "thinking", e.text);
        if (e.signature) add("signature_delta", "signature", *e.signature);
    }
    void take(chat::tool_call_delta const& e) {
        chat::tool_call begun;
        begun.id = e.id;
        begun.name = e.name;
        if (reach(e, std::move(begun))) add("input_json_delta", "partial_json", e.arguments);
    }
    // Kept until it is known that it is not told again, as items are whose parts come one by one.
    void take(chat::whole_part const& e) {
        if (e.choice != 0 || (e.part == part_ && !pending_)) return;
        begin();
        if (e.part != part_) close();
        part_ = e.part;
        pending_ = e.value;
    }
    void take(chat::finished const& e) {
        if (e.choice == 0) finished_ = e;
    }
    void take(chat::usage_reported const& e) { usage_ = e.usage; }
    void take(chat::further const& e) {
        for (auto const& member : e.members) further_.insert_or_assign(member.key(), member.value());
    }
    void take(chat::logprobs_delta const&) {}

    // Makes the block that a delta belongs to the open one. The family has one answer, and blocks that follow each other.
    template <class Part> bool reach(auto const& e) { return reach(e, Part()); }
    bool reach(auto const& e, chat::part begun) {
        if (e.choice != 0) return false;
        begin();
        if (e.part == part_) {
            open_pending();
            return true;
        }
        if (e.part < part_) return false;
        close();
        part_ = e.part;
        open(begun);
        return true;
    }

    void open(chat::part const& begun) {
        ++index_;
        is_open_ = true;
        bytes_ += event_of("content_block_start", [&](body_writer& io) {
            io("index", index_);
            io.out().key("content_block");
            std::visit([&](auto const& each) { write_begun(io, each); }, begun);
        });
    }
    static void write_begun(body_writer& io, auto const& part) { write_block(io, part); }
    // Only a part without any place here is no block; it becomes an empty text, so that the blocks are as many as the parts.
    static void write_begun(body_writer& io, chat::audio const&) { write_block(io, chat::text()); }

    // What comes in pieces begins empty.
    void open_pending() {
        if (!pending_) return;
        auto whole = std::move(*pending_);
        pending_.reset();
        if (auto* const t = std::get_if<chat::text>(&whole)) {
            auto const text = std::exchange(t->text, {});
            auto const citations = std::exchange(t->citations, {});
            open(whole);
            add("text_delta", "text", text);
            if (citations)
                for (auto const& c : *citations) add(c);
        } else if (auto* const thought = std::get_if<chat::thinking>(&whole); thought && !thought->redacted) {
            auto const text = std::exchange(thought->text, {});
            auto const signature = std::exchange(thought->signature, {});
            open(whole);
            add("thinking_delta", "thinking", text);
            if (signature) add("signature_delta", "signature", *signature);
        } else if (auto* const call = std::get_if<chat::tool_call>(&whole)) {
            auto const arguments = std::string(call->received_arguments());
            call->arguments.reset();
            call->arguments_text.reset();
            open(whole);
            add("input_json_delta", "partial_json", arguments);
        } else {
            open(whole);
        }
    }

    template <class F> void add_delta(F&& members) {
        bytes_ += event_of("content_block_delta", [&](body_writer& io) {
            io("index", index_);
            io.object("delta", [&] { members(io); });
        });
    }
    void add(std::string_view type, std::string_view key, std::string_view text) {
        if (text.empty()) return;
        add_delta([&](body_writer& io) {
            io("type", type);
            io(key, text);
        });
    }
    void add(chat::citation const& c) {
        if (c.provider.empty()) return;
        add_delta([&](body_writer& io) {
            io("type", "citations_delta");
            io("citation", c.provider);
        });
    }

    void close() {
        open_pending();
        if (!std::exchange(is_open_, false)) return;
        bytes_ += event_of("content_block_stop", [&](body_writer& io) { io("index", index_); });
    }

    std::string bytes_;
    chat::started started_;
    chat::finished finished_;
    chat::usage usage_;
    object further_;
    std::optional<chat::part> pending_;
    int part_ = -1, index_ = -1;
    bool has_begun_ = false, is_open_ = false;
};

} // namespace parley::inline v0::family::detail::anthropic_wire

#endif
