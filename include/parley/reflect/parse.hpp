#ifndef PARLEY_REFLECT_PARSE_HPP
#define PARLEY_REFLECT_PARSE_HPP

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/reading.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <string_view>
#include <utility>

namespace parley::inline v0::reflect {

/// Reads JSON text straight into a described struct, or any type that a member of one may have.
///
/// Absent keys keep the member's initialiser; null makes an optional empty; unknown keys go to the member `extra` (a `json::object`) where
/// the struct has one; `options` may be stricter with either. Duplicate keys are problems. Keys that are ignored are only checked to be JSON.
/// @param text    UTF-8, with or without byte order mark.
/// @return the value; `errc::invalid_json` with the byte offset; `errc::invalid_document` with every field that does not fit
/// (`error.problems`, each with JSON Pointer, what was expected, what was found and byte offset); `errc::limit_exceeded`.
/// Distinct calls may run in distinct threads.
template <class T> result<T> parse(std::string_view text, read_options const& options = {}) {
    result<T> made(boost::system::in_place_value);
    auto outcome = detail::read_text(detail::table<T>::value, &*made, text, options);
    if (outcome.failure) made = std::move(*outcome.failure);
    return made;
}

/// Reads JSON text into a DOM. Unlike `boost::json::parse` it reports duplicate keys and integers that do not fit 64 bits instead of changing
/// them, and real numbers are exact.
/// @param storage where the DOM's memory comes from. What is copied out of it by construction stays in that memory, what is assigned does not.
/// @return the value; errors as those of `parse`.
inline result<boost::json::value> parse_value(std::string_view text, read_options const& options = {}, boost::json::storage_ptr storage = {}) {
    result<boost::json::value> made(boost::system::in_place_value, std::move(storage));
    auto outcome = detail::read_text(detail::table<boost::json::value>::value, &*made, text, options);
    if (outcome.failure) made = std::move(*outcome.failure);
    return made;
}

} // namespace parley::inline v0::reflect

#endif
