#include <parley/client.hpp>
#include <parley/transport/beast/https.hpp>

#include <support/certificates.hpp>
#include <support/fault_ledger.hpp>
#include <support/loopback_server.hpp>
#include <support/run.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(faults_transport, *boost::unit_test::fixture<parley_test::fault_ledger>())

namespace asio = boost::asio;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::errc;
using parley::result;
using parley_test::certificate;
using parley_test::fault_ledger;
using parley_test::loopback_server;
using peer = loopback_server::peer;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

namespace {

certificate const& authority() {
    static auto const made = certificate::authority("test authority");
    return made;
}
certificate const& identity() {
    static auto const made = authority().issue("DNS:localhost,IP:127.0.0.1");
    return made;
}

/// Pulls the whole body of an answer.
asio::awaitable<result<std::string>> pull(transport::https via, http::request request, transport::limits allowed) {
    auto opened = co_await via.open(std::move(request), allowed);
    if (!opened) co_return opened.error();
    std::string body;
    for (;;) {
        auto const piece = co_await opened->read();
        if (!piece) co_return piece.error();
        if (piece->empty()) co_return body;
        body += *piece;
    }
}

struct client {
    asio::io_context context;
    transport::https https;
    transport::limits limits;

    explicit client(transport::https_options options = trusting()) : https(context.get_executor(), std::move(options)) {}

    static transport::https_options trusting() {
        transport::https_options options;
        options.tls.ca_pem = authority().pem();
        return options;
    }

    /// @param pulls whether the answer is read piece by piece.
    result<std::string> get(std::string const& url, bool pulls) { return get(http::request("GET", http::url::parse(url).value()), pulls); }
    result<std::string> get(http::request request, bool pulls) {
        if (pulls) return parley_test::run(context, pull(https, std::move(request), limits));
        auto answer = parley_test::run(context, https.send(std::move(request), limits));
        if (!answer) return answer.error();
        return std::move(answer->body);
    }
};

template <class Script> std::vector<std::unique_ptr<loopback_server>> plain_and_encrypted(Script script) {
    std::vector<std::unique_ptr<loopback_server>> both;
    both.push_back(std::make_unique<loopback_server>(script));
    both.push_back(std::make_unique<loopback_server>(script, identity()));
    return both;
}

milliseconds since(std::chrono::steady_clock::time_point begun) { return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun); }

