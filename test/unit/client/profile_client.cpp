#include <parley/profile_client.hpp>

#include <parley/chat/ask.hpp>
#include <parley/migrate/load.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/transport/loopback.hpp>

#include <support/run.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_profile_client)

namespace {

using parley::errc;
namespace chat = parley::chat;
namespace http = parley::http;
namespace profile = parley::profile;

/// Answers every request in the same way, and keeps the last one.
struct provider {
    boost::asio::io_context context;
    std::optional<http::request> asked;
    std::string model = "the-model";
    int status = 200;

    parley::any_transport transport() {
        return parley::transport::loopback(context.get_executor(), [this](http::request const& request) -> parley::result<http::response> {
            asked = request;
            http::response r;
            r.status = status;
            auto const body = parley::reflect::parse_value(request.body).value();
            if (status != 200) {
                r.body = R"({"error":{"message":"No such model litellm_proxy/x.","code":"model_not_found"}})";
            } else if (body.as_object().contains("stream")) {
                r.header.add("Content-Type", "text/event-stream");
                r.body = R"(data: {"id":"1","model":")" + model + R"(","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]})" + "\n\ndata: [DONE]\n\n";
            } else {
                r.header.add("Content-Type", "application/json");
                r.body = R"({"id":"1","model":")" + model + R"(","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]})";
            }
            return r;
        }, 7);
    }

    parley::result<chat::response> ask(profile::llm_profile const& p, std::string name = {}) {
        auto client = parley::make_client(p, parley::environment::isolated(), transport());
        BOOST_TEST_REQUIRE(client.has_value());
        return ask(*client, std::move(name));
    }
    parley::result<chat::response> ask(parley::any_client const& client, std::string name = {}) {
        auto answer = client.async_chat(parley::ask(std::move(name)).user("Hello"), boost::asio::use_future);
        context.restart();
        context.run();
        return answer.get();
    }

    std::string header(std::string_view name) const { return std::string(asked->header.find(name).value_or("")); }
    boost::json::value body() const { return parley::reflect::parse_value(asked->body).value(); }
};

profile::llm_profile profile_of(std::string_view text) { return parley::migrate::load<profile::llm_profile>(text).value().value; }

