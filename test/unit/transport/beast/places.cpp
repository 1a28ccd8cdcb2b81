#include <parley/transport/beast/detail/places.hpp>
#include <parley/transport/beast/https.hpp>

#include <support/loopback_server.hpp>
#include <support/run.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <exception>
#include <future>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(transport_beast_places)

namespace asio = boost::asio;
namespace detail = parley::transport::detail;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::errc;
using parley::error;
using parley::result;
using parley_test::loopback_server;
using peer = loopback_server::peer;
using namespace std::chrono_literals;

namespace {

/// Those who want a place at one origin, all on one thread.
struct crowd {
    asio::io_context context;
    detail::places places;
    transport::limits limits;
    std::vector<std::shared_ptr<detail::place>> held; ///< in the order in which they were got
    std::vector<error> refused;
    std::string served; ///< a letter for each, `a` for who asked first

    explicit crowd(std::size_t most) : places(most) {}

    /// @param slot where the waiting can be cancelled.
    void ask(asio::cancellation_slot slot = {}, std::string origin = "o") {
        asio::co_spawn(context, wait(std::move(origin), next_++), asio::bind_cancellation_slot(slot, [](std::exception_ptr thrown) { BOOST_TEST(!thrown); }));
        go_on();
    }
    void leave_first() {
        held.erase(held.begin());
        go_on();
    }
    /// Runs all that can be run.
    void go_on() {
        context.restart();
        context.poll();
    }

private:
    asio::awaitable<void> wait(std::string origin, char letter) {
        co_await asio::this_coro::throw_if_cancelled(false);
        auto const strand = co_await asio::this_coro::executor;
        auto const clocks = std::make_shared<detail::watchdog>(strand, limits);
        clocks->follow(co_await asio::this_coro::cancellation_state);
        clocks->wind(&transport::limits::connect);
        auto mine = std::make_shared<detail::place>(places, origin, strand);
        auto const came = co_await mine->wait(*clocks, "h");
        if (!came) {
            refused.push_back(came.error());
            co_return;
        }
        held.push_back(std::move(mine));
        served += letter;
    }

    char next_ = 'a';
};

http::request request_to(std::string const& url, char const* method = "GET") { return http::request(method, http::url::parse(url).value()); }

transport::https_options at_most(std::size_t count) {
    transport::https_options options;
    options.max_per_origin = count;
    return options;
}

/// Answers in two halves, the second one when it is let go.
struct halting_server {
    std::promise<void> go;
    std::shared_future<void> gone = go.get_future().share();
    loopback_server server{[this](peer& p) {
        while (!p.read_request().empty()) {
            p.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
            gone.wait();
            p.write("other");
        }
    }};
};

} // namespace

BOOST_AUTO_TEST_CASE(there_are_so_many_places_at_each_origin) {
    crowd c(2);
    for (int i = 0; i != 3; ++i) {
        c.ask();
        c.ask({}, "elsewhere");
    }
    BOOST_TEST(c.held.size() == 4u);
    c.held.clear();
    c.go_on();
    BOOST_TEST(c.held.size() == 2u);
}

BOOST_AUTO_TEST_CASE(who_comes_first_is_served_first) {
    crowd c(1);
    for (int i = 0; i != 3; ++i) c.ask();
    c.held.clear(); // the place is the second one's, who has not heard of it yet
    c.ask();
    BOOST_TEST(c.served == "ab");
    for (int i = 0; i != 2; ++i) c.leave_first();
    BOOST_TEST(c.served == "abcd");
}

BOOST_AUTO_TEST_CASE(who_is_cancelled_leaves_the_queue) {
    crowd c(1);
    asio::cancellation_signal signal;
    c.ask();
    c.ask(signal.slot());
    c.ask();
    signal.emit(asio::cancellation_type::terminal);
    c.go_on();
    BOOST_TEST_REQUIRE(c.refused.size() == 1u);
    BOOST_TEST((c.refused[0].code == errc::cancelled));
    BOOST_TEST(c.served == "a");
    c.leave_first();
    BOOST_TEST(c.served == "ac");
}

BOOST_AUTO_TEST_CASE(who_is_cancelled_on_getting_a_place_passes_it_on) {
    crowd c(1);
    asio::cancellation_signal signal;
    c.ask();
    c.ask(signal.slot());
    c.ask();
    c.held.clear(); // the second one is told, and does not know yet
    signal.emit(asio::cancellation_type::terminal);
    c.go_on();
    BOOST_TEST_REQUIRE(c.refused.size() == 1u);
    BOOST_TEST((c.refused[0].code == errc::cancelled));
    BOOST_TEST(c.served == "ac");
}

