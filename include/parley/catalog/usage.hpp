#ifndef PARLEY_CATALOG_USAGE_HPP
#define PARLEY_CATALOG_USAGE_HPP

#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::catalog {

/// How many things of one kind refer to a model.
struct reference_count {
    std::string kind; ///< such as `assistants`
    std::int64_t count = 0;
    bool is_history = false; ///< they keep their model for good, and so keep its row

    friend bool operator==(reference_count const&, reference_count const&) = default;
};
BOOST_DESCRIBE_STRUCT(reference_count, (), (kind, count, is_history))

/// All that refers to a model. Numbers are real counts, however many pages their lists have.
struct usage {
    std::vector<reference_count> references; ///< one for each kind, also where the count is 0
    std::int64_t workspaces = 0;             ///< that were given the model by name
    bool granted_to_all = false;             ///< the organisation as a whole was given the model
    bool is_default = false;

    friend bool operator==(usage const&, usage const&) = default;
};
BOOST_DESCRIBE_STRUCT(usage, (), (references, workspaces, granted_to_all, is_default))

/// Returns how many things work with the model now; history does not count.
PARLEY_DECL std::int64_t active_references(usage const& of);

/// Returns how many things of the past name the model.
PARLEY_DECL std::int64_t history_references(usage const& of);

/// Says whether a model may be deleted: nothing works with it. Grants and history are no hindrance.
/// @param name the model's name, for the error.
/// @return `errc::in_use` where something does; `problems` has one entry for each kind, with its count in `found`.
PARLEY_DECL result<void> may_delete(usage const& of, std::string_view name);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/usage.ipp>
#endif

#endif
