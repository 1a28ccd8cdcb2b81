#ifndef PARLEY_FAMILY_MODEL_RULES_HPP
#define PARLEY_FAMILY_MODEL_RULES_HPP

#include <parley/chat/request.hpp>
#include <parley/result.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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

/// A request that suits its model.
struct fitted {
    chat::request request;
    std::vector<std::string> adjusted; ///< what was changed, a sentence each
};

namespace detail {

inline constexpr std::string_view field_pointers[] = {"/temperature", "/top_p", "/presence_penalty", "/frequency_penalty", "/stop", "/top_logprobs", "/reasoning/effort", "/max_output_tokens"};
/// From the least thought to the most.
inline constexpr std::string_view efforts[] = {"none", "minimal", "low", "medium", "high", "xhigh"};

/// Returns the rule that counts for a member; null where there is none.
constexpr model_rule const* rule_for(std::string_view family, std::string_view model, limited_field field) noexcept {
    model.remove_prefix(model.rfind('/') + 1);
    model_rule const* found = nullptr;
    for (auto const& rule : model_rules)
        if (rule.field == field && family.starts_with(rule.family) && model.starts_with(rule.begins) && (!found || rule.begins.size() >= found->begins.size())) found = &rule;
    return found;
}

/// Returns a member that is a number; empty where it is not set.
inline std::optional<double> number_in(chat::request const& q, limited_field field) {
    switch (field) {
        case limited_field::temperature: return q.temperature;
        case limited_field::top_p: return q.top_p;
        case limited_field::presence_penalty: return q.presence_penalty;
        case limited_field::frequency_penalty: return q.frequency_penalty;
        case limited_field::top_logprobs: return q.top_logprobs ? std::optional<double>(*q.top_logprobs) : std::nullopt;
        case limited_field::max_output_tokens: return q.max_output_tokens ? std::optional<double>(static_cast<double>(*q.max_output_tokens)) : std::nullopt;
        default: return std::nullopt;
    }
}
inline bool is_set(chat::request const& q, limited_field field) {
    if (field == limited_field::stop) return !q.stop.empty();
    if (field == limited_field::effort) return q.reasoning && q.reasoning->effort;
    return number_in(q, field).has_value();
}
inline void leave_out(chat::request& q, limited_field field) {
    switch (field) {
        case limited_field::temperature: return q.temperature.reset();
        case limited_field::top_p: return q.top_p.reset();
        case limited_field::presence_penalty: return q.presence_penalty.reset();
        case limited_field::frequency_penalty: return q.frequency_penalty.reset();
        case limited_field::stop: return q.stop.clear();
        case limited_field::top_logprobs: return q.top_logprobs.reset();
        case limited_field::effort: q.reasoning->effort.reset(); break;
        case limited_field::max_output_tokens: return q.max_output_tokens.reset();
    }
    if (!q.reasoning->budget_tokens) q.reasoning.reset();
}

inline std::string list_of(model_rule const& rule) {
    std::string all;
    for (auto const word : rule.words)
        if (!word.empty()) all.append(all.empty() ? "" : ", ").append(word);
    return all;
}
inline std::string plain(double d) {
    auto text = std::to_string(d);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

/// Says what is wrong with a member; empty where it fits.
inline std::string complaint(chat::request const& q, model_rule const& rule) {
    auto const subject = "The model " + q.model + " takes ";
    switch (rule.kind) {
        case limit_kind::absent: return is_set(q, rule.field) ? subject + "none." : std::string();
        case limit_kind::between: {
            auto const value = number_in(q, rule.field);
            if (!value || (*value >= rule.low && *value <= rule.high)) return {};
            return subject + (rule.low == rule.high ? "only " + plain(rule.low) : "from " + plain(rule.low) + " to " + plain(rule.high)) + ".";
        }
        case limit_kind::one_of: {
            if (!is_set(q, rule.field) || std::find(rule.words.begin(), rule.words.end(), *q.reasoning->effort) != rule.words.end()) return {};
            return subject + "only " + list_of(rule) + ".";
        }
        case limit_kind::alone: return is_set(q, rule.field) && q.temperature ? subject + "it only without temperature." : std::string();
    }
    return {};
}

/// Makes a member fit.
/// @return what was done.
inline std::string mend(chat::request& q, model_rule const& rule) {
    if (rule.kind != limit_kind::one_of) {
        leave_out(q, rule.field);
        return "was left out";
    }
    // The nearest effort that the model knows; of two, the greater.
    auto const rank = [](std::string_view word) { return std::find(std::begin(efforts), std::end(efforts), word) - std::begin(efforts); };
    auto const wanted = rank(*q.reasoning->effort);
    std::string_view nearest;
    if (wanted != std::ssize(efforts))
        for (auto const word : rule.words)
            if (!word.empty() && (nearest.empty() || std::abs(rank(word) - wanted) <= std::abs(rank(nearest) - wanted))) nearest = word;
    if (nearest.empty()) {
        leave_out(q, rule.field);
        return "was left out";
    }
    q.reasoning->effort = nearest;
    return std::string("was set to ").append(nearest);
}

} // namespace detail

/// Holds a request against the rules of its model, so that one that would be rejected need not be sent.
/// @param family the name of the family that will carry it, such as `openai_chat`.
/// @return the request and what was changed; `errc::unsupported` naming the member and the rule where it does not fit and is to be refused.
inline result<fitted> fit(chat::request q, std::string_view family, misfit how = misfit::refuse) {
    fitted made;
    for (std::size_t i = 0; i != std::size(detail::field_pointers); ++i) {
        auto const* const rule = detail::rule_for(family, q.model, static_cast<limited_field>(i));
        if (!rule) continue;
        auto why = detail::complaint(q, *rule);
        if (why.empty()) continue;
        auto const pointer = detail::field_pointers[i];
        if (how == misfit::refuse) return error(errc::unsupported, std::move(why), std::string(pointer));
        auto const done = detail::mend(q, *rule);
        made.adjusted.push_back(std::string(pointer.substr(pointer.rfind('/') + 1)) + " " + done + ": " + why);
    }
    made.request = std::move(q);
    return made;
}

} // namespace parley::inline v0::family

#endif
