#ifndef PARLEY_REFLECT_VERSIONED_HPP
#define PARLEY_REFLECT_VERSIONED_HPP

#include <parley/config.hpp>

#include <concepts>
#include <string_view>

namespace parley::inline v0 {

/// Says that a struct is a versioned document: specialise it beside the struct (see `migrate/chain.hpp` for the steps).
///
/// The version itself is no member of the struct: the writer writes it last, the reader checks it.
///
/// @code
/// template <> struct parley::schema<window> {
///     static constexpr int version = 2;
///     static constexpr std::string_view key = "schema_version"; // optional, this is the default
///     static constexpr int missing = 0;                         // optional: the version of a document that names none
///     static constexpr std::string_view name = "window";        // optional: what errors call it; without it, the type's own name
///     using steps = parley::migrate::chain<…>;
///     static constexpr std::string_view lock = ".windows.lock"; // optional: the file under whose lock documents in a folder are changed
///     // optional: what holds for every document, whatever its version; says whether it changed anything, and changes nothing the second time
///     static bool normalise(boost::json::object& document);
///     static bool normalise(window& value);
/// };
/// @endcode
///
/// A tagged union can be a document too: its `schema` has the steps, and the `schema` of each alternative the same version.
template <class T> struct schema; // undefined: without a specialisation a struct has no version

namespace reflect {

template <class T>
concept Versioned = requires {
    { schema<T>::version } -> std::convertible_to<int>;
};

/// The key under which a document says its version.
template <Versioned T> constexpr std::string_view version_key() {
    if constexpr (requires { schema<T>::key; })
        return schema<T>::key;
    else
        return "schema_version";
}

/// The version of a document that does not say one.
template <Versioned T> constexpr int version_if_missing() {
    if constexpr (requires { schema<T>::missing; })
        return schema<T>::missing;
    else
        return 0;
}

} // namespace reflect
} // namespace parley::inline v0

#endif
