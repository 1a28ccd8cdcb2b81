#include <parley/provider/models.hpp>

#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(provider_models)

namespace {

using namespace parley;

family::place at(std::string_view base) { return {http::url::parse(base).value()}; }
template <class F> family::place home() { return at(provider::site_of<F>.base_url); }

http::response answer(std::string body) {
    http::response r;
    r.body = std::move(body);
    return r;
}

constexpr provider::site litellm{.name = "litellm", .public_prefix = "mine/", .models = {provider::dialect::litellm, "v1/model/info"}};

} // namespace

BOOST_AUTO_TEST_CASE(models_are_asked_for_at_each_vendor) {
    auto const openai = provider::models_request(provider::site_of<family::openai_chat>, home<family::openai_chat>()).value();
    BOOST_TEST(openai.method == "GET");
    BOOST_TEST(openai.url.to_string() == "https://api.openai.com/v1/models");
    BOOST_TEST(openai.body == "");

    auto const anthropic = provider::models_request(provider::site_of<family::anthropic>, home<family::anthropic>(), "claude-x").value();
    BOOST_TEST(anthropic.url.to_string() == "https://api.anthropic.com/v1/models?limit=1000&after_id=claude-x");
    BOOST_TEST(anthropic.header.find("anthropic-version").value_or("") == "2023-06-01");

    auto const gemini = provider::models_request(provider::site_of<family::gemini>, home<family::gemini>(), "p2").value();
    BOOST_TEST(gemini.url.to_string() == "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000&pageToken=p2");
}

BOOST_AUTO_TEST_CASE(who_has_no_list_says_so) {
    constexpr provider::site silent{.name = "silent"};
    auto const refused = provider::models_request(silent, at("https://h.example"));
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST((refused.error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(lists_of_each_vendor_become_rows_of_one_kind) {
    auto const openai = provider::read_models(provider::site_of<family::openai_chat>, answer(R"({"object":"list","data":[{"id":"gpt-5","object":"model","owned_by":"system"},{"odd":1},
        {"id":"far","context_length":262144,"name":"Far","top_provider":{"max_completion_tokens":65536}}]})")).value();
    BOOST_TEST_REQUIRE(openai.models.size() == 2u);
    BOOST_TEST(openai.models[0].id == "gpt-5");
    BOOST_TEST(openai.models[0].vendor == "openai");
    BOOST_TEST(!openai.models[0].context.has_value());
    BOOST_TEST(openai.models[1].context.value_or(0) == 262144);
    BOOST_TEST(openai.models[1].max_output.value_or(0) == 65536);
    BOOST_TEST(openai.models[1].name == "Far");
    BOOST_TEST(openai.next == "");

    auto const anthropic = provider::read_models(provider::site_of<family::anthropic>, answer(R"({"data":[{"type":"model","id":"claude-sonnet-4-5","display_name":"Claude Sonnet 4.5",
        "created_at":"2025-09-29T00:00:00Z"}],"has_more":true,"last_id":"claude-sonnet-4-5"})")).value();
    BOOST_TEST_REQUIRE(anthropic.models.size() == 1u);
    BOOST_TEST(anthropic.models[0].name == "Claude Sonnet 4.5");
    BOOST_TEST((anthropic.models[0].released == model::parse_date("2025-09-29").value()));
    BOOST_TEST(anthropic.next == "claude-sonnet-4-5");

    auto const gemini = provider::read_models(provider::site_of<family::gemini>, answer(R"({"models":[{"name":"models/gemini-2.5-pro","displayName":"Gemini 2.5 Pro","inputTokenLimit":1048576,
        "outputTokenLimit":65536}],"nextPageToken":"n"})")).value();
    BOOST_TEST_REQUIRE(gemini.models.size() == 1u);
    BOOST_TEST(gemini.models[0].id == "gemini-2.5-pro");
    BOOST_TEST(gemini.models[0].max_input.value_or(0) == 1048576);
    BOOST_TEST(gemini.next == "n");
}

BOOST_AUTO_TEST_CASE(the_last_page_of_anthropic_names_no_next) {
    auto const page = provider::read_models(provider::site_of<family::anthropic>, answer(R"({"data":[],"has_more":false,"last_id":"x"})")).value();
    BOOST_TEST(page.next == "");
}

BOOST_AUTO_TEST_CASE(a_proxy_tells_windows_and_prices_of_each_model_once) {
    auto const asked = provider::models_request(litellm, at("https://proxy.example/v1")).value();
    BOOST_TEST(asked.url.to_string() == "https://proxy.example/v1/model/info");
    BOOST_TEST(provider::models_request(litellm, at("https://proxy.example")).value().url.to_string() == "https://proxy.example/v1/model/info");

    auto const page = provider::read_models(litellm, answer(R"({"data":[
        {"model_name":"claude-x","litellm_params":{"model":"litellm_proxy/claude-x"},"model_info":{"mode":"chat","max_input_tokens":200000,"max_output_tokens":64000,
         "input_cost_per_token":3e-06,"output_cost_per_token":1.5e-05,"supports_function_calling":true}},
        {"model_name":"claude-x","model_info":{"mode":null}},
        {"model_name":"voice","model_info":{"mode":"audio_speech"}},
        {"model_name":"plain"}]})")).value();
    BOOST_TEST_REQUIRE(page.models.size() == 2u);
    auto const& x = page.models[0];
    BOOST_TEST(x.id == "mine/claude-x");
    BOOST_TEST(x.max_input.value_or(0) == 200000);
    BOOST_TEST(x.capabilities.tools.value_or(false));
    BOOST_TEST_REQUIRE(x.prices.size() == 1u);
    BOOST_TEST((x.prices[0].input == model::decimal::parse("3").value()));
    BOOST_TEST_REQUIRE(x.aliases.size() == 1u);
    BOOST_TEST(x.aliases[0] == "litellm_proxy/claude-x");
    BOOST_TEST(page.models[1].id == "mine/plain");
}

BOOST_AUTO_TEST_CASE(what_is_no_list_is_no_answer) {
    for (auto const& [body, code] : {std::pair(R"({"error":"x"})", errc::invalid_response), {"7", errc::invalid_response}, {"", errc::invalid_response}, {" <html>", errc::web_page}}) {
        auto const read = provider::read_models(provider::site_of<family::openai_chat>, answer(body));
        BOOST_TEST_REQUIRE(read.has_error(), body);
        BOOST_TEST((read.error().code == code), body);
    }
}

BOOST_AUTO_TEST_SUITE_END()
