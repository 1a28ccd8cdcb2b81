#ifndef PARLEY_MODEL_DETAIL_OPENHANDS_MODELS_HPP
#define PARLEY_MODEL_DETAIL_OPENHANDS_MODELS_HPP

#include <parley/config.hpp>

#include <algorithm>
#include <string_view>

namespace parley::inline v0::model::detail {

// Every name that the OpenHands proxy ever offered, the misspelt one included. Old files are migrated against this list, so names are only
// added: a name that goes would leave the files that hold it behind.
inline constexpr std::string_view openhands_models[] = {
    "claude-fable-5", "claude-haiku-4-5-20251001", "claude-opus-4-1-20250805", "claude-opus-4-20250514", "claude-opus-4-5",
    "claude-opus-4-5-20251101", "claude-opus-4-6", "claude-opus-4-7", "claude-opus-4-8", "claude-opus-5", "claude-sonnet-4-20250514",
    "claude-sonnet-4-5", "claude-sonnet-4-5-20250929", "claude-sonnet-4-6", "claude-sonnet-5", "deekseek-chat", "deepseek-chat",
    "deepseek-v3.2-reasoner", "deepseek-v4-pro", "devstral-2512", "devstral-medium-2507", "devstral-medium-2512", "devstral-small-2507",
    "gemini-2.5-pro", "gemini-3-flash", "gemini-3-flash-preview", "gemini-3-pro", "gemini-3-pro-preview", "gemini-3.1-pro",
    "gemini-3.1-pro-preview", "glm-4.7", "glm-5", "glm-5.1", "glm-5.2", "gpt-5-2025-08-07", "gpt-5-codex", "gpt-5-mini-2025-08-07",
    "gpt-5.1", "gpt-5.1-codex", "gpt-5.1-codex-max", "gpt-5.2", "gpt-5.2-codex", "gpt-5.4", "gpt-5.5", "gpt-5.6", "kimi-k2-0711-preview",
    "kimi-k2-thinking", "kimi-k2.5", "kimi-k2.6", "kimi-k3", "minimax-m2.1", "minimax-m2.5", "minimax-m2.7", "minimax-m3",
    "nemotron-3-nano", "nemotron-3-super", "nemotron-3-super-120b-a12b", "o3", "o4-mini", "qwen3-6-plus", "qwen3-coder-480b",
    "qwen3-coder-next", "qwen3.6-plus", "trinity-large-thinking",
};
static_assert(std::ranges::is_sorted(openhands_models), "openhands_models is searched by halving");

constexpr bool was_offered_by_openhands(std::string_view name) noexcept {
    return std::ranges::binary_search(openhands_models, name);
}

} // namespace parley::inline v0::model::detail

#endif
