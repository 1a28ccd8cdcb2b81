#include <parley/client.hpp>

#include <parley/auth/client_credentials.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/provider/compatible.hpp>
#include <parley/provider/databricks.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/transport/loopback.hpp>
#include <parley/version.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_additions)

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace family = parley::family;
namespace http = parley::http;
using parley::ask;
using parley::result;

namespace {

parley::secret made(char const* text) { return parley::secret::make(text).value(); }

/// Returns the request that a client sends.
template <class P> http::request sent(bool is_streamed, parley::client_options options) {
    asio::io_context context;
    std::vector<http::request> seen;
    parley::client<P, auth::api_key> c(made("k1"), parley::transport::loopback(context.get_executor(), [&](http::request const& r) -> result<http::response> {
                                           seen.push_back(r);
                                           return parley::error(parley::errc::forbidden);
                                       }), std::move(options));
    auto const done = [](result<parley::chat::response> const&) {};
    if (is_streamed) c.async_stream(ask("m").user("Why?"), [](parley::chat::event const&) {}, done);
    else c.async_chat(ask("m").user("Why?"), done);
    context.run();
    BOOST_TEST_REQUIRE(seen.size() == 1u);
    return seen.front();
}

template <class P> void adds() {
    for (bool const is_streamed : {false, true}) {
        parley::client_options options;
        options.base_url = "https://h.example";
        options.headers["X-Team"] = made("blue");
        options.headers["Authorization"] = made("Bearer theirs");
        options.body = boost::json::parse(R"({"tags":["a"],"stream":"yes","model":"other"})").get_object();
        auto const r = sent<P>(is_streamed, std::move(options));
        BOOST_TEST(r.header.find("X-Team").value_or("") == "blue");
        BOOST_TEST(r.header.find("Authorization").value_or("") == "Bearer theirs");
        auto const body = parley::reflect::parse_value(r.body).value(); // reports a key that stands twice
        BOOST_TEST(body.at("tags").as_array().size() == 1u);
        auto const* const stream = body.as_object().if_contains("stream");
        BOOST_TEST((!stream || stream->is_bool()));
        for (auto const* key : {"extra_headers", "litellm_extra_body", "headers"}) BOOST_TEST(!body.as_object().contains(key), key);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(headers_and_members_are_added_to_each_family_and_never_a_second_stream) {
    adds<family::openai_chat>();
    adds<family::openai_responses>();
    adds<family::anthropic>();
    adds<family::gemini>();
}

BOOST_AUTO_TEST_CASE(members_are_added_after_a_provider_has_held_the_request_against_its_list) {
    parley::client_options options;
    options.base_url = "https://ws.cloud.databricks.com";
    options.body["store"] = true;
    BOOST_TEST(sent<parley::provider::databricks<>>(false, std::move(options)).body.find(R"("store":true)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_request_says_itself_stays) {
    parley::client_options options;
    options.body["model"] = "other";
    BOOST_TEST(sent<family::openai_chat>(false, std::move(options)).body.find("other") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(product_and_library_are_named_on_calls_and_on_what_a_strategy_fetches) {
    asio::io_context context;
    std::vector<std::string> agents;
    auth::client_credentials_options robot;
    robot.at.token_endpoint = "https://h.example/token";
    robot.client_id = "id";
    robot.client_secret = made("s");
    parley::client<parley::provider::databricks<>, auth::client_credentials> c(
        auth::client_credentials(std::move(robot)), parley::transport::loopback(context.get_executor(), [&](http::request const& r) -> result<http::response> {
            agents.push_back(r.url.path() + " " + std::string(r.header.find("User-Agent").value_or("")));
            http::response answer;
            answer.body = R"({"access_token":"t","token_type":"Bearer","expires_in":3600})";
            return answer;
        }),
        {.base_url = "https://ws.cloud.databricks.com", .user_agent = "product/2.1"});
    c.async_chat(ask("m").user("Why?"), [](result<parley::chat::response> const&) {});
    context.run();
    auto const agent = " product/2.1 Parley/" + std::string(parley::version);
    BOOST_TEST(agents == (std::vector<std::string>{"/token" + agent, "/ai-gateway/mlflow/v1/chat/completions" + agent}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
