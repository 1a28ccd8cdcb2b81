#ifndef PARLEY_AUTH_DISCOVERY_HPP
#define PARLEY_AUTH_DISCOVERY_HPP

#include <parley/auth/detail/oauth.hpp>
#include <parley/auth/detail/task.hpp>
#include <parley/clock.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::auth {

/// Where an authorization server is spoken to.
struct oauth_endpoints {
    http::url authorization; ///< where a browser is sent
    http::url token;         ///< where codes, refresh tokens and client credentials become access tokens
    std::string issuer = {}; ///< as the server calls itself; empty where it does not say
};

/// Where the endpoints are to be found: one of the members suffices, the first one that is set counts.
struct oauth_place {
    std::string token_endpoint = {}; ///< known already: nothing is looked up
    std::string discovery_url = {};  ///< of a document of RFC 8414
    std::string host = {};           ///< of a Databricks workspace or account, such as `https://x.cloud.databricks.com`
    std::string account_id = {};     ///< with `host`, for hosts that serve accounts
};

/// Says whether a host of Databricks serves accounts rather than one workspace.
constexpr bool is_account_host(std::string_view host) noexcept { return host.starts_with("https://accounts.") || host.starts_with("https://accounts-dod."); }

/// Refuses to send secrets where anybody can read them.
/// @return the address; `errc::insecure_transport` where it is not https and not this machine; the errors of `http::url::parse`.
inline result<http::url> parse_endpoint(std::string_view text) {
    auto made = http::url::parse(text);
    if (made && !made->is_encrypted() && !made->is_loopback()) return error(errc::insecure_transport, "The address of an authorization server must be https.", made->origin());
    return made;
}

/// Says whether a person can log in at a host: it is https, or this machine, and has no slash at its end.
/// @return `errc::misconfigured` with the texts of Databricks' own tools.
inline result<void> check_login_host(std::string_view host) {
    auto const at = parse_endpoint(host);
    if (!at) return error(errc::misconfigured, "host must start with 'https://': " + std::string(host));
    if (host.ends_with('/')) return error(errc::misconfigured, "host must not have a trailing slash: " + std::string(host));
    return {};
}

/// Says where the endpoints' document lies.
/// @return `errc::misconfigured` where neither `discovery_url` nor `host` is set; the errors of `parse_endpoint`.
inline result<http::url> discovery_address(oauth_place const& of) {
    if (!of.discovery_url.empty()) return parse_endpoint(of.discovery_url);
    if (of.host.empty()) return error(errc::misconfigured, "no host configured");
    auto at = parse_endpoint(of.host.find("://") == std::string::npos ? "https://" + of.host : of.host);
    if (!at) return at;
    at->append_path("oidc");
    if (!of.account_id.empty()) at->append_path("accounts/" + detail::form_encoded(of.account_id));
    at->append_path(".well-known/oauth-authorization-server");
    return at;
}

/// The request for the endpoints' document, for those who send it themselves.
inline http::request discovery_request(http::url address) { return detail::get(std::move(address)); }

/// Reads the endpoints' document.
/// @param asked the request that it answers.
/// @return the endpoints; `errc::misconfigured` where there is no such document (404), `errc::insecure_transport` where an endpoint is open to
///         all, `errc::invalid_response` or another code by status. `where` is the address, `provider.http_status` the status.
inline result<oauth_endpoints> read_discovery(http::request const& asked, result<http::response> const& got, time_point now) {
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

/// Returns the host that an authorization server answers for, given the `iss` that came with a code (RFC 9207).
/// @return such as `https://x.cloud.databricks.com`; errors as of `parse_endpoint`.
inline result<std::string> host_of_issuer(std::string_view issuer) {
    auto const at = parse_endpoint(issuer);
    if (!at) return at.error();
    return at->origin();
}

/// Returns the place that an authorization server answers for: its host, and the account where it names one; errors as of `parse_endpoint`.
inline result<oauth_place> place_of_issuer(std::string_view issuer) {
    auto const at = parse_endpoint(issuer);
    if (!at) return at.error();
    oauth_place made;
    made.host = at->origin();
    constexpr std::string_view of_account = "/oidc/accounts/";
    if (at->path().starts_with(of_account)) made.account_id = at->path().substr(of_account.size());
    return made;
}

/// Returns the token endpoint of the authorization server `issuer`; errors as of `parse_endpoint`.
inline result<http::url> token_endpoint_of_issuer(std::string_view issuer) {
    auto at = parse_endpoint(issuer);
    if (at) at->append_path("v1/token");
    return at;
}

namespace detail {

/// Looks up the token endpoint, where it is not known already.
inline task<result<http::url>> token_endpoint(oauth_place const& of) {
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
