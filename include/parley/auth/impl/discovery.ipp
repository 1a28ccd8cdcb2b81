#ifndef PARLEY_AUTH_IMPL_DISCOVERY_IPP
#define PARLEY_AUTH_IMPL_DISCOVERY_IPP

#include <parley/auth/discovery.hpp>

#include <parley/auth/detail/oauth.hpp>
#include <parley/auth/detail/task.hpp>

#include <chrono>
#include <utility>

namespace parley::inline v0::auth {

PARLEY_DECL result<http::url> parse_endpoint(std::string_view text) {
    auto made = http::url::parse(text);
    if (made && !made->is_encrypted() && !made->is_loopback()) return error(errc::insecure_transport, "The address of an authorization server must be https.", made->origin());
    return made;
}

PARLEY_DECL result<void> check_login_host(std::string_view host) {
    auto const at = parse_endpoint(host);
    if (!at) return error(errc::misconfigured, "host must start with 'https://': " + std::string(host));
    if (host.ends_with('/')) return error(errc::misconfigured, "host must not have a trailing slash: " + std::string(host));
    return {};
}

PARLEY_DECL result<http::url> discovery_address(oauth_place const& of) {
    if (!of.discovery_url.empty()) return parse_endpoint(of.discovery_url);
    if (of.host.empty()) return error(errc::misconfigured, "no host configured");
    auto at = parse_endpoint(of.host.find("://") == std::string::npos ? "https://" + of.host : of.host);
    if (!at) return at;
    at->append_path("oidc");
    if (!of.account_id.empty()) at->append_path("accounts/" + detail::form_encoded(of.account_id));
    at->append_path(".well-known/oauth-authorization-server");
    return at;
}

PARLEY_DECL http::request discovery_request(http::url address) { return detail::get(std::move(address)); }

PARLEY_DECL result<oauth_endpoints> read_discovery(http::request const& asked, result<http::response> const& got, time_point now) {
    if (got && got->status == 404) {
        auto why = detail::refusal("", asked, *got, now);
        why.message = "databricks OAuth is not supported for this host";
        return why;
    }
    auto const body = detail::read_object("The authorization server", asked, got, now);
    if (!body) return body.error();
    auto authorization = parse_endpoint(detail::text_at(*body, "authorization_endpoint"));
    auto token = parse_endpoint(detail::text_at(*body, "token_endpoint"));
    if (!token) return error(token.error().code == errc::insecure_transport ? errc::insecure_transport : errc::invalid_response, "The authorization server names no token endpoint that can be used.", detail::shown(asked.url));
    if (!authorization) authorization = *token; // servers for machines alone have none
    return oauth_endpoints{std::move(*authorization), std::move(*token), std::string(detail::text_at(*body, "issuer"))};
}

PARLEY_DECL result<std::string> host_of_issuer(std::string_view issuer) {
    auto const at = parse_endpoint(issuer);
    if (!at) return at.error();
    return at->origin();
}

PARLEY_DECL result<oauth_place> place_of_issuer(std::string_view issuer) {
    auto const at = parse_endpoint(issuer);
    if (!at) return at.error();
    oauth_place made;
    made.host = at->origin();
    constexpr std::string_view of_account = "/oidc/accounts/";
    if (at->path().starts_with(of_account)) made.account_id = at->path().substr(of_account.size());
    return made;
}

PARLEY_DECL result<http::url> token_endpoint_of_issuer(std::string_view issuer) {
    auto at = parse_endpoint(issuer);
    if (at) at->append_path("v1/token");
    return at;
}

namespace detail {

PARLEY_DECL task<result<http::url>> token_endpoint(oauth_place const& of) {
    if (!of.token_endpoint.empty()) co_return parse_endpoint(of.token_endpoint);
    auto address = discovery_address(of);
    if (!address) co_return address.error();
    auto const request = discovery_request(std::move(*address));
    auto const got = co_await response_to(request, std::chrono::seconds(10));
    auto const now = co_await present();
    auto found = read_discovery(request, got, now);
    if (!found) co_return found.error();
    co_return std::move(found->token);
}

} // namespace detail

} // namespace parley::inline v0::auth

#endif
