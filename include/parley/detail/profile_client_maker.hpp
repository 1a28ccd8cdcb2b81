#ifndef PARLEY_DETAIL_PROFILE_CLIENT_MAKER_HPP
#define PARLEY_DETAIL_PROFILE_CLIENT_MAKER_HPP

// The client of each kind of profile.

#include <parley/any_client.hpp>
#include <parley/auth/api_key.hpp>
#include <parley/auth/login_tokens.hpp>
#include <parley/auth/none.hpp>
#include <parley/client_options.hpp>
#include <parley/detail/any_auth.hpp>
#include <parley/detail/any_family.hpp>
#include <parley/detail/databricks_credentials.hpp>
#include <parley/detail/erased_client.hpp>
#include <parley/detail/policies.hpp>
#include <parley/detail/probed_databricks.hpp>
#include <parley/detail/profile_route.hpp>
#include <parley/detail/profiled.hpp>
#include <parley/environment.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/model_rules.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/http/url.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/provider/azure.hpp>
#include <parley/provider/databricks_any.hpp>
#include <parley/provider/google.hpp>
#include <parley/provider/openhands.hpp>
#include <parley/provider/provider.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::detail {

/// A sampling option that a family has no place for; a profile may want such left out.
struct unplaced_option {
    std::string_view family;
    bool top_k = false, seed = false;
};
inline constexpr unplaced_option unplaced_options[] = {{"openai_chat", true, false}, {"openai_responses", true, true}, {"anthropic", false, true}, {"databricks", true, true}};

/// Makes one client. The errors' messages continue `The profile …`.
struct profile_client_maker {
    profile::llm_profile const& p;
    environment const& from;
    any_transport transport;
    client_options options;
    auth::token_keeper keeper;

    result<any_client> make() {
        if (p.model.empty()) return error(errc::misconfigured, "names no model", "/model");
        if (p.auth_type == profile::auth_type::subscription) return error(errc::unsupported, "pays by subscription, for which there is no strategy", "/auth_type");
        if (p.provider_connection_id && p.api_key.empty())
            return error(errc::misconfigured, "names a provider connection that was not looked up; profile_store::load_resolved does that", "/provider_connection_id");
        auto const found = route_of(p);
        if (!found) return found.error();
        take_options();
        if (found->by == served_by::databricks) return databricks(*found);
        options.retry = with_waits(options.retry, p.retry); // Databricks has rules of its own
        if (!found->base_url.empty())
            if (auto const url = http::url::parse(found->base_url); !url) return error(errc::misconfigured, "has an address that cannot be used: " + url.error().message, "/base_url");
        // Who writes an address may mean a server that wants no key; the vendors' own do.
        bool const has_own_address = p.base_url && !p.base_url->empty();
        if (p.api_key.empty() && found->needs_key && !has_own_address) return error(errc::misconfigured, "has no key", "/api_key");
        options.base_url = found->base_url;
        switch (found->by) {
            case served_by::chat: return keyed<family::openai_chat>(*found);
            case served_by::responses: return keyed<family::openai_responses>(*found);
            case served_by::anthropic: return keyed<family::anthropic>(*found);
            case served_by::gemini: return keyed<family::gemini>(*found);
            case served_by::vertex_gemini: return keyed<provider::vertex<>>(*found);
            case served_by::vertex_anthropic: return keyed<provider::vertex<family::anthropic>>(*found);
            case served_by::azure_chat: return azure<provider::azure<>>(*found);
            case served_by::azure_responses: return azure<provider::azure<family::openai_responses>>(*found);
            case served_by::openhands_chat: return keyed<provider::openhands<>>(*found);
            case served_by::openhands_responses: return keyed<provider::openhands<family::openai_responses>>(*found);
            case served_by::databricks:
            case served_by::nobody: break;
        }
        return error(errc::unsupported, "names a model for which there is no family", "/model");
    }

private:
    void take_options() {
        if (p.extra_headers) options.headers.insert(p.extra_headers->begin(), p.extra_headers->end());
        for (auto const& member : p.api.litellm_extra_body) options.body[member.key()] = member.value();
        if (p.api.drop_params) options.misfit = family::misfit::adjust;
        if (p.retry.timeout) options.limits.total = *p.retry.timeout;
        options.retry.attempts = p.retry.num_retries + 1;
    }

