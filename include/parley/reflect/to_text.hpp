#ifndef PARLEY_REFLECT_TO_TEXT_HPP
#define PARLEY_REFLECT_TO_TEXT_HPP

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/writing.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <boost/json/value.hpp>

#include <string>
#include <type_traits>
#include <utility>

namespace parley::inline v0::reflect {

/// Writes a described struct as JSON text; what `parse` makes of the text equals `value` (but for masked secrets).
///
/// Empty optionals and empty secrets are left out (an optional that is not empty by default is written as null); real numbers take their
/// shortest exact form; infinities and NaN become null; bytes that are no UTF-8 become U+FFFD. A versioned struct's version is written last.
/// @param how  whether secrets appear as masks (the default) or as they are.
template <class T> std::string to_text(T const& value, secrets how = secrets::masked(), layout form = {}) {
    std::string text;
    append_text(text, value, how, form);
    return text;
}

/// Like `to_text`, at the end of a string whose storage can be used again.
template <class T> void append_text(std::string& text, T const& value, secrets how = secrets::masked(), layout form = {}) {
    if constexpr (std::is_same_v<T, boost::json::value>) detail::write_text(text, value, form.indent);
    else detail::write_text(text, detail::table<T>::value, &value, how, form.indent);
}

/// Writes a described struct as JSON text with its secrets sealed.
/// @return the text; the cipher's error where it cannot seal.
template <class T, Cipher C> result<std::string> to_text(T const& value, C const& cipher, layout form = {}) {
    std::string text;
    if (auto const why = detail::write_text(text, detail::table<T>::value, &value, secrets::masked(), form.indent, cipher)) return std::move(*why);
    return text;
}

} // namespace parley::inline v0::reflect

#endif
