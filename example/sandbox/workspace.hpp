#ifndef PARLEY_EXAMPLE_SANDBOX_WORKSPACE_HPP
#define PARLEY_EXAMPLE_SANDBOX_WORKSPACE_HPP

#include <parley/auth/pkce.hpp>
#include <parley/environment.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>
#include <parley/transport/limits.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <utility>

namespace sandbox {

/// The ways to prove who calls at a Databricks workspace.
enum class way { pat, m2m, u2m, profile, unified };
inline constexpr way all_ways[] = {way::pat, way::m2m, way::u2m, way::profile, way::unified};

inline char const* name(way one) {
    constexpr char const* names[] = {"pat", "m2m", "u2m", "profile", "unified"};
    return names[static_cast<int>(one)];
}

/// A sandbox seen as a Databricks workspace: what somebody has who may call it, one way or the other.
class workspace {
public:
    static constexpr auto client_id = "sandbox-client", client_secret = "sandbox-secret";

    /// @param origin of the sandbox.
    /// @param key    that it accepts as a personal access token.
    workspace(std::string origin, std::string key) : origin_(std::move(origin)), key_(std::move(key)) {}

    /// The environment of a machine that has a configuration file and variables for the workspace.
    parley::environment around() const {
        auto made = parley::environment::isolated({{"DATABRICKS_HOST", origin_}, {"DATABRICKS_CLIENT_ID", client_id}, {"DATABRICKS_CLIENT_SECRET", client_secret}});
        made.home = [] { return std::optional<std::string>("/home/somebody"); };
        made.read_file = [text = "[work]\nhost = " + origin_ + "\ntoken = " + key_ + "\n"](std::string const& path) -> parley::result<std::string> {
            if (path == "/home/somebody/.databrickscfg") return text;
            return parley::error(parley::errc::not_found, "The file cannot be opened.", path);
        };
        return made;
    }

    /// The profile of a model that is called this way. That of `u2m` needs a login first; its access token has ended, so that it is renewed.
    parley::profile::llm_profile profile_of(std::string model, way how) const {
        parley::profile::llm_profile p;
        p.model = "databricks/" + std::move(model);
        auto& d = p.databricks;
        d.host = origin_;
        switch (how) {
            case way::pat: p.api_key = parley::secret::make(key_).value(); break;
            case way::m2m:
                d.client_id = client_id;
                d.client_secret = parley::secret::make(client_secret).value();
                break;
            case way::u2m: d.stored_tokens = login_; break;
            case way::profile: d.cli_profile = "work"; break;
            case way::unified: break;
        }
        return p;
    }

    /// Logs a person in: their browser is sent away, comes back with a code, and the code is exchanged for tokens.
    boost::asio::awaitable<parley::result<void>> log_in(parley::any_transport& via) {
        namespace auth = parley::auth;
        auth::oauth_app app;
        app.redirect_uri = "http://localhost:8020";
        auto const proof = auth::pkce::generate(parley::environment::isolated());
        parley::http::request away(parley::http::url::parse(auth::authorize_url(endpoint("authorize"), app, proof)).value());
        away.method = "GET";
        parley::transport::limits const limits;
        auto const sent = co_await via.send(away, limits);
        if (!sent) co_return sent.error();
        auto const back = parley::http::url::parse(sent->header.find("location").value_or(""));
        if (!back) co_return back.error();
        auto const code = auth::read_callback(back->query(), proof);
        if (!code) co_return code.error();
        auto const exchange = auth::exchange(endpoint("token"), app, *code, proof);
        auto const answered = co_await via.send(exchange, limits);
        auto tokens = auth::read_tokens(exchange, answered, {});
        if (!tokens) co_return tokens.error();
        login_.access_token = parley::secret::make("ended").value();
        login_.refresh_token = std::move(tokens->refresh_token);
        login_.expires_at = 1;
        login_.client_id = app.client_id;
        login_.host = origin_;
        co_return parley::result<void>();
    }

private:
    parley::http::url endpoint(std::string const& what) const { return parley::http::url::parse(origin_ + "/oidc/v1/" + what).value(); }

    std::string origin_, key_;
    parley::profile::u2m_tokens login_;
};

} // namespace sandbox

#endif
