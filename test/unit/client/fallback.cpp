#include <parley/client.hpp>
#include <parley/fallback.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/tool_loop.hpp>

#include <support/family_host.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <variant>

BOOST_AUTO_TEST_SUITE(client_fallback)

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace chat = parley::chat;
namespace family = parley::family;
namespace http = parley::http;
using parley::ask;
using parley::errc;
using parley::error;
using parley::result;
using parley_test::client_of;
using parley_test::family_host;
using parley_test::says;

namespace {

using answer = result<chat::response>;

/// A host that answers every request so.
template <class F> parley::client<F, auth::api_key> always(asio::any_io_executor executor, http::response reply, int* calls = nullptr) {
    auto const handler = [reply = std::move(reply), calls](http::request const&) -> result<http::response> {
        if (calls) ++*calls;
        return reply;
    };
    parley::client_options options;
    options.retry.attempts = 1;
    return parley::client<F, auth::api_key>(parley::secret::make("k1").value(), parley::transport::loopback(executor, handler, 9), options);
}

http::response status(int code) { return {code, {}, code == 404 ? R"({"error":{"code":"model_not_found","message":"No such model."}})" : "{}"}; }

answer asked(asio::io_context& context, parley::fallback& client) {
    std::optional<answer> got;
    client.async_chat(ask("first").user("Why?"), [&](answer a) { got = std::move(a); });
    context.restart();
    context.run();
    return std::move(*got);
}

answer streamed(asio::io_context& context, parley::fallback& client, std::string& seen) {
    std::optional<answer> got;
    auto const sink = [&](chat::event const& e) {
        if (std::holds_alternative<chat::started>(e)) seen += "^";
        if (auto const* const more = std::get_if<chat::text_delta>(&e)) seen += more->text;
    };
    client.async_stream(ask("first").user("Why?"), sink, [&](answer a) { got = std::move(a); });
    context.restart();
    context.run();
    return std::move(*got);
}

} // namespace

BOOST_AUTO_TEST_CASE(the_next_one_answers_and_the_answer_says_who_was_tried) {
    asio::io_context context;
    family_host<family::anthropic> host({says("Hello."), says("Hello again.")});
    parley::fallback client(always<family::openai_chat>(context.get_executor(), status(503)));
    client.otherwise(always<family::openai_chat>(context.get_executor(), status(404)), "second").otherwise(client_of(host, context.get_executor()), "third");

    auto const a = asked(context, client);
    BOOST_TEST_REQUIRE(a.has_value(), to_string(a.error()));
    BOOST_TEST(a->text() == "Hello.");
    BOOST_TEST(a->model == "third");
    BOOST_TEST_REQUIRE(a->tried.value().size() == 2u);
    BOOST_TEST(a->tried->at(0).model == "first");
    BOOST_TEST(a->tried->at(0).code == "service_unavailable");
    BOOST_TEST(a->tried->at(1).model == "second");
    BOOST_TEST(a->tried->at(1).code == "model_not_found");

    std::string seen;
    auto const s = streamed(context, client, seen);
    BOOST_TEST_REQUIRE(s.has_value());
    BOOST_TEST(seen == "^Hello again.");
    BOOST_TEST(s->tried.value().size() == 2u);
}

BOOST_AUTO_TEST_CASE(who_answers_at_once_is_the_only_one_asked) {
    asio::io_context context;
    family_host<family::openai_chat> host({says("Hello.")});
    int calls = 0;
    parley::fallback client(client_of(host, context.get_executor()));
    client.otherwise(always<family::openai_chat>(context.get_executor(), status(503), &calls));
    auto const a = asked(context, client);
    BOOST_TEST(a.value().text() == "Hello.");
    BOOST_TEST(!a->tried);
    BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_the_request_or_the_credentials_is_final) {
    for (int const code : {400, 401, 403, 413}) {
        asio::io_context context;
        family_host<family::openai_chat> host({says("Hello.")});
        parley::fallback client(always<family::openai_chat>(context.get_executor(), status(code)));
        client.otherwise(client_of(host, context.get_executor()));
        BOOST_TEST(asked(context, client).error().provider.http_status == code);
        BOOST_TEST(host.asked().empty());
    }
}

