#include <parley/profile_client.hpp>

#include <parley/chat/ask.hpp>
#include <parley/migrate/load.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(client_profile_features)

// What profiles say of a model's abilities reaches the bodies of their clients' requests.

namespace {

namespace asio = boost::asio;
namespace http = parley::http;
namespace profile = parley::profile;

/// The body that a profile's client sends for a short conversation.
boost::json::object body_of(std::string_view text, std::optional<std::int64_t> most = 100) {
    asio::io_context context;
    boost::json::object sent;
    auto via = parley::transport::loopback(context.get_executor(), [&](http::request const& r) -> parley::result<http::response> {
        sent = parley::reflect::parse_value(r.body).value().as_object();
        return http::response{400, {{"Content-Type", "application/json"}}, "{}"};
    });
    auto client = parley::make_client(parley::migrate::load<profile::llm_profile>(text).value().value, parley::environment::isolated(), via);
    BOOST_TEST_REQUIRE(client.has_value(), (client ? "" : to_string(client.error())));
    parley::chat::request q = parley::ask("").system("Be brief.").user("Why?");
    q.max_output_tokens = most;
    auto waiting = client->async_chat(q, asio::use_future);
    context.run();
    BOOST_TEST(waiting.get().has_error());
    return sent;
}
std::string text_of(boost::json::object const& body) { return parley::reflect::to_text(boost::json::value(body)); }
bool is_marked(std::string_view text) { return text_of(body_of(text)).find("cache_control") != std::string::npos; }

} // namespace

