#ifndef PARLEY_PROFILE_CLIENT_HPP
#define PARLEY_PROFILE_CLIENT_HPP

#include <parley/any_client.hpp>
#include <parley/client.hpp>
#include <parley/detail/profiled.hpp>
#include <parley/environment.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/http/url.hpp>
#include <parley/model/name.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/provider/openhands.hpp>
#include <parley/provider/renamed.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0 {

/// What a profile does not say.
struct profile_client_options {
    std::string name = {};   ///< of the profile, for errors
    client_options client = {}; ///< `base_url` is the profile's, and so is `limits.total` where the profile has a `timeout`
};

namespace detail {

/// Profiles may name OpenAI's own models with or without the vendor before them.
struct openai_names {
    static std::string to_wire(std::string_view name) { return std::string(name.starts_with("openai/") ? name.substr(7) : name); }
    static std::string to_public(std::string_view name) { return std::string(name); }
};

struct openai : provider::renamed<family::openai_chat, openai_names> {
    using vendor = family::openai_chat::vendor;
};

// Vendors whose interface is another than Chat Completions.
inline constexpr std::string_view foreign_vendors[] = {"anthropic", "azure", "azure_ai", "bedrock", "cohere", "databricks", "gemini", "sagemaker", "vertex_ai"};

/// Says what in a profile keeps a client from being made; its `where` is the field.
inline result<void> check_usable(profile::llm_profile const& p) {
    auto const vendor = std::string_view(p.model).substr(0, std::min(p.model.find('/'), p.model.size()));
    auto const is_bare = vendor.size() == p.model.size();
    if (p.model.empty()) return error(errc::misconfigured, "names no model", "/model");
    if (p.auth_type == profile::auth_type::subscription) return error(errc::unsupported, "pays by subscription, for which there is no strategy", "/auth_type");
    if (p.api.api_mode == profile::api_mode::responses) return error(errc::unsupported, "asks for the Responses interface, for which there is no family", "/api_mode");
    if (!is_bare && std::find(std::begin(foreign_vendors), std::end(foreign_vendors), vendor) != std::end(foreign_vendors))
        return error(errc::unsupported, "names a model of a vendor for which there is no family: " + std::string(vendor), "/model");
    if (p.provider_connection_id && p.api_key.empty())
        return error(errc::misconfigured, "names a provider connection that was not looked up; profile_store::load_resolved does that", "/provider_connection_id");
    auto const base = p.effective_base_url();
    if (base.empty() && vendor == "litellm_proxy") return error(errc::ambiguous_proxy, "names a proxy without its address", "/base_url");
    if (base.empty() && !is_bare && vendor != "openai") return error(errc::misconfigured, "has no address for the vendor " + std::string(vendor), "/base_url");
    if (!base.empty())
        if (auto const url = http::url::parse(base); !url) return error(errc::misconfigured, "has an address that cannot be used: " + url.error().message, "/base_url");
    if (p.api_key.empty() && (!p.base_url || p.base_url->empty())) return error(errc::misconfigured, "has no key", "/api_key");
    return {};
}

template <class Family> any_client client_for(profile::llm_profile const& p, any_transport transport, client_options options) {
    using strategy = profile_auth<typename Family::vendor>;
    return any_client(profiled(client<Family, strategy>(strategy(p), std::move(transport), std::move(options)), request_defaults::of(p)));
}

} // namespace detail

/// Makes the client that a profile describes: family, address and strategy are chosen by what stands in it.
///
/// `openhands/<model>` goes to the OpenHands proxy, or to the profile's own address, under its transport name; `openai/<model>`, a model without
/// vendor and any other vendor's model with an address go to that address, or to OpenAI's. A profile with an address and without a key sends
/// none. Its headers, sampling options, `litellm_extra_body` and model fill in what a request leaves open. Nothing is sent here.
/// @param p         with its secrets open; `profile_store::load_resolved` gives such a one.
/// @param from      what strategies may look at; a key comes from the profile alone.
/// @param transport such as `make_https_transport(executor)`.
/// @return the client; `errc::misconfigured`, `errc::ambiguous_proxy` or `errc::unsupported`, whose message names the profile and whose
/// `where` is the field, as `/api_key` or `<name>#/api_key`.
inline result<any_client> make_client(profile::llm_profile const& p, [[maybe_unused]] environment const& from, any_transport transport,
                                      profile_client_options options = {}) {
    auto const chosen = profile::canonical(p);
    if (auto const usable = detail::check_usable(chosen); !usable) {
        auto why = usable.error();
        auto const& subject = options.name.empty() ? chosen.model : options.name;
        why.message = "The profile" + (subject.empty() ? subject : " " + subject) + " " + why.message + ".";
        if (!options.name.empty()) why.where = options.name + "#" + why.where;
        return why;
    }
    options.client.base_url = chosen.effective_base_url();
    if (chosen.retry.timeout) options.client.limits.total = *chosen.retry.timeout;
    return model::is_openhands_model(chosen.model) ? detail::client_for<provider::openhands<>>(chosen, std::move(transport), std::move(options.client))
                                                   : detail::client_for<detail::openai>(chosen, std::move(transport), std::move(options.client));
}

} // namespace parley::inline v0

#endif
