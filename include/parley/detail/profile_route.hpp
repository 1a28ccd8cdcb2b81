#ifndef PARLEY_DETAIL_PROFILE_ROUTE_HPP
#define PARLEY_DETAIL_PROFILE_ROUTE_HPP

// Where the model of a profile is served, and in whose words.

#include <parley/http/url.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/provider/compatible.hpp>
#include <parley/result.hpp>

#include <boost/json/value.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::detail {

/// The clients that profiles can ask for.
enum class served_by : unsigned char { chat, responses, anthropic, gemini, vertex_gemini, vertex_anthropic, azure_chat, azure_responses, openhands_chat, openhands_responses, databricks, nobody };

/// What stands before a model's name, and what that means.
struct route_row {
    std::string_view prefix;
    served_by chat = served_by::chat, responses = served_by::nobody;
    std::string_view version = {}; ///< the path that an address without one gets
    bool is_prefix_kept = false;   ///< on the wire, or by the provider's own rules
    bool needs_address = false;
};

inline constexpr route_row routes[] = {
    {.prefix = "", .responses = served_by::responses},
    {.prefix = "openai", .responses = served_by::responses},
    {.prefix = "anthropic", .chat = served_by::anthropic, .version = "v1"},
    {.prefix = "gemini", .chat = served_by::gemini, .version = "v1beta"},
    {.prefix = "azure", .chat = served_by::azure_chat, .responses = served_by::azure_responses, .needs_address = true},
    {.prefix = "vertex_ai", .chat = served_by::vertex_gemini, .needs_address = true},
    {.prefix = "openhands", .chat = served_by::openhands_chat, .responses = served_by::openhands_responses, .is_prefix_kept = true},
    {.prefix = "litellm_proxy", .responses = served_by::responses, .is_prefix_kept = true, .needs_address = true},
    {.prefix = "databricks", .chat = served_by::databricks, .responses = served_by::databricks, .is_prefix_kept = true},
    // Their interfaces are none of the families'.
    {.prefix = "azure_ai", .chat = served_by::nobody},
    {.prefix = "bedrock", .chat = served_by::nobody},
    {.prefix = "cohere", .chat = served_by::nobody},
    {.prefix = "sagemaker", .chat = served_by::nobody},
};

/// Models that everybody knows need no vendor before their names.
struct known_name {
    std::string_view begins, vendor;
};
inline constexpr known_name known_names[] = {{"claude", "anthropic"}, {"gemini", "gemini"}};

/// Where a profile's requests go.
struct profile_route {
    served_by by = served_by::nobody;
    std::string base_url = {};          ///< empty = the provider's own
    std::string prefix = {};            ///< taken off the names of models
    std::string_view provider = {};     ///< its name, where the client's type does not tell it
    bool needs_key = true;
};

/// Returns the address with the version's path, where it has no path.
inline std::string with_version(std::string base, std::string_view version) {
    while (base.ends_with('/')) base.pop_back();
    auto const url = http::url::parse(base);
    return url && url->path() == "/" && !version.empty() ? base.append("/").append(version) : base;
}

inline std::string text_of(std::optional<std::string> const& text) { return text ? *text : std::string(); }

/// Returns whose model a profile names; empty where it does not say.
inline std::string_view vendor_in(profile::llm_profile const& p) {
    auto const* const provider = p.extra.if_contains("provider");
    if (provider && *provider == "databricks") return "databricks";
    std::string_view const model = p.model;
    if (auto const slash = model.find('/'); slash != std::string_view::npos) return model.substr(0, slash);
    if (p.effective_base_url().empty())
        for (auto const& known : known_names)
            if (model.starts_with(known.begins)) return known.vendor;
    return {};
}

/// Finds where the model is served.
/// @return the route; an error whose message continues `The profile …` and whose `where` is the field.
inline result<profile_route> route_of(profile::llm_profile const& p) {
    auto const vendor = vendor_in(p);
    auto const* const known = std::find_if(std::begin(routes), std::end(routes), [&](route_row const& r) { return r.prefix == vendor; });
    auto const* const host = std::find_if(std::begin(provider::chat_hosts), std::end(provider::chat_hosts), [&](auto const& h) { return h.prefix == vendor; });
    bool const is_known = known != std::end(routes), is_host = host != std::end(provider::chat_hosts);
    auto const& row = is_known ? *known : routes[0];

    profile_route made;
    made.base_url = p.effective_base_url();
    if (row.chat == served_by::nobody) return error(errc::unsupported, "names a model of a vendor for which there is no family: " + std::string(vendor), "/model");
    made.by = p.api.api_mode == profile::api_mode::responses ? row.responses : row.chat;
    if (made.by == served_by::nobody) return error(errc::unsupported, "asks for the Responses interface, which is not that of its vendor", "/api_mode");
    if (is_host) {
        made.provider = host->where->name;
        made.needs_key = !provider::holds(host->where->accepts, provider::way::none);
        if (made.base_url.empty() && host->where == &provider::ollama_site) made.base_url = with_version(text_of(p.ollama_base_url), "v1");
        if (made.base_url.empty()) made.base_url = host->where->base_url;
    }
    if (made.base_url.empty() && vendor == "litellm_proxy") return error(errc::ambiguous_proxy, "names a proxy without its address", "/base_url");
    if (made.base_url.empty() && (row.needs_address || !is_known)) return error(errc::misconfigured, "has no address for the vendor " + std::string(vendor), "/base_url");
    if (!made.base_url.empty()) made.base_url = with_version(std::move(made.base_url), row.version);

    if (auto prefix = std::string(vendor) + "/"; (is_host || (is_known && !row.is_prefix_kept)) && p.model.starts_with(prefix)) made.prefix = std::move(prefix);
    if (made.by == served_by::vertex_gemini && p.model.starts_with("vertex_ai/claude")) made.by = served_by::vertex_anthropic;
    return made;
}

} // namespace parley::inline v0::detail

#endif
