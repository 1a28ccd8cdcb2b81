#ifndef PARLEY_FAMILY_DETAIL_ANTHROPIC_ANSWER_HPP
#define PARLEY_FAMILY_DETAIL_ANTHROPIC_ANSWER_HPP

// What answers of Anthropic's Messages hold beside their content, whole or streamed: why they ended, what was used, and what only this provider says.

#include <parley/chat/event.hpp>
#include <parley/chat/response.hpp>
#include <parley/chat/usage.hpp>
#include <parley/family/detail/anthropic_block.hpp>
#include <parley/family/detail/anthropic_block_writer.hpp>
#include <parley/family/detail/body.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace parley::inline v0::family::detail::anthropic_wire {

struct stop_row {
    std::string_view word;
    chat::finish_reason reason;
};
/// Why answers end; the first row of a reason is the word that a server says.
inline constexpr stop_row stops[] = {
    {"end_turn", chat::finish_reason::stop},
    {"stop_sequence", chat::finish_reason::stop},
    {"max_tokens", chat::finish_reason::length},
    {"model_context_window_exceeded", chat::finish_reason::length},
    {"tool_use", chat::finish_reason::tool_calls},
    {"refusal", chat::finish_reason::refusal},
    {"refusal", chat::finish_reason::content_filter},
    {"pause_turn", chat::finish_reason::pause},
    {"compaction", chat::finish_reason::pause},
};

constexpr chat::finish_reason reason_of(std::string_view word) noexcept {
    for (auto const& row : stops)
        if (row.word == word) return row.reason;
    return chat::finish_reason::other;
}
/// @param raw kept where it is this provider's word, or where no other is known.
constexpr std::string_view stop_word(chat::finish_reason reason, std::string_view raw) noexcept {
    if (reason_of(raw) == reason) return raw;
    for (auto const& row : stops)
        if (row.reason == reason) return row.word;
    return raw;
}

inline std::int64_t number_in(object const& o, std::string_view key) noexcept {
    auto const* const found = o.if_contains(view(key));
    auto const* const i = found ? found->if_int64() : nullptr;
    return i && *i > 0 ? *i : 0;
}
inline object const* object_in(object const& o, std::string_view key) noexcept {
    auto const* const found = o.if_contains(view(key));
    return found ? found->if_object() : nullptr;
}

/// Reads the provider's own object, which counts cached input apart.
inline chat::usage read_usage(object raw) {
    chat::usage u;
    auto const* const ages = object_in(raw, "cache_creation");
    auto const for_hour = ages ? number_in(*ages, "ephemeral_1h_input_tokens") : 0;
    auto const for_minutes = ages ? number_in(*ages, "ephemeral_5m_input_tokens") : 0;
    // A later report may correct the sum and not say again how it is made up.
    auto const written = has(raw, "cache_creation_input_tokens", kind::int64) ? number_in(raw, "cache_creation_input_tokens") : for_hour + for_minutes;
    u.cache_write_1h_tokens = std::min(for_hour, written);
    u.cache_write_tokens = written - u.cache_write_1h_tokens;
    u.cached_input_tokens = number_in(raw, "cache_read_input_tokens");
    u.input_tokens = number_in(raw, "input_tokens") + u.cached_input_tokens + written;
    u.output_tokens = number_in(raw, "output_tokens");
    if (auto const* const details = object_in(raw, "output_tokens_details")) u.reasoning_tokens = number_in(*details, "thinking_tokens");
    u.provider = std::move(raw);
    return u;
}

inline void write_usage(body_writer& io, chat::usage const& u) {
    io.object("usage", [&] {
        io("input_tokens", u.uncached_input_tokens());
        io("cache_creation_input_tokens", u.cache_write_tokens + u.cache_write_1h_tokens);
        io("cache_read_input_tokens", u.cached_input_tokens);
        io.object("cache_creation", [&] {
            io("ephemeral_5m_input_tokens", u.cache_write_tokens);
            io("ephemeral_1h_input_tokens", u.cache_write_1h_tokens);
        });
        io("output_tokens", u.output_tokens);
        io.object("output_tokens_details", [&] { io("thinking_tokens", u.reasoning_tokens); });
    });
}

/// Members of an answer that the vocabulary has no word for.
inline constexpr std::string_view further_members[] = {"stop_sequence", "stop_details", "container", "context_management"};

/// Adds the further members that stand in an object and say something.
inline void add_further(object& from, object& to) {
    for (auto const key : further_members)
        if (auto said = take(from, key)) to[view(key)] = std::move(*said);
}

/// Reads a block of an answer: there, an empty signature and an empty list of citations say nothing.
inline chat::part read_answered(object o) {
    auto p = read_block(std::move(o));
    if (auto* const t = std::get_if<chat::text>(&p)) {
        if (t->citations && t->citations->empty()) t->citations.reset();
        if (t->extra.contains("citations")) t->extra.erase("citations"); // null
    } else if (auto* const thought = std::get_if<chat::thinking>(&p)) {
        if (thought->signature && thought->signature->empty()) thought->signature.reset();
    }
    return p;
}

inline bool is_message(object const& o) { return has(o, "content", kind::array) && are_objects(o.at("content").get_array()); }

/// Hands out a whole answer; `is_message` must have said that it is one.
inline void take_message(object message, chat::event_sink sink) {
    chat::started begun;
    begun.id = text_in(message, "id");
    begun.model = text_in(message, "model");
    sink(begun);
    chat::whole_part whole;
    for (auto& block : message.at("content").get_array()) {
        whole.value = read_answered(std::move(block.get_object()));
        sink(whole);
        ++whole.part;
    }
    chat::finished done;
    done.finish_raw = text_in(message, "stop_reason");
    done.finish_reason = reason_of(done.finish_raw);
    sink(done);
    chat::further more;
    add_further(message, more.members);
    if (!more.members.empty()) sink(more);
    if (!has(message, "usage", kind::object)) return;
    chat::usage_reported used;
    used.usage = read_usage(std::move(message.at("usage").get_object()));
    sink(used);
}

inline void write_stop(body_writer& io, chat::finish_reason reason, std::string_view raw) {
    auto const word = stop_word(reason, raw);
    if (word.empty()) io("stop_reason", value());
    else io("stop_reason", word);
}
/// Writes the further members of that name, `stop_sequence` even where there is none.
inline void write_further(body_writer& io, object const& extra, std::initializer_list<std::string_view> keys) {
    for (auto const key : keys) {
        auto const* const said = extra.if_contains(view(key));
        if (said) io(key, *said);
        else if (key == "stop_sequence") io(key, value());
    }
}

/// Writes a whole answer. What the family has no place for is left out.
inline void write_message(body_writer& io, chat::response const& r) {
    io("id", r.id);
    io("type", "message");
    io("role", "assistant");
    io("model", r.model);
    io.array("content", [&] { write_blocks(io, r.content, {}); });
    write_stop(io, r.finish_reason, r.finish_raw);
    write_further(io, r.extra, {"stop_sequence", "stop_details", "container", "context_management"});
    write_usage(io, r.usage);
}

} // namespace parley::inline v0::family::detail::anthropic_wire

#endif
