#ifndef PARLEY_CATALOG_IMPL_CLEANUP_RULE_IPP
#define PARLEY_CATALOG_IMPL_CLEANUP_RULE_IPP

#include <parley/catalog/cleanup_rule.hpp>

namespace parley::inline v0::catalog {

PARLEY_DECL std::optional<keep_reason> reason_to_keep(cleanup_candidate const& row, moment now, std::chrono::seconds grace) {
    if (!row.of.deleted && !row.of.migrated) return keep_reason::in_life;
    for (auto const& went : {row.deleted_at, row.migrated_at})
        if (went && *went + grace > now) return keep_reason::grace_period;
    if (row.active != 0) return keep_reason::active_references;
    if (row.history != 0) return keep_reason::history;
    if (row.sources != 0) return keep_reason::migration_target;
    return std::nullopt;
}

} // namespace parley::inline v0::catalog

#endif
