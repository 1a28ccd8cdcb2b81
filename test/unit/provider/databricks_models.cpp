#include <parley/provider/databricks_models.hpp>

#include <parley/provider/models.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(provider_databricks_models)

namespace {

using namespace parley;
using provider::databricks_family;

http::url workspace() { return http::url::parse("https://ws.cloud.databricks.com/ai-gateway").value(); }

http::response answer(std::string body, int status = 200) {
    http::response r;
    r.status = status;
    r.body = std::move(body);
    return r;
}

constexpr char const* endpoints = R"({"endpoints":[
    {"name":"databricks-claude-sonnet-4-5","creator":"me","task":"llm/v1/chat","endpoint_type":"FOUNDATION_MODEL_API","state":{"ready":"READY"}},
    {"name":"my-gpt","endpoint_type":"EXTERNAL_MODEL","state":{"ready":"READY"},
     "config":{"served_entities":[{"external_model":{"provider":"bedrock-Anthropic","task":"llm/v1/chat"}}]}},
    {"name":"slow","task":"llm/v1/chat","endpoint_type":"FOUNDATION_MODEL_API","state":{"ready":"NOT_READY"}},
    {"name":"vectors","task":"llm/v1/embeddings","endpoint_type":"FOUNDATION_MODEL_API","state":{"ready":"READY"}},
    {"name":"mine","task":"llm/v1/chat","endpoint_type":"CUSTOM_MODEL","state":{"ready":"READY"}},
    {"task":"llm/v1/chat"}, 7],"next_page_token":"p2"})";

} // namespace

BOOST_AUTO_TEST_CASE(endpoints_for_chat_that_are_ready_are_listed) {
    auto const page = provider::read_databricks_endpoints(answer(endpoints)).value();
    BOOST_TEST_REQUIRE(page.models.size() == 2u);
    BOOST_TEST(page.models[0].public_name() == "databricks/databricks-claude-sonnet-4-5");
    BOOST_TEST(page.models[0].creator == "me");
    BOOST_TEST((page.models[1].family == databricks_family::anthropic));
    BOOST_TEST(page.next == "p2");
    BOOST_TEST(provider::read_databricks_endpoints(answer(endpoints), {.ready_only = false, .custom = true}).value().models.size() == 4u);
    BOOST_TEST(provider::databricks_endpoints_request(workspace(), "p2").value().url.to_string() == "https://ws.cloud.databricks.com/api/2.0/serving-endpoints?page_token=p2");
}

BOOST_AUTO_TEST_CASE(clients_list_them_under_public_names) {
    auto const& site = provider::site_of<provider::databricks<>>;
    auto const page = provider::read_models(site, answer(endpoints)).value();
    BOOST_TEST_REQUIRE(page.models.size() == 3u);
    BOOST_TEST(page.models[0].id == "databricks/databricks-claude-sonnet-4-5");
    BOOST_TEST(page.next == "p2");
    BOOST_TEST(provider::models_request(site, {workspace()}).value().url.to_string() == "https://ws.cloud.databricks.com/api/2.0/serving-endpoints");
}