    /// A provider that takes a key.
    template <class P> result<any_client> keyed(profile_route const& route) {
        if (p.api_key.empty()) return client_of<P>(any_auth(auth::none()), route, "none");
        return client_of<P>(any_auth(auth_for<P, auth::api_key>(auth::api_key(p.api_key))), route, "api_key");
    }

    template <class P> result<any_client> azure(profile_route const& route) {
        if (p.api_version && !p.api_version->empty()) {
            auto url = http::url::parse(options.base_url);
            if (url->query().empty()) url->append_query("api-version", *p.api_version);
            options.base_url = url->to_string();
        }
        return keyed<P>(route);
    }

    result<any_client> databricks(profile_route const& route) {
        auto const& d = p.databricks;
        auto const gateway = origin_of_host(text_of(d.ai_gateway_host), "/databricks_ai_gateway_host");
        if (!gateway) return gateway.error();
        auto const named = text_of(d.host);
        auto const workspace = !named.empty() ? origin_of_host(named, "/databricks_host")
                               : p.base_url && !p.base_url->empty() ? origin_of_host(*p.base_url, "/base_url")
                                                                    : origin_of_host(d.stored_tokens ? d.stored_tokens->host : "", "/stored_u2m_tokens/host");
        if (!workspace) return workspace.error();
        auto const& credential = databricks_credential_of(p);
        if (workspace->empty() && (credential.needs_workspace || gateway->empty())) return error(errc::misconfigured, "names no workspace", "/databricks_host");
        options.base_url = gateway->empty() ? *workspace : *gateway;
        auto const milliseconds = [](auto const& seconds) { return std::chrono::ceil<std::chrono::milliseconds>(*seconds); };
        if (d.max_retries) options.retry.attempts = *d.max_retries + 1;
        if (d.connect_timeout) options.limits.connect = milliseconds(d.connect_timeout);
        if (d.read_timeout) options.limits.first_byte = options.limits.idle = milliseconds(d.read_timeout);
        if (d.chunk_timeout) options.limits.idle = milliseconds(d.chunk_timeout);
        if (!d.metadata_probe.value_or(false)) return client_of<provider::databricks_any>(credential.make({p, *workspace, from, keeper}), route, credential.name);
        if (workspace->empty()) return error(errc::misconfigured, "asks for a probe and names no workspace to ask", "/databricks_metadata_probe");
        auto const asked = http::url::parse(*workspace);
        auto const clock = options.clock;
        auto inner = made_of(any_family_of<provider::databricks_any>, credential.make({p, *workspace, from, keeper}));
        return wrapped(any_family_of<provider::databricks_any>, probed_databricks(std::move(inner), *asked, clock), route, credential.name);
    }

    template <class P> result<any_client> client_of(any_auth strategy, profile_route const& route, std::string_view credential) {
        return wrapped(any_family_of<P>, made_of(any_family_of<P>, std::move(strategy)), route, credential);
    }
    erased_client made_of(any_family const& family, any_auth strategy) { return erased_client(family, std::move(strategy), std::move(transport), std::move(options)); }

    /// @param family of the client.
    template <class Client> any_client wrapped(any_family const& family, Client client, profile_route const& route, std::string_view credential) const {
        auto const provider = route.provider.empty() ? family.at->name : route.provider;
        request_defaults defaults{p.model, route.prefix, p.sampling, std::string(family.name), p.features};
        if (provider != "openai" && provider != "openhands") defaults.features.prompt_cache_retention.reset(); // others reject it
        for (auto const& row : unplaced_options) {
            if (!p.api.drop_params || row.family != family.name) continue;
            if (row.top_k) defaults.sampling.top_k.reset();
            if (row.seed) defaults.sampling.seed.reset();
        }
        return any_client(profiled(std::move(client), std::move(defaults)),
                          {std::string(provider), std::string(credential)});
    }
};

} // namespace parley::inline v0::detail

#endif