BOOST_AUTO_TEST_CASE(who_waits_longer_than_the_connect_clock_is_told_why) {
    crowd c(2);
    for (int i = 0; i != 2; ++i) c.ask();
    c.limits.connect = 40ms;
    c.ask();
    c.limits.connect = 0ms;
    c.limits.total = 30ms;
    c.ask();
    c.context.restart();
    c.context.run();
    BOOST_TEST_REQUIRE(c.refused.size() == 2u);
    for (auto const& each : c.refused) {
        BOOST_TEST((each.code == errc::timed_out));
        BOOST_TEST(each.where == "h");
    }
    BOOST_TEST(c.refused[0].message == "The exchange was not done within 30 ms. As many as may be open to the host at a time, 2, are in use (max_per_origin).");
    BOOST_TEST(c.refused[1].message == "No connection within 40 ms. As many as may be open to the host at a time, 2, are in use (max_per_origin).");
    c.limits.total = 0ms;
    c.ask();
    c.leave_first();
    BOOST_TEST(c.held.size() == 2u);
}

BOOST_AUTO_TEST_CASE(who_is_destroyed_while_waiting_leaves_the_queue) {
    detail::places places(1);
    auto const wait = [](std::shared_ptr<detail::place> mine, bool& came, std::shared_ptr<detail::watchdog> clocks) -> asio::awaitable<void> {
        came = (co_await mine->wait(*clocks, "h")).has_value();
    };
    asio::io_context here;
    auto elsewhere = std::make_unique<asio::io_context>();
    bool came[3] = {};
    asio::io_context* const where[] = {&here, elsewhere.get(), &here};
    auto first = std::make_shared<detail::place>(places, "o", here.get_executor());
    for (int i = 0; i != 3; ++i) {
        auto const executor = where[i]->get_executor();
        auto const clocks = std::make_shared<detail::watchdog>(executor, transport::limits());
        asio::co_spawn(executor, wait(std::make_shared<detail::place>(places, "o", executor), came[i], clocks), [](std::exception_ptr) {});
        where[i]->poll();
    }
    first.reset(); // the first of the queue has it
    here.restart();
    here.poll();
    BOOST_TEST(came[0]); // and has left already
    elsewhere.reset();   // told, and gone before it heard
    here.restart();
    here.poll();
    BOOST_TEST(!came[1]);
    BOOST_TEST(came[2]);
}

BOOST_AUTO_TEST_CASE(many_threads_never_hold_more_than_there_are_and_lose_none) {
    constexpr int most = 3;
    asio::io_context context;
    detail::places places(most);
    std::atomic<int> inside = 0, highest = 0, served = 0, refused = 0, forgotten = 0, thrown = 0;
    auto often = [&](int number) -> asio::awaitable<void> {
        auto const strand = co_await asio::this_coro::executor;
        for (int i = 0; i != 200; ++i) {
            transport::limits limits;
            bool const hurries = (number + i) % 5 == 0;
            if (hurries) limits.connect = 1ms; // and gives up, perhaps at the moment of its turn
            auto const clocks = std::make_shared<detail::watchdog>(strand, limits);
            clocks->wind(&transport::limits::connect);
            auto mine = std::make_shared<detail::place>(places, "o", strand);
            auto const came = co_await mine->wait(*clocks, "h");
            if (!came) {
                ++(hurries ? refused : forgotten);
                continue;
            }
            int const now = ++inside;
            for (int seen = highest; seen < now && !highest.compare_exchange_weak(seen, now);) {}
            for (int pause = 0; pause != 3; ++pause) co_await asio::post(strand, asio::use_awaitable);
            ++served;
            --inside;
        }
    };
    for (int i = 0; i != 32; ++i) asio::co_spawn(asio::make_strand(context), often(i), [&](std::exception_ptr what) { thrown += what != nullptr; });
    std::vector<std::thread> threads;
    for (int i = 0; i != 8; ++i) threads.emplace_back([&] { context.run(); });
    for (auto& each : threads) each.join();
    BOOST_TEST(thrown == 0);
    BOOST_TEST(served + refused + forgotten == 32 * 200);
    BOOST_TEST(forgotten == 0);
    BOOST_TEST(highest == most);

    int came = 0;
    auto again = [&](std::shared_ptr<detail::place> mine, std::shared_ptr<detail::watchdog> clocks) -> asio::awaitable<void> {
        came += (co_await mine->wait(*clocks, "h")).has_value();
    };
    std::vector<std::shared_ptr<detail::place>> all;
    for (int i = 0; i != most; ++i) {
        auto const executor = context.get_executor();
        all.push_back(std::make_shared<detail::place>(places, "o", executor));
        asio::co_spawn(executor, again(all.back(), std::make_shared<detail::watchdog>(executor, transport::limits())), [](std::exception_ptr) {});
    }
    context.restart();
    context.poll();
    BOOST_TEST(came == most);
}

