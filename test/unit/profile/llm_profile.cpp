#include <parley/profile/llm_profile.hpp>

#include <parley/migrate/load.hpp>
#include <parley/migrate/plan.hpp>
#include <parley/migrate/upgrade.hpp>
#include <parley/migrate/write_as.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(profile_llm_profile)

namespace json = boost::json;
namespace migrate = parley::migrate;
namespace reflect = parley::reflect;
using parley::errc;
using parley::secret;
using parley::profile::canonical;
using parley::profile::canonicalise;
using parley::profile::llm_profile;

namespace {

constexpr std::string_view proxy = "https://llm-proxy.app.all-hands.dev";

llm_profile load(std::string_view text) { return migrate::load<llm_profile>(text).value().value; }
errc refusal(std::string_view text) { return migrate::load<llm_profile>(text).error().code; }
json::object document(std::string_view model, std::string_view base_url) { return {{"model", model}, {"base_url", base_url}}; }

} // namespace

BOOST_AUTO_TEST_CASE(a_new_profile_has_the_defaults_of_the_format) {
    auto const expected = json::parse(R"({
        "model": "m", "usage_id": "default", "auth_type": "api_key", "openrouter_site_url": "https://docs.all-hands.dev/",
        "openrouter_app_name": "OpenHands", "num_retries": 5, "retry_multiplier": 8.0, "retry_min_wait": 8, "retry_max_wait": 64, "timeout": 300,
        "api_mode": "auto", "capability_overrides": {}, "stream": false, "drop_params": true, "litellm_extra_body": {},
        "caching_prompt": true, "disable_stop_word": false, "native_tool_calling": true, "reasoning_effort": "high",
        "enable_encrypted_reasoning": true, "prompt_cache_retention": "24h", "extended_thinking_budget": 200000, "max_message_chars": 30000,
        "log_completions": false, "log_completions_folder": "logs/completions", "schema_version": 1})");
    BOOST_TEST(reflect::to_json(llm_profile{.model = "m"}) == expected);
}

BOOST_AUTO_TEST_CASE(a_switch_that_newer_programs_do_not_know_is_written_only_where_it_was_given) {
    for (auto text : {R"("modify_params":true)", R"("modify_params":false)"})
        BOOST_TEST(reflect::to_text(load(R"({"model":"m",)" + std::string(text) + "}")).find(text) != std::string::npos, text);
    for (auto text : {R"({"model":"m"})", R"({"model":"m","modify_params":null})"}) BOOST_TEST(reflect::to_text(load(text)).find("modify_params") == std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(every_field_of_the_format_goes_there_and_back) {
    constexpr std::string_view whole = R"({
        "model": "azure/gpt", "usage_id": "fast", "model_canonical_name": "gpt", "auth_type": "subscription", "subscription_vendor": "openai",
        "provider_connection_id": "team", "api_key": "k1", "base_url": "https://example.com", "api_version": "2024-12-01-preview",
        "ollama_base_url": "http://localhost:11434", "extra_headers": {"Authorization": "k2", "X-Team": "k3"}, "openrouter_site_url": "https://a.example",
        "openrouter_app_name": "A", "aws_access_key_id": "k4", "aws_secret_access_key": "k5", "aws_session_token": "k6", "aws_region_name": "eu-west-1",
        "aws_profile_name": "p", "aws_role_name": "r", "aws_session_name": "s", "aws_bedrock_runtime_endpoint": "https://b.example", "num_retries": 0,
        "retry_multiplier": 1.5, "retry_min_wait": 1, "retry_max_wait": 2, "timeout": 3, "temperature": 0.7, "top_p": 1.0, "top_k": 40.0, "seed": -1,
        "max_input_tokens": 1, "max_output_tokens": 2, "api_mode": "responses", "capability_overrides": {"vision": true}, "stream": true,
        "drop_params": false, "modify_params": false, "litellm_extra_body": {"api_key": "k7", "n": 1}, "caching_prompt": false, "disable_vision": true,
        "disable_stop_word": true, "native_tool_calling": false, "force_string_serializer": true, "inline_image_urls": false,
        "reasoning_effort": "low", "reasoning_summary": "auto", "enable_encrypted_reasoning": false, "prompt_cache_retention": "1h",
        "extended_thinking_budget": 1000, "max_message_chars": 100, "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06,
        "log_completions": true, "log_completions_folder": "logs", "custom_tokenizer": "t", "schema_version": 1})";
    auto const expected = json::parse({whole.data(), whole.size()});
    BOOST_TEST(expected.as_object().size() == 56u); // 55 fields and the version
    BOOST_TEST(reflect::to_json(load(whole), reflect::secrets::plain()) == expected);
    BOOST_TEST(load(whole).extra.empty());
}

