#ifndef PARLEY_CATALOG_DETAIL_CLEANUP_ROWS_HPP
#define PARLEY_CATALOG_DETAIL_CLEANUP_ROWS_HPP

#include <parley/catalog/cleanup_rule.hpp>
#include <parley/catalog/cleanup_run.hpp>
#include <parley/catalog/detail/model_references.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/transaction.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace parley::inline v0::catalog::detail {

/// Returns the models that are deleted or migrated, and that the principal may erase.
inline result<std::vector<erased_model>> gone_models(transaction& in) {
    return in.all<erased_model>("select {} from catalog_model where (deleted_at is not null or migrated_to is not null) "
                                "and (organisation = $1 or cast($1 as bigint) is null) order by id",
                                in.who().organisation);
}

struct erasure {
    bool found = false;
    std::optional<keep_reason> reason = {};
};

/// Gathers what decides whether a row can be erased.
inline result<cleanup_candidate> candidate_of(transaction& in, reference_sources const& sources, model_row const& row) {
    cleanup_candidate made;
    made.of = life_of(row);
    made.deleted_at = row.deleted_at;
    auto const migrated_at = in.one<std::optional<moment>>("select max(completed_at) from catalog_migration where from_model = $1 and status = 'completed'", row.id);
    if (!migrated_at) return migrated_at.error();
    if (row.migrated_to) made.migrated_at = *migrated_at;
    auto const used = usage_of(in, sources, row);
    if (!used) return used.error();
    made.active = active_references(*used);
    made.history = history_references(*used);
    auto const rows = in.one<std::int64_t>("select count(*) from catalog_model where migrated_to = $1", row.id);
    if (!rows) return rows.error();
    made.sources = *rows;
    return made;
}

/// Erases a row, or says why it stays.
inline result<erasure> erase(transaction& in, reference_sources const& sources, model_id which, std::chrono::seconds grace, bool dry_run) {
    auto const row = in.maybe<model_row>("select {} from catalog_model where id = $1", which);
    if (!row) return row.error();
    if (!*row) return erasure{}; // somebody else was faster
    auto const candidate = candidate_of(in, sources, **row);
    if (!candidate) return candidate.error();
    if (auto const reason = reason_to_keep(*candidate, in.now(), grace)) return erasure{true, *reason};
    if (dry_run) return erasure{true, {}};

    auto const organisations = organisations_of(in, **row);
    if (!organisations) return organisations.error();
    auto const erased = in.attempt([&]() -> result<void> {
        for (auto const of : *organisations)
            for (auto const& source : sources)
                if (auto const released = source.release(in, {of, which}, (*row)->migrated_to); !released) return released;
        if (auto const gone = in.change("delete from catalog_model where id = $1", which); !gone) return gone.error();
        return {};
    });
    if (!erased && erased.error().code == errc::conflict) return erasure{true, keep_reason::database_restricts};
    if (!erased) return erased.error();
    if (auto const noted = in.note(which, (*row)->name); !noted) return noted.error();
    return erasure{true, {}};
}

} // namespace parley::inline v0::catalog::detail

#endif
