#ifndef PARLEY_REFLECT_JSON_SCHEMA_HPP
#define PARLEY_REFLECT_JSON_SCHEMA_HPP

#include <parley/config.hpp>
#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/type.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>

#include <memory>
#include <utility>

namespace parley::inline v0::reflect {

namespace detail {

/// Makes a schema without `$schema`.
/// @param failure the first thing that the strict form cannot say; unchanged where there is none.
PARLEY_DECL boost::json::object schema_of(type const& root, bool strict, std::unique_ptr<error>& failure);

} // namespace detail

/// Returns the JSON Schema (draft 2020-12) of a described struct, or of any type that a member of one may have: descriptions, enums, bounds,
/// `required`, `additionalProperties` (false for closed structs), `$defs` for structs that contain themselves.
template <class T> boost::json::object json_schema() {
    std::unique_ptr<error> none;
    boost::json::object made;
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    for (auto& pair : detail::schema_of(detail::table<T>::value, false, none)) made[pair.key()] = std::move(pair.value());
    return made;
}

/// Returns the JSON Schema in the strict form that the structured-output modes of providers accept: every key is required (an optional may be
/// null), no further keys, and only the keywords `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `anyOf`, `$ref`,
/// `$defs` and `description`; bounds stand in the description.
/// @return the schema; `errc::unsupported`, with the pointer in `where`, for what that form cannot say: maps, tuples, any values.
template <class T> result<boost::json::object> strict_json_schema() {
    std::unique_ptr<error> why;
    auto made = detail::schema_of(detail::table<T>::value, true, why);
    if (why) return std::move(*why);
    return made;
}

} // namespace parley::inline v0::reflect

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/reflect/impl/json_schema.ipp>
#endif

#endif
