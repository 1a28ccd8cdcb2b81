#ifndef PARLEY_CATALOG_DETAIL_MIGRATION_RULES_HPP
#define PARLEY_CATALOG_DETAIL_MIGRATION_RULES_HPP

#include <parley/catalog/migration_facts.hpp>
#include <parley/reflect/names.hpp>

#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace parley::inline v0::catalog::detail {

/// One thing that a migration is asked about: whether it holds, and with which parameters.
struct migration_rule {
    finding_code code;
    catalog::severity severity;
    std::string_view sentence;
    bool (*holds)(migration_facts const&, boost::json::object& parameters);
};

inline bool needs_stricter_class(migration_facts const& facts, boost::json::object& parameters) {
    std::int64_t count = 0;
    workspace_need const* strictest = nullptr;
    for (auto const& w : facts.workspaces) {
        if (w.security_level <= facts.to.security_level) continue;
        ++count;
        if (!strictest || w.security_level > strictest->security_level) strictest = &w;
    }
    if (!strictest) return false;
    parameters = {{"workspaces", count},
                  {"required", strictest->security_class},
                  {"required_level", strictest->security_level},
                  {"target", facts.to.security_class},
                  {"target_level", facts.to.security_level}};
    return true;
}

inline bool state_among(state of, std::initializer_list<state> states, boost::json::object& parameters) {
    parameters["state"] = reflect::enumerator_name(of);
    return std::find(states.begin(), states.end(), of) != states.end();
}

inline bool is_lower(std::optional<std::int64_t> from, std::optional<std::int64_t> to, boost::json::object& parameters) {
    if (!from || !to || *to >= *from) return false;
    parameters = {{"from", *from}, {"to", *to}};
    return true;
}

/// What is not known of the target is not relied upon.
inline bool is_lost(std::optional<bool> from, std::optional<bool> to, boost::json::object& parameters) {
    parameters["known"] = to.has_value();
    return from.value_or(false) && !to.value_or(false);
}

inline bool differ(std::string_view from, std::string_view to, boost::json::object& parameters) {
    parameters = {{"from", from}, {"to", to}};
    return from != to;
}

/// Names each price that changes into the direction that is asked about.
inline bool prices_move(migration_facts const& facts, bool up, boost::json::object& parameters) {
    auto const compare = [&](std::string_view name, std::optional<model::decimal> const& from, std::optional<model::decimal> const& to) {
        if (from && to && (up ? *to > *from : *to < *from)) parameters[name] = boost::json::object{{"from", from->text()}, {"to", to->text()}};
    };
    compare("input", facts.from.input_price, facts.to.input_price);
    compare("output", facts.from.output_price, facts.to.output_price);
    return !parameters.empty();
}

inline bool moves_grants(migration_facts const& facts) { return std::find(facts.kinds.begin(), facts.kinds.end(), grants_kind) != facts.kinds.end(); }

inline constexpr migration_rule migration_rules[] = {
    {finding_code::security_classification_insufficient, severity::blocker, "Workspaces ask for a stricter security class than the target has.",
     needs_stricter_class},
    {finding_code::same_model, severity::blocker, "Source and target are the same model.",
     [](auto const& facts, auto&) { return facts.from.id == facts.to.id; }},
    {finding_code::kind_not_migratable, severity::blocker, "Models of this kind are not migrated: what was made with one cannot be used with another.",
     [](auto const& facts, auto& parameters) {
         parameters["kind"] = reflect::enumerator_name(facts.from.kind);
         return facts.from.kind == model_kind::embedding;
     }},
    {finding_code::kind_mismatch, severity::blocker, "Source and target are of different kinds.",
     [](auto const& facts, auto& parameters) { return differ(reflect::enumerator_name(facts.from.kind), reflect::enumerator_name(facts.to.kind), parameters); }},
    {finding_code::source_of_platform, severity::blocker, "The source belongs to the platform: other organisations use it.",
     [](auto const& facts, auto&) { return facts.from.platform; }},
    {finding_code::source_unavailable, severity::blocker, "The source was deleted.",
     [](auto const& facts, auto& parameters) { return state_among(facts.from.state, {state::deleted, state::cleaned_up}, parameters); }},
    {finding_code::source_migrated, severity::blocker, "The source was migrated before; that happens only once.",
     [](auto const& facts, auto&) { return facts.from.state == state::migrated; }},
    {finding_code::split_targets, severity::blocker, "A part of the references went to another target before.",
     [](auto const& facts, auto& parameters) {
         if (facts.earlier_target) parameters["earlier_target"] = facts.earlier_target->value;
         return facts.earlier_target && *facts.earlier_target != facts.to.id;
     }},
    {finding_code::target_unavailable, severity::blocker, "The target cannot be used.",
     [](auto const& facts, auto& parameters) {
         return state_among(facts.to.state, {state::disabled, state::missing, state::migrated, state::deleted, state::cleaned_up}, parameters);
     }},
    {finding_code::provider_inactive, severity::blocker, "The target's provider is switched off.",
     [](auto const& facts, auto& parameters) {
         parameters["provider"] = facts.to.provider;
         return !facts.to.provider_active;
     }},
    {finding_code::target_deprecated, severity::warning, "The target is deprecated.",
     [](auto const& facts, auto&) { return facts.to.state == state::deprecated; }},
    {finding_code::target_retiring, severity::warning, "The target will be retired soon.",
     [](auto const& facts, auto&) { return facts.to.state == state::retiring; }},
    {finding_code::lower_token_limit, severity::warning, "The target takes less input.",
     [](auto const& facts, auto& parameters) { return is_lower(facts.from.max_input, facts.to.max_input, parameters); }},
    {finding_code::lower_output_limit, severity::warning, "The target gives less output.",
     [](auto const& facts, auto& parameters) { return is_lower(facts.from.max_output, facts.to.max_output, parameters); }},
    {finding_code::different_family, severity::warning, "The target is of another family: answers will differ.",
     [](auto const& facts, auto& parameters) {
         return !facts.from.family.empty() && !facts.to.family.empty() && differ(facts.from.family, facts.to.family, parameters);
     }},
    {finding_code::lacks_vision, severity::warning, "The target does not see images.",
     [](auto const& facts, auto& parameters) { return is_lost(facts.from.vision, facts.to.vision, parameters); }},
    {finding_code::lacks_reasoning, severity::warning, "The target does not reason.",
     [](auto const& facts, auto& parameters) { return is_lost(facts.from.reasoning, facts.to.reasoning, parameters); }},
    {finding_code::lacks_tool_calling, severity::warning, "The target does not call tools.",
     [](auto const& facts, auto& parameters) { return is_lost(facts.from.tools, facts.to.tools, parameters); }},
    {finding_code::price_increase, severity::warning, "The target costs more.",
     [](auto const& facts, auto& parameters) { return prices_move(facts, true, parameters); }},
    {finding_code::price_decrease, severity::note, "The target costs less.",
     [](auto const& facts, auto& parameters) { return prices_move(facts, false, parameters); }},
    {finding_code::default_moves, severity::note, "The source is the default; the target becomes it.",
     [](auto const& facts, auto&) { return facts.usage.is_default && moves_grants(facts); }},
    {finding_code::workspaces_gain_target, severity::note, "Workspaces that have the source are given the target.",
     [](auto const& facts, auto& parameters) {
         parameters["count"] = facts.usage.workspaces;
         return facts.usage.workspaces != 0;
     }},
    {finding_code::kwargs_reset, severity::note, "Settings made for the source are reset where it is used.",
     [](auto const&, auto&) { return true; }},
};

} // namespace parley::inline v0::catalog::detail

#endif