std::string http_date(std::time_t when) {
    char text[64];
    std::tm parts{};
    ::gmtime_r(&when, &parts);
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return text;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_connection_cut_after_any_byte_is_lost) {
    for (std::string const whole : {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;a=b\r\n!\r\n0\r\nX: y\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello!"})
        for (std::size_t cut = 0; cut <= whole.size(); ++cut)
            for (auto const& server : plain_and_encrypted([&](peer& p) {
                     p.read_request();
                     p.write(std::string_view(whole).substr(0, cut));
                 }))
                for (bool const pulls : {false, true}) {
                    client c;
                    auto const got = c.get(server->url("/", "localhost"), pulls);
                    fault_ledger::note();
                    if (cut == whole.size()) BOOST_TEST(got.value() == "hello!");
                    else BOOST_TEST((!got && got.error().code == errc::connection_lost), "cut at " << cut << " of " << whole);
                }
}

BOOST_AUTO_TEST_CASE(a_stall_in_any_phase_ends_at_its_clock) {
    constexpr auto span = 500ms;
    enum class when { before_tls, before_tunnel, before_reading, before_answer, in_answer };
    struct row {
        when stalls;
        char const* before;
        milliseconds transport::limits::*clock;
    };
    static constexpr row rows[] = {
        {when::before_tls, "", &transport::limits::connect},
        {when::before_tls, "", &transport::limits::total},
        {when::before_tunnel, "", &transport::limits::connect},
        {when::before_reading, "", &transport::limits::first_byte},
        {when::before_reading, "", &transport::limits::total},
        {when::before_answer, "", &transport::limits::first_byte},
        {when::before_answer, "", &transport::limits::total},
        {when::in_answer, "HTTP/1.1 2", &transport::limits::idle},
        {when::in_answer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", &transport::limits::idle},
        {when::in_answer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", &transport::limits::idle},
        {when::in_answer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", &transport::limits::total},
    };
    for (auto const& r : rows) {
        std::mutex mutex;
        std::condition_variable over;
        bool is_over = false;
        loopback_server server([&](peer& p) {
            if (r.stalls >= when::before_answer) {
                p.read_request();
                p.write(r.before);
            }
            std::unique_lock lock(mutex); // reads nothing, says nothing
            over.wait(lock, [&] { return is_over; });
        });
        auto options = client::trusting();
        auto url = server.url();
        if (r.stalls == when::before_tls) url.insert(4, "s");
        if (r.stalls == when::before_tunnel) {
            options.proxies.for_https = transport::proxy(http::url::parse(url).value());
            url = "https://far.example/";
        }
        for (bool const pulls : {false, true}) {
            client c(options);
            c.limits.*r.clock = span;
            http::request request(http::url::parse(url).value());
            if (r.stalls == when::before_reading) request.body.assign(20'000'000, 'x'); // more than the system takes
            auto const begun = std::chrono::steady_clock::now();
            auto const got = c.get(std::move(request), pulls);
            auto const overrun = since(begun) - span;
            fault_ledger::note(overrun);
            BOOST_TEST((!got && got.error().code == errc::timed_out), r.before);
            BOOST_TEST((overrun >= 0ms));
            BOOST_TEST((overrun <= span / 10), overrun.count() << " ms too late: " << r.before);
        }
        std::lock_guard const lock(mutex);
        is_over = true;
        over.notify_all();
    }
}

BOOST_AUTO_TEST_CASE(a_slow_drip_ends_with_the_clock_of_the_whole_exchange) {
    loopback_server server([](peer& p) {
        p.read_request();
        p.write("HTTP/1.1 200 OK\r\n\r\n");
        while (p.write("x")) std::this_thread::sleep_for(1ms);
    });
    for (bool const pulls : {false, true}) {
        client c;
        c.limits.idle = 10s;
        c.limits.total = 500ms;
        auto const begun = std::chrono::steady_clock::now();
        auto const got = c.get(server.url(), pulls);
        auto const overrun = since(begun) - 500ms;
        fault_ledger::note(overrun);
        BOOST_TEST((!got && got.error().code == errc::timed_out));
        BOOST_TEST((overrun <= 50ms));
    }
}

BOOST_AUTO_TEST_CASE(a_train_of_refusals_is_ridden_out_as_the_provider_asks) {
    auto const now = std::time(nullptr);
    struct row {
        char const* status;
        std::string headers;
        milliseconds least;
    };
    row const rows[] = {
        {"429 Too Many Requests", "", 0ms},
        {"503 Service Unavailable", "", 0ms},
        {"429 Too Many Requests", "Retry-After: 0\r\n", 0ms},
        {"503 Service Unavailable", "Retry-After: 1\r\n", 1000ms},
        {"429 Too Many Requests", "Retry-After: 0.25\r\n", 250ms},
        {"429 Too Many Requests", "retry-after-ms: 150\r\n", 150ms},
        {"429 Too Many Requests", "x-ms-retry-after-ms: 150\r\nRetry-After: 30\r\n", 150ms},
        {"503 Service Unavailable", "Date: " + http_date(now) + "\r\nRetry-After: " + http_date(now + 1) + "\r\n", 1000ms},
        {"429 Too Many Requests", "Retry-After: soon\r\n", 0ms},
        {"429 Too Many Requests", "Connection: close\r\n", 0ms},
    };
    for (auto const& r : rows) {
        std::atomic<int> asked = 0;
        loopback_server server([&](peer& p) {
            while (!p.read_request().empty())
                if (++asked < 3) p.answer(R"({"error":{"message":"slow down","type":"x"}})", r.status, r.headers + "Content-Type: application/json\r\n");
                else p.answer(R"({"id":"1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"at last"},"finish_reason":"stop"}]})", "200 OK", "Content-Type: application/json\r\n");
        });
        asio::io_context context;
        parley::client_options options;
        options.base_url = server.url("/v1");
        options.retry.first_wait = 20ms;
        parley::client<parley::family::openai_chat, parley::auth::none> talking({}, parley::make_https_transport(context.get_executor()), options);
        auto const begun = std::chrono::steady_clock::now();
        auto reply = talking.async_chat(parley::ask("m").user("hello"), asio::use_future);
        context.run();
        auto const answer = reply.get();
        fault_ledger::note();
        BOOST_TEST_REQUIRE(answer.has_value(), r.status << " " << r.headers << answer.error());
        BOOST_TEST((answer->attempts == 3));
        BOOST_TEST((since(begun) >= 2 * r.least), r.headers);
    }
}

BOOST_AUTO_TEST_CASE(a_wait_that_is_too_long_is_not_begun) {
    loopback_server server([](peer& p) {
        while (!p.read_request().empty()) p.answer("{}", "429 Too Many Requests", "Retry-After: 86400\r\n");
    });
    asio::io_context context;
    parley::client_options options;
    options.base_url = server.url("/v1");
    parley::client<parley::family::openai_chat, parley::auth::none> talking({}, parley::make_https_transport(context.get_executor()), options);
    auto reply = talking.async_chat(parley::ask("m").user("hello"), asio::use_future);
    context.run();
    fault_ledger::note();
    BOOST_TEST((reply.get().error().code == errc::rate_limited));
}

BOOST_AUTO_TEST_CASE(a_certificate_that_does_not_vouch_gets_no_request) {
    auto const other = certificate::authority("another authority");
    certificate const wrong[] = {authority().issue("DNS:example.com"), authority().issue("DNS:*.localhost"), authority().issue("DNS:localhost", -7200, -3600),
                                 authority().issue("DNS:localhost", 3600, 7200), other.issue("DNS:localhost"), other};
    for (auto const& each : wrong) {
        std::string seen;
        loopback_server server([&](peer& p) { seen = p.read_request(); }, each);
        client c;
        auto const got = c.get(server.url("/", "localhost"), false);
        fault_ledger::note();
        BOOST_TEST((!got && got.error().code == errc::tls_failed));
        while (server.closed() != 1) std::this_thread::yield();
        BOOST_TEST(seen.empty());
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_answer_is_told_so) {
    std::string const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", huge(100'000, 'x');
    struct row {
        std::string answer;
        std::optional<errc> code; ///< nothing: it is one, but its connection is used no more
    };
    row const rows[] = {
        {"HTTP/1.1 200 OK\r\nX: " + huge + "\r\n\r\n", errc::response_too_large},
        {"HTTP/1.1 200 " + huge, errc::response_too_large},
        {huge, errc::invalid_response},
        {"\x16\x03\x01\x02\x01\r\n\r\n", errc::invalid_response},
        {"HTTP/1.1 200 OK\r\nA b: c\r\n\r\n", errc::invalid_response},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", errc::invalid_response},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", errc::invalid_response},
        {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", errc::invalid_response},
        {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", errc::invalid_response},
        {"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n", errc::response_too_large},
        {chunked + "x\r\nhello\r\n0\r\n\r\n", errc::invalid_response},
        {chunked + "5\r\nhelloworld\r\n0\r\n\r\n", errc::invalid_response},
        {chunked + "5 \nhello\r\n0\r\n\r\n", errc::invalid_response},
        {chunked + "fffffffffffffffff\r\nhello", errc::invalid_response},
        {chunked + "ffffffffff\r\nhello", errc::response_too_large},
        {chunked + "-5\r\nhello\r\n0\r\n\r\n", errc::invalid_response},
        {chunked + "2\r\nok\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", std::nullopt},
        {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokgarbage", std::nullopt},
        {"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", std::nullopt},
    };
    for (auto const& r : rows)
        for (bool const pulls : {false, true}) {
            loopback_server server([&](peer& p) {
                p.read_request();
                p.write(r.answer);
                p.wait_for_close();
            });
            client c;
            c.limits.idle = 2s;
            for (int i = 1; i != 3; ++i) {
                auto const got = c.get(server.url(), pulls);
                fault_ledger::note();
                if (r.code) BOOST_TEST((!got && got.error().code == *r.code), r.answer.substr(0, 90));
                else BOOST_TEST(got.value() == "ok");
                BOOST_TEST(server.connections() == i);
            }
        }
}

BOOST_AUTO_TEST_CASE(a_half_closed_connection_is_lost_unless_the_answer_is_whole) {
    for (std::string const before : {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 200 OK\r\n\r\nok"})
        for (bool const pulls : {false, true}) {
            loopback_server server([&](peer& p) {
                p.read_request();
                p.write(before);
                p.close_half();
                p.wait_for_close();
            });
            client c;
            auto const got = c.get(server.url(), pulls);
            fault_ledger::note();
            bool const is_whole = before.ends_with("\nok") && before.find(": 9") == std::string::npos;
            BOOST_TEST((is_whole ? got && *got == "ok" : !got && got.error().code == errc::connection_lost), before);
        }
}

BOOST_AUTO_TEST_CASE(a_thousand_streams_run_side_by_side) {
    constexpr int count = 1000;
    std::atomic<int> begun = 0;
    loopback_server server([&](peer& p) {
        p.read_request();
        p.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
        ++begun;
        while (begun != count) std::this_thread::sleep_for(1ms); // all are open at one time
        p.write("4\r\nlast\r\n0\r\n\r\n");
        p.wait_for_close();
    });
    asio::io_context context;
    transport::https https(context.get_executor());
    std::atomic<int> whole = 0;
    for (int i = 0; i != count; ++i)
        asio::co_spawn(asio::make_strand(context), pull(https, http::request("GET", http::url::parse(server.url()).value()), {}),
                       [&](std::exception_ptr thrown, result<std::string> got) { whole += !thrown && got && *got == "firstlast"; });
    std::vector<std::thread> threads;
    for (int i = 0; i != 4; ++i) threads.emplace_back([&] { context.run(); });
    for (auto& each : threads) each.join();
    fault_ledger::note();
    BOOST_TEST(whole == count);
    BOOST_TEST(server.connections() == count);
}

BOOST_AUTO_TEST_CASE(calls_of_many_threads_share_connections) {
    loopback_server server([](peer& p) {
        while (!p.read_request().empty()) p.answer("ok");
    });
    asio::io_context context;
    transport::https https(context.get_executor());
    std::atomic<int> whole = 0;
    auto often = [](transport::https via, std::string url, std::atomic<int>& good) -> asio::awaitable<void> {
        for (int i = 0; i != 50; ++i) {
            http::request request("GET", http::url::parse(url).value());
            auto const got = co_await via.send(std::move(request), transport::limits());
            good += got && got->body == "ok";
        }
    };
    for (int i = 0; i != 16; ++i) asio::co_spawn(asio::make_strand(context), often(https, server.url(), whole), [](std::exception_ptr) {});
    std::vector<std::thread> threads;
    for (int i = 0; i != 4; ++i) threads.emplace_back([&] { context.run(); });
    for (auto& each : threads) each.join();
    fault_ledger::note();
    BOOST_TEST(whole == 16 * 50);
    BOOST_TEST(server.connections() <= 50);
}

BOOST_AUTO_TEST_CASE(a_call_can_be_cancelled_at_every_point_where_it_waits) {
    struct row {
        bool is_encrypted, has_proxy, pulls;
    };
    static constexpr row rows[] = {{false, false, false}, {false, false, true}, {true, false, false}, {true, false, true}, {true, true, true}};
    for (auto const& r : rows) {
        auto const answer = [](peer& p) {
            p.read_request();
            for (auto const* piece : {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n", "1\r\n!\r\n", "0\r\n\r\n"}) p.write(piece);
            p.wait_for_close();
        };
        loopback_server server([&](peer& p) {
            if (r.has_proxy) {
                p.read_request();
                p.write("HTTP/1.1 200 OK\r\n\r\n");
            }
            if (!r.is_encrypted || p.start_tls(identity())) answer(p);
        });
        auto options = client::trusting();
        options.max_per_origin = 1; // whose place has to be free afterwards
        auto url = server.url("/", "localhost");
        if (r.has_proxy) options.proxies.for_https = transport::proxy(http::url::parse(url).value());
        if (r.is_encrypted) url.insert(4, "s");
        int cancelled = 0;
        bool is_done = false; // before its turn to be cancelled came
        for (int point = 0; !is_done; ++point) {
            client c(options);
            asio::cancellation_signal signal;
            std::optional<result<std::string>> got;
            auto call = [&]() -> asio::awaitable<void> {
                co_await asio::this_coro::throw_if_cancelled(false);
                http::request request("GET", http::url::parse(url).value());
                if (r.pulls) {
                    got = co_await pull(c.https, std::move(request), c.limits);
                } else {
                    auto whole = co_await c.https.send(std::move(request), c.limits);
                    if (whole) got = std::move(whole->body);
                    else got = whole.error();
                }
            };
            asio::co_spawn(c.context, call(), asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr thrown) { BOOST_TEST(!thrown); }));
            for (int i = 0; i != point && !got; ++i) c.context.run_one();
            is_done = got.has_value();
            auto const begun = std::chrono::steady_clock::now();
            signal.emit(asio::cancellation_type::terminal);
            c.context.run();
            auto const took = since(begun);
            fault_ledger::note(took);
            BOOST_TEST_REQUIRE(got.has_value());
            BOOST_TEST((took < 1s));
            if (is_done) BOOST_TEST((got->has_value() && **got == "hello!"));
            else BOOST_TEST((got->has_value() || got->error().code == errc::cancelled), "point " << point);
            if (*got) continue;
            ++cancelled;
            BOOST_TEST(c.get(url, r.pulls).value() == "hello!");
        }
        BOOST_TEST(cancelled >= 3);
    }
}

BOOST_AUTO_TEST_SUITE_END()
