// Reading and upgrading one full LLM profile of about a kilobyte.

#include "bare_parser.hpp"
#include "check.hpp"

#include <parley/migrate.hpp>
#include <parley/profile/llm_profile.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

namespace json = boost::json;
using parley::secret;
using parley::profile::llm_profile;

constexpr std::string_view full_profile = R"({
  "model": "anthropic/claude-sonnet-4-5-20250929",
  "api_key": "sk-ant-not-a-real-key-0123456789abcdef",
  "base_url": "https://gateway.example.test/anthropic/v1",
  "usage_id": "agent",
  "api_version": "2024-12-01-preview",
  "openrouter_site_url": "https://docs.example.test/",
  "openrouter_app_name": "Workbench",
  "aws_region_name": "eu-central-1",
  "num_retries": 5,
  "retry_multiplier": 8.0,
  "retry_min_wait": 8,
  "retry_max_wait": 64,
  "timeout": 300,
  "temperature": 0.25,
  "top_p": 0.95,
  "seed": 42,
  "max_input_tokens": 200000,
  "max_output_tokens": 64000,
  "api_mode": "chat",
  "capability_overrides": {},
  "stream": false,
  "drop_params": true,
  "modify_params": true,
  "litellm_extra_body": {},
  "caching_prompt": true,
  "disable_stop_word": false,
  "native_tool_calling": true,
  "reasoning_effort": "high",
  "enable_encrypted_reasoning": true,
  "prompt_cache_retention": "24h",
  "extended_thinking_budget": 200000,
  "max_message_chars": 30000,
  "log_completions": false,
  "log_completions_folder": "logs/completions",
  "schema_version": 1
})";

void bare_pass(std::string_view text) {
    bench::bare_parser parser{json::parse_options()};
    json::error_code ec;
    bench::keep(parser.write_some(false, text.data(), text.size(), ec));
}

