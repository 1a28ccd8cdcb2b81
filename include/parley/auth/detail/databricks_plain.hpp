#ifndef PARLEY_AUTH_DETAIL_DATABRICKS_PLAIN_HPP
#define PARLEY_AUTH_DETAIL_DATABRICKS_PLAIN_HPP

// Ways that need one exchange or none: a token, a password, a service principal, a service on this machine.

#include <parley/auth/client_credentials.hpp>
#include <parley/auth/detail/databricks_workspace.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace parley::inline v0::auth::detail {

inline way_task pat(workspace& w) {
    auto const token = secret_of(w.text("token"));
    if (token.empty()) co_return not_given("token");
    credentials made;
    made.renewable = false;
    made.add("Authorization", "Bearer ", token);
    co_return made;
}

inline way_task basic_way(workspace& w) {
    auto const password = secret_of(w.text("password"));
    if (password.empty()) co_return not_given("password");
    credentials made;
    made.renewable = false;
    made.add("Authorization", "", secret_of(basic(w.config["username"], password.reveal())));
    co_return made;
}

inline way_task oauth_m2m(workspace& w) {
    client_credentials_options o;
    o.at = w.place();
    o.client_id = w.text("client_id");
    o.client_secret = secret_of(w.text("client_secret"));
    o.scopes.push_back(w.text("scopes"));
    co_return co_await client_credentials_token(o);
}

/// A service on this machine that hands out tokens, as the extension for Visual Studio Code runs one.
inline way_task metadata_service(workspace& w) {
    auto at = http::url::parse(w.config["metadata_service_url"]);
    if (!at) co_return error(errc::misconfigured, "invalid auth server URL");
    if (!at->is_loopback()) co_return error(errc::misconfigured, "only localhost URLs are allowed");
    auto request = get(std::move(*at));
    request.header.set("X-Databricks-Metadata-Version", "1");
    request.header.set("X-Databricks-Host", w.text("host"));
    auto const token = co_await token_from(std::move(request), "The metadata service", std::chrono::seconds(10), false);
    if (!token && token.error().provider.http_status == 404) co_return error(errc::misconfigured, "The metadata service knows no such host.", w.text("host"));
    if (!token) co_return token.error();
    co_return token->as_authorization();
}

} // namespace parley::inline v0::auth::detail

#endif
