#ifndef PARLEY_CATALOG_IMPL_CLEAN_UP_IPP
#define PARLEY_CATALOG_IMPL_CLEAN_UP_IPP

#include <parley/catalog/clean_up.hpp>

#include <parley/catalog/detail/cleanup_rows.hpp>

#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL result<cleanup_run> clean_up_t::operator()(store& in, principal const& who, reference_sources const& sources,
                                                       cleanup_options const& options) const {
    auto begun = in.run(is, who, [&](transaction& t) {
        return t.one<cleanup_run>("insert into catalog_cleanup_run (organisation, actor, dry_run, started_at) values ($1, $2, $3, $4) returning {}",
                                  who.organisation, who.actor, options.dry_run, t.now());
    });
    if (!begun) return begun;
    auto run = std::move(*begun);
    auto const candidates = in.run(is, who, [&](transaction& t) { return detail::gone_models(t); });
    if (!candidates) return candidates.error();
    for (auto const& row : *candidates) {
        auto const outcome = in.run(is, who, [&](transaction& t) { return detail::erase(t, sources, row.id, options.grace, options.dry_run); });
        if (!outcome) run.errors.push_back({row.id, row.name, outcome.error().message});
        else if (outcome->reason) run.skipped.push_back({row.id, row.name, *outcome->reason});
        else if (outcome->found) run.removed.push_back({row.id, row.name});
    }
    run.success = run.errors.empty();
    return in.run(is, who, [&](transaction& t) {
        return t.one<cleanup_run>("update catalog_cleanup_run set success = $1, removed = $2, skipped = $3, errors = $4, completed_at = $5 where id = $6 "
                                  "returning {}",
                                  run.success, run.removed, run.skipped, run.errors, t.now(), run.id);
    });
}

PARLEY_DECL result<std::vector<cleanup_run>> list_cleanup_runs_t::operator()(store& in, principal const& who, std::optional<cleanup_run_id> before,
                                                                             std::int64_t limit) const {
    return in.run(is, who, [&](transaction& t) -> result<std::vector<cleanup_run>> {
        if (limit < 1 || limit > 1000) return error(errc::invalid_argument, "A page has 1 to 1000 rows.");
        return t.all<cleanup_run>("select {} from catalog_cleanup_run where (cast($1 as bigint) is null or organisation = $1) "
                                  "and (cast($2 as bigint) is null or id < $2) order by id desc limit $3",
                                  who.organisation, before, limit);
    });
}

} // namespace parley::inline v0::catalog

#endif