// Field by field, as one writes it by hand.
llm_profile convert(json::object const& o) {
    llm_profile p;
    auto const has = [&](char const* key) { return o.if_contains(key); };
    auto const string = [&](char const* key, std::string& to) { if (auto* v = has(key)) to = std::string_view(v->as_string().data(), v->as_string().size()); };
    auto const text = [&](char const* key, auto& to) { if (auto* v = has(key)) to.emplace(v->as_string().data(), v->as_string().size()); };
    auto const key = [&](char const* name, secret& to) { if (auto* v = has(name)) to = secret::make(std::string(v->as_string().data(), v->as_string().size())).value(); };
    auto const integer = [&](char const* name, auto& to) { if (auto* v = has(name)) to = std::remove_reference_t<decltype(to)>(v->to_number<int>()); };
    auto const real = [&](char const* name, auto& to) { if (auto* v = has(name)) to = v->to_number<double>(); };
    auto const boolean = [&](char const* name, auto& to) { if (auto* v = has(name)) to = v->as_bool(); };
    auto const seconds = [&](char const* name, auto& to) { if (auto* v = has(name)) to = std::chrono::seconds(v->to_number<int>()); };
    auto const object = [&](char const* name, json::object& to) { if (auto* v = has(name)) to = v->as_object(); };
    string("model", p.model);
    key("api_key", p.api_key);
    text("base_url", p.base_url);
    string("usage_id", p.usage_id);
    text("model_canonical_name", p.model_canonical_name);
    if (auto* v = has("auth_type")) p.auth_type = v->as_string() == "subscription" ? parley::profile::auth_type::subscription : parley::profile::auth_type::api_key;
    text("subscription_vendor", p.subscription_vendor);
    text("provider_connection_id", p.provider_connection_id);
    text("api_version", p.api_version);
    text("ollama_base_url", p.ollama_base_url);
    string("openrouter_site_url", p.openrouter_site_url);
    string("openrouter_app_name", p.openrouter_app_name);
    key("aws_access_key_id", p.aws.aws_access_key_id);
    key("aws_secret_access_key", p.aws.aws_secret_access_key);
    key("aws_session_token", p.aws.aws_session_token);
    text("aws_region_name", p.aws.aws_region_name);
    text("aws_profile_name", p.aws.aws_profile_name);
    text("aws_role_name", p.aws.aws_role_name);
    text("aws_session_name", p.aws.aws_session_name);
    text("aws_bedrock_runtime_endpoint", p.aws.aws_bedrock_runtime_endpoint);
    integer("num_retries", p.retry.num_retries);
    real("retry_multiplier", p.retry.retry_multiplier);
    seconds("retry_min_wait", p.retry.retry_min_wait);
    seconds("retry_max_wait", p.retry.retry_max_wait);
    seconds("timeout", p.retry.timeout);
    real("temperature", p.sampling.temperature);
    real("top_p", p.sampling.top_p);
    real("top_k", p.sampling.top_k);
    integer("seed", p.sampling.seed);
    integer("max_input_tokens", p.sampling.max_input_tokens);
    integer("max_output_tokens", p.sampling.max_output_tokens);
    if (auto* v = has("api_mode")) p.api.api_mode = v->as_string() == "chat" ? parley::profile::api_mode::chat : v->as_string() == "responses" ? parley::profile::api_mode::responses : parley::profile::api_mode::auto_;
    object("capability_overrides", p.api.capability_overrides);
    boolean("stream", p.api.stream);
    boolean("drop_params", p.api.drop_params);
    boolean("modify_params", p.api.modify_params);
    object("litellm_extra_body", p.api.litellm_extra_body);
    boolean("caching_prompt", p.features.caching_prompt);
    boolean("disable_vision", p.features.disable_vision);
    boolean("disable_stop_word", p.features.disable_stop_word);
    boolean("native_tool_calling", p.features.native_tool_calling);
    boolean("force_string_serializer", p.features.force_string_serializer);
    boolean("inline_image_urls", p.features.inline_image_urls);
    text("reasoning_effort", p.features.reasoning_effort);
    text("reasoning_summary", p.features.reasoning_summary);
    boolean("enable_encrypted_reasoning", p.features.enable_encrypted_reasoning);
    text("prompt_cache_retention", p.features.prompt_cache_retention);
    integer("extended_thinking_budget", p.features.extended_thinking_budget);
    integer("max_message_chars", p.limits.max_message_chars);
    real("input_cost_per_token", p.limits.input_cost_per_token);
    real("output_cost_per_token", p.limits.output_cost_per_token);
    boolean("log_completions", p.limits.log_completions);
    string("log_completions_folder", p.limits.log_completions_folder);
    text("custom_tokenizer", p.limits.custom_tokenizer);
    return p;
}

llm_profile by_hand(std::string_view text) { return convert(json::parse({text.data(), text.size()}).as_object()); }

} // namespace

int main(int argc, char** argv) {
    auto const ours = parley::reflect::parse<llm_profile>(full_profile);
    if (!ours || !(*ours == by_hand(full_profile))) {
        std::puts("profile: the two ways to read the profile do not agree");
        return 1;
    }
    auto old = std::string(full_profile);
    old.erase(old.find(",\n  \"schema_version\""), std::string_view(",\n  \"schema_version\": 1").size());
    auto const upgrade = [&] { return parley::reflect::to_text(parley::migrate::load<llm_profile>(old)->value, parley::reflect::secrets::plain()); };
    if (!(parley::migrate::load<llm_profile>(upgrade())->value == *ours) || parley::migrate::load<llm_profile>(old)->from != 0) {
        std::puts("profile: the old profile was not upgraded");
        return 1;
    }

    bench::check check(argc, argv);
    check.at_most("profile/parse_over_bare_basic_parser", [] { bench::keep(parley::reflect::parse<llm_profile>(full_profile)); }, [] { bare_pass(full_profile); }, 2.2);
    check.at_most("profile/parse_over_dom_and_fields", [] { bench::keep(parley::reflect::parse<llm_profile>(full_profile)); }, [] { bench::keep(by_hand(full_profile)); }, 0.5);
    check.at_most(
        "profile/upgrade_over_parse_and_serialize", [&] { bench::keep(upgrade()); },
        [&] { bench::keep(json::serialize(json::parse(old))); }, 1.5);
    return check.exit_code();
}
