#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_USAGE_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_USAGE_HPP

// The usage of Chat Completions <-> chat::usage.

#include <parley/chat/usage.hpp>
#include <parley/family/detail/body.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace parley::inline v0::family::detail::chat_completions {

/// Returns the first of the members that is a number; `a/b` is the member b of a.
inline std::int64_t count_at(boost::json::object const& o, std::initializer_list<std::string_view> paths) {
    for (auto path : paths) {
        auto const* from = &o;
        if (auto const slash = path.find('/'); slash != std::string_view::npos) {
            auto const* const inner = o.if_contains(view(path.substr(0, slash)));
            from = inner ? inner->if_object() : nullptr;
            path.remove_prefix(slash + 1);
        }
        auto const* const found = from ? from->if_contains(view(path)) : nullptr;
        if (auto const* const i = found ? found->if_int64() : nullptr) return *i;
        if (auto const* const d = found ? found->if_double() : nullptr; d && *d >= 0 && *d < 1e15) return static_cast<std::int64_t>(*d);
    }
    return 0;
}

inline chat::usage read_counts(boost::json::object const& said) {
    chat::usage u;
    u.input_tokens = count_at(said, {"prompt_tokens"});
    u.output_tokens = count_at(said, {"completion_tokens"});
    u.cached_input_tokens = count_at(said, {"prompt_tokens_details/cached_tokens", "prompt_cache_hit_tokens", "cache_read_input_tokens", "num_cached_tokens", "cached_tokens"});
    u.cache_write_tokens = count_at(said, {"prompt_tokens_details/cache_write_tokens", "cache_creation_input_tokens"});
    u.reasoning_tokens = count_at(said, {"completion_tokens_details/reasoning_tokens", "reasoning_tokens"});
    // One host counts thinking beside the output; its sum tells.
    if (u.reasoning_tokens != 0 && count_at(said, {"total_tokens"}) == u.input_tokens + u.output_tokens + u.reasoning_tokens) u.output_tokens += u.reasoning_tokens;
    return u;
}

inline chat::usage read_usage(boost::json::object const& said) {
    auto u = read_counts(said);
    u.provider = said;
    return u;
}
inline chat::usage read_usage(boost::json::object&& said) {
    auto u = read_counts(said);
    u.provider = std::move(said);
    return u;
}

inline void write_usage(body_writer& io, chat::usage const& u) {
    io.object("usage", [&] {
        io("prompt_tokens", u.input_tokens);
        io("completion_tokens", u.output_tokens);
        io("total_tokens", u.total_tokens());
        io.object("prompt_tokens_details", [&] {
            io("cached_tokens", u.cached_input_tokens);
            if (auto const written = u.cache_write_tokens + u.cache_write_1h_tokens; written != 0) io("cache_write_tokens", written);
        });
        io.object("completion_tokens_details", [&] { io("reasoning_tokens", u.reasoning_tokens); });
    });
}

} // namespace parley::inline v0::family::detail::chat_completions

#endif
