#include <parley/limited.hpp>

#include <parley/family/openai_chat.hpp>

#include <support/family_host.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>

BOOST_AUTO_TEST_SUITE(client_limited)

namespace asio = boost::asio;
namespace chat = parley::chat;
namespace family = parley::family;
using parley::ask;
using parley::errc;
using parley::result;
using parley_test::client_of;
using parley_test::family_host;
using parley_test::says;
using namespace std::chrono_literals;

namespace {

using answer = result<chat::response>;
using host = family_host<family::openai_chat>;
using clock = std::chrono::steady_clock;

} // namespace

BOOST_AUTO_TEST_CASE(calls_beyond_the_limit_wait_for_their_turn_and_keep_their_order) {
    host h({says("1"), says("2"), says("3"), says("4")});
    asio::io_context context;
    parley::limited client(client_of(h, context.get_executor()), {.requests_per_second = 50});
    // As many as come back in a second are there at once: those are used up first.
    for (int i = 0; i != 46; ++i) h.then(says("more"));
    std::string order;
    int done = 0;
    auto const begun = clock::now();
    for (int i = 0; i != 48; ++i) client.async_chat(ask("m").user("?"), [&](answer a) { done += a.has_value(); });
    context.run();
    auto const before = clock::now() - begun;
    BOOST_TEST(done == 48);
    BOOST_TEST((before < 1s));
    for (auto const* name : {"a", "b", "c", "d"}) {
        h.then(says(name));
        client.async_stream(ask("m").user(name), [](chat::event const&) {}, [&, name](answer a) { order += a ? name : "!"; });
    }
    context.restart();
    context.run();
    BOOST_TEST(order == "abcd");
    BOOST_TEST((clock::now() - begun >= 40ms)); // two of the 52 had to come back
}

BOOST_AUTO_TEST_CASE(a_call_that_would_wait_too_long_fails_at_once_and_says_when) {
    host h({says("1"), says("2")});
    asio::io_context context;
    parley::limited client(client_of(h, context.get_executor()), {.requests_per_second = 0.01, .longest_wait = 10ms});
    std::optional<answer> first, second;
    client.async_chat(ask("m").user("?"), [&](answer a) { first = std::move(a); });
    client.async_chat(ask("m").user("?"), [&](answer a) { second = std::move(a); });
    context.run();
    BOOST_TEST(first.value().has_value());
    BOOST_TEST((second.value().error().code == errc::rate_limited));
    BOOST_TEST((second->error().provider.retry_after.value() > 90s));
    BOOST_TEST(h.asked().size() == 1u);
}

BOOST_AUTO_TEST_CASE(tokens_are_estimated_before_and_counted_after) {
    auto heavy = says("1");
    heavy.usage.input_tokens = 500;
    heavy.usage.output_tokens = 1500;
    host h({heavy, says("2")});
    asio::io_context context;
    parley::limited client(client_of(h, context.get_executor()), {.tokens_per_minute = 1000, .longest_wait = 1s});
    std::optional<answer> first, second;
    client.async_chat(ask("m").user("A few words."), [&](answer a) { first = std::move(a); });
    context.run();
    BOOST_TEST(first.value().has_value());
    client.async_chat(ask("m").user("A few words."), [&](answer a) { second = std::move(a); });
    context.restart();
    context.run();
    BOOST_TEST((second.value().error().code == errc::rate_limited));
    BOOST_TEST((second->error().provider.retry_after.value() > 55s));
}

BOOST_AUTO_TEST_CASE(who_stops_waiting_gives_the_turn_back) {
    host h({says("1"), says("2")});
    asio::io_context context;
    parley::limited client(client_of(h, context.get_executor()), {.requests_per_second = 0.01});
    asio::cancellation_signal stop;
    std::optional<answer> first, second;
    client.async_chat(ask("m").user("?"), [&](answer a) {
        first = std::move(a);
        asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
    });
    client.async_chat(ask("m").user("?"), asio::bind_cancellation_slot(stop.slot(), [&](answer a) { second = std::move(a); }));
    context.run();
    BOOST_TEST(first.value().has_value());
    BOOST_TEST((second.value().error().code == errc::cancelled));
    BOOST_TEST(h.asked().size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_goes_in_is_estimated_by_its_texts) {
    auto const q = chat::request(ask("m").system("1234").user("12345678"));
    BOOST_TEST(parley::estimated_input_tokens(q) == 4);
    BOOST_TEST(parley::estimated_input_tokens({}) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