BOOST_AUTO_TEST_CASE(every_field_for_databricks_goes_there_and_back) {
    constexpr std::string_view whole = R"({
        "model": "databricks/databricks-claude-sonnet-4-5", "databricks_host": "https://adb-1.example.com",
        "databricks_ai_gateway_host": "https://1.ai-gateway.example.com", "databricks_metadata_probe": true, "databricks_client_id": "id",
        "databricks_client_secret": "k1", "databricks_profile": "DEFAULT", "databricks_ssl_verify": "/etc/ca.pem",
        "stored_u2m_tokens": {"access_token": "k2", "refresh_token": "k3", "expires_at": 1.7e9, "client_id": "c", "host": "https://adb-1.example.com"},
        "databricks_u2m_client_id": "u", "databricks_u2m_client_secret": "k4", "databricks_u2m_redirect_uri": "http://localhost:1/callback",
        "databricks_max_retries": 1, "databricks_connect_timeout_s": 2.5, "databricks_read_timeout_s": 3.5, "databricks_chunk_timeout_s": 4.5})";
    auto const profile = load(whole);
    BOOST_TEST(profile.extra.empty());
    auto written = reflect::to_json(profile, reflect::secrets::plain()).as_object();
    auto const expected = json::parse({whole.data(), whole.size()});
    for (auto const& pair : expected.as_object()) BOOST_TEST(written.at(pair.key()) == pair.value(), pair.key());
}

