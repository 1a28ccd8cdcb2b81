#ifndef PARLEY_CATALOG_IMPL_MIGRATION_IPP
#define PARLEY_CATALOG_IMPL_MIGRATION_IPP

#include <parley/catalog/migration.hpp>

#include <parley/catalog/detail/migration_run.hpp>
#include <parley/catalog/detail/migration_world.hpp>

#include <optional>
#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL result<migration_plan> plan_model_migration_t::operator()(store& in, principal const& who, reference_sources const& sources,
                                                                      model_id from, model_id to, std::vector<std::string> const& kinds) const {
    return in.run(is, who, [&](transaction& t) -> result<migration_plan> {
        auto facts = detail::facts_of(t, sources, from, to, kinds);
        if (!facts) return facts.error();
        return plan_migration(std::move(*facts));
    });
}

PARLEY_DECL result<migration_record> migrate_model_t::operator()(store& in, principal const& who, reference_sources const& sources,
                                                                 migration_plan const& plan, migration_consent const& consent) const {
    std::optional<migration_record> begun;
    auto done = in.run(is, who, [&](transaction& t) -> result<migration_record> {
        if (consent.force_override)
            if (auto const allowed = t.require(scope::override_); !allowed) return allowed.error();
        auto facts = detail::facts_of(t, sources, plan.facts.from.id, plan.facts.to.id, plan.facts.kinds);
        if (!facts) return facts.error();
        auto const current = plan_migration(std::move(*facts));
        if (current.fingerprint != plan.fingerprint)
            return error(errc::conflict, "The world has changed since the migration was planned.", plan.facts.from.name);
        if (auto const allowed = may_migrate(current, consent); !allowed) return allowed.error();
        begun = detail::begin_record(t, current, consent);
        return detail::move_references(t, sources, current, *begun);
    });
    if (done || !begun) return done;
    // The transaction that failed has left no trace, so that the failure is written in one of its own; after a lost connection that is
    // also where it shows whether the change was kept.
    auto const kept = in.run(is, who, [&](transaction& t) { return detail::record_failure(t, *begun, done.error()); });
    if (kept && kept->status == migration_status::completed) return kept;
    return done;
}

} // namespace parley::inline v0::catalog

#endif
