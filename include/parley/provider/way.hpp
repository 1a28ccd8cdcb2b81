#ifndef PARLEY_PROVIDER_WAY_HPP
#define PARLEY_PROVIDER_WAY_HPP

#include <parley/config.hpp>

#include <string_view>

namespace parley::inline v0::auth {

struct none;
template <class Where> class basic_api_key;
class client_credentials;
class authorization_code;
class databricks_profile;
class unified;

} // namespace parley::inline v0::auth

namespace parley::inline v0::provider {

/// How a caller can prove who it is. A set: a provider accepts several.
enum class way : unsigned {
    none = 1,                ///< not at all
    key = 2,                 ///< a key or a token in a header
    client_credentials = 4,  ///< OAuth for machines
    authorization_code = 8,  ///< OAuth for people
    databricks_profile = 16, ///< as a section of `.databrickscfg` says
    unified = 32,            ///< as Databricks' tools find out by themselves
    own = 64,                ///< a strategy that the library does not know: nobody judges it
};

constexpr way operator|(way a, way b) noexcept { return static_cast<way>(static_cast<unsigned>(a) | static_cast<unsigned>(b)); }

/// Whether `one` is among `all`.
constexpr bool holds(way all, way one) noexcept { return (static_cast<unsigned>(all) & static_cast<unsigned>(one)) != 0; }

inline constexpr way every_way = way::none | way::key | way::client_credentials | way::authorization_code | way::databricks_profile | way::unified;

/// Which way a strategy is. One of yours is `way::own` and accepted everywhere, unless it says `static constexpr provider::way proves`.
template <class Auth> constexpr way find_way() {
    if constexpr (requires { Auth::proves; }) return Auth::proves;
    else return way::own;
}
template <class Auth> inline constexpr way way_of = find_way<Auth>();
template <> inline constexpr way way_of<auth::none> = way::none;
template <class Where> inline constexpr way way_of<auth::basic_api_key<Where>> = way::key;
template <> inline constexpr way way_of<auth::client_credentials> = way::client_credentials;
template <> inline constexpr way way_of<auth::authorization_code> = way::authorization_code;
template <> inline constexpr way way_of<auth::databricks_profile> = way::databricks_profile;
template <> inline constexpr way way_of<auth::unified> = way::unified;

} // namespace parley::inline v0::provider

#endif
