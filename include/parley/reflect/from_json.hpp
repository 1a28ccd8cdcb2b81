#ifndef PARLEY_REFLECT_FROM_JSON_HPP
#define PARLEY_REFLECT_FROM_JSON_HPP

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/reading.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <boost/json/value.hpp>

#include <utility>

namespace parley::inline v0::reflect {

/// Reads a DOM into a described struct; the rules are those of `parse`.
/// @return the value; `errc::invalid_document` with every field that does not fit; `errc::limit_exceeded`.
template <class T> result<T> from_json(boost::json::value const& json, read_options const& options = {}) {
    result<T> made(boost::system::in_place_value);
    auto outcome = detail::read_value(detail::table<T>::value, &*made, json, options);
    if (outcome.failure) made = std::move(*outcome.failure);
    return made;
}

/// Applies a JSON Merge Patch (RFC 7386) to a struct: absent keys stay, objects merge, sequences are replaced, null brings a member back to
/// its initialiser and removes a map's entry, and a mask keeps the stored secret.
/// @return nothing; `errc::invalid_document` with every field that does not fit. `value` changes wholly or not at all.
template <class T> result<void> update(T& value, boost::json::value const& patch, read_options const& options = {}) {
    T changed = value;
    auto outcome = detail::read_value(detail::table<T>::value, &changed, patch, options, detail::reading::update);
    if (outcome.failure) return std::move(*outcome.failure);
    value = std::move(changed);
    return {};
}

} // namespace parley::inline v0::reflect

#endif
