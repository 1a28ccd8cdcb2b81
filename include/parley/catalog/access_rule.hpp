#ifndef PARLEY_CATALOG_ACCESS_RULE_HPP
#define PARLEY_CATALOG_ACCESS_RULE_HPP

#include <parley/catalog/id.hpp>

#include <boost/describe/enum.hpp>

#include <algorithm>
#include <iterator>
#include <vector>

namespace parley::inline v0::catalog {

/// Which models a workspace may use. It is said, never guessed from what was granted: a workspace that loses its last model has none.
enum class access_mode {
    inherit,    ///< those that the organisation was granted
    restricted, ///< those that the workspace itself was granted, and no others
};
BOOST_DESCRIBE_ENUM(access_mode, inherit, restricted)

/// What was granted of one model.
struct granted {
    bool to_organisation = false;
    bool to_workspace = false;
};

/// Says whether a workspace may use a model that is available.
constexpr bool may_use(access_mode mode, granted of) noexcept { return mode == access_mode::inherit ? of.to_organisation : of.to_workspace; }

/// What it takes to make one set of models into another.
struct access_change {
    std::vector<model_id> added, removed; ///< in ascending order
};

/// Compares the models that are granted with those that shall be. Order and repetitions do not matter.
inline access_change compare_access(std::vector<model_id> granted, std::vector<model_id> wanted) {
    for (auto* const ids : {&granted, &wanted}) {
        std::sort(ids->begin(), ids->end());
        ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
    }
    access_change change;
    std::set_difference(wanted.begin(), wanted.end(), granted.begin(), granted.end(), std::back_inserter(change.added));
    std::set_difference(granted.begin(), granted.end(), wanted.begin(), wanted.end(), std::back_inserter(change.removed));
    return change;
}

} // namespace parley::inline v0::catalog

#endif