// Connections

BOOST_AUTO_TEST_CASE(a_third_call_waits_until_one_of_two_streams_was_read) {
    halting_server s;
    asio::io_context context;
    transport::https https(context.get_executor(), at_most(2));
    int begun = 0;
    std::string third;
    std::optional<transport::https::exchange> streams[2];
    auto stream = [&](int i) -> asio::awaitable<void> {
        auto opened = co_await https.open(request_to(s.server.url()), transport::limits());
        streams[i].emplace(std::move(*opened));
        ++begun;
    };
    auto read = [&](int i) -> asio::awaitable<std::string> {
        std::string all;
        for (;;) {
            auto const piece = co_await streams[i]->read();
            if (piece->empty()) co_return all;
            all += *piece;
        }
    };
    auto call = [&]() -> asio::awaitable<void> {
        auto const answer = co_await https.send(request_to(s.server.url()), transport::limits());
        third = answer.value().body;
    };
    for (int i = 0; i != 2; ++i) asio::co_spawn(context, stream(i), [](std::exception_ptr) {});
    while (begun != 2) context.run_one();
    asio::co_spawn(context, call(), [](std::exception_ptr) {});
    context.restart();
    context.poll();
    BOOST_TEST(third.empty());
    BOOST_TEST(s.server.connections() == 2);
    s.go.set_value();
    context.restart();
    context.poll();
    BOOST_TEST(third.empty()); // the streams are whole, but not read
    asio::co_spawn(context, read(1), [](std::exception_ptr, std::string all) { BOOST_TEST(all == "firstother"); });
    context.restart();
    while (third.empty()) context.run_one();
    BOOST_TEST(third == "firstother");
    BOOST_TEST(s.server.connections() == 2); // over the second one's
    BOOST_TEST(parley_test::run(context, read(0)) == "firstother");
}

BOOST_AUTO_TEST_CASE(a_stream_that_is_dropped_leaves_its_place) {
    halting_server s;
    asio::io_context context;
    transport::https https(context.get_executor(), at_most(1));
    auto twice = [](transport::https via, std::string url) -> asio::awaitable<int> {
        auto first = co_await via.open(request_to(url), transport::limits());
        transport::limits hurried;
        hurried.connect = 20ms;
        auto const refused = co_await via.open(request_to(url), hurried);
        int const code = static_cast<int>(refused.error().code);
        first = error(errc::not_found);
        auto const second = co_await via.open(request_to(url), transport::limits());
        co_return second ? code : 0;
    };
    BOOST_TEST(parley_test::run(context, twice(https, s.server.url())) == static_cast<int>(errc::timed_out));
    s.go.set_value();
}

BOOST_AUTO_TEST_CASE(a_call_that_fails_leaves_its_place) {
    struct row {
        char const* answer;
        errc code;
    };
    static constexpr row rows[] = {
        {"", errc::connection_lost},
        {"HTTP/1.1 2", errc::connection_lost},
        {"nonsense\r\n\r\n", errc::invalid_response},
        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", errc::connection_lost},
    };
    std::atomic<std::size_t> turn = 0;
    loopback_server server([&](peer& p) {
        p.read_request();
        auto const at = turn++;
        p.write(at < std::size(rows) ? rows[at].answer : "HTTP/1.1 200 OK\r\n\r\nto the end");
    });
    std::string closed_port;
    { closed_port = loopback_server([](peer&) {}).url(); }
    asio::io_context context;
    transport::https https(context.get_executor(), at_most(1));
    transport::limits limits;
    limits.connect = 2s;
    auto const send = [&](std::string const& url) { return parley_test::run(context, https.send(request_to(url), limits)); };
    for (auto const& r : rows) BOOST_TEST((send(server.url()).error().code == r.code), r.answer);
    for (int i = 0; i != 2; ++i) BOOST_TEST((send(closed_port).error().code == errc::connect_failed));
    for (int i = 0; i != 2; ++i) BOOST_TEST(send(server.url()).value().body == "to the end");
}

