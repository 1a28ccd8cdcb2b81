#ifndef PARLEY_CATALOG_IMPL_MIGRATION_PLAN_IPP
#define PARLEY_CATALOG_IMPL_MIGRATION_PLAN_IPP

#include <parley/catalog/migration_plan.hpp>

#include <parley/concat.hpp>
#include <parley/reflect/names.hpp>
#include <parley/reflect/to_text.hpp>

#include <algorithm>
#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL bool has(migration_plan const& plan, severity of) {
    return std::any_of(plan.findings.begin(), plan.findings.end(), [&](finding const& f) { return f.severity == of; });
}

PARLEY_DECL finding const* find(migration_plan const& plan, finding_code code) {
    auto const at = std::find_if(plan.findings.begin(), plan.findings.end(), [&](finding const& f) { return f.code == code; });
    return at == plan.findings.end() ? nullptr : &*at;
}

PARLEY_DECL std::string_view sentence(finding_code code) {
    for (auto const& rule : detail::migration_rules)
        if (rule.code == code) return rule.sentence;
    return {};
}

PARLEY_DECL migration_plan plan_migration(migration_facts facts) {
    migration_plan made;
    for (auto const& rule : detail::migration_rules) {
        boost::json::object parameters;
        if (rule.holds(facts, parameters)) made.findings.push_back({rule.code, rule.severity, std::move(parameters)});
    }
    std::stable_sort(made.findings.begin(), made.findings.end(), [](finding const& a, finding const& b) { return a.severity < b.severity; });
    auto seen = facts;
    std::erase_if(seen.usage.references, [](reference_count const& r) { return r.is_history; });
    made.fingerprint = detail::fingerprint(reflect::to_text(seen));
    made.facts = std::move(facts);
    return made;
}

PARLEY_DECL result<void> may_migrate(migration_plan const& plan, migration_consent const& consent) {
    if (consent.force_override && consent.reason.empty()) return error(errc::invalid_argument, "An override needs a reason.");
    error refusal(errc::conflict, "Findings stand against the migration.");
    for (auto const& f : plan.findings) {
        auto const overridden = consent.force_override && f.code == finding_code::security_classification_insufficient;
        auto const open = f.severity == severity::blocker ? !overridden : f.severity == severity::warning && !consent.confirmed;
        if (!open) continue;
        auto const wanted = f.severity == severity::warning ? "a confirmation" : "another source or target";
        refusal.problems.push_back({parley::detail::concat({"/", reflect::enumerator_name(f.code)}), wanted, std::string(reflect::enumerator_name(f.severity)), {}});
    }
    if (refusal.problems.empty()) return {};
    return refusal;
}

PARLEY_DECL result<std::vector<std::string>> kinds_to_move(std::vector<std::string> const& asked, std::vector<reference_count> const& known) {
    auto const wanted = [&](std::string const& kind) { return asked.empty() || std::find(asked.begin(), asked.end(), kind) != asked.end(); };
    for (auto const& kind : asked) {
        auto const at = std::find_if(known.begin(), known.end(), [&](reference_count const& r) { return r.kind == kind; });
        if (kind != grants_kind && (at == known.end() || at->is_history))
            return error(errc::invalid_argument, at == known.end() ? "There is no such kind of reference." : "History is never moved to another model.", kind);
    }
    std::vector<std::string> chosen;
    for (auto const& r : known)
        if (!r.is_history && wanted(r.kind)) chosen.push_back(r.kind);
    if (wanted(std::string(grants_kind))) chosen.emplace_back(grants_kind);
    return chosen;
}

PARLEY_DECL bool completes_migration(usage const& left) {
    return active_references(left) == 0 && left.workspaces == 0 && !left.granted_to_all && !left.is_default;
}

} // namespace parley::inline v0::catalog

#endif
