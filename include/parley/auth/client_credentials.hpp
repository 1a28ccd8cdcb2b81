#ifndef PARLEY_AUTH_CLIENT_CREDENTIALS_HPP
#define PARLEY_AUTH_CLIENT_CREDENTIALS_HPP

#include <parley/auth/auth.hpp>
#include <parley/auth/detail/credentials.hpp>
#include <parley/auth/detail/oauth.hpp>
#include <parley/auth/detail/task.hpp>
#include <parley/auth/detail/token_source.hpp>
#include <parley/auth/discovery.hpp>
#include <parley/http/request.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <memory>
#include <string>
#include <utility>
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

inline http::request client_credentials_request(http::url endpoint, client_credentials_options const& o) {
    form body{{"grant_type", "client_credentials"}, {"scope", scopes_text(o.scopes)}};
    if (o.how == client_auth::form) body.add("client_id", o.client_id).add("client_secret", o.client_secret.reveal());
    auto made = body.to(std::move(endpoint));
    // RFC 6749 encodes both before they are joined, or a colon in one of them would part them at the wrong place.
    if (o.how == client_auth::basic) made.header.set("Authorization", basic(form_encoded(o.client_id), form_encoded(o.client_secret.reveal())));
    return made;
}

inline task<result<credentials>> client_credentials_token(client_credentials_options const& o) {
    if (o.client_id.empty() || o.client_secret.empty()) co_return error(errc::misconfigured, "A client id and a client secret are needed.");
    auto endpoint = co_await token_endpoint(o.at);
    if (!endpoint) co_return endpoint.error();
    auto const token = co_await token_from(client_credentials_request(std::move(*endpoint), o));
    if (!token) co_return token.error();
    co_return token->as_authorization();
}

inline task<result<credentials>> client_credentials_token(std::shared_ptr<client_credentials_options const> o) { co_return co_await client_credentials_token(*o); }

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
    explicit client_credentials(client_credentials_options options)
        : token_source([o = std::make_shared<client_credentials_options const>(std::move(options))] { return detail::client_credentials_token(o); }) {}
};

static_assert(Auth<client_credentials>);

} // namespace parley::inline v0::auth

#endif
