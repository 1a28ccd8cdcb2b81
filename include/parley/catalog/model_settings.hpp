#ifndef PARLEY_CATALOG_MODEL_SETTINGS_HPP
#define PARLEY_CATALOG_MODEL_SETTINGS_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/names.hpp>
#include <parley/config.hpp>
#include <parley/model/date.hpp>
#include <parley/model/info.hpp>
#include <parley/model/json.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>

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

PARLEY_DECL model_settings settings_of(model_row const& row, std::optional<security_class_id> security_class = {});

namespace detail {
/// Brings an optional name into its stored form.
PARLEY_DECL result<void> tidy(std::optional<std::string>& name, name_rule const& rule);
} // namespace detail

/// Applies a change, a JSON Merge Patch (RFC 7386): what it does not name stays, in `info` too; null empties what may be empty.
/// @param row   as it is stored.
/// @param patch may name the vendor if that is the stored one.
/// @return the changed settings; `errc::invalid_document` for keys that there are not, null where there must be a value, and values of another
/// kind; `errc::invalid_argument` for another vendor; `errc::invalid_name`; `errc::conflict` to enable a model that was migrated.
PARLEY_DECL result<model_settings> changed_settings(model_row const& row, std::optional<security_class_id> security_class, boost::json::object patch);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/model_settings.ipp>
#endif

#endif
