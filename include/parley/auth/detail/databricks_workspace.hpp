#ifndef PARLEY_AUTH_DETAIL_DATABRICKS_WORKSPACE_HPP
#define PARLEY_AUTH_DETAIL_DATABRICKS_WORKSPACE_HPP

// What the ways to authenticate at Databricks share.

#include <parley/auth/databricks_config.hpp>
#include <parley/auth/detail/credentials.hpp>
#include <parley/auth/detail/oauth.hpp>
#include <parley/auth/detail/task.hpp>
#include <parley/auth/discovery.hpp>
#include <parley/environment.hpp>
#include <parley/http/header.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::auth::detail {

/// A workspace, the machine, and what the workspace's host says about itself.
struct workspace {
    databricks_config config;
    environment from;
    bool was_asked = false;               ///< whether the host was asked about itself
    std::string host_type = {};           ///< `workspace`, `account` or `unified`, where the host says it
    std::optional<error> silence = {};    ///< why the host says nothing

    std::string text(std::string_view name) const { return std::string(config[name]); }
    std::string variable(std::string const& name) const { return from.variable(name).value_or(""); }

    oauth_place place() const {
        oauth_place made;
        made.discovery_url = text("discovery_url");
        made.host = text("host");
        if (is_account_host(config["host"]) || host_type == "account" || host_type == "unified") made.account_id = text("account_id");
        return made;
    }
};

using way_task = task<result<credentials>>;

inline secret secret_of(std::string text) {
    auto made = secret::make(std::move(text));
    return made ? std::move(*made) : secret();
}

inline error not_given(char const* what) { return error(errc::misconfigured, std::string(what) + " is not set or cannot be used."); }

/// Adds what the host says about itself, where nothing else said it. That it says nothing is no failure.
inline task<result<void>> ask_host(workspace& w) {
    w.was_asked = true;
    auto at = parse_endpoint(w.config["host"]);
    if (!at) {
        w.silence = at.error();
        co_return result<void>();
    }
    at->append_path(".well-known/databricks-config");
    auto const request = get(std::move(*at));
    auto const got = co_await response_to(request, std::chrono::seconds(5), false);
    auto const now = co_await present();
    auto const body = read_object("The host's description of itself", request, got, now);
    if (!body) {
        w.silence = body.error();
        co_return result<void>();
    }
    auto const fill = [&](std::string_view name, std::string_view value) { w.config.fill(name, std::string(value), "host metadata"); };
    for (auto const* const name : {"account_id", "workspace_id", "cloud"}) fill(name, text_at(*body, name));
    w.host_type = text_at(*body, "host_type");

    auto endpoint = std::string(text_at(*body, "oidc_endpoint"));
    if (endpoint.ends_with('/')) endpoint.pop_back();
    constexpr std::string_view gap = "{account_id}";
    if (auto const where = endpoint.find(gap); where != std::string::npos) {
        if (w.config.has("account_id")) endpoint.replace(where, gap.size(), w.config["account_id"]);
        else endpoint.clear();
    }
    if (!endpoint.empty()) fill("discovery_url", endpoint + "/.well-known/oauth-authorization-server");

    auto const* const audiences = body->if_contains("token_federation_default_oidc_audiences");
    if (audiences && audiences->is_array() && !audiences->get_array().empty() && audiences->get_array().front().is_string()) {
        auto const& first = audiences->get_array().front().get_string();
        fill("token_audience", std::string_view(first.data(), first.size()));
    } else if (text_at(*body, "workspace_id").empty()) {
        fill("token_audience", w.config["account_id"]);
    }
    co_return result<void>();
}

/// Asks for a JSON object in which a token stands under `key`.
inline task<result<secret>> secret_from(std::string_view what, http::request request, std::string_view key) {
    auto const got = co_await response_to(request, std::chrono::seconds(10));
    auto const now = co_await present();
    auto const body = read_object(what, request, got, now);
    if (!body) co_return body.error();
    auto const text = text_at(*body, key);
    auto token = secret::make(std::string(text));
    if (!can_stand_in_header(text) || !token) co_return error(errc::invalid_response, std::string(what) + " gave no token.", shown(request.url));
    co_return std::move(*token);
}

} // namespace parley::inline v0::auth::detail

#endif
