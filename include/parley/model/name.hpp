#ifndef PARLEY_MODEL_NAME_HPP
#define PARLEY_MODEL_NAME_HPP

#include <parley/model/detail/openhands_models.hpp>
#include <parley/model/detail/url_parts.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::model {

// A model behind the OpenHands proxy has two names: the public one, `openhands/<model>`, which people and files see, and the transport name,
// `litellm_proxy/<model>`, which only the request that leaves the program carries. All functions here are pure and safe from any thread.

inline constexpr std::string_view openhands_prefix = "openhands/";
inline constexpr std::string_view litellm_proxy_prefix = "litellm_proxy/";

/// Where requests for `openhands/` models go when nothing else is set.
inline constexpr std::string_view openhands_proxy_url = "https://llm-proxy.app.all-hands.dev";

/// Says whether `model` is a public name of the OpenHands provider: the prefix alone names no model.
constexpr bool is_openhands_model(std::string_view model) noexcept {
    return model.starts_with(openhands_prefix) && model.size() != openhands_prefix.size();
}

/// Says whether `url` is the OpenHands proxy: https, its host in upper or lower case, with or without `/v1` and trailing slashes.
///
/// White space around it, a query and a fragment do not matter; a port or user information makes it another address. Any text may be asked
/// about, also one that is no URL.
constexpr bool is_openhands_proxy_url(std::string_view url) noexcept {
    auto const parts = detail::split_url(url);
    auto path = parts.path;
    while (path.ends_with('/')) path.remove_suffix(1);
    return detail::equals_ignoring_case(parts.scheme, "https") &&
           detail::equals_ignoring_case(parts.authority, openhands_proxy_url.substr(std::string_view("https://").size())) &&
           (path.empty() || path == "/v1");
}

/// Returns the public name of a transport name that an old program stored: `openhands/<model>` for `litellm_proxy/<model>` at the OpenHands
/// proxy.
///
/// Answers only for models that this proxy is known to have offered, by a list that never loses a name: another `litellm_proxy/` model is
/// somebody else's.
/// @param model    the stored model.
/// @param base_url the stored address; empty where there is none.
/// @return the public name; nothing where the pair is to be left alone.
inline std::optional<std::string> public_from_proxy(std::string_view model, std::string_view base_url) {
    if (!model.starts_with(litellm_proxy_prefix) || !is_openhands_proxy_url(base_url)) return std::nullopt;
    auto const name = model.substr(litellm_proxy_prefix.size());
    if (!detail::was_offered_by_openhands(name)) return std::nullopt;
    return std::string(openhands_prefix).append(name);
}

/// Returns the name under which a request asks for `model`: `litellm_proxy/<model>` for `openhands/<model>`, any other name as it is.
inline std::string transport_model(std::string_view model) {
    if (!is_openhands_model(model)) return std::string(model);
    return std::string(litellm_proxy_prefix).append(model.substr(openhands_prefix.size()));
}

/// Returns the address to which a request for `model` goes: `base_url` where it is set, else the OpenHands proxy for `openhands/` models,
/// else an empty text.
inline std::string transport_base_url(std::string_view model, std::string_view base_url) {
    if (base_url.empty() && is_openhands_model(model)) return std::string(openhands_proxy_url);
    return std::string(base_url);
}

} // namespace parley::inline v0::model

#endif
