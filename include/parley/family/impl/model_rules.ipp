#ifndef PARLEY_FAMILY_IMPL_MODEL_RULES_IPP
#define PARLEY_FAMILY_IMPL_MODEL_RULES_IPP

#include <parley/family/model_rules.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <utility>

namespace parley::inline v0::family {

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

/// Says what is wrong with a member that is set; empty where it fits.
inline std::string complaint(chat::request const& q, model_rule const& rule) {
    auto const subject = "The model " + q.model + " takes ";
    switch (rule.kind) {
        case limit_kind::absent: return subject + "none.";
        case limit_kind::between: {
            auto const value = number_in(q, rule.field);
            if (*value >= rule.low && *value <= rule.high) return {};
            return subject + (rule.low == rule.high ? "only " + plain(rule.low) : "from " + plain(rule.low) + " to " + plain(rule.high)) + ".";
        }
        case limit_kind::one_of: {
            if (std::find(rule.words.begin(), rule.words.end(), *q.reasoning->effort) != rule.words.end()) return {};
            return subject + "only " + list_of(rule) + ".";
        }
        case limit_kind::alone: return q.temperature ? subject + "it only without temperature." : std::string();
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

PARLEY_DECL result<std::vector<std::string>> fit(chat::request& q, std::string_view family, misfit how) {
    std::vector<std::string> adjusted;
    for (std::size_t i = 0; i != std::size(detail::field_pointers); ++i) {
        if (!detail::is_set(q, static_cast<limited_field>(i))) continue;
        auto const* const rule = detail::rule_for(family, q.model, static_cast<limited_field>(i));
        if (!rule) continue;
        auto why = detail::complaint(q, *rule);
        if (why.empty()) continue;
        auto const pointer = detail::field_pointers[i];
        if (how == misfit::refuse) return error(errc::unsupported, std::move(why), std::string(pointer));
        auto const done = detail::mend(q, *rule);
        adjusted.push_back(std::string(pointer.substr(pointer.rfind('/') + 1)) + " " + done + ": " + why);
    }
    return adjusted;
}

} // namespace parley::inline v0::family

#endif
