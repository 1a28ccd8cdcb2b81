#include "../../../example/sandbox/server.hpp"

#include <parley/client.hpp>
#include <parley/transport/beast/https.hpp>
#include <parley/transport/loopback.hpp>

#include <support/loopback_server.hpp>

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory_resource>
#include <optional>
#include <string>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_client)

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace chat = parley::chat;
namespace family = parley::family;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::ask;
using parley::errc;
using parley::result;
using parley_test::loopback_server;
using namespace std::chrono_literals;

namespace {

using client = parley::client<family::openai_chat, auth::api_key>;
using answer = result<chat::response>;

/// A key with a header beside it.
struct key_of_a_team : auth::basic_api_key<auth::in_authorization> {
    using basic_api_key::basic_api_key;
    result<void> sign(http::request& r, parley::time_point now) const {
        r.header.set("X-Team", "blue");
        return basic_api_key::sign(r, now);
    }
};

/// Says how many pieces are held of it.
struct counting_memory : std::pmr::memory_resource {
    int held = 0;

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        ++held;
        return std::pmr::new_delete_resource()->allocate(bytes, alignment);
    }
    void do_deallocate(void* at, std::size_t bytes, std::size_t alignment) override {
        --held;
        std::pmr::new_delete_resource()->deallocate(at, bytes, alignment);
    }
    bool do_is_equal(std::pmr::memory_resource const& other) const noexcept override { return this == &other; }
};

parley::secret key(std::string text = "k1") { return parley::secret::make(std::move(text)).value(); }

client make_client(asio::io_context& context, std::string url, parley::client_options options = {}) {
    options.base_url = std::move(url);
    return client(key(), parley::make_https_transport(context.get_executor()), options);
}

std::string text_of(answer const& a) { return a ? a->text() : std::string(name(a.error().code)); }

/// Runs one call of each kind and returns what came of both.
std::string both(asio::io_context& context, client& c, chat::request const& q) {
    std::string whole, streamed, pieces;
    c.async_chat(q, [&](answer a) { whole = text_of(a); });
    c.async_stream(
        q,
        [&](chat::event const& e) {
            if (auto const* more = std::get_if<chat::text_delta>(&e)) pieces += more->text;
        },
        [&](answer a) { streamed = text_of(a); });
    context.restart();
    context.run();
    return whole + "/" + streamed + "/" + pieces;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_question_is_answered_whole_and_streamed) {
    sandbox::server const server;
    asio::io_context context;
    auto c = make_client(context, server.url());
    BOOST_TEST(both(context, c, ask("m").user("Why?")) == "You asked: Why?/You asked: Why?/You asked: Why?");
}

BOOST_AUTO_TEST_CASE(the_whole_answer_and_the_streamed_one_are_equal) {
    sandbox::server const server;
    asio::io_context context;
    auto c = make_client(context, server.url());
    chat::tool weather;
    weather.name = "weather";
    chat::request with_tool = ask("m").user("Rain?").tool(weather);
    with_tool.tool_choice.emplace().mode = chat::tool_mode::required;
    for (chat::request const& q : {chat::request(ask("m").user("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80 na\xC3\xAFve \xE6\x97\xA5\xE6\x9C\xAC\n\"quoted\"")), with_tool,
                                   chat::request(ask("m").user("a b c").max_output_tokens(3))}) {
        std::optional<answer> whole, streamed;
        c.async_chat(q, [&](answer a) { whole = std::move(a); });
        c.async_stream(q, [](chat::event const&) {}, [&](answer a) { streamed = std::move(a); });
        context.restart();
        context.run();
        BOOST_TEST_REQUIRE(whole.value().has_value());
        BOOST_TEST_REQUIRE(streamed.value().has_value());
        for (auto* one : {&**whole, &**streamed}) {
            BOOST_TEST(one->attempts.value() == 1);
            BOOST_TEST(one->elapsed_ms.value() >= 0);
            one->elapsed_ms.reset();
        }
        BOOST_TEST((**whole == **streamed));
    }
}

// Completion tokens