BOOST_AUTO_TEST_CASE(the_program_may_say_when_to_go_on) {
    asio::io_context context;
    family_host<family::openai_chat> host({says("Hello.")});
    parley::fallback_rules rules;
    rules.when = [](error const& why) { return why.code == errc::unauthenticated; };
    parley::fallback client(always<family::openai_chat>(context.get_executor(), status(401)), rules);
    client.otherwise(client_of(host, context.get_executor()));
    BOOST_TEST(asked(context, client).value().text() == "Hello.");
}

BOOST_AUTO_TEST_CASE(where_all_fail_the_last_error_names_the_others) {
    asio::io_context context;
    parley::fallback client(always<family::openai_chat>(context.get_executor(), status(503)));
    client.otherwise(always<family::openai_chat>(context.get_executor(), status(429)), "second");
    auto const a = asked(context, client);
    BOOST_TEST((a.error().code == errc::rate_limited));
    BOOST_TEST(a.error().where == "second");
    BOOST_TEST(a.error().message.find("Before that, first failed: service_unavailable.") != std::string::npos, a.error().message);
}

namespace {

http::response stream_of(std::string body) {
    http::response r;
    r.header.add("Content-Type", "text/event-stream");
    r.body = std::move(body);
    return r;
}

} // namespace

BOOST_AUTO_TEST_CASE(an_answer_that_breaks_off_before_its_first_word_is_given_by_another) {
    asio::io_context context;
    family_host<family::openai_chat> host({says("Hello.")});
    auto const begun = R"(data: {"id":"a","model":"first","choices":[{"index":0,"delta":{"role":"assistant"}}]})" "\n\n";
    parley::fallback client(always<family::openai_chat>(context.get_executor(), stream_of(begun)));
    client.otherwise(client_of(host, context.get_executor()));
    std::string seen;
    auto const a = streamed(context, client, seen);
    BOOST_TEST(a.value().text() == "Hello.");
    BOOST_TEST(seen == "^^Hello.");
    BOOST_TEST(a->tried.value().at(0).code == "truncated");
}

BOOST_AUTO_TEST_CASE(an_answer_that_breaks_off_after_its_first_word_is_not) {
    asio::io_context context;
    family_host<family::openai_chat> host({says("Hello.")});
    auto const begun = R"(data: {"id":"a","model":"first","choices":[{"index":0,"delta":{"content":"Hi"}}]})" "\n\n";
    parley::fallback client(always<family::openai_chat>(context.get_executor(), stream_of(begun)));
    client.otherwise(client_of(host, context.get_executor()));
    std::string seen;
    BOOST_TEST((streamed(context, client, seen).error().code == errc::truncated));
    BOOST_TEST(seen == "^Hi");
    BOOST_TEST(host.asked().empty());
}

BOOST_AUTO_TEST_CASE(tools_run_through_a_fallback) {
    asio::io_context context;
    family_host<family::anthropic> host({parley_test::calls({parley_test::call_of("c1", "now", "{}")}), says("It is noon.")});
    parley::fallback client(always<family::openai_chat>(context.get_executor(), status(503)));
    client.otherwise(client_of(host, context.get_executor()));
    parley::toolbox tools;
    tools.add("now", "Says what time it is.", [] { return "noon"; });
    std::optional<result<parley::run_outcome>> got;
    client.async_run(ask("m").user("What time is it?"), tools, [&](result<parley::run_outcome> o) { got = std::move(o); });
    context.run();
    BOOST_TEST(got.value().value().response.text() == "It is noon.");
}

BOOST_AUTO_TEST_CASE(a_fallback_may_stand_in_another) {
    asio::io_context context;
    family_host<family::openai_chat> host({says("Hello.")});
    parley::fallback inner(always<family::openai_chat>(context.get_executor(), status(503)));
    inner.otherwise(client_of(host, context.get_executor()));
    parley::fallback outer(always<family::openai_chat>(context.get_executor(), status(503)));
    outer.otherwise(inner, "other");
    BOOST_TEST(asked(context, outer).value().model == "other");
}

BOOST_AUTO_TEST_SUITE_END()
