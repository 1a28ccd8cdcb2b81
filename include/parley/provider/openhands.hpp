#ifndef PARLEY_PROVIDER_OPENHANDS_HPP
#define PARLEY_PROVIDER_OPENHANDS_HPP

#include <parley/family/openai_chat.hpp>
#include <parley/model/name.hpp>
#include <parley/provider/at.hpp>
#include <parley/provider/provider.hpp>

namespace parley::inline v0::provider {

/// The OpenHands proxy: `openhands/<model>` for people and files, `litellm_proxy/<model>` on the wire.
inline constexpr site openhands_site{
    .name = "openhands",
    .base_url = model::openhands_proxy_url,
    .accepts = way::key,
    .public_prefix = model::openhands_prefix,
    .wire_prefix = model::litellm_proxy_prefix,
    .models = {dialect::litellm, "v1/model/info"},
};

/// A family behind the OpenHands proxy; Chat Completions and Responses are there. Programs, files, answers and errors know the public names of
/// models alone; what the proxy itself says in `error::provider` may hold a transport name.
template <class Family = family::openai_chat> using openhands = at<Family, openhands_site>;

} // namespace parley::inline v0::provider

#endif