BOOST_AUTO_TEST_CASE(a_coroutine_may_ask_in_one_expression) {
    sandbox::server const server;
    asio::io_context context;
    auto c = make_client(context, server.url());
    std::string seen;
    auto program = [&]() -> asio::awaitable<void> {
        answer const first = co_await c.async_chat(ask("m").system("s").user("one"), asio::use_awaitable);
        seen += text_of(first);
        answer const second = co_await c.async_stream(
            ask("m").user("two").image("abc", chat::media_type("image/png")), [](chat::event const&) {}, asio::use_awaitable);
        seen += "/" + text_of(second);
    };
    asio::co_spawn(context, program(), [](std::exception_ptr thrown) { BOOST_TEST(!thrown); });
    context.run();
    BOOST_TEST(seen == "You asked: one/You asked: two (with a picture)");
}

BOOST_AUTO_TEST_CASE(a_future_is_a_token_too) {
    sandbox::server const server;
    asio::io_context context;
    auto c = make_client(context, server.url());
    auto future = c.async_chat(ask("m").user("Why?"), asio::use_future);
    context.run();
    BOOST_TEST(text_of(future.get()) == "You asked: Why?");
}

BOOST_AUTO_TEST_CASE(the_completion_runs_where_its_executor_says) {
    sandbox::server const server;
    asio::io_context context, other;
    auto c = make_client(context, server.url());
    bool is_done = false;
    c.async_chat(ask("m").user("Why?"), asio::bind_executor(other.get_executor(), [&](answer a) { is_done = a.has_value(); }));
    std::thread second([&] { context.run(); });
    other.run();
    second.join();
    BOOST_TEST(is_done);
}

BOOST_AUTO_TEST_CASE(what_waits_is_kept_in_its_own_allocators_memory_until_it_is_called) {
    sandbox::server const server;
    asio::io_context context;
    auto c = make_client(context, server.url());
    counting_memory memory;
    std::optional<int> held_when_called;
    c.async_chat(ask("m").user("Why?"), asio::bind_allocator(std::pmr::polymorphic_allocator<>(&memory), [&](answer) { held_when_called = memory.held; }));
    BOOST_TEST(memory.held == 1);
    context.run();
    BOOST_TEST((held_when_called == 0));
}

BOOST_AUTO_TEST_CASE(a_sink_that_is_a_coroutine_holds_the_sender_back) {
    sandbox::server const server;
    asio::io_context context;
    auto c = make_client(context, server.url());
    std::string seen;
    auto const slowly = [&](chat::event e) -> asio::awaitable<void> {
        asio::steady_timer pause(co_await asio::this_coro::executor, 0ms);
        co_await pause.async_wait(asio::use_awaitable);
        if (auto const* more = std::get_if<chat::text_delta>(&e)) seen += more->text;
    };
    std::string whole;
    c.async_stream(ask("m").user("Why?"), slowly, [&](answer a) { whole = text_of(a); });
    context.run();
    BOOST_TEST(seen == "You asked: Why?");
    BOOST_TEST(whole == seen);
}

// What goes wrong

BOOST_AUTO_TEST_CASE(an_answer_of_failure_is_an_error_with_the_providers_words) {
    sandbox::server const server({.key = "right"});
    asio::io_context context;
    auto wrong = make_client(context, server.url());
    BOOST_TEST(both(context, wrong, ask("m").user("Why?")) == "unauthenticated/unauthenticated/");

    sandbox::server const open;
    auto c = make_client(context, open.url(), {.retry = {.attempts = 1}});
    BOOST_TEST(both(context, c, ask("fail-429").user("Why?")) == "rate_limited/rate_limited/");
    BOOST_TEST(both(context, c, ask("fail-503").user("Why?")) == "service_unavailable/service_unavailable/");
    std::optional<parley::error> why;
    c.async_chat(ask("fail-429").user("Why?"), [&](answer a) { why = a.error(); });
    context.restart();
    context.run();
    BOOST_TEST(why.value().where == "fail-429");
    BOOST_TEST(why->provider.http_status == 429);
    BOOST_TEST(why->provider.attempts == 1);
}

// Trying again

namespace {

/// Answers with these statuses, one after the other, then with a good answer; an open connection never answers half.
struct moody_host {
    std::vector<http::response> moods;
    int calls = 0;

