#ifndef PARLEY_CATALOG_REFRESH_PLAN_HPP
#define PARLEY_CATALOG_REFRESH_PLAN_HPP

#include <parley/catalog/discovery.hpp>
#include <parley/catalog/id.hpp>
#include <parley/config.hpp>

#include <boost/describe/enum.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace parley::inline v0::catalog {

/// How the last refresh of a provider's models went, or that one runs.
enum class refresh_status { never, running, succeeded, failed };
BOOST_DESCRIBE_ENUM(refresh_status, never, running, succeeded, failed)

/// When models that are gone upstream are deleted. They are unavailable at once, whatever stands here.
struct refresh_rules {
    std::chrono::hours grace = std::chrono::hours(24 * 30); ///< so long a model stays missing before it is deleted
    int free_percent = 20; ///< deleting more of the provider's models than this share, or all, needs to be confirmed

    /// A refresh that has run for longer belongs to a program that died; the next one takes its place.
    std::chrono::minutes longest_run = std::chrono::minutes(15);
};

/// What a refresh looks at in a model's row.
struct listed_model {
    model_id id;
    std::string name;
    std::optional<moment> missing_since;
    std::optional<moment> deleted_at;
    bool in_use = false; ///< something refers to it, so that it is not deleted
};

/// What a refresh does to the models of a provider. Whether a model is enabled is never part of it.
struct refresh_plan {
    /// A row that the provider lists.
    struct match {
        model_id id;
        std::size_t at; ///< in `discovery::models`

        friend bool operator==(match const&, match const&) = default;
    };

    std::vector<std::size_t> added;    ///< models without a row, by their place in `discovery::models`
    std::vector<match> listed;         ///< their metadata is new, and they are no longer missing
    std::vector<model_id> returned;    ///< those of `listed` that were missing
    std::vector<model_id> missing;     ///< gone upstream from now on
    std::vector<model_id> deleted;     ///< gone for longer than the grace period, and not in use
    std::vector<model_id> unconfirmed; ///< as `deleted`, but too many to go without being asked
};

/// Holds a provider's rows against what it lists now.
///
/// A row that somebody deleted stays deleted; one that an earlier refresh deleted, because it was missing, comes back with its model.
/// @param rows      all rows of the provider, also deleted ones.
/// @param confirmed whether any number of models may be deleted.
PARLEY_DECL refresh_plan plan_refresh(std::vector<listed_model> const& rows, discovery const& found, refresh_rules const& rules, moment now,
                                      bool confirmed);

/// Says whether a refresh may begin: none runs, or the one that did has run for too long.
PARLEY_DECL bool may_begin_refresh(refresh_status status, std::optional<moment> began, refresh_rules const& rules, moment now);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/refresh_plan.ipp>
#endif

#endif
