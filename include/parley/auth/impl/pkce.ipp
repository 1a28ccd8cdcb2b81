#ifndef PARLEY_AUTH_IMPL_PKCE_IPP
#define PARLEY_AUTH_IMPL_PKCE_IPP

#include <parley/auth/pkce.hpp>

#include <parley/auth/detail/oauth.hpp>
#include <parley/auth/detail/sha256.hpp>
#include <parley/http/base64.hpp>

#include <boost/url/decode_view.hpp>
#include <boost/url/params_encoded_view.hpp>
#include <boost/url/parse_query.hpp>

#include <algorithm>
#include <utility>

namespace parley::inline v0::auth {

PARLEY_DECL std::string login_scopes(oauth_app const& app) {
    std::string text = app.is_offline ? "offline_access" : "";
    for (auto const& scope : app.scopes) text.append(text.empty() ? "" : " ").append(scope);
    if (app.scopes.empty()) text.append(text.empty() ? "" : " ").append("all-apis");
    return text;
}

PARLEY_DECL pkce pkce::generate(environment const& from) {
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

PARLEY_DECL std::string authorize_url(http::url endpoint, oauth_app const& app, pkce const& proof) {
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

PARLEY_DECL result<authorization> read_callback(std::string_view query, pkce const& proof) {
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

PARLEY_DECL http::request exchange(http::url endpoint, oauth_app const& app, authorization const& got, pkce const& proof) {
    return detail::form{{"grant_type", "authorization_code"},
                        {"code", got.code.reveal()},
                        {"redirect_uri", app.redirect_uri},
                        {"client_id", app.client_id},
                        {"code_verifier", proof.verifier.reveal()},
                        {"client_secret", app.client_secret.reveal()}}
        .to(std::move(endpoint));
}

PARLEY_DECL http::request refresh(http::url endpoint, oauth_app const& app, secret const& refresh_token) {
    return detail::form{{"grant_type", "refresh_token"},
                        {"refresh_token", refresh_token.reveal()},
                        {"client_id", app.client_id},
                        {"client_secret", app.client_secret.reveal()}}
        .to(std::move(endpoint));
}

PARLEY_DECL bool wants_origin(error const& why) { return why.provider.text.find("AADSTS9002327") != std::string::npos; }

PARLEY_DECL http::request with_origin(http::request request, oauth_app const& app) {
    if (auto const at = http::url::parse(app.redirect_uri)) request.header.set("Origin", at->origin());
    return request;
}

PARLEY_DECL result<login_tokens> read_tokens(http::request const& sent, result<http::response> const& got, time_point now, secret const& refreshed) {
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