    auto handler() {
        return [this](http::request const& r) -> result<http::response> {
            auto const i = static_cast<std::size_t>(calls++);
            if (i < moods.size()) return moods[i];
            auto const q = family::openai_chat::read(r).value();
            return family::openai_chat::answer(sandbox::answer(q));
        };
    }
};

http::response status(int code, std::string wait_ms = "0") { return {code, {{"retry-after-ms", std::move(wait_ms)}}, "{}"}; }

parley::client_options patient(parley::retry_rules rules = {}) {
    rules.first_wait = 1ms;
    parley::client_options options;
    options.base_url = "http://localhost";
    options.retry = rules;
    return options;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_call_that_was_turned_away_is_tried_again_and_says_how_often) {
    for (int const refusal : {429, 503, 529}) {
        asio::io_context context;
        moody_host host{{status(refusal), status(refusal)}};
        client c(key(), transport::loopback(context.get_executor(), host.handler()), patient());
        std::optional<answer> got;
        c.async_chat(ask("m").user("Why?"), [&](answer a) { got = std::move(a); });
        context.run();
        BOOST_TEST_REQUIRE(got.value().has_value());
        BOOST_TEST((*got)->text() == "You asked: Why?");
        BOOST_TEST((*got)->attempts.value() == 3);
        BOOST_TEST(host.calls == 3);
    }
}

BOOST_AUTO_TEST_CASE(a_stream_that_was_turned_away_is_tried_again_before_its_first_event) {
    asio::io_context context;
    moody_host host{{status(503)}};
    client c(key(), transport::loopback(context.get_executor(), host.handler()), patient());
    std::optional<answer> got;
    c.async_stream(ask("m").user("Why?"), [](chat::event const&) {}, [&](answer a) { got = std::move(a); });
    context.run();
    BOOST_TEST_REQUIRE(got.value().has_value());
    BOOST_TEST((*got)->attempts.value() == 2);
}

BOOST_AUTO_TEST_CASE(a_call_that_may_have_been_billed_is_not_tried_again_unasked) {
    for (bool const allowed : {false, true}) {
        asio::io_context context;
        moody_host host{{status(500)}};
        client c(key(), transport::loopback(context.get_executor(), host.handler()), patient({.server_errors = allowed}));
        std::optional<answer> got;
        c.async_chat(ask("m").user("Why?"), [&](answer a) { got = std::move(a); });
        context.run();
        BOOST_TEST(got.value().has_value() == allowed);
        BOOST_TEST(host.calls == (allowed ? 2 : 1));
    }
}

BOOST_AUTO_TEST_CASE(attempts_come_to_an_end) {
    asio::io_context context;
    moody_host host{std::vector<http::response>(9, status(429))};
    client c(key(), transport::loopback(context.get_executor(), host.handler()), patient({.attempts = 4}));
    std::optional<answer> got;
    c.async_chat(ask("m").user("Why?"), [&](answer a) { got = std::move(a); });
    context.run();
    BOOST_TEST((got.value().error().code == errc::rate_limited));
    BOOST_TEST(got->error().provider.attempts == 4);
    BOOST_TEST(host.calls == 4);
}

BOOST_AUTO_TEST_CASE(a_wait_that_does_not_fit_the_deadline_fails_at_once_and_says_so) {
    asio::io_context context;
    moody_host host{{status(429, "3600000")}};
    auto options = patient();
    options.deadline = 10s;
    client c(key(), transport::loopback(context.get_executor(), host.handler()), options);
    std::optional<answer> got;
    c.async_chat(ask("m").user("Why?"), [&](answer a) { got = std::move(a); });
    context.run();
    BOOST_TEST((got.value().error().code == errc::rate_limited));
    BOOST_TEST(got->error().message.ends_with("The provider asks to wait 3600000 ms, longer than the call may take."));
    BOOST_TEST(host.calls == 1);
}

BOOST_AUTO_TEST_CASE(a_wait_between_attempts_can_be_cancelled) {
    asio::io_context context;
    moody_host host{{status(429, "60000")}};
    client c(key(), transport::loopback(context.get_executor(), host.handler()), patient());
    asio::cancellation_signal stop;
    std::optional<answer> got;
    c.async_chat(ask("m").user("Why?"), asio::bind_cancellation_slot(stop.slot(), [&](answer a) { got = std::move(a); }));
    while (host.calls == 0) context.run_one();
    stop.emit(asio::cancellation_type::terminal);
    context.run();
    BOOST_TEST((got.value().error().code == errc::cancelled));
    BOOST_TEST(host.calls == 1);
}

BOOST_AUTO_TEST_CASE(a_stream_that_is_cut_is_no_answer) {
    sandbox::server const server;
    asio::io_context context;
    auto c = make_client(context, server.url());
    BOOST_TEST(both(context, c, ask("cut").user("Why?")) == "You asked: Why?/connection_lost/You asked: W");
}

BOOST_AUTO_TEST_CASE(a_stream_that_ends_cleanly_without_its_mark_is_truncated) {
    loopback_server server([](loopback_server::peer& p) {
        p.read_request();
        p.answer("data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"}}]}\n\n", "200 OK", "Content-Type: text/event-stream\r\n");
    });
    asio::io_context context;
    auto c = make_client(context, server.url("/v1"));
    std::string pieces;
    std::optional<answer> end;
    c.async_stream(ask("m").user("Why?"), [&](chat::event const& e) {
        if (auto const* more = std::get_if<chat::text_delta>(&e)) pieces += more->text;
    }, [&](answer a) { end = std::move(a); });
    context.run();
    BOOST_TEST(pieces == "half");
    BOOST_TEST((end.value().error().code == errc::truncated));
    BOOST_TEST(end->error().where == "m");
}

