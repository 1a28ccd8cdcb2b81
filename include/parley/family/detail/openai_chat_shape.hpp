#ifndef PARLEY_FAMILY_DETAIL_OPENAI_CHAT_SHAPE_HPP
#define PARLEY_FAMILY_DETAIL_OPENAI_CHAT_SHAPE_HPP

// Where the chunks of Chat Completions differ from one another.

#include <parley/chat/event.hpp>
#include <parley/family/detail/delta_pattern.hpp>

#include <variant>

namespace parley::inline v0::family::detail::chat_completions {

/// Returns the shape of a chunk that has this one meaning. Of usages only the last counts; thoughts stand under two names at some hosts, both the same.
inline delta_shape const& shape_of(chat::event const& meant) noexcept {
    static delta_shape const text{{"/choices/0/delta/content", "/choices/0/delta/content/0/text"},
                                  {"/obfuscation", "/created", "/usage/prompt_tokens", "/usage/completion_tokens", "/usage/total_tokens",
                                   "/usage/completion_tokens_details/reasoning_tokens", "/usage/prompt_tokens_details/cached_tokens"}};
    static delta_shape const thinking{{"/choices/0/delta/reasoning_content", "/choices/0/delta/reasoning", "/choices/0/delta/reasoning_details/0/text",
                                       "/choices/0/delta/reasoning_details/0/summary", "/choices/0/delta/content/0/thinking/0/text"},
                                      {"/obfuscation", "/created", "/choices/0/delta/reasoning_content", "/choices/0/delta/reasoning",
                                       "/choices/0/delta/reasoning_details/0/text", "/choices/0/delta/reasoning_details/0/summary"}};
    static delta_shape const refusal{{"/choices/0/delta/refusal"}, {"/obfuscation", "/created"}};
    static delta_shape const call{{"/choices/0/delta/tool_calls/0/function/arguments", "/choices/0/delta/tool_calls/0/custom/input", "/choices/0/delta/function_call/arguments"},
                                  {"/obfuscation", "/created"}};
    if (std::holds_alternative<chat::text_delta>(meant)) return text;
    if (std::holds_alternative<chat::thinking_delta>(meant)) return thinking;
    return std::holds_alternative<chat::refusal_delta>(meant) ? refusal : call;
}

} // namespace parley::inline v0::family::detail::chat_completions

#endif
