#ifndef PARLEY_CATALOG_IMPL_MODEL_SETTINGS_IPP
#define PARLEY_CATALOG_IMPL_MODEL_SETTINGS_IPP

#include <parley/catalog/model_settings.hpp>

#include <parley/concat.hpp>
#include <parley/reflect/from_json.hpp>

#include <string_view>
#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL model_settings settings_of(model_row const& row, std::optional<security_class_id> security_class) {
    return {row.display_name, row.family, row.info, row.enabled, row.deprecated, row.retires_on, security_class};
}

namespace detail {

PARLEY_DECL result<void> tidy(std::optional<std::string>& name, name_rule const& rule) {
    if (!name) return {};
    auto plain = to_name(*name, rule);
    if (!plain) return plain.error();
    name = std::move(*plain);
    return {};
}

} // namespace detail

PARLEY_DECL result<model_settings> changed_settings(model_row const& row, std::optional<security_class_id> security_class,
                                                    boost::json::object patch) {
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