BOOST_AUTO_TEST_CASE(no_endpoints_are_an_empty_list_and_a_login_page_is_none) {
    BOOST_TEST(provider::read_databricks_endpoints(answer("{}")).value().models.empty());
    auto const page = provider::read_databricks_endpoints(answer("<html>Sign in</html>"));
    BOOST_TEST_REQUIRE(page.has_error());
    BOOST_TEST((page.error().code == errc::web_page));
    BOOST_TEST(page.error().message.find("the host is wrong") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(services_of_unity_catalog_are_listed_in_bounded_pages) {
    BOOST_TEST(provider::unity_catalog_request(workspace()).value().url.to_string() ==
               "https://ws.cloud.databricks.com/api/2.1/unity-catalog/model-services?parent=schemas%2Fsystem.ai&page_size=100");
    auto const page = provider::read_unity_catalog(answer(R"({"model_services":[{"name":"model-services/system.ai.claude-sonnet-4-5"},{"name":"model-services/system.ai.gpt-5.1"},{}]})")).value();
    BOOST_TEST_REQUIRE(page.models.size() == 2u);
    BOOST_TEST(page.models[0].public_name() == "databricks/system.ai.claude-sonnet-4-5");
    BOOST_TEST((page.models[0].family == databricks_family::anthropic));
    BOOST_TEST((page.models[1].family == databricks_family::openai_responses));
}

BOOST_AUTO_TEST_CASE(what_is_known_to_be_good_is_merged_with_what_is_there) {
    auto const alone = provider::databricks_offer();
    BOOST_TEST_REQUIRE(alone.size() == 24u);
    BOOST_TEST(alone[0].is_recommended);
    BOOST_TEST(alone[2].is_recommended);
    BOOST_TEST(!alone[3].is_recommended);
    auto const merged = provider::databricks_offer(provider::read_databricks_endpoints(answer(endpoints)).value().models);
    BOOST_TEST(merged.size() == 25u);
    for (auto const& one : merged) {
        auto const expected = one.name == "my-gpt" ? provider::databricks_source::discovered : one.name == "databricks-claude-sonnet-4-5" ? provider::databricks_source::both : provider::databricks_source::curated;
        BOOST_TEST((one.source == expected), one.name);
    }
}

BOOST_AUTO_TEST_CASE(a_description_names_the_family_and_silence_leaves_it_to_the_name) {
    auto const probe = [](char const* entity) { return provider::read_databricks_probe(answer(std::string(R"({"config":{"served_entities":[)") + entity + "]}}")); };
    BOOST_TEST((probe(R"({"foundation_model":{"api_types":["mlflow/v1/chat","openai/v1/responses","anthropic/v1/messages"]}})") == databricks_family::anthropic));
    BOOST_TEST((probe(R"({"foundation_model":{"api_types":["mlflow/v1/chat"]},"external_model":{"provider":"google"}})") == databricks_family::openai_chat));
    BOOST_TEST((probe(R"({"external_model":{"provider":"Google"}})") == databricks_family::gemini));
    BOOST_TEST((probe(R"({"external_model":{"provider":""}})") == databricks_family::openai_chat));
    BOOST_TEST(!probe("{}").has_value());
    BOOST_TEST(!provider::read_databricks_probe(answer("{}", 401)).has_value());
    BOOST_TEST(provider::databricks_probe_request(workspace(), "databricks/my gpt").value().url.to_string() == "https://ws.cloud.databricks.com/api/2.0/serving-endpoints/my%20gpt");
}

BOOST_AUTO_TEST_CASE(limits_go_by_the_longest_beginning_of_the_name) {
    BOOST_TEST(provider::databricks_limits_of("databricks/databricks-claude-sonnet-4-5").max_output == 64000);
    BOOST_TEST(provider::databricks_limits_of("databricks/system.ai.claude-sonnet-4-5").max_output == 64000);
    BOOST_TEST(provider::databricks_limits_of("databricks-gemini-9").context == 1048576);
    BOOST_TEST((provider::databricks_limits_of("my-own") == provider::databricks_limits{128000, 16384}));
}

BOOST_AUTO_TEST_CASE(an_answer_counts_for_five_minutes_and_a_failure_for_one) {
    provider::databricks_memory<databricks_family> memory;
    time_point const now(std::chrono::hours(1));
    using namespace std::chrono_literals;
    BOOST_TEST(!memory.find("h", "m", now).has_value());
    memory.keep("h", "m", databricks_family::gemini, now);
    memory.keep("h", "bad", std::nullopt, now);
    BOOST_TEST((memory.find("h", "m", now + 299s).value() == databricks_family::gemini));
    BOOST_TEST(!memory.find("h", "m", now + 300s).has_value());
    BOOST_TEST(!memory.find("other", "m", now).has_value());
    BOOST_TEST(memory.find("h", "bad", now + 59s).has_value());
    BOOST_TEST(!memory.find("h", "bad", now + 59s)->has_value());
    BOOST_TEST(!memory.find("h", "bad", now + 60s).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
