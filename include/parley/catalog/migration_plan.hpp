#ifndef PARLEY_CATALOG_MIGRATION_PLAN_HPP
#define PARLEY_CATALOG_MIGRATION_PLAN_HPP

#include <parley/catalog/detail/fingerprint.hpp>
#include <parley/catalog/detail/migration_rules.hpp>
#include <parley/catalog/migration_facts.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <string>
#include <string_view>
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
PARLEY_DECL bool has(migration_plan const& plan, severity of);

/// Returns the finding with this code; null where the plan has none. Valid as long as the plan is.
PARLEY_DECL finding const* find(migration_plan const& plan, finding_code code);

/// Returns the sentence for people that stands for a code. Numbers and names are in the finding's parameters.
PARLEY_DECL std::string_view sentence(finding_code code);

/// Holds the facts against all rules. Pure: the same facts give the same plan.
PARLEY_DECL migration_plan plan_migration(migration_facts facts);

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
PARLEY_DECL result<void> may_migrate(migration_plan const& plan, migration_consent const& consent);

/// Says which kinds of references a migration moves.
/// @param asked what the caller wants moved; empty = everything that can be.
/// @param known all kinds there are.
/// @return the kinds in the order of `known`; `errc::invalid_argument` for a kind that is not known or that keeps history.
PARLEY_DECL result<std::vector<std::string>> kinds_to_move(std::vector<std::string> const& asked, std::vector<reference_count> const& known);

/// Says whether a source whose references have been moved is done with: nothing works with it, and nobody was given it. Until then further
/// migrations to the same target may follow.
/// @param left what still refers to the source.
PARLEY_DECL bool completes_migration(usage const& left);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/migration_plan.ipp>
#endif

#endif
