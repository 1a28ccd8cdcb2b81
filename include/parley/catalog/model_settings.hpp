#ifndef PARLEY_CATALOG_MODEL_SETTINGS_HPP
#define PARLEY_CATALOG_MODEL_SETTINGS_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/names.hpp>
#include <parley/concat.hpp>
#include <parley/model/date.hpp>
#include <parley/model/info.hpp>
#include <parley/model/json.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::catalog {

// What an administrator says about a model, and how that is changed: pure functions, without a data base.

/// A model before it is in the catalogue.
struct model_draft {
    std::string vendor; ///< 1 to 120 characters; can never be changed
    std::string name;   ///< 1 to 500 characters
    model_kind kind = model_kind::completion;
    std::optional<std::string> display_name = {};
    std::optional<std::string> family = {};
    std::optional<model::info> info = {}; ///< empty = what the library's own table knows about it
    bool enabled = true;
    std::optional<security_class_id> security_class = {};
};
BOOST_DESCRIBE_STRUCT(model_draft, (), (vendor, name, kind, display_name, family, info, enabled, security_class))

/// What can be changed about a model in the catalogue.
struct model_settings {
    std::optional<std::string> display_name;
    std::optional<std::string> family;
    model::info info;
    bool enabled = true;
    bool deprecated = false;
    std::optional<model::date> retires_on;
    std::optional<security_class_id> security_class; ///< of the principal's organisation

    friend bool operator==(model_settings const&, model_settings const&) = default;
};
BOOST_DESCRIBE_STRUCT(model_settings, (), (display_name, family, info, enabled, deprecated, retires_on, security_class))

inline constexpr name_rule vendor_rule{"vendor", 120}, model_name_rule{"model name", 500}, family_rule{"family", 40};

inline model_settings settings_of(model_row const& row, std::optional<security_class_id> security_class = {}) {
    return {row.display_name, row.family, row.info, row.enabled, row.deprecated, row.retires_on, security_class};
}

namespace detail {
/// Brings an optional name into its stored form.
inline result<void> tidy(std::optional<std::string>& name, name_rule const& rule) {
    if (!name) return {};
    auto plain = to_name(*name, rule);
    if (!plain) return plain.error();
    name = std::move(*plain);
    return {};
}
} // namespace detail

/// Applies a change, a JSON Merge Patch (RFC 7386): what it does not name stays, in `info` too; null empties what may be empty.
/// @param row   as it is stored.
/// @param patch may name the vendor if that is the stored one.
/// @return the changed settings; `errc::invalid_document` for keys that there are not, null where there must be a value, and values of another
/// kind; `errc::invalid_argument` for another vendor; `errc::invalid_name`; `errc::conflict` to enable a model that was migrated.
inline result<model_settings> changed_settings(model_row const& row, std::optional<security_class_id> security_class, boost::json::object patch) {
    if (auto const vendor = patch.find("vendor"); vendor != patch.end()) {
        if (vendor->value() != row.vendor.c_str()) return error(errc::invalid_argument, "The vendor of a model never changes.", "vendor");
        patch.erase(vendor);
    }
    error missing(errc::invalid_document);
    for (std::string_view const key : {"info", "enabled", "deprecated"})
        if (auto const* const value = patch.if_contains(key); value && value->is_null())
            missing.problems.push_back({parley::detail::concat({"/", key}), "a value", "null", {}});
    if (!missing.problems.empty()) return missing;

    auto changed = settings_of(row, security_class);
    auto done = reflect::update(changed, patch, {.unknown = reflect::unknown_keys::refuse});
    if (done) done = detail::tidy(changed.display_name, display_name_rule);
    if (done) done = detail::tidy(changed.family, family_rule);
    if (!done) return done.error();
    if (changed.enabled && patch.contains("enabled") && row.migrated_to)
        return error(errc::conflict, "Another model has taken this one's place; it cannot be enabled again.", row.name);
    return changed;
}

} // namespace parley::inline v0::catalog

#endif
