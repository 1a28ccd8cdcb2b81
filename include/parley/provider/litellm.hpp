#ifndef PARLEY_PROVIDER_LITELLM_HPP
#define PARLEY_PROVIDER_LITELLM_HPP

#include <parley/family/openai_chat.hpp>
#include <parley/provider/at.hpp>
#include <parley/provider/provider.hpp>

namespace parley::inline v0::provider {

/// A LiteLLM proxy of one's own, which needs a `base_url`. It takes a key in any of the vendors' headers, or a token of an OAuth server that it
/// trusts; models have the names that its configuration gives them.
inline constexpr site litellm_site{
    .name = "litellm",
    .accepts = way::none | way::key | way::client_credentials | way::authorization_code,
    .takes_any_key_header = true,
    .models = {dialect::litellm, "v1/model/info"},
    .embeddings = {dialect::openai, "embeddings"},
};

template <class Family = family::openai_chat> using litellm = at<Family, litellm_site>;

} // namespace parley::inline v0::provider

#endif
