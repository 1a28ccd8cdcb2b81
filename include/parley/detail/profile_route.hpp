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
    {.prefix = "databricks", .chat = served_by::databricks, .is_prefix_kept = true},
    // Their interfaces are none of the families'.
    {.prefix = "azure_ai", .chat = served_by::nobody},
    {.prefix = "bedrock", .chat = served_by::nobody},
    {.prefix = "cohere", .chat = served_by::nobody},
    {.prefix = "sagemaker", .chat = served_by::nobody},
};

/// Where a profile's requests go.
struct profile_route {
    served_by by = served_by::nobody;
    std::string base_url = {}; ///< empty = the provider's own
    std::string prefix = {};   ///< taken off the names of models
    bool needs_key = true;
};

/// Returns the address with the version's path, where it has no path.
inline std::string with_version(std::string base, std::string_view version) {
    while (base.ends_with('/')) base.pop_back();
    auto const url = http::url::parse(base);
    return url && url->path() == "/" && !version.empty() ? base.append("/").append(version) : base;
}

inline std::string text_of(std::optional<std::string> const& text) { return text ? *text : std::string(); }

/// Finds where the model is served.
/// @return the route; an error whose message continues `The profile …` and whose `where` is the field.
inline result<profile_route> route_of(profile::llm_profile const& p) {
    auto const model = std::string_view(p.model);
    auto const slash = model.find('/');
    auto vendor = slash == std::string_view::npos ? std::string_view() : model.substr(0, slash);
    auto const* const provider = p.extra.if_contains("provider");
    bool const is_databricks = provider && *provider == "databricks";
    profile_route made;
    made.base_url = p.effective_base_url();

    auto const* row = &routes[0];
    bool const is_known = std::any_of(std::begin(routes), std::end(routes), [&](route_row const& r) { return r.prefix == vendor && (row = &r); });
    if (is_databricks) vendor = "databricks", row = std::find_if(std::begin(routes), std::end(routes), [](route_row const& r) { return r.prefix == "databricks"; });
    else if (!is_known) {
        row = &routes[0];
        if (auto const* const host = std::find_if(std::begin(provider::chat_hosts), std::end(provider::chat_hosts), [&](auto const& h) { return h.prefix == vendor; });
            host != std::end(provider::chat_hosts)) {
            made.prefix = std::string(vendor) + "/";
            made.needs_key = !provider::holds(host->where->accepts, provider::way::none);
            if (made.base_url.empty() && host->where == &provider::ollama_site) made.base_url = with_version(text_of(p.ollama_base_url), "v1");
            if (made.base_url.empty()) made.base_url = host->where->base_url;
        } else if (made.base_url.empty()) {
            return error(errc::misconfigured, "has no address for the vendor " + std::string(vendor), "/base_url");
        }
    } else if (vendor.empty() && made.base_url.empty()) { // models that everybody knows need not be told apart by their vendors
        for (auto const& [begins, known] : {std::pair<std::string_view, std::string_view>("claude", "anthropic"), {"gemini", "gemini"}})
            if (model.starts_with(begins)) row = std::find_if(std::begin(routes), std::end(routes), [&](route_row const& r) { return r.prefix == known; });
    }

    bool const wants_responses = p.api.api_mode == profile::api_mode::responses;
    made.by = wants_responses && row->chat != served_by::databricks ? row->responses : row->chat;
    if (row->chat == served_by::nobody) return error(errc::unsupported, "names a model of a vendor for which there is no family: " + std::string(vendor), "/model");
    if (made.by == served_by::nobody) return error(errc::unsupported, "asks for the Responses interface, which is not that of its vendor", "/api_mode");
    if (row->needs_address && made.base_url.empty())
        return vendor == "litellm_proxy" ? error(errc::ambiguous_proxy, "names a proxy without its address", "/base_url")
                                         : error(errc::misconfigured, "has no address for the vendor " + std::string(vendor), "/base_url");
    if (!row->is_prefix_kept && !vendor.empty() && is_known) made.prefix = std::string(vendor) + "/";
    if (made.by == served_by::vertex_gemini && model.substr(slash + 1).starts_with("claude")) made.by = served_by::vertex_anthropic;
    if (!made.base_url.empty()) made.base_url = with_version(std::move(made.base_url), row->version);
    return made;
}

} // namespace parley::inline v0::detail

#endif
