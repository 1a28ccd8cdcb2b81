#ifndef PARLEY_CATALOG_MIGRATION_PLAN_HPP
#define PARLEY_CATALOG_MIGRATION_PLAN_HPP

#include <parley/catalog/detail/fingerprint.hpp>
#include <parley/catalog/detail/migration_rules.hpp>
#include <parley/catalog/migration_facts.hpp>
#include <parley/concat.hpp>
#include <parley/reflect/names.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

/// What a migration would do and what speaks against it, as of the moment when it was planned. A value: nothing is changed by making one.
struct migration_plan {
    migration_facts facts;
    std::vector<finding> findings; ///< blockers first, then warnings, then notes
    std::string fingerprint;       ///< of the facts: another one means that the world has changed; what only the past counts does not enter

    friend bool operator==(migration_plan const&, migration_plan const&) = default;
};
BOOST_DESCRIBE_STRUCT(migration_plan, (), (facts, findings, fingerprint))

/// Says whether a plan has findings of this severity.
inline bool has(migration_plan const& plan, severity of) {
    return std::any_of(plan.findings.begin(), plan.findings.end(), [&](finding const& f) { return f.severity == of; });
}

/// Returns the finding with this code; null where the plan has none. Valid as long as the plan is.
inline finding const* find(migration_plan const& plan, finding_code code) {
    auto const at = std::find_if(plan.findings.begin(), plan.findings.end(), [&](finding const& f) { return f.code == code; });
    return at == plan.findings.end() ? nullptr : &*at;
}

/// Returns the sentence for people that stands for a code. Numbers and names are in the finding's parameters.
inline std::string_view sentence(finding_code code) {
    for (auto const& rule : detail::migration_rules)
        if (rule.code == code) return rule.sentence;
    return {};
}

/// Holds the facts against all rules. Pure: the same facts give the same plan.
inline migration_plan plan_migration(migration_facts facts) {
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

/// What the caller of a migration has seen and wants.
struct migration_consent {
    bool confirmed = false;      ///< the warnings were read
    bool force_override = false; ///< pass the blocker of the security classification; needs the scope `catalog:override`
    std::string reason = {};     ///< why, where `force_override` is set; goes into the audit and the history
};

/// Says whether a plan may be carried out with this consent.
///
/// A confirmation passes warnings and nothing else. `force_override` passes the blocker `security_classification_insufficient` and nothing else.
/// @return `errc::conflict` where a blocker or an unconfirmed warning stands against it; `problems` names each by its code.
/// `errc::invalid_argument` where `force_override` is set without a reason.
inline result<void> may_migrate(migration_plan const& plan, migration_consent const& consent) {
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

/// Says which kinds of references a migration moves.
/// @param asked what the caller wants moved; empty = everything that can be.
/// @param known all kinds there are.
/// @return the kinds in the order of `known`; `errc::invalid_argument` for a kind that is not known or that keeps history.
inline result<std::vector<std::string>> kinds_to_move(std::vector<std::string> const& asked, std::vector<reference_count> const& known) {
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

/// Says whether a source whose references have been moved is done with: nothing works with it, and nobody was given it. Until then further
/// migrations to the same target may follow.
/// @param left what still refers to the source.
inline bool completes_migration(usage const& left) {
    return active_references(left) == 0 && left.workspaces == 0 && !left.granted_to_all && !left.is_default;
}

} // namespace parley::inline v0::catalog

#endif
