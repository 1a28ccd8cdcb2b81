#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_HOSTS_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_HOSTS_HPP

// Who else speaks Chat Completions, and where being tolerant does not make up for the differences.

#include <parley/config.hpp>

#include <array>
#include <string_view>

namespace parley::inline v0::family::detail::chat_completions {

inline constexpr std::string_view family_name = "openai_chat";

struct host_row {
    std::string_view suffix;                         ///< of the host's name
    std::string_view thoughts = "reasoning_content"; ///< the member for thoughts that go back; `content` = a piece of the content; empty = no place
    std::string_view seed = "seed";
    bool has_stream_options = true;    ///< else usage comes unasked
    bool has_reasoning_object = false; ///< `reasoning: {effort, max_tokens}` stands for `reasoning_effort`
    bool has_top_k = false;
    std::array<std::string_view, 2> refuses = {}; ///< JSON Pointers into the canonical request
};

inline constexpr host_row any_host = {""};
inline constexpr host_row hosts[] = {
    {.suffix = "api.openai.com", .thoughts = ""},
    {.suffix = "openai.azure.com", .thoughts = ""},
    {.suffix = "openrouter.ai", .thoughts = "reasoning", .has_reasoning_object = true, .has_top_k = true},
    {.suffix = "api.groq.com", .thoughts = "reasoning", .refuses = {"/top_logprobs"}},
    {.suffix = "api.cerebras.ai", .thoughts = "reasoning"},
    {.suffix = "api.mistral.ai", .thoughts = "content", .seed = "random_seed", .has_stream_options = false, .refuses = {"/top_logprobs", "/service_tier"}},
    {.suffix = "api.deepseek.com", .refuses = {"/response_format/schema"}},
    {.suffix = "api.together.xyz", .thoughts = "reasoning", .has_top_k = true},
    {.suffix = "api.fireworks.ai", .has_top_k = true},
};

constexpr host_row const& traits_of(std::string_view host) noexcept {
    for (auto const& row : hosts) {
        if (!host.ends_with(row.suffix)) continue;
        auto const before = host.substr(0, host.size() - row.suffix.size());
        if (before.empty() || before.ends_with('.')) return row;
    }
    return any_host;
}

} // namespace parley::inline v0::family::detail::chat_completions

#endif
