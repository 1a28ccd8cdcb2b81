#ifndef PARLEY_CATALOG_CLEAN_UP_HPP
#define PARLEY_CATALOG_CLEAN_UP_HPP

#include <parley/catalog/cleanup_rule.hpp>
#include <parley/catalog/cleanup_run.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace parley::inline v0::catalog {

/// How a clean-up goes about it.
struct cleanup_options {
    std::chrono::seconds grace = default_grace; ///< how long a row stays after its model was deleted or migrated
    bool dry_run = false;                       ///< say what would be erased, and erase nothing
};

/// Erases the rows of models that were deleted or migrated, that nothing refers to, and whose time is over.
///
/// Each row has a transaction of its own, in which everything is asked again: what a row holds, and what fails with it, concerns no other row. A
/// clean-up that is cut short is continued by the next. What the program counts as deleted follows to the model's successor, or names none. A
/// model that took another's place waits until the other's row is gone.
///
/// Needs `catalog:delete`. A member cleans up the rows of their organisation, the platform's operator all rows.
/// @return the run as it is kept; `success` is false where a row gave an error. The errors of the store, where it cannot even begin or end.
struct clean_up_t {
    static constexpr operation is{"model.clean_up", scope::delete_};

    result<cleanup_run> operator()(store& in, principal const& who, reference_sources const& sources, cleanup_options const& options = {}) const;
};
inline constexpr clean_up_t clean_up{};

/// Lists clean-ups, the newest first.
///
/// Needs `catalog:read`. A member sees those of their own organisation.
/// @param before the last one of the page before; empty = from the newest on.
/// @param limit  1 to 1000.
/// @return `errc::invalid_argument` for another limit; the errors of the store.
struct list_cleanup_runs_t {
    static constexpr operation is{"cleanup_run.list", scope::read};

    result<std::vector<cleanup_run>> operator()(store& in, principal const& who, std::optional<cleanup_run_id> before = {}, std::int64_t limit = 50) const;
};
inline constexpr list_cleanup_runs_t list_cleanup_runs{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/clean_up.ipp>
#endif

#endif
