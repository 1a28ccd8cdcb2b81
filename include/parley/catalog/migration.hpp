#ifndef PARLEY_CATALOG_MIGRATION_HPP
#define PARLEY_CATALOG_MIGRATION_HPP

#include <parley/catalog/history.hpp>
#include <parley/catalog/migration_plan.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <string>
#include <vector>

namespace parley::inline v0::catalog {

/// Says what a migration from one model to another would do, and what speaks against it. Changes nothing.
///
/// Needs `catalog:read` and an organisation.
/// @param kinds which kinds of references to move; empty = all of them, and grants and the default with them.
/// @return the plan, also where it has blockers; `errc::not_found` where there is no such model; `errc::invalid_argument` for a kind that is not
/// known or that keeps history; the errors of the store and of the sources.
struct plan_model_migration_t {
    static constexpr operation is{"model.plan_migration", scope::read};

    result<migration_plan> operator()(store& in, principal const& who, reference_sources const& sources, model_id from, model_id to,
                                      std::vector<std::string> const& kinds = {}) const;
};
inline constexpr plan_model_migration_t plan_model_migration{};

/// Carries out a plan: moves what refers to the source to the target, or nothing of it.
///
/// The organisation's default, its grants and those of workspaces move along with the kind `grants`; where that is left out, workspaces that have
/// the source are given the target beside it. Settings made for the source are reset. History keeps naming the source, and the source's row stays.
/// When nothing works with the source any more, and nobody was given it, it counts as migrated; until then further migrations to the same target
/// may follow.
///
/// Needs `catalog:update`, and `catalog:override` for `migration_consent::force_override`.
/// @return what the history keeps of it. `errc::conflict` where the world has changed since the plan was made, or where findings stand against it
/// (see `may_migrate`); `errc::forbidden`; `errc::not_found`; `errc::invalid_argument`; the errors of the store and of the sources, after which a
/// failed migration stands in the history.
struct migrate_model_t {
    static constexpr operation is{"model.migrate", scope::update};

    result<migration_record> operator()(store& in, principal const& who, reference_sources const& sources, migration_plan const& plan,
                                        migration_consent const& consent = {}) const;
};
inline constexpr migrate_model_t migrate_model{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/migration.ipp>
#endif

#endif