BOOST_AUTO_TEST_CASE(nothing_of_databricks_is_written_for_others) {
    BOOST_TEST(reflect::to_text(llm_profile{.model = "m"}).find("databricks") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(certificates_may_be_verified_or_not_or_by_a_file) {
    BOOST_TEST(std::get<bool>(load(R"({"model":"m","databricks_ssl_verify":false})").databricks.ssl_verify.value()) == false);
    BOOST_TEST(std::get<std::string>(load(R"({"model":"m","databricks_ssl_verify":"ca.pem"})").databricks.ssl_verify.value()) == "ca.pem");
}

BOOST_AUTO_TEST_CASE(unknown_keys_survive_reading_and_writing) {
    auto const profile = load(R"({"model":"m","service_id":"x","metadata":{"a":[1,null]},"OVERRIDE_ON_SERIALIZE":["api_key"]})");
    auto const written = reflect::to_json(profile).as_object();
    BOOST_TEST(json::serialize(written.at("service_id")) == R"("x")");
    BOOST_TEST(json::serialize(written.at("metadata")) == R"({"a":[1,null]})");
    BOOST_TEST(json::serialize(written.at("OVERRIDE_ON_SERIALIZE")) == R"(["api_key"])");
}

BOOST_AUTO_TEST_CASE(a_profile_needs_a_model) {
    for (auto text : {R"({})", R"({"model":null})", R"({"model":5})", R"({"default_profile":null,"profiles":[]})"}) {
        auto const read = migrate::load<llm_profile>(text);
        BOOST_REQUIRE(read.has_error());
        BOOST_TEST((read.error().code == errc::invalid_document));
        BOOST_TEST(read.error().where == "/model");
    }
}

BOOST_AUTO_TEST_CASE(a_field_that_does_not_fit_is_named) {
    for (auto field : {"max_output_tokens", "max_input_tokens"}) {
        auto const read = migrate::load<llm_profile>(R"({"model":"m",")" + std::string(field) + R"(":0})");
        BOOST_REQUIRE(read.has_error());
        BOOST_TEST(read.error().where == "/" + std::string(field));
    }
    BOOST_TEST(migrate::load<llm_profile>(R"({"model":"m","auth_type":"barter"})").error().where == "/auth_type");
}

BOOST_AUTO_TEST_CASE(null_is_absence) {
    auto const profile = load(R"({"model":"m","base_url":null,"api_key":null,"temperature":null,"timeout":null})");
    BOOST_TEST(!profile.base_url.has_value());
    BOOST_TEST(profile.api_key.empty());
    BOOST_TEST(!profile.retry.timeout.has_value());
    // An absent time limit would be the default again.
    BOOST_TEST(reflect::to_json(profile).as_object().at("timeout").is_null());
}

// versions

BOOST_AUTO_TEST_CASE(a_profile_without_version_is_version_0_and_becomes_version_1) {
    for (auto text : {R"({"model":"m"})", R"({"model":"m","schema_version":0})", R"({"model":"m","schema_version":null})"}) {
        auto const loaded = migrate::load<llm_profile>(text).value();
        BOOST_TEST(loaded.from == 0);
        BOOST_TEST(loaded.to == 1);
        BOOST_TEST(loaded.value.extra.empty());
    }
    auto const current = migrate::load<llm_profile>(R"({"model":"m","schema_version":1})").value();
    BOOST_TEST(current.from == 1);
    BOOST_TEST(current.steps.empty());
}

BOOST_AUTO_TEST_CASE(another_version_is_refused_by_its_cause) {
    BOOST_TEST((refusal(R"({"model":"m","schema_version":2})") == errc::version_newer));
    BOOST_TEST((refusal(R"({"model":"m","schema_version":99999999999})") == errc::version_newer));
    BOOST_TEST((refusal(R"({"model":"m","schema_version":-1})") == errc::version_negative));
    for (auto version : {"true", "false", "1.0", "\"1\"", "\"\"", "[1]", "{}"})
        BOOST_TEST((refusal(R"({"model":"m","schema_version":)" + std::string(version) + "}") == errc::version_not_integer), version);
}

BOOST_AUTO_TEST_CASE(a_plan_changes_names_and_nothing_else) {
    auto const planned =
        migrate::plan<llm_profile>(R"({"model":"litellm_proxy/claude-opus-4-8","base_url":"https://llm-proxy.app.all-hands.dev/","temperature":0.5})").value();
    BOOST_TEST(planned.from == 0);
    BOOST_TEST(json::serialize(planned.document) == R"({"model":"openhands/claude-opus-4-8","temperature":5E-1,"schema_version":1})");
}

BOOST_AUTO_TEST_CASE(a_current_profile_in_the_old_shape_is_made_canonical_too) {
    auto document = json::parse(R"({"schema_version":1,"model":"litellm_proxy/gpt-5.5","base_url":"https://llm-proxy.app.all-hands.dev/v1"})").as_object();
    BOOST_REQUIRE(migrate::upgrade<llm_profile>(document).has_value());
    BOOST_TEST(json::serialize(document) == R"({"model":"openhands/gpt-5.5","schema_version":1})");
    BOOST_TEST(load(R"({"schema_version":1,"model":"litellm_proxy/gpt-5.5","base_url":"https://llm-proxy.app.all-hands.dev/v1"})").model == "openhands/gpt-5.5");
}

BOOST_AUTO_TEST_CASE(a_profile_can_be_written_for_programs_that_know_no_version) {
    auto const written = json::parse(migrate::write_as(load(R"({"model":"m","new_key":1})"), 0).value()).as_object();
    BOOST_TEST(written.at("schema_version") == 0);
    BOOST_TEST(written.at("new_key") == 1);
}

// canonical form

BOOST_AUTO_TEST_CASE(the_old_shape_becomes_public_and_loses_the_known_address) {
    for (auto url : {"https://llm-proxy.app.all-hands.dev", "https://LLM-PROXY.app.all-hands.dev/v1/"}) {
        auto const made = canonical(llm_profile{.model = "litellm_proxy/claude-sonnet-4-5-20250929", .base_url = url});
        BOOST_TEST(made.model == "openhands/claude-sonnet-4-5-20250929");
        BOOST_TEST(!made.base_url.has_value());
        BOOST_TEST(made.effective_base_url() == proxy);
        BOOST_TEST(json::serialize(canonical(document("litellm_proxy/claude-sonnet-4-5-20250929", url))) == R"({"model":"openhands/claude-sonnet-4-5-20250929"})");
    }
}

BOOST_AUTO_TEST_CASE(a_public_name_only_loses_the_known_address) {
    BOOST_TEST(json::serialize(canonical(document("openhands/anything", proxy))) == R"({"model":"openhands/anything"})");
    BOOST_TEST(json::serialize(canonical(document("openhands/anything", "https://example.com"))) ==
               R"({"model":"openhands/anything","base_url":"https://example.com"})");
}

BOOST_AUTO_TEST_CASE(profiles_of_others_are_left_alone) {
    struct pair {
        std::string_view model, base_url;
    };
    for (auto const& [model, base_url] : {
             pair{"litellm_proxy/claude-opus-4-8", "https://litellm.example.com"},
             {"litellm_proxy/claude-opus-4-8", "https://llm-proxy.staging.all-hands.dev"},
             {"litellm_proxy/openai/gpt-5-mini", "https://llm-proxy.eval.all-hands.dev"},
             {"litellm_proxy/claude-opus-4-8", "https://[bad"},
             {"litellm_proxy/claude-opus-4-8", ""},
             {"litellm_proxy/never-offered", proxy},
             {"litellm_proxy/prod/claude-opus-4-8", proxy},
             {"litellm_proxy/", proxy},
             {"openhands/", proxy},
             {"openhands/x", "https://[bad"},
             {"gpt-5.5", proxy},
             {"", ""},
         }) {
        llm_profile profile{.model = std::string(model), .base_url = std::string(base_url)};
        BOOST_TEST(!canonicalise(profile), model << " at " << base_url);
        BOOST_TEST(profile.model == model);
        BOOST_TEST(profile.base_url.value() == base_url);
        auto const before = document(model, base_url);
        BOOST_TEST((canonical(before) == before));
    }
}

BOOST_AUTO_TEST_CASE(json_of_another_shape_is_left_alone) {
    for (auto text : {R"({})", R"({"model":5,"base_url":"https://llm-proxy.app.all-hands.dev"})", R"({"model":"litellm_proxy/gpt-5.5","base_url":null})",
                      R"({"model":"litellm_proxy/gpt-5.5"})", R"({"model":"openhands/gpt-5.5","base_url":7})"}) {
        auto const before = json::parse(text).as_object();
        BOOST_TEST((canonical(before) == before), text);
    }
}

BOOST_AUTO_TEST_CASE(requests_go_to_the_stored_address_or_the_known_proxy) {
    BOOST_TEST((llm_profile{.model = "openhands/x"}.effective_base_url() == proxy));
    BOOST_TEST((llm_profile{.model = "openhands/x", .base_url = ""}.effective_base_url() == proxy));
    BOOST_TEST((llm_profile{.model = "openhands/x", .base_url = "https://a.example"}.effective_base_url() == "https://a.example"));
    BOOST_TEST((llm_profile{.model = "gpt-5.5"}.effective_base_url() == ""));
}

// secrets

BOOST_AUTO_TEST_CASE(no_secret_is_written_unless_asked_for) {
    auto const profile = load(R"({"model":"m","api_key":"leak1","aws_access_key_id":"leak2","aws_secret_access_key":"leak3","aws_session_token":"leak4",
        "extra_headers":{"Authorization":"leak5"},"litellm_extra_body":{"metadata":{"api_key":"leak6","note":"shown"}},"databricks_client_secret":"leak7",
        "databricks_u2m_client_secret":"leak8","stored_u2m_tokens":{"access_token":"leak9","refresh_token":"leak10","client_id":"c","host":"h"}})");
    auto const text = reflect::to_text(profile);
    BOOST_TEST(text.find("leak") == std::string::npos, text);
    BOOST_TEST(text.find(R"("note":"shown")") != std::string::npos);
    auto const plain = reflect::to_text(profile, reflect::secrets::plain());
    for (int i = 1; i != 11; ++i) BOOST_TEST(plain.find("\"leak" + std::to_string(i) + '"') != std::string::npos, i);
    BOOST_TEST((load(plain) == profile));
}

BOOST_AUTO_TEST_CASE(a_mask_in_a_file_loads_as_absent) {
    for (auto mask : {"***", "**********", "sk-p****", "", "  "}) {
        auto const profile = load(R"({"model":"m","api_key":")" + std::string(mask) + R"(","litellm_extra_body":{"api_key":"***"}})");
        BOOST_TEST(profile.api_key.empty(), mask);
        BOOST_TEST(profile.api.litellm_extra_body.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_masked_header_keeps_its_name) {
    auto const profile = load(R"({"model":"m","extra_headers":{"Authorization":"**********"}})");
    BOOST_TEST(profile.extra_headers.value().at("Authorization").empty());
}

BOOST_AUTO_TEST_CASE(a_mask_in_an_update_keeps_the_stored_secret) {
    auto profile = load(R"({"model":"m","api_key":"k1","extra_headers":{"Authorization":"k2"},"litellm_extra_body":{"api_key":"k3"},"stored_u2m_tokens":{"access_token":"k4"}})");
    auto const before = profile;
    auto const patch = reflect::to_json(profile);
    BOOST_REQUIRE(reflect::update(profile, patch).has_value());
    BOOST_TEST((profile == before));
    BOOST_REQUIRE(reflect::update(profile, json::parse(R"({"api_key":null,"extra_headers":{"Authorization":"new"}})")).has_value());
    BOOST_TEST(profile.api_key.empty());
    BOOST_TEST(profile.extra_headers.value().at("Authorization").reveal() == "new");
    BOOST_TEST(profile.api.litellm_extra_body.at("api_key") == "k3");
}

BOOST_AUTO_TEST_SUITE_END()
