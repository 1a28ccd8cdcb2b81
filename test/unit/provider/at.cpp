#include <parley/provider/at.hpp>

#include <parley/chat/ask.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/receive.hpp>
#include <parley/provider/azure.hpp>
#include <parley/provider/compatible.hpp>
#include <parley/provider/databricks.hpp>
#include <parley/provider/google.hpp>
#include <parley/provider/litellm.hpp>
#include <parley/provider/openhands.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(provider_at)

namespace {

using namespace parley;

family::place at(std::string_view base) { return {http::url::parse(base).value()}; }

template <class P> http::request encoded(std::string_view base, std::string_view model) {
    chat::request const q = ask(std::string(model)).user("Why?");
    return P::encode(q, at(base)).value();
}
template <class P> std::string address(std::string_view base, std::string_view model) { return encoded<P>(base, model).url.to_string(); }
std::string model_in(http::request const& r) {
    auto const body = reflect::parse_value(r.body).value();
    auto const* const model = body.as_object().if_contains("model");
    return model ? std::string(model->as_string()) : "none";
}

inline constexpr provider::failure_row rows[] = {{404, "gone", errc::endpoint_retired, "Look elsewhere."}, {0, "login", errc::unauthenticated, "Log in."}};
inline constexpr std::string_view refused[] = {"seed"};
inline constexpr std::string_view allowed[] = {"user"};
inline constexpr provider::site picky{.name = "picky",
                                      .path = "deep/{model}",
                                      .query = {"v", "1"},
                                      .header = {"X-Always", "yes"},
                                      .public_prefix = "picky/",
                                      .wire_prefix = "p-",
                                      .refuses = refused,
                                      .allowed_extra = allowed,
                                      .takes_any_extra = false,
                                      .failures = rows};
using picky_chat = provider::at<family::openai_chat, picky>;

error failure(int status, std::string body) {
    http::response r;
    r.status = status;
    r.body = std::move(body);
    return provider::databricks<>::failure(r);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_site_gives_path_query_header_and_the_name_on_the_wire) {
    auto const r = encoded<picky_chat>("https://h.example/base?k=2", "picky/a b/c");
    BOOST_TEST(r.url.to_string() == "https://h.example/base/deep/p-a%20b%2Fc/chat/completions?k=2&v=1");
    BOOST_TEST(r.header.find("X-Always").value_or("") == "yes");
    BOOST_TEST(model_in(r) == "p-a b/c");
}

BOOST_AUTO_TEST_CASE(a_parameter_that_the_base_has_stays) {
    BOOST_TEST(address<picky_chat>("https://h.example/?v=7", "m") == "https://h.example/deep/m/chat/completions?v=7");
}

BOOST_AUTO_TEST_CASE(what_a_site_has_no_place_for_is_refused_by_name) {
    chat::request q = ask("m").user("Why?");
    q.seed = 1;
    BOOST_TEST((picky_chat::encode(q, at("https://h.example")).error().code == errc::unsupported));
    BOOST_TEST(picky_chat::encode(q, at("https://h.example")).error().where == "/seed");
    q.seed.reset();
    q.extra["user"] = "u";
    BOOST_TEST(picky_chat::encode(q, at("https://h.example")).has_value());
    q.extra["store"] = true;
    BOOST_TEST(picky_chat::encode(q, at("https://h.example")).error().where == "/extra/store");
}

BOOST_AUTO_TEST_CASE(answers_and_events_have_public_names) {
    http::response r;
    r.body = R"({"id":"1","model":"p-m","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]})";
    BOOST_TEST(picky_chat::decode(r).value().model == "picky/m");
    std::vector<std::string> names;
    auto const whole = family::receive_stream<picky_chat>("data: {\"id\":\"1\",\"model\":\"p-m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
                                                         [&](chat::event const& e) {
                                                             if (auto const* begun = std::get_if<chat::started>(&e)) names.push_back(begun->model);
                                                         });
    BOOST_TEST(whole.value().model == "picky/m");
    BOOST_TEST(names == std::vector<std::string>{"picky/m"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(failures_mean_what_the_site_says) {
    auto const meaning = [](int status, char const* body) {
        http::response r;
        r.status = status;
        r.body = body;
        return picky_chat::failure(r);
    };
    auto const gone = meaning(404, R"({"error":{"message":"It is GONE.","code":"x"}})");
    BOOST_TEST((gone.code == errc::endpoint_retired));
    BOOST_TEST(gone.message == "The provider has retired this endpoint. Look elsewhere.");
    BOOST_TEST(gone.provider.text == "It is GONE.");
    BOOST_TEST((meaning(403, R"({"error":{"message":"gone"}})").code == errc::forbidden));
    BOOST_TEST((meaning(418, R"({"error":{"message":"x","code":"LOGIN"}})").code == errc::unauthenticated));
}

BOOST_AUTO_TEST_CASE(databricks_adds_its_gateway_to_a_workspace_and_not_to_a_gateway) {
    using p = provider::databricks<>;
    for (auto const* base : {"https://ws.cloud.databricks.com", "https://ws.cloud.databricks.com/", "https://ws.cloud.databricks.com/ai-gateway", "https://ws.cloud.databricks.com/ai-gateway/"})
        BOOST_TEST(address<p>(base, "databricks/databricks-gpt-oss-20b") == "https://ws.cloud.databricks.com/ai-gateway/mlflow/v1/chat/completions", base);
    BOOST_TEST(address<p>("https://123.ai-gateway.cloud.databricks.com", "m") == "https://123.ai-gateway.cloud.databricks.com/mlflow/v1/chat/completions");
    BOOST_TEST(address<p>("https://ws.cloud.databricks.com/my-ai-gateway", "m") == "https://ws.cloud.databricks.com/my-ai-gateway/ai-gateway/mlflow/v1/chat/completions");
    BOOST_TEST(address<provider::databricks<family::anthropic>>("https://ws.cloud.databricks.com", "m") == "https://ws.cloud.databricks.com/ai-gateway/anthropic/v1/messages");
    BOOST_TEST(encoded<provider::databricks<family::anthropic>>("https://ws.cloud.databricks.com", "m").header.find("anthropic-version").value_or("") == "2023-06-01");
}

BOOST_AUTO_TEST_CASE(databricks_answers_of_failure_say_what_a_person_can_do) {
    struct row {
        int status;
        char const* body;
        errc code;
        char const* hint;
    };
    for (auto const& r : {row{400, "Invalid Token", errc::unauthenticated, "log in again"},
                          row{403, "Invalid Token", errc::unauthenticated, "log in again"},
                          row{403, R"({"error_code":"PERMISSION_DENIED","message":"Invalid access to Org: 123"})", errc::forbidden, "geography"},
                          row{404, R"({"error_code":"FEATURE_DISABLED","message":"AI Gateway is disabled."})", errc::endpoint_retired, "switched off"},
                          row{404, R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"AI Gateway endpoint 'x' does not exist."})", errc::model_not_found, "misspelt"},
                          row{501, R"({"error_code":"NOT_IMPLEMENTED","message":"retired"})", errc::endpoint_retired, "system.ai."},
                          row{501, "", errc::endpoint_retired, "system.ai."},
                          row{400, R"({"error_code":"REQUEST_LIMIT_EXCEEDED","message":"Exceeded workspace QPS rate limit"})", errc::rate_limited, "no more"},
                          row{429, R"({"error_code":"REQUEST_LIMIT_EXCEEDED","message":"x"})", errc::rate_limited, ""},
                          row{402, "", errc::quota_exhausted, ""},
                          row{302, "<html>", errc::web_page, "login page"}}) {
        auto const why = failure(r.status, r.body);
        BOOST_TEST(name(why.code) == name(r.code), r.status << " " << r.body);
        BOOST_TEST(why.message.find(r.hint) != std::string::npos, why.message);
    }
}

BOOST_AUTO_TEST_CASE(azure_names_deployments_in_the_address) {
    BOOST_TEST(address<provider::azure<>>("https://res.openai.azure.com", "my gpt") == "https://res.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21");
    BOOST_TEST(address<provider::azure<>>("https://res.openai.azure.com/?api-version=2025-01-01-preview", "m") ==
               "https://res.openai.azure.com/openai/deployments/m/chat/completions?api-version=2025-01-01-preview");
    BOOST_TEST(address<provider::azure<family::openai_responses>>("https://res.openai.azure.com", "m") == "https://res.openai.azure.com/openai/v1/responses");
}

BOOST_AUTO_TEST_CASE(vertex_names_the_project_in_the_address) {
    auto const base = provider::vertex_base_url("p1", "europe-west4");
    BOOST_TEST(base == "https://europe-west4-aiplatform.googleapis.com/v1/projects/p1/locations/europe-west4");
    BOOST_TEST(provider::vertex_base_url("p1", "global") == "https://aiplatform.googleapis.com/v1/projects/p1/locations/global");
    BOOST_TEST(address<provider::vertex<>>(base, "gemini-2.5-pro") == base + "/publishers/google/models/gemini-2.5-pro:generateContent");
    auto const claude = encoded<provider::vertex<family::anthropic>>(base, "claude-sonnet-4-5@20250929");
    BOOST_TEST(claude.url.to_string() == base + "/publishers/anthropic/models/claude-sonnet-4-5%4020250929:rawPredict");
    BOOST_TEST(claude.body.find(R"("anthropic_version":"vertex-2023-10-16")") != std::string::npos);
    BOOST_TEST(model_in(claude) == "none");
}

BOOST_AUTO_TEST_CASE(openhands_and_litellm_differ_in_whose_names_they_are) {
    BOOST_TEST(model_in(encoded<provider::openhands<>>("https://llm-proxy.app.all-hands.dev", "openhands/claude-x")) == "litellm_proxy/claude-x");
    BOOST_TEST(model_in(encoded<provider::litellm<>>("https://proxy.example", "litellm_proxy/prod/x")) == "litellm_proxy/prod/x");
    BOOST_TEST(address<provider::openhands<family::openai_responses>>("https://llm-proxy.app.all-hands.dev", "openhands/gpt-5") == "https://llm-proxy.app.all-hands.dev/responses");
}

BOOST_AUTO_TEST_CASE(compatible_hosts_are_rows) {
    for (auto const& host : provider::chat_hosts) {
        BOOST_TEST(http::url::parse(host.where->base_url).has_value(), host.prefix);
        BOOST_TEST((host.where->models.form == provider::dialect::openai), host.prefix);
    }
    BOOST_TEST(provider::site_of<provider::compatible<family::anthropic>>.base_url == "");
    BOOST_TEST(provider::counts_tokens_v<provider::compatible<family::anthropic>>);
    BOOST_TEST(!provider::embeds_v<provider::groq>);
}

BOOST_AUTO_TEST_SUITE_END()
