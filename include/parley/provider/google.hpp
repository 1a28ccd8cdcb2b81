#ifndef PARLEY_PROVIDER_GOOGLE_HPP
#define PARLEY_PROVIDER_GOOGLE_HPP

#include <parley/concat.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/provider/at.hpp>
#include <parley/provider/provider.hpp>

#include <string>
#include <string_view>

namespace parley::inline v0::provider {

// Gemini at AI Studio is the bare `family::gemini`, with a key. This is Vertex AI, with a token.

/// Google's Vertex AI, which needs the address of a project as `base_url`: see `vertex_base_url`. Tokens (of a service account, or of
/// `gcloud auth print-access-token`) travel as `Authorization`; keys of the express mode as `x-goog-api-key`, with
/// `auth::basic_api_key<auth::in_x_goog_api_key>`. Source: Vertex AI REST reference.
inline constexpr site vertex_gemini_site{
    .name = "gcp.vertex_ai",
    .accepts = way::key,
    .other_key_headers = {"x-goog-api-key"},
    .path = "publishers/google",
    .embeddings = {dialect::vertex, "publishers/google/models/{model}:predict"},
    .count_tokens = {dialect::vertex, "publishers/google/models/{model}:countTokens"},
    .vendor = "google",
};

/// Anthropic's models on Vertex AI.
inline constexpr site vertex_anthropic_site{
    .name = "gcp.vertex_ai",
    .accepts = way::key,
    .path = "publishers/anthropic",
    .extra = {"anthropic_version", "vertex-2023-10-16"},
    .vendor = "anthropic",
};

namespace detail {

template <class Family> struct at_vertex;
template <> struct at_vertex<family::gemini> {
    using type = at<family::gemini, vertex_gemini_site>;
};
template <> struct at_vertex<family::anthropic> {
    using type = at<family::anthropic, vertex_anthropic_site>;
};

} // namespace detail

/// @tparam Family `family::gemini` or `family::anthropic`.
template <class Family = family::gemini> using vertex = typename detail::at_vertex<Family>::type;

/// Returns the address of a project.
/// @param location such as `europe-west4`, or `global`.
inline std::string vertex_base_url(std::string_view project, std::string_view location) {
    bool const is_global = location == "global";
    return parley::detail::concat({"https://", is_global ? "" : location, is_global ? "" : "-", "aiplatform.googleapis.com/v1/projects/", project, "/locations/", location});
}

} // namespace parley::inline v0::provider

#endif
