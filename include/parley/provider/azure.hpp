#ifndef PARLEY_PROVIDER_AZURE_HPP
#define PARLEY_PROVIDER_AZURE_HPP

#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/provider/at.hpp>
#include <parley/provider/provider.hpp>

namespace parley::inline v0::provider {

namespace detail {

inline constexpr failure_row azure_failures[] = {
    {404, "deploymentnotfound", errc::model_not_found, "Azure knows models by the names of their deployments."},
    {404, "resource not found", errc::model_not_found, "The deployment, the path or the api-version is not there."},
    {401, "principal does not have access", errc::forbidden, "The identity needs the role Cognitive Services OpenAI User on the resource."},
};

} // namespace detail

/// Azure OpenAI, at a resource of one's own: the client needs a `base_url` such as `https://<resource>.openai.azure.com`. A model's name is that
/// of its deployment. A key travels as `api-key`; a token of Entra ID, fixed or of client credentials for the scope
/// `https://cognitiveservices.azure.com/.default`, as `Authorization`. Another `api-version` than the one here stands in the query of the
/// `base_url`. Source: Azure OpenAI REST API reference.
inline constexpr site azure_chat_site{
    .name = "azure.ai.openai",
    .accepts = way::key | way::client_credentials | way::authorization_code,
    .key_header = "api-key",
    .key_prefix = "",
    .other_key_headers = {"Authorization"},
    .path = "openai/deployments/{model}",
    .query = {"api-version", "2024-10-21"},
    .failures = detail::azure_failures,
    .models = {dialect::openai, "openai/models"},
    .embeddings = {dialect::openai, "openai/deployments/{model}/embeddings"},
    .vendor = "openai",
};

namespace detail {

/// Responses are at the address without deployments, whose version stands in its path.
constexpr site azure_responses() {
    auto made = azure_chat_site;
    made.path = "openai/v1";
    made.query = {};
    made.models = {dialect::openai, "openai/v1/models"};
    made.embeddings = {dialect::openai, "openai/v1/embeddings"};
    return made;
}

} // namespace detail

inline constexpr site azure_responses_site = detail::azure_responses();

namespace detail {

template <class Family> struct at_azure;
template <> struct at_azure<family::openai_chat> {
    using type = at<family::openai_chat, azure_chat_site>;
};
template <> struct at_azure<family::openai_responses> {
    using type = at<family::openai_responses, azure_responses_site>;
};

} // namespace detail

/// @tparam Family `family::openai_chat` or `family::openai_responses`.
template <class Family = family::openai_chat> using azure = typename detail::at_azure<Family>::type;

} // namespace parley::inline v0::provider

#endif
