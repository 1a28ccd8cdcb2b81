#ifndef PARLEY_CATALOG_ACCESS_RULE_HPP
#define PARLEY_CATALOG_ACCESS_RULE_HPP

#include <parley/catalog/id.hpp>
#include <parley/config.hpp>

#include <boost/describe/enum.hpp>

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
PARLEY_DECL access_change compare_access(std::vector<model_id> granted, std::vector<model_id> wanted);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/access_rule.ipp>
#endif

#endif
