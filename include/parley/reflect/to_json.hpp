#ifndef PARLEY_REFLECT_TO_JSON_HPP
#define PARLEY_REFLECT_TO_JSON_HPP

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/writing.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <utility>

namespace parley::inline v0::reflect {

/// Writes a described struct as a DOM; the rules are those of `to_text`.
/// @param storage  where the DOM's memory comes from.
template <class T> boost::json::value to_json(T const& value, secrets how = secrets::masked(), boost::json::storage_ptr storage = {}) {
    std::unique_ptr<error> none;
    return detail::write_value(detail::table<T>::value, &value, how, std::move(storage), none);
}

/// Writes a described struct as a DOM with its secrets sealed.
/// @return the DOM; the cipher's error where it cannot seal.
template <class T, Cipher C> result<boost::json::value> to_json(T const& value, C const& cipher) {
    std::unique_ptr<error> why;
    auto made = detail::write_value(detail::table<T>::value, &value, secrets::masked(), {}, why, cipher);
    if (why) return std::move(*why);
    return made;
}

} // namespace parley::inline v0::reflect

#endif
