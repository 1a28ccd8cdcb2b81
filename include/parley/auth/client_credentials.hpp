#ifndef PARLEY_AUTH_CLIENT_CREDENTIALS_HPP
#define PARLEY_AUTH_CLIENT_CREDENTIALS_HPP

#include <parley/auth/auth.hpp>
#include <parley/auth/detail/credentials.hpp>
#include <parley/auth/detail/task.hpp>
#include <parley/auth/detail/token_source.hpp>
#include <parley/auth/discovery.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <string>
#include <vector>

namespace parley::inline v0::auth {

/// Where a client puts its name and secret (RFC 6749, section 2.3.1).
enum class client_auth {
    basic, ///< in the header `Authorization`; every server must know it
    form,  ///< in the body, for servers that want it there
};

/// A program that acts for itself: a service principal, an Entra application.
struct client_credentials_options {
    oauth_place at = {};
    std::string client_id = {};
    secret client_secret = {};
    std::vector<std::string> scopes = {}; ///< sorted and sent once each; none = `all-apis`
    client_auth how = client_auth::basic;
};

namespace detail {

PARLEY_DECL task<result<credentials>> client_credentials_token(client_credentials_options const& o);

} // namespace detail

/// Proves who the program is by its own name and secret, and gets tokens for that (OAuth 2.0 client credentials, RFC 6749 section 4.4;
/// Databricks calls it M2M).
///
/// Looks up the token endpoint when a first request is signed, unless it is given. A token is fetched anew before it ends; this grant has
/// none to refresh. Reads no environment, no files and no netrc.
///
/// `next` can fail with `errc::misconfigured` (nothing given, or `databricks OAuth is not supported for this host`), `errc::unauthenticated`,
/// `errc::forbidden`, `errc::invalid_response`, `errc::insecure_transport`, those of rate and server, and those of the transport; `where` is
/// the address that was asked. Moves, is not copied; one thread at a time.
class client_credentials : public detail::token_source {
public:
    explicit client_credentials(client_credentials_options options);
};

static_assert(Auth<client_credentials>);

} // namespace parley::inline v0::auth

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/auth/impl/client_credentials.ipp>
#endif

#endif
