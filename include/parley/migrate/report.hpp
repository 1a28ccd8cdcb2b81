#ifndef PARLEY_MIGRATE_REPORT_HPP
#define PARLEY_MIGRATE_REPORT_HPP

#include <parley/reflect/options.hpp>
#include <parley/reflect/secret_names.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::migrate {

/// What one migration step did to a document.
struct step_report {
    int from = 0;
    int to = 0;
    std::string pointer;        ///< of the nested document that was migrated; empty for the document itself
    std::string name;           ///< of the step's function or struct
    std::string description;
    boost::json::array changes; ///< JSON Patch (RFC 6902), where changes were asked for; it holds values: show only `redacted(changes)`
};

/// Whether `load` and `upgrade` compute what each step changed. It costs a copy of the document for each step.
enum class report { steps, changes };

/// How a document is migrated.
struct options {
    reflect::read_options read = {}; ///< its cipher opens encrypted texts before the first step sees them
    report what = report::steps;
};

using reflect::names_a_secret;

namespace detail {

inline boost::json::value redacted_value(boost::json::value const& v, bool hide) {
    if (auto const* object = v.if_object()) {
        boost::json::object made;
        for (auto const& pair : *object)
            made[pair.key()] = redacted_value(pair.value(), hide || names_a_secret({pair.key().data(), pair.key().size()}));
        return made;
    }
    if (auto const* array = v.if_array()) {
        boost::json::array made;
        for (auto const& element : *array) made.push_back(redacted_value(element, hide));
        return made;
    }
    if (hide && v.is_string() && !v.get_string().empty()) return "***";
    return v;
}

} // namespace detail

/// Returns a document with every text below a key that names a secret replaced by `***`: fit to be shown, no longer fit to be stored.
inline boost::json::value redacted(boost::json::value const& document) { return detail::redacted_value(document, false); }

/// Returns a JSON Patch whose values are redacted in the same way: fit to be shown, no longer fit to be applied.
inline boost::json::array redacted(boost::json::array const& patch) {
    boost::json::array made;
    for (auto const& operation : patch) {
        auto shown = operation.as_object();
        if (auto* value = shown.if_contains("value")) {
            auto const& path = shown.at("path").as_string();
            bool hide = false;
            for (std::string_view rest(path.data(), path.size()); !rest.empty();) {
                rest.remove_prefix(1);
                auto const end = rest.find('/');
                hide = hide || names_a_secret(rest.substr(0, end));
                rest = end == std::string_view::npos ? std::string_view() : rest.substr(end);
            }
            *value = detail::redacted_value(*value, hide);
        }
        made.push_back(std::move(shown));
    }
    return made;
}

} // namespace parley::inline v0::migrate

#endif
