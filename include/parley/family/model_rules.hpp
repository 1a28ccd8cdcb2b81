#ifndef PARLEY_FAMILY_MODEL_RULES_HPP
#define PARLEY_FAMILY_MODEL_RULES_HPP

#include <parley/chat/request.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::family {

/// A member of a request that models are particular about.
enum class limited_field { temperature, top_p, presence_penalty, frequency_penalty, stop, top_logprobs, effort, max_output_tokens };

/// What models ask of a member.
enum class limit_kind {
    absent,   ///< it must not be set
    between,  ///< from `low` to `high`
    one_of,   ///< one of `words`
    alone,    ///< not together with `temperature`
};

/// One rule of a provider's documentation. Of the rules for a member, that of the longest beginning counts.
struct model_rule {
    std::string_view family; ///< the beginning of the family's name
    std::string_view begins; ///< the beginning of the model's name
    limited_field field;
    limit_kind kind;
    double low = 0, high = 0;
    std::array<std::string_view, 6> words = {};
};

/// The rules. Sources: OpenAI guide on reasoning models, Anthropic Messages API reference, Gemini API reference; errors that were recorded.
inline constexpr model_rule model_rules[] = {
    {"openai", "", limited_field::temperature, limit_kind::between, 0, 2},
    {"openai", "", limited_field::top_p, limit_kind::between, 0, 1},
    {"openai", "", limited_field::top_logprobs, limit_kind::between, 0, 20},
    {"openai", "o1", limited_field::temperature, limit_kind::between, 1, 1},
    {"openai", "o3", limited_field::temperature, limit_kind::between, 1, 1},
    {"openai", "o4", limited_field::temperature, limit_kind::between, 1, 1},
    {"openai", "gpt-5", limited_field::temperature, limit_kind::between, 1, 1},
    {"openai", "o1", limited_field::top_p, limit_kind::between, 1, 1},
    {"openai", "o3", limited_field::top_p, limit_kind::between, 1, 1},
    {"openai", "o4", limited_field::top_p, limit_kind::between, 1, 1},
    {"openai", "gpt-5", limited_field::top_p, limit_kind::between, 1, 1},
    {"openai", "o1", limited_field::presence_penalty, limit_kind::between, 0, 0},
    {"openai", "o3", limited_field::presence_penalty, limit_kind::between, 0, 0},
    {"openai", "o4", limited_field::presence_penalty, limit_kind::between, 0, 0},
    {"openai", "gpt-5", limited_field::presence_penalty, limit_kind::between, 0, 0},
    {"openai", "o1", limited_field::frequency_penalty, limit_kind::between, 0, 0},
    {"openai", "o3", limited_field::frequency_penalty, limit_kind::between, 0, 0},
    {"openai", "o4", limited_field::frequency_penalty, limit_kind::between, 0, 0},
    {"openai", "gpt-5", limited_field::frequency_penalty, limit_kind::between, 0, 0},
    {"openai", "o1", limited_field::top_logprobs, limit_kind::absent},
    {"openai", "o3", limited_field::top_logprobs, limit_kind::absent},
    {"openai", "o4", limited_field::top_logprobs, limit_kind::absent},
    {"openai", "gpt-5", limited_field::top_logprobs, limit_kind::absent},
    {"openai", "o3", limited_field::stop, limit_kind::absent},
    {"openai", "o4", limited_field::stop, limit_kind::absent},
    {"openai", "gpt-5", limited_field::stop, limit_kind::absent},
    {"openai", "o1", limited_field::effort, limit_kind::one_of, 0, 0, {"low", "medium", "high"}},
    {"openai", "o3", limited_field::effort, limit_kind::one_of, 0, 0, {"low", "medium", "high"}},
    {"openai", "o4", limited_field::effort, limit_kind::one_of, 0, 0, {"low", "medium", "high"}},
    {"openai", "gpt-5", limited_field::effort, limit_kind::one_of, 0, 0, {"minimal", "low", "medium", "high"}},
    {"openai", "gpt-5-pro", limited_field::effort, limit_kind::one_of, 0, 0, {"high"}},
    {"openai", "gpt-5.", limited_field::effort, limit_kind::one_of, 0, 0, {"none", "low", "medium", "high", "xhigh"}},
    {"openai", "gpt-5.1", limited_field::effort, limit_kind::one_of, 0, 0, {"none", "low", "medium", "high"}},
    {"openai", "gpt-5-chat", limited_field::temperature, limit_kind::between, 0, 2},
    {"openai", "gpt-5-chat", limited_field::top_p, limit_kind::between, 0, 1},
    {"openai", "gpt-4", limited_field::effort, limit_kind::absent},
    {"openai", "gpt-3.5", limited_field::effort, limit_kind::absent},
    {"anthropic", "", limited_field::temperature, limit_kind::between, 0, 1},
    {"anthropic", "claude-opus-4-1", limited_field::top_p, limit_kind::alone},
    {"anthropic", "claude-opus-4-5", limited_field::top_p, limit_kind::alone},
    {"anthropic", "claude-sonnet-4-5", limited_field::top_p, limit_kind::alone},
    {"anthropic", "claude-haiku-4-5", limited_field::top_p, limit_kind::alone},
    {"gemini", "", limited_field::temperature, limit_kind::between, 0, 2},
};

/// What to do with a request that the model would reject.
enum class misfit {
    refuse, ///< say so before it is sent
    adjust, ///< change what does not fit
};

/// Holds a request against the rules of its model, so that one that would be rejected need not be sent.
/// @param family the name of the family that will carry it, such as `openai_chat`.
/// @return what was changed, a sentence each; `errc::unsupported` naming the member and the rule where it does not fit and is to be refused.
PARLEY_DECL result<std::vector<std::string>> fit(chat::request& q, std::string_view family, misfit how = misfit::refuse);

} // namespace parley::inline v0::family

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/family/impl/model_rules.ipp>
#endif

#endif
