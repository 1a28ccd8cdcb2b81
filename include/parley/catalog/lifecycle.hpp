#ifndef PARLEY_CATALOG_LIFECYCLE_HPP
#define PARLEY_CATALOG_LIFECYCLE_HPP

#include <parley/catalog/dates.hpp>

#include <boost/describe/enum.hpp>

#include <chrono>
#include <string_view>

namespace parley::inline v0::catalog {

/// What a row says about its life.
struct life {
    bool enabled = true;
    bool deprecated = false; ///< by an administrator's word
    bool missing = false;    ///< the provider no longer lists it
    bool migrated = false;   ///< another model has taken its place
    bool deleted = false;
};

/// Reads the life of a row: of anything that has the members `enabled`, `deprecated`, and the optional `missing_since`, `migrated_to` and
/// `deleted_at`.
template <class Row> constexpr life life_of(Row const& row) {
    return {row.enabled, row.deprecated, row.missing_since.has_value(), row.migrated_to.has_value(), row.deleted_at.has_value()};
}

/// Says whether a model can be used at all: it is not disabled, missing, migrated or deleted.
///
/// The one rule behind the view, grants, the default, the target of a migration and resolving. Neither a deprecation nor a day of retirement
/// makes a model unavailable.
constexpr bool is_available(life const& of) { return of.enabled && !of.missing && !of.migrated && !of.deleted; }
template <class Row> constexpr bool is_available(Row const& row) { return is_available(life_of(row)); }

/// `is_available` as a condition of SQL, for queries that meet one table of models.
inline constexpr std::string_view available_condition = "enabled and missing_since is null and migrated_to is null and deleted_at is null";

/// Says whether a model is given to callers: it is available, and where its organisation enforces retirement, the day has not come.
constexpr bool is_given_out(life const& of, retirement const& retires, model::date today, bool enforced) {
    return is_available(of) && !(enforced && outlook_on(retires, today) == outlook::retired);
}

/// Where a model stands in its life.
enum class state {
    active,
    retiring,   ///< its day of retirement is near
    deprecated, ///< an administrator said so, or its day of retirement has come
    disabled,
    missing,    ///< the provider no longer lists it
    migrated,   ///< another model has taken its place
    deleted,    ///< gone for everybody, while rows may still name it
    cleaned_up, ///< its row is gone; history knows its name
};
BOOST_DESCRIBE_ENUM(state, active, retiring, deprecated, disabled, missing, migrated, deleted, cleaned_up)

/// Returns the state of a row: of all that hold, the one that says most about what can still be done with the model.
/// @param retires when it stops answering.
/// @param today   the day in UTC.
/// @param window  how long before its day a model counts as retiring.
constexpr state state_of(life const& of, retirement const& retires, model::date today, std::chrono::months window = default_window) {
    auto const seen = outlook_on(retires, today, window);
    if (of.deleted) return state::deleted;
    if (of.migrated) return state::migrated;
    if (of.missing) return state::missing;
    if (!of.enabled) return state::disabled;
    if (of.deprecated || seen == outlook::retired) return state::deprecated;
    return seen == outlook::retiring ? state::retiring : state::active;
}

} // namespace parley::inline v0::catalog

#endif