parley::error refusal(std::string_view text, parley::profile_client_options options = {}) {
    provider there;
    auto const made = parley::make_client(profile_of(text), parley::environment::isolated({{"PARLEY_API_KEY", "k"}, {"OPENAI_API_KEY", "k"}}), there.transport(), options);
    BOOST_TEST_REQUIRE(made.has_error());
    return made.error();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_profile_says_address_key_and_model) {
    provider there;
    auto const answer = there.ask(profile_of(R"({"model":"gpt-x","base_url":"https://host.example/v1","api_key":"sk-1"})"));
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->text() == "Hi");
    BOOST_TEST(there.asked->url.to_string() == "https://host.example/v1/chat/completions");
    BOOST_TEST(there.header("Authorization") == "Bearer sk-1");
    BOOST_TEST(there.body().at("model").as_string() == "gpt-x");
}

BOOST_AUTO_TEST_CASE(a_request_may_name_another_model) {
    provider there;
    BOOST_TEST_REQUIRE(there.ask(profile_of(R"({"model":"gpt-x","api_key":"sk-1"})"), "gpt-y").has_value());
    BOOST_TEST(there.body().at("model").as_string() == "gpt-y");
}

BOOST_AUTO_TEST_CASE(openai_is_at_home_where_no_address_is_given) {
    for (auto const* text : {R"({"model":"gpt-x","api_key":"sk-1"})", R"({"model":"openai/gpt-x","api_key":"sk-1"})"}) {
        provider there;
        BOOST_TEST_REQUIRE(there.ask(profile_of(text)).has_value());
        BOOST_TEST(there.asked->url.to_string() == "https://api.openai.com/v1/chat/completions");
        BOOST_TEST(there.body().at("model").as_string() == "gpt-x");
    }
}

BOOST_AUTO_TEST_CASE(an_openhands_model_leaves_under_its_transport_name_alone) {
    for (std::string said : {"claude-sonnet-4-5-20250929", "litellm_proxy/claude-sonnet-4-5-20250929"}) {
        provider there;
        there.model = said;
        auto const answer = there.ask(profile_of(R"({"model":"openhands/claude-sonnet-4-5-20250929","api_key":"sk-1"})"));
        BOOST_TEST_REQUIRE(answer.has_value());
        BOOST_TEST(there.asked->url.to_string() == "https://llm-proxy.app.all-hands.dev/chat/completions");
        BOOST_TEST(there.body().at("model").as_string() == "litellm_proxy/claude-sonnet-4-5-20250929");
        BOOST_TEST(answer->model == "openhands/claude-sonnet-4-5-20250929");
    }
}

BOOST_AUTO_TEST_CASE(the_profile_s_own_address_wins_over_the_proxy) {
    provider there;
    BOOST_TEST_REQUIRE(there.ask(profile_of(R"({"model":"openhands/x","base_url":"https://mine.example","api_key":"sk-1"})")).has_value());
    BOOST_TEST(there.asked->url.to_string() == "https://mine.example/chat/completions");
    BOOST_TEST(there.body().at("model").as_string() == "litellm_proxy/x");
}

BOOST_AUTO_TEST_CASE(a_profile_in_its_old_form_makes_the_same_client) {
    provider there;
    profile::llm_profile old;
    old.model = "litellm_proxy/claude-sonnet-4-5-20250929";
    old.base_url = "https://llm-proxy.app.all-hands.dev/v1";
    old.api_key = parley::secret::make("sk-1").value();
    auto const answer = there.ask(old);
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->model == "openhands/the-model");
}

BOOST_AUTO_TEST_CASE(somebody_else_s_proxy_stays_what_it_is) {
    provider there;
    auto const answer = there.ask(profile_of(R"({"model":"litellm_proxy/prod/x","base_url":"https://proxy.example","api_key":"sk-1"})"));
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(there.body().at("model").as_string() == "litellm_proxy/prod/x");
    BOOST_TEST(answer->model == "the-model");
}

BOOST_AUTO_TEST_CASE(errors_name_the_public_model) {
    provider there;
    there.status = 404;
    auto const answer = there.ask(profile_of(R"({"model":"openhands/x","api_key":"sk-1"})"));
    BOOST_TEST_REQUIRE(answer.has_error());
    BOOST_TEST((answer.error().code == errc::model_not_found));
    BOOST_TEST(to_string(answer.error()).find("litellm_proxy") == std::string::npos);
    BOOST_TEST(answer.error().where == "openhands/x");
}

BOOST_AUTO_TEST_CASE(events_name_the_public_model) {
    provider there;
    auto const client = parley::make_client(profile_of(R"({"model":"openhands/x","api_key":"sk-1"})"), parley::environment::isolated(), there.transport());
    BOOST_TEST_REQUIRE(client.has_value());
    std::vector<std::string> models;
    std::string text;
    auto const sink = [&](chat::event const& e) {
        if (auto const* begun = std::get_if<chat::started>(&e)) models.push_back(begun->model);
        if (auto const* delta = std::get_if<chat::text_delta>(&e)) text += delta->text;
    };
    auto answer = client->async_stream(parley::ask("").user("Hello"), sink, boost::asio::use_future);
    there.context.run();
    auto const whole = answer.get();
    BOOST_TEST_REQUIRE(whole.has_value());
    BOOST_TEST(models == std::vector<std::string>{"openhands/the-model"}, boost::test_tools::per_element());
    BOOST_TEST(text == "Hi");
    BOOST_TEST(whole->model == "openhands/the-model");
}

BOOST_AUTO_TEST_CASE(a_sink_may_be_a_coroutine) {
    provider there;
    auto const client = parley::make_client(profile_of(R"({"model":"gpt-x","api_key":"sk-1"})"), parley::environment::isolated(), there.transport());
    BOOST_TEST_REQUIRE(client.has_value());
    auto const whole = parley_test::run(there.context, [](parley::any_client c) -> boost::asio::awaitable<std::string> {
        std::string text;
        auto sink = [&](chat::event e) -> boost::asio::awaitable<void> {
            if (auto const* delta = std::get_if<chat::text_delta>(&e)) text += delta->text;
            co_return;
        };
        chat::request request = parley::ask("").user("Hello");
        auto const answer = co_await c.async_stream(std::move(request), sink, boost::asio::use_awaitable);
        co_return answer ? text : std::string("no answer");
    }(*client));
    BOOST_TEST(whole == "Hi");
}

BOOST_AUTO_TEST_CASE(a_profile_fills_in_what_a_request_leaves_open) {
    provider there;
    auto const p = profile_of(R"({"model":"gpt-x","api_key":"sk-1","temperature":0.25,"seed":7,"max_output_tokens":99,"top_k":3,
                                  "extra_headers":{"X-Team":"blue"},"litellm_extra_body":{"tags":["a"],"stream":true,"seed":8}})");
    auto const client = parley::make_client(p, parley::environment::isolated(), there.transport());
    BOOST_TEST_REQUIRE(client.has_value());
    BOOST_TEST_REQUIRE(there.ask(*client).has_value());
    BOOST_TEST(there.header("X-Team") == "blue");
    BOOST_TEST(there.header("Authorization") == "Bearer sk-1");
    auto const body = there.body().as_object();
    BOOST_TEST(body.at("temperature").to_number<double>() == 0.25);
    BOOST_TEST(body.at("seed").to_number<int>() == 7);
    BOOST_TEST(body.at("tags").as_array().size() == 1u);
    for (auto const* key : {"stream", "top_k", "extra_headers", "litellm_extra_body"}) BOOST_TEST(!body.contains(key));

    auto own = client->async_chat(parley::ask("").user("Hello").temperature(1), boost::asio::use_future);
    there.context.restart();
    there.context.run();
    BOOST_TEST_REQUIRE(own.get().has_value());
    BOOST_TEST(there.body().at("temperature").to_number<double>() == 1.0);
}

BOOST_AUTO_TEST_CASE(a_profile_with_an_address_and_without_a_key_sends_none) {
    provider there;
    BOOST_TEST_REQUIRE(there.ask(profile_of(R"({"model":"local","base_url":"http://127.0.0.1:8080/v1"})")).has_value());
    BOOST_TEST(there.header("Authorization") == "");
}

BOOST_AUTO_TEST_CASE(errors_name_the_field) {
    struct row {
        char const* text;
        errc code;
        char const* where;
    };
    for (auto const& r : std::vector<row>{
             {R"({"model":""})", errc::misconfigured, "/model"},
             {R"({"model":"bedrock/claude-x","api_key":"k"})", errc::unsupported, "/model"},
             {R"({"model":"anthropic/claude-x"})", errc::misconfigured, "/api_key"},
             {R"({"model":"groq/x"})", errc::misconfigured, "/api_key"},
             {R"({"model":"azure/x","api_key":"k"})", errc::misconfigured, "/base_url"},
             {R"({"model":"vertex_ai/x","api_key":"k"})", errc::misconfigured, "/base_url"},
             {R"({"model":"databricks/x","api_key":"k"})", errc::misconfigured, "/databricks_host"},
             {R"({"model":"databricks/x","databricks_ai_gateway_host":"https://1.ai-gateway.example"})", errc::misconfigured, "/databricks_host"},
             {R"({"model":"databricks/x","api_key":"k","databricks_host":"http://x.example"})", errc::misconfigured, "/databricks_host"},
             {R"({"model":"databricks/x","api_key":"k","base_url":"http://x.example"})", errc::misconfigured, "/base_url"},
             {R"({"model":"gpt-x"})", errc::misconfigured, "/api_key"},
             {R"({"model":"openhands/x"})", errc::misconfigured, "/api_key"},
             {R"({"model":"litellm_proxy/x","api_key":"k"})", errc::ambiguous_proxy, "/base_url"},
             {R"({"model":"nobody/x","api_key":"k"})", errc::misconfigured, "/base_url"},
             {R"({"model":"gpt-x","api_key":"k","base_url":"ftp://x"})", errc::misconfigured, "/base_url"},
             {R"({"model":"gpt-x","api_key":"k","auth_type":"subscription"})", errc::unsupported, "/auth_type"},
             {R"({"model":"anthropic/x","api_key":"k","api_mode":"responses"})", errc::unsupported, "/api_mode"},
             {R"({"model":"gpt-x","provider_connection_id":"c"})", errc::misconfigured, "/provider_connection_id"},
         }) {
        auto const why = refusal(r.text);
        BOOST_TEST((why.code == r.code), r.text);
        BOOST_TEST(why.where == r.where, r.text);
    }
}

BOOST_AUTO_TEST_CASE(errors_name_the_profile) {
    auto const why = refusal(R"({"model":"gpt-x"})", {.name = "fast"});
    BOOST_TEST(why.where == "fast#/api_key");
    BOOST_TEST(why.message == "The profile fast has no key.");
    BOOST_TEST(refusal(R"({"model":"gpt-x"})").message == "The profile gpt-x has no key.");
}

BOOST_AUTO_TEST_CASE(no_key_appears_in_an_error) {
    auto const why = refusal(R"({"model":"gpt-x","api_key":"sk-very-secret","base_url":"https://user:sk-pass@host.example"})");
    BOOST_TEST(to_string(why).find("sk-") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