BOOST_AUTO_TEST_CASE(a_host_that_does_not_stream_is_understood) {
    asio::io_context context;
    client c(key(), transport::loopback(context.get_executor(), [](http::request const& r) -> result<http::response> {
                 return family::openai_chat::answer(sandbox::answer(family::openai_chat::read(r).value()));
             }), {.base_url = "http://localhost"});
    BOOST_TEST(both(context, c, ask("m").user("Why?")) == "You asked: Why?/You asked: Why?/You asked: Why?");
}

BOOST_AUTO_TEST_CASE(a_page_instead_of_an_answer_is_told_as_such) {
    asio::io_context context;
    client c(key(), transport::loopback(context.get_executor(), [](http::request const&) -> result<http::response> {
                 return http::response{200, {{"Content-Type", "text/html"}}, "<html></html>"};
             }), {.base_url = "http://localhost"});
    BOOST_TEST(both(context, c, ask("m").user("Why?")) == "web_page/web_page/");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_is_not_sent) {
    asio::io_context context;
    int sent = 0;
    auto const count = [&](http::request const&) -> result<http::response> {
        ++sent;
        return http::response();
    };
    client c(key(), transport::loopback(context.get_executor(), count), {.base_url = "http://localhost"});
    chat::request q = ask("m").user("Why?");
    q.top_k = 3;
    BOOST_TEST(both(context, c, q) == "unsupported/unsupported/");
    client keyless(parley::secret(), transport::loopback(context.get_executor(), count), {.base_url = "http://localhost"});
    BOOST_TEST(both(context, keyless, ask("m").user("Why?")) == "misconfigured/misconfigured/");
    client nowhere(key(), transport::loopback(context.get_executor(), count), {.base_url = "not an address"});
    BOOST_TEST(both(context, nowhere, ask("m").user("Why?")) == "invalid_argument/invalid_argument/");
    BOOST_TEST(sent == 0);
}

BOOST_AUTO_TEST_CASE(what_the_model_would_reject_is_refused_or_adjusted_as_the_caller_wishes) {
    asio::io_context context;
    moody_host host;
    client strict(key(), transport::loopback(context.get_executor(), host.handler()), {.base_url = "http://localhost"});
    std::optional<answer> got;
    strict.async_chat(ask("gpt-5").user("Why?").temperature(0.2), [&](answer a) { got = std::move(a); });
    context.run();
    BOOST_TEST((got.value().error().code == errc::unsupported));
    BOOST_TEST(got->error().where == "/temperature");
    BOOST_TEST(host.calls == 0);

    client mild(key(), transport::loopback(context.get_executor(), host.handler()), {.base_url = "http://localhost", .misfit = family::misfit::adjust});
    mild.async_chat(ask("gpt-5").user("Why?").temperature(0.2), [&](answer a) { got = std::move(a); });
    context.restart();
    context.run();
    BOOST_TEST_REQUIRE(got.value().has_value());
    BOOST_TEST((*got)->adjusted.size() == 1u);
    BOOST_TEST(host.calls == 1);
}

BOOST_AUTO_TEST_CASE(without_a_base_url_the_vendor_is_asked) {
    asio::io_context context;
    std::string seen;
    client c(key(), transport::loopback(context.get_executor(), [&](http::request const& r) -> result<http::response> {
                 seen = r.url.to_string() + " " + std::string(r.header.find("authorization").value());
                 return parley::error(errc::connect_failed);
             }), {.user_agent = "product/1"});
    BOOST_TEST(both(context, c, ask("m").user("Why?")) == "connect_failed/connect_failed/");
    BOOST_TEST(seen == "https://api.openai.com/v1/chat/completions Bearer k1");
}

