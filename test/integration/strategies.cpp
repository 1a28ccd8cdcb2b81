// Each family behind a workspace, with each way to prove who calls, over HTTP: the sandbox checks the grant.

#include "../../example/sandbox/server.hpp"
#include "../../example/sandbox/workspace.hpp"

#include <parley/chat/ask.hpp>
#include <parley/profile_client.hpp>
#include <parley/tool_loop.hpp>
#include <parley/toolbox.hpp>
#include <parley/transport/beast/https.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <variant>

BOOST_AUTO_TEST_SUITE(integration_strategies)

namespace strategies {
struct place {
    std::string city;
};
BOOST_DESCRIBE_STRUCT(place, (), (city))
} // namespace strategies

namespace {

namespace asio = boost::asio;
namespace chat = parley::chat;
using sandbox::way;

template <class T> T finished(asio::io_context& context, std::future<T> waiting) {
    context.restart();
    context.run();
    return waiting.get();
}

/// A chat, a stream and a tool call.
void converse(std::string const& model, way how) {
    sandbox::server const server({.key = "dapi-right"});
    asio::io_context context;
    auto via = parley::make_https_transport(context.get_executor());
    sandbox::workspace there(server.origin(), "dapi-right");
    if (how == way::u2m) BOOST_TEST_REQUIRE(finished(context, asio::co_spawn(context, there.log_in(via), asio::use_future)).has_value());

    auto const made = parley::make_client(there.profile_of(model, how), there.around(), via);
    BOOST_TEST_REQUIRE(made.has_value(), (made ? "" : to_string(made.error())));
    auto client = *made;
    BOOST_TEST(client.about().credential == sandbox::name(how));

    chat::request question = parley::ask("").max_output_tokens(500).user("Why is it so?");
    auto const whole = finished(context, client.async_chat(question, asio::use_future));
    BOOST_TEST_REQUIRE(whole.has_value(), (whole ? "" : to_string(whole.error())));
    BOOST_TEST(whole->text() == "You asked: Why is it so?");

    std::string streamed;
    auto const print = [&](chat::event const& e) {
        if (auto const* const t = std::get_if<chat::text_delta>(&e)) streamed += t->text;
    };
    auto const answer = finished(context, client.async_stream(question, print, asio::use_future));
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(streamed == whole->text());

    std::string asked;
    parley::toolbox tools;
    tools.add("get_weather", "The weather in a city.", [&](strategies::place where) {
        asked = where.city;
        return std::string("clear");
    });
    chat::request about = parley::ask("").max_output_tokens(500).user("Use get_weather.");
    auto const run = finished(context, client.async_run(about, tools, asio::use_future));
    BOOST_TEST_REQUIRE(run.has_value(), (run ? "" : to_string(run.error())));
    BOOST_TEST(run->steps == 2);
    BOOST_TEST(!asked.empty());
    BOOST_TEST(run->response.text().find("clear") != std::string::npos);
}

constexpr char const *chat_model = "databricks-llama-4", *responses_model = "databricks-gpt-5", *anthropic_model = "databricks-claude-sonnet-4-5", *gemini_model = "databricks-gemini-2-5-flash";

} // namespace

BOOST_AUTO_TEST_CASE(openai_chat_pat) { converse(chat_model, way::pat); }
BOOST_AUTO_TEST_CASE(openai_chat_m2m) { converse(chat_model, way::m2m); }
BOOST_AUTO_TEST_CASE(openai_chat_u2m) { converse(chat_model, way::u2m); }
BOOST_AUTO_TEST_CASE(openai_chat_profile) { converse(chat_model, way::profile); }
BOOST_AUTO_TEST_CASE(openai_chat_unified) { converse(chat_model, way::unified); }

BOOST_AUTO_TEST_CASE(openai_responses_pat) { converse(responses_model, way::pat); }
BOOST_AUTO_TEST_CASE(openai_responses_m2m) { converse(responses_model, way::m2m); }
BOOST_AUTO_TEST_CASE(openai_responses_u2m) { converse(responses_model, way::u2m); }
BOOST_AUTO_TEST_CASE(openai_responses_profile) { converse(responses_model, way::profile); }
BOOST_AUTO_TEST_CASE(openai_responses_unified) { converse(responses_model, way::unified); }

BOOST_AUTO_TEST_CASE(anthropic_pat) { converse(anthropic_model, way::pat); }
BOOST_AUTO_TEST_CASE(anthropic_m2m) { converse(anthropic_model, way::m2m); }
BOOST_AUTO_TEST_CASE(anthropic_u2m) { converse(anthropic_model, way::u2m); }
BOOST_AUTO_TEST_CASE(anthropic_profile) { converse(anthropic_model, way::profile); }
BOOST_AUTO_TEST_CASE(anthropic_unified) { converse(anthropic_model, way::unified); }

BOOST_AUTO_TEST_CASE(gemini_pat) { converse(gemini_model, way::pat); }
BOOST_AUTO_TEST_CASE(gemini_m2m) { converse(gemini_model, way::m2m); }
BOOST_AUTO_TEST_CASE(gemini_u2m) { converse(gemini_model, way::u2m); }
BOOST_AUTO_TEST_CASE(gemini_profile) { converse(gemini_model, way::profile); }
BOOST_AUTO_TEST_CASE(gemini_unified) { converse(gemini_model, way::unified); }

BOOST_AUTO_TEST_CASE(a_wrong_grant_is_refused) {
    sandbox::server const server({.key = "dapi-right"});
    asio::io_context context;
    sandbox::workspace const there(server.origin(), "dapi-wrong");
    auto const made = parley::make_client(there.profile_of(anthropic_model, way::pat), there.around(), parley::make_https_transport(context.get_executor()));
    chat::request question = parley::ask("").max_output_tokens(500).user("Why?");
    auto const answer = finished(context, made.value().async_chat(question, asio::use_future));
    BOOST_TEST((answer.error().code == parley::errc::unauthenticated));
}

BOOST_AUTO_TEST_SUITE_END()
