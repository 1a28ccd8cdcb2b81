#include <parley/transport/beast/https.hpp>

#include <support/certificates.hpp>
#include <support/loopback_server.hpp>
#include <support/run.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(transport_beast_https)

namespace asio = boost::asio;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::errc;
using parley::result;
using parley_test::certificate;
using parley_test::loopback_server;
using peer = loopback_server::peer;
using namespace std::chrono_literals;

namespace {

constexpr auto short_time = 40ms;

http::request request_to(std::string const& url, std::string body = "ping") {
    http::request r(http::url::parse(url).value());
    r.body = std::move(body);
    return r;
}

struct client {
    asio::io_context context;
    transport::https https;
    transport::limits limits;

    explicit client(transport::https_options options = {}) : https(context.get_executor(), std::move(options)) {}

    result<http::response> send(std::string const& url, std::string body = "ping") {
        return parley_test::run(context, https.send(request_to(url, std::move(body)), limits));
    }

    /// Pulls the whole body; `|` stands behind each piece that arrived, and behind the last one what came of it.
    std::string pull(std::string const& url) {
        auto all = [](transport::https via, http::request r, transport::limits within) -> asio::awaitable<std::string> {
            auto opened = co_await via.open(std::move(r), within);
            if (!opened) co_return std::string(name(opened.error().code)) + ": " + opened.error().message;
            std::string text;
            for (;;) {
                auto const piece = co_await opened->read();
                if (!piece) co_return text + std::string(name(piece.error().code)) + ": " + piece.error().message;
                if (piece->empty()) co_return text + "end";
                text.append(*piece).append("|");
            }
        };
        return parley_test::run(context, all(https, request_to(url), limits));
    }
};

transport::https_options trusting(certificate const& authority) {
    transport::https_options options;
    options.tls.ca_pem = authority.pem();
    return options;
}

void echo(peer& p) {
    for (std::string request; !(request = p.read_request()).empty();) p.answer(request.substr(request.find("\r\n\r\n") + 4));
}

} // namespace

// Plain

BOOST_AUTO_TEST_CASE(a_request_is_answered) {
    std::string seen;
    loopback_server server([&](peer& p) {
        seen = p.read_request();
        p.answer("{\"a\":1}", "201 Created", "Content-Type: application/json\r\nX-Twice: a\r\nx-twice: b\r\n");
    });
    client c;
    auto const answer = c.send(server.url("/v1/x?y=z"), "hello");
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == 201);
    BOOST_TEST(answer->body == "{\"a\":1}");
    BOOST_TEST(answer->header.find("content-type").value() == "application/json");
    BOOST_TEST(answer->header.size() == 4u);
    BOOST_TEST(seen.starts_with("POST /v1/x?y=z HTTP/1.1\r\nHost: 127.0.0.1:"));
    BOOST_TEST(seen.ends_with("\r\n\r\nhello"));
}

BOOST_AUTO_TEST_CASE(a_large_body_arrives_whole_both_ways) {
    std::string large(3'000'000, 'x');
    for (std::size_t i = 0; i < large.size(); i += 997) large[i] = static_cast<char>('a' + i % 26);
    loopback_server server(echo);
    client c;
    BOOST_TEST((c.send(server.url(), large).value().body == large));
}

BOOST_AUTO_TEST_CASE(a_body_is_pulled_as_it_arrives) {
    loopback_server server([](peer& p) {
        p.read_request();
        p.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n");
        p.wait_for_close();
    });
    client c;
    BOOST_TEST(c.pull(server.url()) == "helloworld|end");
}

