#ifndef PARLEY_AUTH_IMPL_CLIENT_CREDENTIALS_IPP
#define PARLEY_AUTH_IMPL_CLIENT_CREDENTIALS_IPP

#include <parley/auth/client_credentials.hpp>

#include <parley/auth/detail/oauth.hpp>
#include <parley/http/request.hpp>
#include <parley/http/url.hpp>

#include <memory>
#include <utility>

namespace parley::inline v0::auth {

namespace detail {

inline http::request client_credentials_request(http::url endpoint, client_credentials_options const& o) {
    form body{{"grant_type", "client_credentials"}, {"scope", scopes_text(o.scopes)}};
    if (o.how == client_auth::form) body.add("client_id", o.client_id).add("client_secret", o.client_secret.reveal());
    auto made = body.to(std::move(endpoint));
    // RFC 6749 encodes both before they are joined, or a colon in one of them would part them at the wrong place.
    if (o.how == client_auth::basic) made.header.set("Authorization", basic(form_encoded(o.client_id), form_encoded(o.client_secret.reveal())));
    return made;
}

PARLEY_DECL task<result<credentials>> client_credentials_token(client_credentials_options const& o) {
    if (o.client_id.empty() || o.client_secret.empty()) co_return error(errc::misconfigured, "A client id and a client secret are needed.");
    auto endpoint = co_await token_endpoint(o.at);
    if (!endpoint) co_return endpoint.error();
    auto const token = co_await token_from(client_credentials_request(std::move(*endpoint), o));
    if (!token) co_return token.error();
    co_return token->as_authorization();
}

inline task<result<credentials>> client_credentials_token(std::shared_ptr<client_credentials_options const> o) { co_return co_await client_credentials_token(*o); }

} // namespace detail

PARLEY_DECL client_credentials::client_credentials(client_credentials_options options)
    : token_source([o = std::make_shared<client_credentials_options const>(std::move(options))] { return detail::client_credentials_token(o); }) {}

} // namespace parley::inline v0::auth

#endif
