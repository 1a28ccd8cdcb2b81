#ifndef PARLEY_REFLECT_TO_JSON_HPP
#define PARLEY_REFLECT_TO_JSON_HPP

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/dom_sink.hpp>
#include <parley/reflect/detail/sax.hpp>
#include <parley/reflect/detail/writer.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <string_view>
#include <utility>

namespace parley::inline v0::reflect {

/// Writes a described struct as a DOM; the rules are those of `to_text`.
/// @param storage  where the DOM's memory comes from.
template <class T> boost::json::value to_json(T const& value, secrets how = secrets::masked(), boost::json::storage_ptr storage = {}) {
    detail::dom_sink sink(detail::read_into);
    sink.start(std::move(storage));
    detail::writer(sink, how).write(detail::table<T>::value, &value);
    return sink.release();
}

/// Writes a described struct as a DOM with its secrets sealed.
/// @return the DOM; the cipher's error where it cannot seal.
template <class T, Cipher C> result<boost::json::value> to_json(T const& value, C const& cipher) {
    detail::dom_sink sink(detail::read_into);
    sink.start();
    detail::writer writer(sink, secrets::masked(), cipher);
    writer.write(detail::table<T>::value, &value);
    auto made = sink.release();
    if (writer.failure) return std::move(*writer.failure);
    return made;
}

} // namespace parley::inline v0::reflect

#endif