// Time and cancellation

BOOST_AUTO_TEST_CASE(a_strategy_that_refines_a_key_signs_in_its_own_way) {
    std::optional<http::request> seen;
    asio::io_context context;
    parley::client<family::openai_chat, key_of_a_team> c(key_of_a_team(key()), transport::loopback(context.get_executor(), [&](http::request const& r) -> result<http::response> {
        seen = r;
        return http::response{401, {}, ""};
    }));
    c.async_chat(ask("m").user("Why?"), [](answer) {});
    context.run();
    BOOST_TEST(seen.value().header.find("X-Team").value() == "blue");
    BOOST_TEST(seen.value().header.find("Authorization").value() == "Bearer k1");
}

BOOST_AUTO_TEST_CASE(the_deadline_covers_the_whole_call) {
    sandbox::server const server;
    asio::io_context context;
    auto c = make_client(context, server.url(), {.deadline = 50ms});
    auto const begun = std::chrono::steady_clock::now();
    std::optional<answer> end;
    c.async_stream(ask("stall").user("Why?"), [](chat::event const&) {}, [&](answer a) { end = std::move(a); });
    context.run();
    BOOST_TEST((end.value().error().code == errc::timed_out));
    BOOST_TEST((std::chrono::steady_clock::now() - begun >= 50ms));
}

BOOST_AUTO_TEST_CASE(a_stream_is_cancelled_while_it_waits) {
    sandbox::server const server;
    asio::io_context context;
    auto c = make_client(context, server.url());
    asio::cancellation_signal stop;
    std::optional<answer> end;
    int events = 0;
    c.async_stream(ask("stall").user("Why?"), [&](chat::event const&) {
        if (++events == 2) asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
    }, asio::bind_cancellation_slot(stop.slot(), [&](answer a) { end = std::move(a); }));
    context.run();
    BOOST_TEST((end.value().error().code == errc::cancelled));
}

BOOST_AUTO_TEST_CASE(a_sink_may_cancel_the_call_that_feeds_it) {
    sandbox::server const server;
    asio::io_context context;
    auto c = make_client(context, server.url());
    asio::cancellation_signal stop;
    std::optional<answer> end;
    c.async_stream(ask("stall").user("Why?"), [&](chat::event const&) { stop.emit(asio::cancellation_type::terminal); },
                   asio::bind_cancellation_slot(stop.slot(), [&](answer a) { end = std::move(a); }));
    context.run();
    BOOST_TEST(text_of(end.value()) == "cancelled");
}

BOOST_AUTO_TEST_CASE(a_call_outlives_the_client_that_began_it) {
    sandbox::server const server;
    asio::io_context context;
    std::string whole;
    {
        auto c = make_client(context, server.url());
        auto moved = std::move(c);
        moved.async_chat(ask("m").user("Why?"), [&](answer a) { whole = text_of(a); });
    }
    context.run();
    BOOST_TEST(whole == "You asked: Why?");
}

BOOST_AUTO_TEST_CASE(a_context_that_is_given_up_takes_its_calls_with_it) {
    sandbox::server const server;
    bool is_called = false;
    {
        asio::io_context context;
        auto c = make_client(context, server.url());
        int events = 0;
        c.async_stream(ask("stall").user("Why?"), [&](chat::event const&) {
            if (++events == 2) context.stop();
        }, [&](answer) { is_called = true; });
        context.run();
    }
    BOOST_TEST(!is_called);
}

BOOST_AUTO_TEST_CASE(calls_overlap_on_a_context_of_several_threads) {
    sandbox::server const server;
    asio::io_context context;
    auto c = make_client(context, server.url());
    std::vector<std::string> texts(64);
    for (std::size_t i = 0; i != texts.size(); ++i) {
        auto const keep = [&texts, i](answer a) { texts[i] = text_of(a); };
        auto q = chat::request(ask("m").user(std::to_string(i)));
        if (i % 2) c.async_chat(q, keep);
        else c.async_stream(q, [](chat::event const&) {}, keep);
    }
    std::vector<std::thread> threads;
    for (int i = 0; i != 4; ++i) threads.emplace_back([&] { context.run(); });
    for (auto& t : threads) t.join();
    for (std::size_t i = 0; i != texts.size(); ++i) BOOST_TEST(texts[i] == "You asked: " + std::to_string(i));
}

BOOST_AUTO_TEST_SUITE_END()
