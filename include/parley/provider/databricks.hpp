#ifndef PARLEY_PROVIDER_DATABRICKS_HPP
#define PARLEY_PROVIDER_DATABRICKS_HPP

#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/http/header.hpp>
#include <parley/provider/at.hpp>
#include <parley/provider/provider.hpp>

#include <span>
#include <string_view>

namespace parley::inline v0::provider {

namespace detail {

inline constexpr failure_row databricks_failures[] = {
    {400, "invalid token", errc::unauthenticated, "The workspace does not know the token, or it has ended: make a new one, or log in again."},
    {403, "invalid token", errc::unauthenticated, "The workspace does not know the token, or it has ended: make a new one, or log in again."},
    {403, "invalid access to org", errc::forbidden, "The model is served in another geography, and the account does not allow to go there."},
    {0, "private_link_validation_error", errc::forbidden, "The workspace is reached through its private link alone."},
    {0, "feature_disabled", errc::endpoint_retired, "The AI Gateway, or this model, is switched off in the workspace: an administrator can enable it."},
    {501, "", errc::endpoint_retired, "The endpoint is retired: name the model's service in Unity Catalog instead, such as databricks/system.ai.claude-sonnet-4-5."},
    {404, "does not exist", errc::model_not_found, "The name may be misspelt, retired, or of a model that is not offered in the workspace's geography."},
    {404, "endpoint_not_found", errc::model_not_found, "The name may be misspelt, retired, or of a model that is not offered in the workspace's geography."},
    {404, "resource_does_not_exist", errc::model_not_found, "The name may be misspelt, retired, or of a model that is not offered in the workspace's geography."},
    {0, "web_page", errc::web_page, "This is a login page: the host is wrong, or the workspace is not named in it."},
    {0, "request_limit_exceeded", errc::rate_limited, "The workspace allows no more requests at the moment."},
    {0, "resource_exhausted", errc::rate_limited, "The workspace allows no more at the moment."},
};

// What the gateway takes beside the vocabulary; any other key it rejects.
inline constexpr std::string_view databricks_chat_extra[] = {"openai_chat", "top_k", "logit_bias", "user", "reasoning_effort", "thinking", "stream_options", "max_tokens", "max_completion_tokens", "databricks_options", "usage_context"};
inline constexpr std::string_view databricks_responses_extra[] = {"openai_responses", "include", "instructions", "text", "reasoning", "truncation", "prompt_cache_key", "user", "max_tool_calls"};
inline constexpr std::string_view databricks_anthropic_extra[] = {"anthropic", "betas", "thinking", "output_config", "mcp_servers", "cache_control"};
inline constexpr std::string_view databricks_gemini_extra[] = {"gemini", "generationConfig", "safetySettings", "cachedContent", "labels"};
inline constexpr std::string_view databricks_refuses[] = {"service_tier"};
inline constexpr std::string_view databricks_responses_refuses[] = {"service_tier", "stop"};

struct databricks_row {
    std::string_view family, path;
    std::span<std::string_view const> refuses, extra;
    operation embeddings = {};
};
inline constexpr databricks_row databricks_rows[] = {
    {"openai_chat", "mlflow/v1", databricks_refuses, databricks_chat_extra, {dialect::openai, "mlflow/v1/embeddings"}},
    {"openai_responses", "openai/v1", databricks_responses_refuses, databricks_responses_extra},
    {"anthropic", "anthropic/v1", databricks_refuses, databricks_anthropic_extra},
    {"gemini", "gemini/v1beta", databricks_refuses, databricks_gemini_extra},
};

constexpr site databricks_site_for(std::string_view family) {
    site made{
        .name = "databricks",
        .accepts = way::key | way::client_credentials | way::authorization_code | way::databricks_profile | way::unified,
        .root = "ai-gateway",
        .rootless_host = ".ai-gateway.",
        .public_prefix = "databricks/",
        .takes_any_extra = false,
        .failures = databricks_failures,
        .models = {dialect::databricks, "/api/2.0/serving-endpoints"},
        .vendor = "databricks",
    };
    for (auto const& row : databricks_rows)
        if (row.family == family) {
            made.path = row.path;
            made.refuses = row.refuses;
            made.allowed_extra = row.extra;
            made.embeddings = row.embeddings;
        }
    return made;
}

} // namespace detail

/// The AI Gateway of a Databricks workspace, as it is for one family. The client needs a `base_url`: the workspace (`/ai-gateway` is added), or a
/// gateway's own host. Whoever calls is proved by a token in `Authorization`, whichever the family: a personal access token
/// (`auth::api_key`), or what the strategies of Databricks find. Source: Databricks documentation, Unity AI Gateway.
template <class Family> inline constexpr site databricks_site = detail::databricks_site_for(Family::name);

/// A family behind Databricks' AI Gateway. Models are called `databricks/<endpoint>` or `databricks/<catalog>.<schema>.<service>`.
template <class Family = family::openai_chat> using databricks = at<Family, databricks_site<Family>>;

namespace detail {

/// Says whether a text begins with a word in lower case, whatever its own case.
constexpr bool begins(std::string_view text, std::string_view word) noexcept {
    return text.size() >= word.size() && http::equals_ignoring_case(text.substr(0, word.size()), word);
}
constexpr bool contains(std::string_view text, std::string_view word) noexcept {
    for (; !text.empty(); text.remove_prefix(1))
        if (begins(text, word)) return true;
    return false;
}

} // namespace detail

/// The families behind the gateway, in the order of `databricks_any`.
enum class databricks_family : unsigned char { openai_chat, openai_responses, anthropic, gemini };

/// Returns the family that serves a model, by its name: with `claude` in it Anthropic's, with `gemini` in it Gemini, `gpt-` and a digit
/// Responses, any other Chat Completions. `databricks/`, `databricks-` and the catalog and schema of Unity Catalog do not count, nor does case.
constexpr databricks_family databricks_family_of(std::string_view model) noexcept {
    auto const strip = [&](std::string_view prefix) {
        if (detail::begins(model, prefix)) model.remove_prefix(prefix.size());
    };
    while (model.starts_with(' ')) model.remove_prefix(1);
    strip("databricks/");
    auto const first = model.find('.');
    auto const second = first == std::string_view::npos ? first : model.find('.', first + 1);
    if (second != std::string_view::npos) model.remove_prefix(second + 1); // <catalog>.<schema>.<service>
    strip("databricks-");
    if (detail::contains(model, "claude")) return databricks_family::anthropic;
    if (detail::contains(model, "gemini")) return databricks_family::gemini;
    bool const is_gpt = detail::begins(model, "gpt-") && model.size() > 4 && model[4] >= '0' && model[4] <= '9';
    return is_gpt ? databricks_family::openai_responses : databricks_family::openai_chat;
}

} // namespace parley::inline v0::provider

#endif
