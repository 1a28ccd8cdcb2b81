#ifndef PARLEY_EXAMPLE_SANDBOX_LISTINGS_HPP
#define PARLEY_EXAMPLE_SANDBOX_LISTINGS_HPP

#include "authority.hpp"
#include "model.hpp"

#include <parley/family/anthropic.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

// What the sandbox answers beside conversations: which models there are, how long a prompt is, where a text lies.
namespace sandbox {

inline http::response openai_models(http::request const&) {
    return json_answer({{"object", "list"}, {"data", {{{"id", "sandbox"}, {"object", "model"}, {"created", 0}, {"owned_by", "sandbox"}}}}});
}

inline http::response anthropic_models(http::request const&) {
    json::object const model{{"type", "model"}, {"id", "claude-sandbox"}, {"display_name", "Sandbox"}, {"created_at", "2026-01-01T00:00:00Z"}};
    return json_answer({{"data", json::array{model}}, {"has_more", false}, {"first_id", model.at("id")}, {"last_id", model.at("id")}});
}

inline http::response gemini_models(http::request const&) {
    json::object const model{{"name", "models/gemini-sandbox"},
                             {"displayName", "Sandbox"},
                             {"inputTokenLimit", 128000},
                             {"outputTokenLimit", 16384},
                             {"supportedGenerationMethods", {"generateContent"}}};
    return json_answer({{"models", json::array{model}}});
}

inline http::response litellm_models(http::request const&) {
    json::object const info{{"mode", "chat"}, {"max_input_tokens", 128000}, {"max_output_tokens", 16384}};
    json::object const model{{"model_name", "litellm_proxy/sandbox"}, {"litellm_params", {{"model", "sandbox"}}}, {"model_info", info}};
    return json_answer({{"data", json::array{model}}});
}

/// Databricks: one endpoint for each family, found by its name.
inline json::object endpoint(std::string_view name, std::string_view api) {
    auto const text = [](std::string_view t) { return json::string(t.data(), t.size()); };
    json::object const entity{{"name", text(name)}, {"foundation_model", {{"name", text(name)}, {"api_types", json::array{text(api)}}}}};
    return {{"name", text(name)},
            {"task", "llm/v1/chat"},
            {"endpoint_type", "FOUNDATION_MODEL_API"},
            {"creator", "sandbox"},
            {"state", {{"ready", "READY"}, {"config_update", "NOT_UPDATING"}}},
            {"config", {{"served_entities", json::array{entity}}}}};
}

inline constexpr struct {
    std::string_view name, api;
} endpoints[] = {{"databricks-claude-sandbox", "anthropic/v1/messages"},
                 {"databricks-gemini-sandbox", "gemini/v1/generateContent"},
                 {"databricks-gpt-5-sandbox", "openai/v1/responses"},
                 {"databricks-sandbox", "mlflow/v1/chat/completions"}};

inline http::response serving_endpoints(http::request const&) {
    json::array all;
    for (auto const& row : endpoints) all.push_back(endpoint(row.name, row.api));
    return json_answer({{"endpoints", std::move(all)}});
}

inline http::response serving_endpoint(http::request const& r) {
    auto const name = std::string_view(r.url.path()).substr(r.url.path().rfind('/') + 1);
    for (auto const& row : endpoints)
        if (row.name == name) return json_answer(endpoint(row.name, row.api));
    return json_answer({{"error_code", "RESOURCE_DOES_NOT_EXIST"}, {"message", "Endpoint '" + std::string(name) + "' does not exist."}}, 404);
}

/// Anthropic's count_tokens, which is asked as messages are, but for the limit.
inline http::response anthropic_tokens(http::request const& r) {
    auto body = parley::reflect::parse_value(r.body);
    if (body && body->is_object()) body->get_object()["max_tokens"] = 1;
    auto asked = r;
    asked.body = body ? parley::reflect::to_text(*body) : r.body;
    auto const q = parley::family::anthropic::read(asked);
    if (!q) return parley::family::anthropic::refuse(q.error());
    return json_answer({{"input_tokens", input_tokens(*q)}});
}

/// OpenAI's embeddings: how many bytes, how many words.
inline http::response embeddings(http::request const& r) {
    auto const body = parley::reflect::parse_value(r.body);
    auto const* const asked = body ? body->if_object() : nullptr;
    auto const* const input = asked ? asked->if_contains("input") : nullptr;
    if (!input) return json_answer({{"error", {{"message", "There is no input."}, {"type", "invalid_request_error"}}}}, 400);
    auto const texts = input->is_array() ? input->get_array() : json::array{*input};
    json::array data;
    std::int64_t sum = 0;
    for (auto const& each : texts) {
        auto const* const text = each.if_string();
        auto const plain = text ? std::string_view(text->data(), text->size()) : std::string_view();
        sum += words(plain);
        data.push_back({{"object", "embedding"}, {"index", data.size()}, {"embedding", {static_cast<double>(plain.size()), static_cast<double>(words(plain))}}});
    }
    auto const* const model = asked->if_contains("model");
    return json_answer({{"object", "list"},
                        {"data", std::move(data)},
                        {"model", model ? *model : json::value("sandbox")},
                        {"usage", {{"prompt_tokens", sum}, {"total_tokens", sum}}}});
}

} // namespace sandbox

#endif
