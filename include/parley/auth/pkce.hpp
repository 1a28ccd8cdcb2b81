#ifndef PARLEY_AUTH_PKCE_HPP
#define PARLEY_AUTH_PKCE_HPP

#include <parley/auth/login_tokens.hpp>
#include <parley/clock.hpp>
#include <parley/config.hpp>
#include <parley/environment.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>


#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::auth {

/// The program on whose behalf a person logs in, as the authorization server knows it.
struct oauth_app {
    std::string client_id = "databricks-cli"; ///< Databricks' own public one
    secret client_secret = {};                ///< of a confidential app; a public one has none, and none is sent
    std::string redirect_uri = {};            ///< where the browser comes back to; the same when the code is exchanged
    std::vector<std::string> scopes = {};     ///< none = `all-apis`
    bool is_offline = true;                   ///< whether to ask for a refresh token (`offline_access`)
};

/// The scopes that a login asks for, as they travel: `offline_access` first, then the app's as they are; `all-apis` where it names none.
PARLEY_DECL std::string login_scopes(oauth_app const& app);

/// What binds the end of a login to its beginning: keep it, secretly, between the two (RFC 7636, method S256).
struct pkce {
    secret verifier;       ///< 86 characters, known to nobody else until the code is exchanged
    std::string challenge; ///< its hash, which travels through the browser
    secret state;          ///< 22 characters that must come back unchanged

    /// Draws a new one from `from.random`: 64 random bytes for the verifier, 16 for the state.
    static pkce generate(environment const& from);
};

/// Returns the address to send a person's browser to.
/// @param endpoint the authorization endpoint, as discovery gives it.
PARLEY_DECL std::string authorize_url(http::url endpoint, oauth_app const& app, pkce const& proof);

/// What came back with the browser.
struct authorization {
    secret code;
    std::string issuer = {}; ///< `iss`: who gave the code, where it says so (RFC 9207)
};

/// Reads the query with which the browser came back. The state is compared before anything else is looked at.
/// @param query such as `code=…&state=…`, percent-encoded, without the question mark.
/// @return the code; `errc::unauthenticated` with `state mismatch` where the state is another one or comes twice, or where the server says that
///         the login failed (its word in `provider.code`, its sentence in `provider.text`); `errc::invalid_response` where there is no code.
PARLEY_DECL result<authorization> read_callback(std::string_view query, pkce const& proof);

/// Makes the request that exchanges a code for tokens.
/// @param endpoint the token endpoint. A code is good for one exchange.
PARLEY_DECL http::request exchange(http::url endpoint, oauth_app const& app, authorization const& got, pkce const& proof);

/// Makes the request that exchanges a refresh token for new tokens.
PARLEY_DECL http::request refresh(http::url endpoint, oauth_app const& app, secret const& refresh_token);

/// Says whether the server takes the app for one that runs in a browser: Entra then wants the same request with the redirect's origin.
PARLEY_DECL bool wants_origin(error const& why);

/// Makes the same request once more, with the origin of the app's redirect.
PARLEY_DECL http::request with_origin(http::request request, oauth_app const& app);

/// Reads the answer to `exchange` or `refresh`.
/// @param sent      the request that it answers.
/// @param refreshed the refresh token that was used: it stays where the answer brings no new one.
/// @return the tokens; `errc::login_required` where the code or the refresh token is no longer good, `errc::unauthenticated` where the app is not
///         known, `errc::invalid_response`, or another code by status.
PARLEY_DECL result<login_tokens> read_tokens(http::request const& sent, result<http::response> const& got, time_point now, secret const& refreshed = {});

} // namespace parley::inline v0::auth

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/auth/impl/pkce.ipp>
#endif

#endif
