#ifndef PARLEY_AUTH_DISCOVERY_HPP
#define PARLEY_AUTH_DISCOVERY_HPP

#include <parley/clock.hpp>
#include <parley/config.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>

#include <string>
#include <string_view>

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
PARLEY_DECL result<http::url> parse_endpoint(std::string_view text);

/// Says whether a person can log in at a host: it is https, or this machine, and has no slash at its end.
/// @return `errc::misconfigured` with the texts of Databricks' own tools.
PARLEY_DECL result<void> check_login_host(std::string_view host);

/// Says where the endpoints' document lies.
/// @return `errc::misconfigured` where neither `discovery_url` nor `host` is set; the errors of `parse_endpoint`.
PARLEY_DECL result<http::url> discovery_address(oauth_place const& of);

/// The request for the endpoints' document, for those who send it themselves.
PARLEY_DECL http::request discovery_request(http::url address);

/// Reads the endpoints' document.
/// @param asked the request that it answers.
/// @return the endpoints; `errc::misconfigured` where there is no such document (404), `errc::insecure_transport` where an endpoint is open to
///         all, `errc::invalid_response` or another code by status. `where` is the address, `provider.http_status` the status.
PARLEY_DECL result<oauth_endpoints> read_discovery(http::request const& asked, result<http::response> const& got, time_point now);

/// Returns the host that an authorization server answers for, given the `iss` that came with a code (RFC 9207).
/// @return such as `https://x.cloud.databricks.com`; errors as of `parse_endpoint`.
PARLEY_DECL result<std::string> host_of_issuer(std::string_view issuer);

/// Returns the place that an authorization server answers for: its host, and the account where it names one; errors as of `parse_endpoint`.
PARLEY_DECL result<oauth_place> place_of_issuer(std::string_view issuer);

/// Returns the token endpoint of the authorization server `issuer`; errors as of `parse_endpoint`.
PARLEY_DECL result<http::url> token_endpoint_of_issuer(std::string_view issuer);

namespace detail {

template <class T> class task;

/// Looks up the token endpoint, where it is not known already.
PARLEY_DECL task<result<http::url>> token_endpoint(oauth_place const& of);

} // namespace detail

} // namespace parley::inline v0::auth

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/auth/impl/discovery.ipp>
#endif

#endif
