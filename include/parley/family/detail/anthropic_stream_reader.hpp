#ifndef PARLEY_FAMILY_DETAIL_ANTHROPIC_STREAM_READER_HPP
#define PARLEY_FAMILY_DETAIL_ANTHROPIC_STREAM_READER_HPP

// Reads the events of a streamed answer of Anthropic's Messages.

#include <parley/chat/event.hpp>
#include <parley/chat/part.hpp>
#include <parley/family/detail/anthropic_answer.hpp>
#include <parley/family/detail/anthropic_block.hpp>
#include <parley/family/detail/failure.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::family::detail::anthropic_wire {

class stream_reader {
public:
    /// Reads the next event. Kinds that nobody knows pass.
    /// @param type of the event's own line, for events that do not repeat it.
    /// @return the error that the event tells of; `errc::invalid_response` where a second answer begins before the first is done.
    result<void> take(object e, std::string_view type, chat::event_sink sink) {
        if (auto const own = text_in(e, "type"); !own.empty()) type = own;
        if (type == "content_block_delta") add(e, sink);
        else if (type == "content_block_start") begin_block(e, sink);
        else if (type == "content_block_stop") end_block(e, sink);
        else if (type == "message_start") return begin(e, sink);
        else if (type == "message_delta") change(e, sink);
        else if (type == "message_stop") end(sink);
        else if (type == "message" && is_message(e)) whole(std::move(e), sink);
        else if (type == "error" || has(e, "error", kind::object)) return read_failure(value(std::move(e)));
        return {};
    }

    /// Says whether the provider has marked the end.
    bool is_done() const noexcept { return is_done_; }
    /// Some hosts mark the end as other families do.
    void end_early() noexcept { is_done_ = is_finished_; }

    /// Hands out what is known of the items that a stream has cut short.
    void cut(chat::event_sink sink) {
        for (auto& b : open_) hand_out(b, sink);
        open_.clear();
    }

private:
    // A block that deltas may be added to.
    struct block {
        std::int64_t index;
        int part;
        chat::part begun;  // as it began, without what deltas add to texts
        std::string input; // of an item of the provider's own
        bool has_grown = false;
    };

    result<void> begin(object& e, chat::event_sink sink) {
        if (has_begun_) return error(errc::invalid_response, "The stream begins a second answer before the first is done.");
        has_begun_ = true;
        if (!has(e, "message", kind::object)) return {};
        auto& message = e.at("message").get_object();
        chat::started begun;
        begun.id = text_in(message, "id");
        begun.model = text_in(message, "model");
        sink(begun);
        if (is_message(message))
            for (auto& given : message.at("content").get_array()) begin_part(-1, std::move(given.get_object()), sink);
        tell_further(message, sink);
        tell_usage(message, sink);
        return {};
    }

    void begin_block(object& e, chat::event_sink sink) {
        if (has(e, "content_block", kind::object)) begin_part(index_in(e), std::move(e.at("content_block").get_object()), sink);
    }

    block& begin_part(std::int64_t index, object o, chat::event_sink sink) {
        auto& b = open_.emplace_back(block{index, parts_++, read_answered(std::move(o)), {}});
        if (auto* const t = std::get_if<chat::text>(&b.begun); t && is_plain(*t)) {
            chat::text_delta delta;
            delta.part = b.part;
            delta.text = t->text;
            sink(delta);
        } else if (auto* const thought = std::get_if<chat::thinking>(&b.begun); thought && thought->extra.empty() && !thought->redacted) {
            chat::thinking_delta delta;
            delta.part = b.part;
            delta.text = thought->text;
            delta.signature = thought->signature;
            sink(delta);
        } else if (auto* const call = std::get_if<chat::tool_call>(&b.begun)) {
            // The arguments that it begins with count where no others come.
            b.input = call->received_arguments();
            call->arguments.reset();
            call->arguments_text = "";
            if (!call->extra.empty()) {
                tell_whole(b, sink);
            } else {
                chat::tool_call_delta delta;
                delta.part = b.part;
                delta.id = call->id;
                delta.name = call->name;
                sink(delta);
            }
        } else {
            tell_whole(b, sink);
        }
        return b;
    }

    static std::int64_t index_in(object const& e) noexcept {
        auto const* const found = e.if_contains("index");
        auto const* const i = found ? found->if_int64() : nullptr;
        return i ? *i : -1;
    }
    block* find(std::int64_t index) noexcept {
        for (auto b = open_.rbegin(); b != open_.rend(); ++b)
            if (b->index == index || index == -1) return &*b;
        return nullptr;
    }

    void add(object& e, chat::event_sink sink) {
        if (!has(e, "delta", kind::object)) return;
        auto& delta = e.at("delta").get_object();
        auto const type = text_in(delta, "type");
        auto* b = find(index_in(e));
        // A block that nobody has begun begins with its first words.
        if (!b && type == "text_delta") b = &begin_part(index_in(e), {{"type", "text"}, {"text", ""}}, sink);
        if (!b && type == "thinking_delta") b = &begin_part(index_in(e), {{"type", "thinking"}, {"thinking", ""}}, sink);
        if (!b) return;
        if (std::holds_alternative<chat::text>(b->begun)) add_text(*b, delta, sink);
        else if (std::holds_alternative<chat::thinking>(b->begun)) add_thought(*b, delta, sink);
        else if (std::holds_alternative<chat::tool_call>(b->begun)) add_arguments(*b, delta, sink);
        else if (auto* const item = std::get_if<chat::native>(&b->begun)) add_members(*b, item->value.get_object(), delta);
    }

