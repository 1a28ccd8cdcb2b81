#ifndef PARLEY_PROFILE_DATABRICKS_OPTIONS_HPP
#define PARLEY_PROFILE_DATABRICKS_OPTIONS_HPP

#include <parley/reflect/annotations.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <tuple>
#include <variant>

namespace parley::inline v0::profile {

/// What a browser login at a Databricks workspace left behind.
struct u2m_tokens {
    secret access_token = {};
    secret refresh_token = {};  ///< empty where the workspace gave none
    double expires_at = 0;      ///< when the access token ends: seconds since 1970-01-01T00:00:00Z
    std::string client_id = {}; ///< the application that refreshes the token
    std::string host = {};      ///< the workspace
    boost::json::object extra = {};

    friend bool operator==(u2m_tokens const&, u2m_tokens const&) = default;
};
BOOST_DESCRIBE_STRUCT(u2m_tokens, (), (access_token, refresh_token, expires_at, client_id, host, extra))

/// The part of a profile that concerns Databricks; every member is absent in a profile of another provider.
///
/// At least one of the two hosts is needed. Where several credentials are set, the stored tokens win over the client's secret, and that over
/// the profile's API key (a personal access token), and that over the CLI profile.
struct databricks_options {
    std::optional<std::string> host = {};                           ///< the workspace, `https://…`
    std::optional<std::string> ai_gateway_host = {};                ///< a gateway of its own, `https://…` without path, or ending in `/ai-gateway`
    std::optional<bool> metadata_probe = {};                        ///< ask the workspace which family an endpoint speaks; no by default
    std::optional<std::string> client_id = {};                      ///< machine to machine: the service principal
    secret client_secret = {};                                      ///< machine to machine
    std::optional<std::string> cli_profile = {};                    ///< a section of `~/.databrickscfg`
    std::optional<std::variant<bool, std::string>> ssl_verify = {}; ///< whether to verify certificates, or a file of authorities; yes by default
    std::optional<u2m_tokens> stored_tokens = {};                   ///< user to machine
    std::optional<std::string> u2m_client_id = {};                  ///< user to machine: an application other than the Databricks CLI's
    secret u2m_client_secret = {};                                  ///< user to machine: for a confidential application
    std::optional<std::string> u2m_redirect_uri = {};               ///< `http://localhost:8080/callback` by default
    std::optional<int> max_retries = {};                            ///< 3 by default
    std::optional<std::chrono::duration<double>> connect_timeout = {}; ///< 10 s by default
    std::optional<std::chrono::duration<double>> read_timeout = {};    ///< 120 s by default
    std::optional<std::chrono::duration<double>> chunk_timeout = {};   ///< between two pieces of a stream; 30 s by default

    friend bool operator==(databricks_options const&, databricks_options const&) = default;
};
BOOST_DESCRIBE_STRUCT(databricks_options, (),
                      (host, ai_gateway_host, metadata_probe, client_id, client_secret, cli_profile, ssl_verify, stored_tokens, u2m_client_id,
                       u2m_client_secret, u2m_redirect_uri, max_retries, connect_timeout, read_timeout, chunk_timeout))

} // namespace parley::inline v0::profile

template <> struct parley::annotations<parley::profile::databricks_options> {
    using group = profile::databricks_options;
    static constexpr std::tuple value{
        reflect::renamed<&group::host>("databricks_host"),
        reflect::renamed<&group::ai_gateway_host>("databricks_ai_gateway_host"),
        reflect::renamed<&group::metadata_probe>("databricks_metadata_probe"),
        reflect::renamed<&group::client_id>("databricks_client_id"),
        reflect::renamed<&group::client_secret>("databricks_client_secret"),
        reflect::renamed<&group::cli_profile>("databricks_profile"),
        reflect::renamed<&group::ssl_verify>("databricks_ssl_verify"),
        reflect::renamed<&group::stored_tokens>("stored_u2m_tokens"),
        reflect::renamed<&group::u2m_client_id>("databricks_u2m_client_id"),
        reflect::renamed<&group::u2m_client_secret>("databricks_u2m_client_secret"),
        reflect::renamed<&group::u2m_redirect_uri>("databricks_u2m_redirect_uri"),
        reflect::renamed<&group::max_retries>("databricks_max_retries"),
        reflect::renamed<&group::connect_timeout>("databricks_connect_timeout_s"),
        reflect::renamed<&group::read_timeout>("databricks_read_timeout_s"),
        reflect::renamed<&group::chunk_timeout>("databricks_chunk_timeout_s"),
        reflect::minimum<&group::max_retries>(0),
        reflect::above<&group::connect_timeout>(0),
        reflect::above<&group::read_timeout>(0),
        reflect::above<&group::chunk_timeout>(0),
    };
};

#endif
