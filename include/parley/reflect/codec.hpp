#ifndef PARLEY_REFLECT_CODEC_HPP
#define PARLEY_REFLECT_CODEC_HPP

#include <parley/result.hpp>

#include <boost/json/value.hpp>

namespace parley::inline v0::reflect {

/// The extension point for types that Describe cannot cover: specialise it to say how the type looks in JSON.
///
/// @par Exemplar
/// @code
/// template <> struct parley::reflect::codec<colour> {
///     static constexpr std::string_view expected = "colour such as #ff8800";     // named in errors
///     static parley::result<colour> read(boost::json::value const& json);         // its error's message is not shown: the value may be secret
///     static boost::json::value write(colour const& value);
///     static boost::json::object schema();                                         // optional; without it, any value
/// };
/// @endcode
template <class T> struct codec; // undefined: without a specialisation the library's own rules hold

} // namespace parley::inline v0::reflect

#endif
