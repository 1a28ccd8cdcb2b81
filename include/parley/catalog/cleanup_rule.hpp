#ifndef PARLEY_CATALOG_CLEANUP_RULE_HPP
#define PARLEY_CATALOG_CLEANUP_RULE_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/lifecycle.hpp>
#include <parley/config.hpp>

#include <boost/describe/enum.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace parley::inline v0::catalog {

/// Why the row of a model that is gone stays.
enum class keep_reason {
    in_life,            ///< it is neither deleted nor migrated
    grace_period,       ///< it went too recently
    active_references,  ///< something works with it
    history,            ///< something of the past names it
    migration_target,   ///< the row of another model says that this one took its place
    database_restricts, ///< the data base knows of another reference
};
BOOST_DESCRIBE_ENUM(keep_reason, in_life, grace_period, active_references, history, migration_target, database_restricts)

/// What decides whether the row of a model can be erased.
struct cleanup_candidate {
    life of;
    std::optional<moment> deleted_at;
    std::optional<moment> migrated_at;
    std::int64_t active = 0;  ///< things that work with it
    std::int64_t history = 0; ///< things of the past that name it
    std::int64_t sources = 0; ///< models whose place it took and whose rows are still there
};

/// How long a row stays after its model was deleted or migrated, unless another time is chosen.
inline constexpr std::chrono::days default_grace{30};

/// Says why a row stays; nothing where it can be erased.
/// @param grace how long a row stays after the later of being deleted and being migrated.
PARLEY_DECL std::optional<keep_reason> reason_to_keep(cleanup_candidate const& row, moment now, std::chrono::seconds grace = default_grace);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/cleanup_rule.ipp>
#endif

#endif