BOOST_AUTO_TEST_CASE(the_effort_goes_to_models_that_take_it) {
    BOOST_TEST(body_of(R"({"model":"gpt-5-mini","api_key":"k"})").at("reasoning_effort").as_string() == "high");
    BOOST_TEST(body_of(R"({"model":"openhands/gpt-5-mini","api_key":"k","reasoning_effort":"low"})").at("reasoning_effort").as_string() == "low");
    BOOST_TEST(body_of(R"({"model":"gpt-5-mini","api_key":"k","api_mode":"responses"})").at("reasoning").as_object().at("effort").as_string() == "high");
    BOOST_TEST(body_of(R"({"model":"claude-opus-4-8","api_key":"k","reasoning_effort":"medium"})").at("output_config").as_object().at("effort").as_string() == "medium");
    for (auto const* text : {R"({"model":"gpt-5-mini","api_key":"k","reasoning_effort":null})", R"({"model":"gpt-4o","api_key":"k"})", R"({"model":"claude-sonnet-4-5","api_key":"k"})",
                             R"({"model":"groq/llama-4","api_key":"k"})", R"({"model":"databricks/databricks-gpt-oss-120b","api_key":"k","databricks_host":"https://ws.example"})"})
        BOOST_TEST(text_of(body_of(text)).find("effort") == std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(an_effort_that_the_model_does_not_know_becomes_the_nearest_one) {
    BOOST_TEST(body_of(R"({"model":"gpt-5-mini","api_key":"k","reasoning_effort":"none"})").at("reasoning_effort").as_string() == "minimal");
}

BOOST_AUTO_TEST_CASE(instructions_and_conversation_are_marked_for_anthropic_s_cache) {
    auto const body = body_of(R"({"model":"claude-sonnet-4-5","api_key":"k"})");
    BOOST_TEST(text_of(boost::json::object{{"s", body.at("system")}}).find("cache_control") != std::string::npos);
    BOOST_TEST(text_of(boost::json::object{{"m", body.at("messages")}}).find("cache_control") != std::string::npos);
    BOOST_TEST(!is_marked(R"({"model":"claude-sonnet-4-5","api_key":"k","caching_prompt":false})"));
    BOOST_TEST(!is_marked(R"({"model":"gpt-4o","api_key":"k"})"));
    BOOST_TEST(!is_marked(R"({"model":"databricks/databricks-claude-sonnet-4-5","api_key":"k","databricks_host":"https://ws.example"})"));
}

BOOST_AUTO_TEST_CASE(models_that_take_a_budget_for_thinking_get_that_of_the_profile) {
    auto const longer = [](std::string_view text) {
        auto const body = body_of(text, std::nullopt);
        auto const* const found = body.if_contains("thinking");
        return found ? text_of(found->as_object()) : std::string();
    };
    BOOST_TEST(!body_of(R"({"model":"claude-sonnet-4-5","api_key":"k"})").contains("thinking")); // 100 tokens leave no room for thoughts
    BOOST_TEST(longer(R"({"model":"claude-sonnet-4-5","api_key":"k","max_output_tokens":9000,"extended_thinking_budget":2000})") == R"({"type":"enabled","budget_tokens":2000})");
    BOOST_TEST(longer(R"({"model":"claude-haiku-4-5","api_key":"k"})") == R"({"type":"enabled","budget_tokens":59904})");
    for (auto const* text : {R"({"model":"claude-sonnet-4-5","api_key":"k","extended_thinking_budget":null})", R"({"model":"claude-3-5-haiku-latest","api_key":"k"})",
                             R"({"model":"openhands/claude-sonnet-4-5","api_key":"k"})", R"({"model":"gemini/gemini-2.5-pro","api_key":"k"})", R"({"model":"gpt-4.1","api_key":"k"})"})
        BOOST_TEST(longer(text) == "", text);
}

BOOST_AUTO_TEST_CASE(cached_prompts_are_kept_longer_where_openai_s_models_take_it) {
    auto const kept = [](std::string_view text) {
        auto const body = body_of(text);
        auto const* const found = body.if_contains("prompt_cache_retention");
        return found ? std::string(found->as_string()) : "";
    };
    BOOST_TEST(kept(R"({"model":"gpt-4.1","api_key":"k"})") == "24h");
    BOOST_TEST(kept(R"({"model":"gpt-5.1","api_key":"k","api_mode":"responses","prompt_cache_retention":"in_memory"})") == "in_memory");
    BOOST_TEST(kept(R"({"model":"openhands/gpt-5","api_key":"k"})") == "24h");
    for (auto const* text : {R"({"model":"gpt-4.1","api_key":"k","prompt_cache_retention":null})", R"({"model":"gpt-5-mini","api_key":"k"})", R"({"model":"gpt-4o","api_key":"k"})",
                             R"({"model":"openrouter/openai/gpt-5","api_key":"k"})", R"({"model":"azure/gpt-5","api_key":"k","base_url":"https://r.openai.azure.com"})",
                             R"({"model":"claude-sonnet-4-5","api_key":"k"})"})
        BOOST_TEST(kept(text) == "", text);
}

BOOST_AUTO_TEST_CASE(the_responses_interface_is_asked_for_a_summary_and_for_encrypted_thoughts) {
    auto const both = body_of(R"({"model":"gpt-5","api_key":"k","api_mode":"responses","reasoning_summary":"auto"})");
    BOOST_TEST(text_of(both.at("reasoning").as_object()) == R"({"effort":"high","summary":"auto"})");
    BOOST_TEST(both.at("include").as_array().at(0).as_string() == "reasoning.encrypted_content");
    auto const neither = body_of(R"({"model":"gpt-5","api_key":"k","api_mode":"responses","enable_encrypted_reasoning":false})");
    BOOST_TEST(text_of(neither.at("reasoning").as_object()) == R"({"effort":"high"})");
    BOOST_TEST(!neither.contains("include"));
    auto const chat = body_of(R"({"model":"gpt-5","api_key":"k","reasoning_summary":"auto"})"), plain = body_of(R"({"model":"gpt-4.1","api_key":"k","api_mode":"responses","reasoning_summary":"auto"})");
    for (auto const* key : {"include", "reasoning"}) {
        BOOST_TEST(!chat.contains(key), key);
        BOOST_TEST(!plain.contains(key), key);
    }
}

BOOST_AUTO_TEST_SUITE_END()