BOOST_AUTO_TEST_CASE(the_connection_is_used_again) {
    loopback_server server(echo);
    client c;
    for (int i = 0; i != 5; ++i) BOOST_TEST(c.send(server.url(), std::to_string(i)).value().body == std::to_string(i));
    BOOST_TEST(c.pull(server.url()) == "ping|end");
    BOOST_TEST(c.send(server.url()).has_value());
    BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(a_connection_that_the_server_gave_up_is_not_used_again) {
    loopback_server server([](peer& p) {
        p.read_request();
        p.answer("once");
    });
    client c;
    for (int i = 0; i != 3; ++i) {
        BOOST_TEST(c.send(server.url()).value().body == "once");
        while (server.closed() != i + 1) std::this_thread::yield();
    }
    BOOST_TEST(server.connections() == 3);
}

BOOST_AUTO_TEST_CASE(a_connection_with_bytes_behind_the_answer_is_not_used_again) {
    loopback_server server([](peer& p) {
        p.read_request();
        p.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        p.wait_for_close();
    });
    client c;
    BOOST_TEST(c.send(server.url()).value().body == "ok");
    BOOST_TEST(c.send(server.url()).value().body == "ok");
    BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(an_exchange_that_is_dropped_closes_its_connection) {
    std::atomic<bool> server_is_to_wait = true;
    loopback_server server([&](peer& p) {
        p.read_request();
        p.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst");
        if (server_is_to_wait.exchange(false)) p.wait_for_close();
    });
    client c;
    auto first = [](transport::https via, http::request r) -> asio::awaitable<std::string> {
        auto opened = co_await via.open(std::move(r), transport::limits());
        auto const piece = co_await opened->read();
        co_return std::string(piece.value());
    };
    BOOST_TEST(parley_test::run(c.context, first(c.https, request_to(server.url()))) == "first");
    while (server.closed() != 1) std::this_thread::yield();
    BOOST_TEST(c.pull(server.url()).starts_with("first|"));
    BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(plain_http_goes_to_this_machine_only) {
    client c;
    BOOST_TEST((c.send("http://192.0.2.1/").error().code == errc::insecure_transport));
    BOOST_TEST((c.send("http://169.254.169.254/").error().code == errc::insecure_transport));
    loopback_server server(echo);
    BOOST_TEST(c.send(server.url("/", "localhost")).has_value());
}

BOOST_AUTO_TEST_CASE(a_request_that_could_become_two_is_not_sent) {
    loopback_server server(echo);
    client c;
    auto bad = request_to(server.url());
    bad.header.add("x", "a\r\n\r\nGET /evil HTTP/1.1");
    BOOST_TEST((parley_test::run(c.context, c.https.send(bad, c.limits)).error().code == errc::invalid_argument));
    BOOST_TEST(server.connections() == 0);
}

// Failures

BOOST_AUTO_TEST_CASE(a_request_that_names_addresses_goes_to_these_alone_whatever_its_host_is_called) {
    loopback_server server([](peer& p) {
        for (std::string request; !(request = p.read_request()).empty();) p.answer(request.substr(request.find("Host: "), 30));
    });
    client c(transport::https_options{.allow_plain_http = true});
    auto const send = [&](std::string const& host, std::vector<std::string> addresses) {
        auto r = request_to(server.url("/", host));
        r.addresses = std::move(addresses);
        return parley_test::run(c.context, c.https.send(std::move(r), c.limits));
    };
    auto const answered = send("models.invalid", {"127.0.0.1"});
    BOOST_TEST_REQUIRE(answered.has_value());
    BOOST_TEST(answered->body.starts_with("Host: models.invalid:"));
    BOOST_TEST(send("models.invalid", {"127.0.0.1"}).has_value());
    BOOST_TEST(server.connections() == 1);
    BOOST_TEST((send("models.invalid", {"127.0.0.2"}).error().code == errc::connect_failed)); // also while a connection to the name is open
    BOOST_TEST((send("localhost", {"127.0.0.2"}).error().code == errc::connect_failed));
    BOOST_TEST((send("models.invalid", {"here"}).error().code == errc::invalid_argument));
    BOOST_TEST(send("models.invalid", {"127.0.0.2", "127.0.0.1"}).has_value());
}

BOOST_AUTO_TEST_CASE(a_refused_connection_and_an_unknown_name_are_told_apart) {
    std::string closed_port;
    { closed_port = loopback_server([](peer&) {}).url(); }
    client c;
    auto const refused = c.send(closed_port).error();
    BOOST_TEST((refused.code == errc::connect_failed));
    BOOST_TEST(refused.where.starts_with("127.0.0.1:"));
    BOOST_TEST((c.send("https://does-not-exist.invalid/").error().code == errc::name_resolution_failed));
}

BOOST_AUTO_TEST_CASE(a_cut_in_head_or_body_is_a_lost_connection) {
    std::string const whole = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    std::atomic<std::size_t> cut = 0;
    loopback_server server([&](peer& p) {
        p.read_request();
        p.write(whole.substr(0, cut));
    });
    client c;
    for (cut = 0; cut != whole.size(); ++cut) {
        BOOST_TEST((c.send(server.url()).error().code == errc::connection_lost), "cut at " << cut);
        BOOST_TEST(c.pull(server.url()).find("connection_lost") != std::string::npos, "cut at " << cut);
    }
}

BOOST_AUTO_TEST_CASE(a_reset_is_a_lost_connection) {
    loopback_server server([](peer& p) {
        p.read_request();
        p.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst");
        p.reset();
    });
    client c;
    BOOST_TEST((c.send(server.url()).error().code == errc::connection_lost));
}

BOOST_AUTO_TEST_CASE(an_answer_beyond_the_limits_is_refused) {
    std::string head, body;
    loopback_server server([&](peer& p) {
        p.read_request();
        p.answer(body, "200 OK", head);
    });
    client c;
    body.assign(200'000, 'x');
    c.limits.max_body = 100'000;
    BOOST_TEST((c.send(server.url()).error().code == errc::response_too_large));
    BOOST_TEST(c.pull(server.url()).find("response_too_large") != std::string::npos);
    body.clear();
    for (int i = 0; i != 4; ++i) head += "x: " + std::string(50'000, 'y') + "\r\n";
    BOOST_TEST((c.send(server.url()).error().code == errc::response_too_large));
    c.limits.max_head = 300'000;
    BOOST_TEST(c.send(server.url()).value().header.size() == 5u);
    head = "x: " + std::string(200'000, 'y') + "\r\n";
    BOOST_TEST((c.send(server.url()).error().code == errc::response_too_large)); // the longest single header is 64 KiB
}

// Clocks

struct stall {
    std::string before;                                ///< what the server writes before it stalls
    std::chrono::milliseconds transport::limits::*clock; ///< the one that rings
    char const* sentence;
};

BOOST_AUTO_TEST_CASE(each_clock_rings_in_its_phase) {
    stall const stalls[] = {
        {"", &transport::limits::first_byte, "No answer within 40 ms."},
        {"", &transport::limits::total, "The exchange was not done within 40 ms."},
        {"HTTP/1.1 200", &transport::limits::idle, "No further piece of the answer within 40 ms."},
        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", &transport::limits::idle, "No further piece of the answer within 40 ms."},
        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", &transport::limits::idle, "No further piece of the answer within 40 ms."},
        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", &transport::limits::total, "The exchange was not done within 40 ms."},
    };
    for (auto const& s : stalls) {
        loopback_server server([&](peer& p) {
            p.read_request();
            p.write(s.before);
            p.wait_for_close();
        });
        client c;
        c.limits.*s.clock = short_time;
        for (bool const pulled : {false, true}) {
            auto const begun = std::chrono::steady_clock::now();
            if (pulled) {
                BOOST_TEST(c.pull(server.url()).ends_with(std::string("timed_out: ") + s.sentence), s.before << " " << s.sentence);
            } else {
                auto const late = c.send(server.url()).error();
                BOOST_TEST((late.code == errc::timed_out));
                BOOST_TEST(late.message == s.sentence, s.before);
                BOOST_TEST(late.where.starts_with("127.0.0.1:"));
            }
            BOOST_TEST((std::chrono::steady_clock::now() - begun >= short_time));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_connect_clock_covers_the_tls_handshake) {
    loopback_server server([](peer& p) { p.wait_for_close(); }); // speaks no TLS
    client c;
    c.limits.connect = short_time;
    auto const url = server.url();
    auto const late = c.send("https" + url.substr(4)).error();
    BOOST_TEST((late.code == errc::timed_out));
    BOOST_TEST(late.message == "No connection within 40 ms.");
}

BOOST_AUTO_TEST_CASE(a_piece_in_time_winds_the_idle_clock_again) {
    // The server sends a piece whenever the client has asked for the next one, so no time passes but what the network takes.
    loopback_server server([](peer& p) {
        p.read_request();
        p.write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n");
        for (int i = 0; i != 4; ++i) p.write("12345");
        p.wait_for_close();
    });
    client c;
    c.limits.idle = 10s;
    c.limits.first_byte = 20s;
    c.limits.total = 30s;
    std::string text = c.pull(server.url());
    std::erase(text, '|');
    BOOST_TEST(text == "12345123451234512345end");
}

BOOST_AUTO_TEST_CASE(no_idle_clock_runs_while_the_caller_does_not_read) {
    loopback_server server([](peer& p) {
        p.read_request();
        p.answer("hello");
        p.wait_for_close();
    });
    client c;
    c.limits.idle = short_time;
    auto slow = [](transport::https via, http::request r, transport::limits within) -> asio::awaitable<std::string> {
        auto opened = co_await via.open(std::move(r), within);
        asio::steady_timer pause(co_await asio::this_coro::executor, 2 * short_time);
        co_await pause.async_wait(asio::use_awaitable);
        auto const piece = co_await opened->read();
        co_return std::string(piece.value());
    };
    BOOST_TEST(parley_test::run(c.context, slow(c.https, request_to(server.url()), c.limits)) == "hello");
}

// Cancellation

BOOST_AUTO_TEST_CASE(a_call_is_cancelled_in_every_phase) {
    for (std::string const before : {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"}) {
        client c;
        asio::cancellation_signal signal;
        loopback_server server([&](peer& p) {
            p.read_request();
            p.write(before);
            asio::post(c.context, [&] { signal.emit(asio::cancellation_type::terminal); });
            p.wait_for_close();
        });
        result<http::response> answer = http::response();
        auto call = [&]() -> asio::awaitable<void> {
            co_await asio::this_coro::throw_if_cancelled(false);
            answer = co_await c.https.send(request_to(server.url()), c.limits);
        };
        asio::co_spawn(c.context, call(), asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr thrown) { BOOST_TEST(!thrown); }));
        c.context.run();
        BOOST_TEST_REQUIRE(!answer, before);
        BOOST_TEST((answer.error().code == errc::cancelled), before);
    }
}

BOOST_AUTO_TEST_CASE(a_call_that_is_cancelled_before_it_begins_sends_nothing) {
    loopback_server server(echo);
    client c;
    asio::cancellation_signal signal;
    result<http::response> answer = http::response();
    auto call = [&]() -> asio::awaitable<void> {
        co_await asio::this_coro::throw_if_cancelled(false);
        signal.emit(asio::cancellation_type::terminal);
        answer = co_await c.https.send(request_to(server.url()), c.limits);
    };
    asio::co_spawn(c.context, call(), asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
    c.context.run();
    BOOST_TEST((answer.error().code == errc::cancelled));
    BOOST_TEST(server.connections() == 0);
}

BOOST_AUTO_TEST_CASE(a_tls_handshake_is_cancelled) {
    client c;
    asio::cancellation_signal signal;
    loopback_server server([&](peer& p) {
        asio::post(c.context, [&] { signal.emit(asio::cancellation_type::terminal); });
        p.wait_for_close();
    });
    result<http::response> answer = http::response();
    auto call = [&]() -> asio::awaitable<void> {
        co_await asio::this_coro::throw_if_cancelled(false);
        answer = co_await c.https.send(request_to("https" + server.url().substr(4)), c.limits);
    };
    asio::co_spawn(c.context, call(), asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
    c.context.run();
    BOOST_TEST((answer.error().code == errc::cancelled));
}

// TLS

BOOST_AUTO_TEST_CASE(a_host_that_an_authority_vouches_for_is_talked_to) {
    auto const authority = certificate::authority("test authority");
    loopback_server server(echo, authority.issue("DNS:localhost,IP:127.0.0.1"));
    client c(trusting(authority));
    BOOST_TEST(c.send(server.url("/", "localhost")).value().body == "ping");
    BOOST_TEST(c.send(server.url("/", "127.0.0.1")).value().body == "ping");
    BOOST_TEST(c.pull(server.url("/", "localhost")) == "ping|end");
    BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(a_certificate_for_another_host_is_refused) {
    auto const authority = certificate::authority("test authority");
    loopback_server server(echo, authority.issue("DNS:example.com"));
    client c(trusting(authority));
    for (auto const* host : {"localhost", "127.0.0.1"}) {
        auto const refused = c.send(server.url("/", host)).error();
        BOOST_TEST((refused.code == errc::tls_failed));
        BOOST_TEST(refused.message.find("mismatch") != std::string::npos, refused.message);
    }
}

BOOST_AUTO_TEST_CASE(an_authority_that_is_not_trusted_vouches_for_nobody) {
    auto const authority = certificate::authority("test authority"), other = certificate::authority("other authority");
    loopback_server server(echo, authority.issue("DNS:localhost"));
    client with_other(trusting(other)), with_system;
    for (auto* c : {&with_other, &with_system}) {
        auto const refused = c->send(server.url("/", "localhost")).error();
        BOOST_TEST((refused.code == errc::tls_failed));
        BOOST_TEST(refused.message.starts_with("The host's certificate is not trusted: "), refused.message);
    }
}

BOOST_AUTO_TEST_CASE(an_expired_certificate_is_refused) {
    auto const authority = certificate::authority("test authority");
    loopback_server server(echo, authority.issue("DNS:localhost", -7200, -3600));
    client c(trusting(authority));
    auto const refused = c.send(server.url("/", "localhost")).error();
    BOOST_TEST(refused.message == "The host's certificate is not trusted: certificate has expired.");
}

BOOST_AUTO_TEST_CASE(verification_is_off_only_where_that_is_said_aloud) {
    loopback_server server(echo, certificate::authority("nobody's authority").issue("DNS:example.com"));
    transport::https_options options;
    options.tls.dangerously_accept_any_certificate = true;
    client c(options);
    BOOST_TEST(c.send(server.url("/", "localhost")).value().body == "ping");
}

BOOST_AUTO_TEST_CASE(authorities_that_cannot_be_read_are_named) {
    transport::https_options options;
    options.tls.ca_file = "/does/not/exist.pem";
    client c(options);
    auto const refused = c.send("https://localhost:1/").error();
    BOOST_TEST((refused.code == errc::misconfigured));
    BOOST_TEST(refused.where == "/does/not/exist.pem");
}

BOOST_AUTO_TEST_SUITE_END()
