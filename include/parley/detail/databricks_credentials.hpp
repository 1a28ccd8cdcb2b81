#ifndef PARLEY_DETAIL_DATABRICKS_CREDENTIALS_HPP
#define PARLEY_DETAIL_DATABRICKS_CREDENTIALS_HPP

// Which of a profile's credentials for Databricks counts.

#include <parley/auth/authorization_code.hpp>
#include <parley/auth/bearer.hpp>
#include <parley/auth/client_credentials.hpp>
#include <parley/auth/databricks_profile.hpp>
#include <parley/auth/login_tokens.hpp>
#include <parley/auth/unified.hpp>
#include <parley/clock.hpp>
#include <parley/detail/any_auth.hpp>
#include <parley/environment.hpp>
#include <parley/http/url.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::detail {

/// What strategies are made of.
struct databricks_setting {
    profile::llm_profile const& profile;
    std::string const& workspace; ///< such as `https://x.cloud.databricks.com`; may be empty where only a token is needed
    environment const& from;
    auth::token_keeper const& keeper;
};

inline any_auth stored_login(databricks_setting const& s) {
    auto const& d = s.profile.databricks;
    auto const& stored = *d.stored_tokens;
    auth::authorization_code_options o;
    o.at.host = s.workspace;
    o.app.client_id = d.u2m_client_id ? *d.u2m_client_id : stored.client_id.empty() ? o.app.client_id : stored.client_id;
    o.app.client_secret = d.u2m_client_secret;
    if (d.u2m_redirect_uri) o.app.redirect_uri = *d.u2m_redirect_uri;
    auth::login_tokens tokens;
    tokens.access_token = stored.access_token;
    tokens.refresh_token = stored.refresh_token;
    tokens.expires = time_point(std::chrono::duration_cast<time_point::duration>(std::chrono::duration<double>(stored.expires_at)));
    o.tokens = std::move(tokens);
    o.keeper = s.keeper;
    return any_auth(auth::authorization_code(std::move(o)));
}
inline any_auth machine(databricks_setting const& s) {
    auth::client_credentials_options o;
    o.at.host = s.workspace;
    o.client_id = *s.profile.databricks.client_id;
    o.client_secret = s.profile.databricks.client_secret;
    return any_auth(auth::client_credentials(std::move(o)));
}

/// A credential that a profile can hold.
struct databricks_credential {
    std::string_view name;
    bool needs_workspace;
    bool (*is_set)(profile::llm_profile const&);
    any_auth (*make)(databricks_setting const&);
};

/// The first that is set counts.
inline constexpr databricks_credential databricks_credentials[] = {
    {"u2m", true, [](profile::llm_profile const& p) { return p.databricks.stored_tokens.has_value(); }, stored_login},
    {"m2m", true, [](profile::llm_profile const& p) { return p.databricks.client_id && !p.databricks.client_secret.empty(); }, machine},
    {"pat", false, [](profile::llm_profile const& p) { return !p.api_key.empty(); }, [](databricks_setting const& s) { return any_auth(auth::bearer(s.profile.api_key)); }},
    {"profile", true, [](profile::llm_profile const& p) { return p.databricks.cli_profile.has_value(); },
     [](databricks_setting const& s) { return any_auth(auth::databricks_profile(*s.profile.databricks.cli_profile, s.from)); }},
    {"unified", true, [](profile::llm_profile const&) { return true; },
     [](databricks_setting const& s) { return any_auth(auth::unified(s.from, {{"host", s.workspace}})); }},
};

inline databricks_credential const& databricks_credential_of(profile::llm_profile const& p) {
    auto const* row = databricks_credentials;
    while (!row->is_set(p)) ++row;
    return *row;
}

/// Returns the origin of a host as people write it, with or without `https://`.
/// @return empty where there is none; an error whose message continues `The profile …` where it is not https (this machine may be http).
inline result<std::string> origin_of_host(std::string text, std::string_view field) {
    if (text.empty()) return text;
    if (text.find("://") == std::string::npos) text.insert(0, "https://");
    auto const url = http::url::parse(text);
    if (!url || (!url->is_encrypted() && !url->is_loopback())) return error(errc::misconfigured, "has a host that cannot be used: it must be an https address", std::string(field));
    return url->origin();
}

} // namespace parley::inline v0::detail

#endif
