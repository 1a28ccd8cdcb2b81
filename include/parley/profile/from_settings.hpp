#ifndef PARLEY_PROFILE_FROM_SETTINGS_HPP
#define PARLEY_PROFILE_FROM_SETTINGS_HPP

#include <parley/profile/llm_profile.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/json_schema.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <utility>

namespace parley::inline v0::profile {

namespace detail {

/// Says whether the schema of a field allows a text.
inline bool takes_text(boost::json::value const& schema) {
    auto const* const o = schema.if_object();
    if (!o) return true;
    if (auto const* const type = o->if_contains("type")) {
        if (*type == "string") return true;
        if (auto const* const several = type->if_array())
            for (auto const& one : *several)
                if (one == "string") return true;
        return false;
    }
    for (auto const* const key : {"anyOf", "oneOf"})
        if (auto const* const ways = o->if_contains(key); ways && ways->is_array())
            for (auto const& way : ways->get_array())
                if (takes_text(way)) return true;
    return o->contains("enum");
}

} // namespace detail

/// Makes a profile out of a flat map of texts, such as the settings of an application.
///
/// The keys are those of a profile's file, whose fields decide how a text is read: `"5"` is a number where the field is one, and an object is JSON.
/// Empty texts count as absent. A new field of the profile needs no code here.
/// @param settings  for instance `{{"model", "gpt-5"}, {"num_retries", "2"}}`.
/// @param overrides win over them.
/// @return the profile in its canonical form; `errc::invalid_document` with every key that no field has and every text that does not fit.
inline result<llm_profile> from_settings(std::map<std::string, std::string> settings, std::map<std::string, std::string> const& overrides = {}) {
    for (auto const& [key, text] : overrides) settings[key] = text;
    auto const schema = reflect::json_schema<llm_profile>();
    auto const& fields = schema.at("properties").get_object();
    boost::json::object document;
    error unfit(errc::invalid_document);
    for (auto const& [key, text] : settings) {
        if (text.empty()) continue;
        auto const* const field = fields.if_contains(key);
        if (!field) {
            unfit.problems.push_back({"/" + key, "a field of profiles", "another name", {}});
            continue;
        }
        auto read = detail::takes_text(*field) ? result<boost::json::value>(boost::json::value(text)) : reflect::parse_value(text);
        if (read) document[key] = std::move(*read);
        else unfit.problems.push_back({"/" + key, "JSON", "text", {}});
    }
    if (!unfit.problems.empty()) {
        unfit.where = unfit.problems.front().pointer;
        return unfit;
    }
    canonicalise(document);
    return reflect::from_json<llm_profile>(boost::json::value(std::move(document)));
}

} // namespace parley::inline v0::profile

#endif
