#ifndef PARLEY_AUTH_PKCE_HPP
#define PARLEY_AUTH_PKCE_HPP

#include <parley/auth/detail/oauth.hpp>
#include <parley/auth/detail/sha256.hpp>
#include <parley/auth/login_tokens.hpp>
#include <parley/clock.hpp>
#include <parley/environment.hpp>
#include <parley/http/base64.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/url/decode_view.hpp>
#include <boost/url/params_encoded_view.hpp>
#include <boost/url/parse_query.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
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
inline std::string login_scopes(oauth_app const& app) {
    std::string text = app.is_offline ? "offline_access" : "";
    for (auto const& scope : app.scopes) text.append(text.empty() ? "" : " ").append(scope);
    if (app.scopes.empty()) text.append(text.empty() ? "" : " ").append("all-apis");
    return text;
}

/// What binds the end of a login to its beginning: keep it, secretly, between the two (RFC 7636, method S256).
struct pkce {
    secret verifier;       ///< 86 characters, known to nobody else until the code is exchanged
    std::string challenge; ///< its hash, which travels through the browser
    secret state;          ///< 22 characters that must come back unchanged

    /// Draws a new one from `from.random`: 64 random bytes for the verifier, 16 for the state.
    static pkce generate(environment const& from) {
        auto const drawn = [&](std::size_t count) {
            std::string bytes(count, '\0');
            from.random(bytes.data(), bytes.size());
            auto made = secret::make(http::base64url(bytes)); // its alphabet has no asterisk, so it is never taken for a mask
            wipe(bytes);
            return std::move(*made);
        };
        auto verifier = drawn(64);
        auto challenge = http::base64url(detail::sha256(verifier.reveal()));
        return {std::move(verifier), std::move(challenge), drawn(16)};
    }
};

/// Returns the address to send a person's browser to.
/// @param endpoint the authorization endpoint, as discovery gives it.
inline std::string authorize_url(http::url endpoint, oauth_app const& app, pkce const& proof) {
    for (auto const& [name, value] : {std::pair<std::string_view, std::string_view>("response_type", "code"),
                                      {"client_id", app.client_id},
                                      {"redirect_uri", app.redirect_uri}})
        endpoint.append_query(name, value);
    endpoint.append_query("scope", login_scopes(app));
    endpoint.append_query("state", proof.state.reveal());
    endpoint.append_query("code_challenge", proof.challenge);
    endpoint.append_query("code_challenge_method", "S256");
    return endpoint.to_string();
}

/// What came back with the browser.
struct authorization {
    secret code;
    std::string issuer = {}; ///< `iss`: who gave the code, where it says so (RFC 9207)
};

/// Reads the query with which the browser came back. The state is compared before anything else is looked at.
/// @param query such as `code=…&state=…`, percent-encoded, without the question mark.
/// @return the code; `errc::unauthenticated` with `state mismatch` where the state is another one or comes twice, or where the server says that
///         the login failed (its word in `provider.code`, its sentence in `provider.text`); `errc::invalid_response` where there is no code.
inline result<authorization> read_callback(std::string_view query, pkce const& proof) {
    auto const params = boost::urls::parse_query(boost::urls::string_view(query.data(), query.size()));
    if (!params) return error(errc::invalid_response, "The browser came back with a query that cannot be read.");
    int count = 0;
    auto const value = [&](std::string_view name) {
        std::string found;
        count = 0;
        for (auto const& p : *params) {
            auto const key = std::string_view(p.key.data(), p.key.size());
            if (key != name || !p.has_value) continue;
            ++count;
            std::string text(p.value.data(), p.value.size());
            std::replace(text.begin(), text.end(), '+', ' ');
            boost::urls::decode_view const decoded{boost::urls::string_view(text)};
            found.assign(decoded.begin(), decoded.end());
        }
        return found;
    };
    auto const state = secret::make(value("state"));
    if (count != 1 || !state || !(*state == proof.state)) return error(errc::unauthenticated, "state mismatch");
    if (auto const code = value("error"); count != 0) {
        error why(errc::unauthenticated, "The login was not completed.");
        why.provider.code = detail::plain_word(code);
        why.provider.text = value("error_description").substr(0, 500);
        if (!why.provider.code.empty()) why.message = "The login was not completed (" + why.provider.code + ").";
        return why;
    }
    auto code = secret::make(value("code"));
    if (!code || code->empty()) return error(errc::invalid_response, "The browser came back without a code.");
    return authorization{std::move(*code), value("iss")};
}

/// Makes the request that exchanges a code for tokens.
/// @param endpoint the token endpoint. A code is good for one exchange.
inline http::request exchange(http::url endpoint, oauth_app const& app, authorization const& got, pkce const& proof) {
    return detail::form{{"grant_type", "authorization_code"},
                        {"code", got.code.reveal()},
                        {"redirect_uri", app.redirect_uri},
                        {"client_id", app.client_id},
                        {"code_verifier", proof.verifier.reveal()},
                        {"client_secret", app.client_secret.reveal()}}
        .to(std::move(endpoint));
}

/// Makes the request that exchanges a refresh token for new tokens.
inline http::request refresh(http::url endpoint, oauth_app const& app, secret const& refresh_token) {
    return detail::form{{"grant_type", "refresh_token"},
                        {"refresh_token", refresh_token.reveal()},
                        {"client_id", app.client_id},
                        {"client_secret", app.client_secret.reveal()}}
        .to(std::move(endpoint));
}

/// Says whether the server takes the app for one that runs in a browser: Entra then wants the same request with the redirect's origin.
inline bool wants_origin(error const& why) { return why.provider.text.find("AADSTS9002327") != std::string::npos; }

/// Makes the same request once more, with the origin of the app's redirect.
inline http::request with_origin(http::request request, oauth_app const& app) {
    if (auto const at = http::url::parse(app.redirect_uri)) request.header.set("Origin", at->origin());
    return request;
}

/// Reads the answer to `exchange` or `refresh`.
/// @param sent      the request that it answers.
/// @param refreshed the refresh token that was used: it stays where the answer brings no new one.
/// @return the tokens; `errc::login_required` where the code or the refresh token is no longer good, `errc::unauthenticated` where the app is not
///         known, `errc::invalid_response`, or another code by status.
inline result<login_tokens> read_tokens(http::request const& sent, result<http::response> const& got, time_point now, secret const& refreshed = {}) {
    constexpr auto what = "The token endpoint";
    auto const body = detail::read_object(what, sent, got, now);
    if (!body) {
        auto why = body.error();
        auto const is_over = why.provider.code == "invalid_grant" || why.provider.text.find("Refresh token is invalid") != std::string::npos;
        if (is_over) {
            why.code = errc::login_required;
            why.message = "The login has ended: log in again.";
        }
        return why;
    }
    auto token = detail::read_token(what, *body, now);
    if (!token) return token.error();
    return login_tokens{std::move(token->access_token), std::move(token->type), token->refresh_token.empty() ? refreshed : std::move(token->refresh_token), token->expires};
}

} // namespace parley::inline v0::auth

#endif