BOOST_AUTO_TEST_CASE(a_connection_that_takes_the_place_of_a_stale_one_counts_once) {
    std::atomic<bool> is_first = true;
    loopback_server server([&](peer& p) {
        p.read_request();
        p.answer("x");
        if (is_first.exchange(false)) p.read_request(); // and goes away without an answer
        else while (!p.read_request().empty()) p.answer("x");
    });
    asio::io_context context;
    transport::https https(context.get_executor(), at_most(1));
    for (int i = 0; i != 4; ++i) BOOST_TEST(parley_test::run(context, https.send(request_to(server.url()), transport::limits())).has_value());
    BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(a_call_that_waits_is_served_also_when_its_transport_is_gone) {
    halting_server s;
    asio::io_context context;
    auto https = std::make_optional<transport::https>(context.get_executor(), at_most(1));
    std::vector<std::string> bodies;
    auto call = [&](asio::awaitable<result<http::response>> answer) -> asio::awaitable<void> {
        auto const got = co_await std::move(answer);
        bodies.push_back(got.value().body);
    };
    for (int i = 0; i != 3; ++i) asio::co_spawn(context, call(https->send(request_to(s.server.url()), transport::limits())), [](std::exception_ptr) {});
    context.poll();
    https.reset();
    s.go.set_value();
    context.run();
    BOOST_TEST(bodies.size() == 3u);
    BOOST_TEST(s.server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(a_context_that_is_destroyed_takes_calls_that_wait_with_it) {
    halting_server s;
    std::optional<transport::https> https;
    {
        asio::io_context context;
        https.emplace(context.get_executor(), at_most(1));
        for (int i = 0; i != 3; ++i)
            asio::co_spawn(context, https->send(request_to(s.server.url()), transport::limits()), [](std::exception_ptr, result<http::response>) { BOOST_TEST(false); });
        while (s.server.connections() == 0) context.poll_one();
        context.poll();
    }
    s.go.set_value();
    BOOST_TEST(s.server.connections() == 1);
    https.reset();
}

BOOST_AUTO_TEST_CASE(a_call_cancelled_at_any_point_leaves_its_place) {
    loopback_server server([](peer& p) {
        while (!p.read_request().empty()) p.answer("ok");
    });
    bool is_done = false;
    int cancelled = 0;
    for (int point = 0; !is_done; ++point) {
        asio::io_context context;
        transport::https https(context.get_executor(), at_most(1));
        asio::cancellation_signal signal;
        std::optional<result<http::response>> got, other;
        auto call = [&](std::optional<result<http::response>>& into) -> asio::awaitable<void> {
            co_await asio::this_coro::throw_if_cancelled(false);
            auto answer = co_await https.send(request_to(server.url()), transport::limits());
            into.emplace(std::move(answer));
        };
        asio::co_spawn(context, call(other), [](std::exception_ptr) {});
        asio::co_spawn(context, call(got), asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
        for (int i = 0; i != point && !got; ++i) context.run_one();
        is_done = got.has_value();
        signal.emit(asio::cancellation_type::terminal);
        context.run();
        BOOST_TEST_REQUIRE((got && other));
        BOOST_TEST(other->has_value());
        cancelled += !*got;
        auto const after = parley_test::run(context, https.send(request_to(server.url()), transport::limits()));
        BOOST_TEST(after.has_value());
    }
    BOOST_TEST(cancelled >= 3);
}

BOOST_AUTO_TEST_CASE(calls_of_eight_threads_share_three_connections) {
    std::atomic<int> inside = 0, highest = 0;
    loopback_server server([&](peer& p) {
        while (!p.read_request().empty()) {
            int const now = ++inside;
            for (int seen = highest; seen < now && !highest.compare_exchange_weak(seen, now);) {}
            --inside;
            p.answer("ok");
        }
    });
    asio::io_context context;
    transport::https https(context.get_executor(), at_most(3));
    std::atomic<int> whole = 0;
    auto often = [](transport::https via, std::string url, std::atomic<int>& good) -> asio::awaitable<void> {
        for (int i = 0; i != 50; ++i) {
            auto const got = co_await via.send(request_to(url), transport::limits());
            good += got && got->body == "ok";
        }
    };
    for (int i = 0; i != 16; ++i) asio::co_spawn(asio::make_strand(context), often(https, server.url(), whole), [](std::exception_ptr) {});
    std::vector<std::thread> threads;
    for (int i = 0; i != 8; ++i) threads.emplace_back([&] { context.run(); });
    for (auto& each : threads) each.join();
    BOOST_TEST(whole == 16 * 50);
    BOOST_TEST(server.connections() == 3);
    BOOST_TEST(highest <= 3);
}

BOOST_AUTO_TEST_SUITE_END()