    void add_text(block const& b, object& delta, chat::event_sink sink) {
        if (has(delta, "text", kind::string)) {
            chat::text_delta further;
            further.part = b.part;
            further.text = text_in(delta, "text");
            sink(further);
        }
        if (has(delta, "citation", kind::object)) {
            chat::cited mark;
            mark.part = b.part;
            mark.citation = read_citation(std::move(delta.at("citation").get_object()));
            sink(mark);
        }
    }
    void add_thought(block const& b, object const& delta, chat::event_sink sink) {
        chat::thinking_delta further;
        further.part = b.part;
        further.text = text_in(delta, "thinking");
        if (auto signature = some_text(delta, "signature"); signature && !signature->empty()) further.signature = std::move(signature);
        if (has(delta, "thinking", kind::string) || further.signature) sink(further);
    }
    void add_arguments(block& b, object const& delta, chat::event_sink sink) {
        chat::tool_call_delta further;
        further.part = b.part;
        further.arguments = text_in(delta, "partial_json");
        if (further.arguments.empty()) return;
        b.has_grown = true;
        sink(further);
    }
    // Text is added to text, anything else takes the place of what was there; only the input of tools comes as text and is none.
    static void add_members(block& b, object& item, object& delta) {
        b.has_grown = true;
        for (auto& member : delta) {
            auto const key = view(member.key());
            if (key == "type") continue;
            if (key == "partial_json" && member.value().is_string()) {
                b.input += text_in(delta, key);
            } else if (key == "citation" && may_have(item, "citations", kind::array)) {
                auto& all = item["citations"];
                if (!all.is_array()) all.emplace_array();
                all.get_array().push_back(std::move(member.value()));
            } else if (has(item, key, kind::string) && member.value().is_string()) {
                item[member.key()].get_string() += member.value().get_string();
            } else {
                item[member.key()] = std::move(member.value());
            }
        }
    }

    void end_block(object const& e, chat::event_sink sink) {
        if (auto* const b = find(index_in(e))) {
            close(*b, sink);
            open_.erase(open_.begin() + (b - open_.data()));
        }
    }
    void end_blocks(chat::event_sink sink) {
        for (auto& b : open_) close(b, sink);
        open_.clear();
    }
    void close(block& b, chat::event_sink sink) {
        hand_out(b, sink);
        if (!std::holds_alternative<chat::tool_call>(b.begun) || b.has_grown || b.input.empty()) return;
        chat::tool_call_delta whole;
        whole.part = b.part;
        whole.arguments = std::move(b.input);
        sink(whole);
    }
    // An item of the provider's own is told again when it has grown.
    void hand_out(block& b, chat::event_sink sink) {
        auto* const item = std::get_if<chat::native>(&b.begun);
        if (!item || !b.has_grown) return;
        if (!b.input.empty()) {
            auto input = reflect::parse_value(b.input);
            item->value.get_object()["input"] = input ? std::move(*input) : value(view(std::string_view(b.input)));
        }
        tell_whole(b, sink);
    }
    static void tell_whole(block const& b, chat::event_sink sink) {
        chat::whole_part whole;
        whole.part = b.part;
        whole.value = b.begun;
        sink(whole);
    }

    void change(object& e, chat::event_sink sink) {
        if (has(e, "delta", kind::object)) {
            auto& delta = e.at("delta").get_object();
            if (has(delta, "stop_reason", kind::string)) {
                end_blocks(sink);
                is_finished_ = true;
                chat::finished done;
                done.finish_raw = text_in(delta, "stop_reason");
                done.finish_reason = reason_of(done.finish_raw);
                sink(done);
            }
            tell_further(delta, sink);
        }
        tell_further(e, sink);
        tell_usage(e, sink);
    }

    static void tell_further(object& from, chat::event_sink sink) {
        chat::further more;
        add_further(from, more.members);
        if (!more.members.empty()) sink(more);
    }

    // Each report repeats what it still holds to be true, and may leave out the rest: nothing is added up.
    void tell_usage(object& from, chat::event_sink sink) {
        if (!has(from, "usage", kind::object)) return;
        for (auto& member : from.at("usage").get_object())
            if (!member.value().is_null() || !usage_.contains(member.key())) usage_[member.key()] = std::move(member.value());
        chat::usage_reported used;
        used.usage = read_usage(usage_);
        sink(used);
    }

    void end(chat::event_sink sink) {
        end_blocks(sink);
        is_done_ = true;
    }
    // Asked for a stream, some clouds answer with the whole message as one event.
    void whole(object message, chat::event_sink sink) {
        take_message(std::move(message), sink);
        is_done_ = true;
    }

    std::vector<block> open_;
    object usage_;
    int parts_ = 0;
    bool has_begun_ = false, is_finished_ = false, is_done_ = false;
};

} // namespace parley::inline v0::family::detail::anthropic_wire

#endif
