#ifndef PARLEY_REFLECT_JSON_SCHEMA_HPP
#define PARLEY_REFLECT_JSON_SCHEMA_HPP

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/schema_writer.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>

#include <utility>

namespace parley::inline v0::reflect {

/// Returns the JSON Schema (draft 2020-12) of a described struct, or of any type that a member of one may have: descriptions, enums, bounds,
/// `required`, `additionalProperties` (false for closed structs), `$defs` for structs that contain themselves.
template <class T> boost::json::object json_schema() {
    detail::schema_writer writer(false);
    boost::json::object made;
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    for (auto& pair : writer.document(detail::table<T>::value)) made[pair.key()] = std::move(pair.value());
    return made;
}

/// Returns the JSON Schema in the strict form that the structured-output modes of providers accept: every key is required (an optional may be
/// null), no further keys, and only the keywords `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `anyOf`, `$ref`,
/// `$defs` and `description`; bounds stand in the description.
/// @return the schema; `errc::unsupported`, with the pointer in `where`, for what that form cannot say: maps, tuples, any values.
template <class T> result<boost::json::object> strict_json_schema() {
    detail::schema_writer writer(true);
    auto made = writer.document(detail::table<T>::value);
    if (writer.failure) return std::move(*writer.failure);
    return made;
}

} // namespace parley::inline v0::reflect

#endif
