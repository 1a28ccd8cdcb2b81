#include <parley/transport/beast/https.hpp>
#include <parley/version.hpp>

#include <support/certificates.hpp>
#include <support/loopback_server.hpp>
#include <support/run.hpp>
#include <support/temporary_folder.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(transport_beast_connection)

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

http::url address(std::string const& text) { return http::url::parse(text).value(); }

/// Sends what it is given, through the proxy if there is one.
struct sender {
    asio::io_context context;
    transport::https_options options;
    transport::limits limits;

    void use_proxy(loopback_server const& proxy, char const* credentials = "") {
        transport::proxy made(address(proxy.url()), parley::secret::make(credentials).value());
        options.proxies.for_http = options.proxies.for_https = std::move(made);
    }
    result<http::response> send(http::request request) {
        transport::https https(context.get_executor(), options);
        return parley_test::run(context, https.send(std::move(request), limits));
    }
    result<http::response> get(std::string const& url) { return send(http::request("GET", address(url))); }
};

std::string encrypted(loopback_server const& server, std::string_view host = "localhost") { return "https" + server.url("/", host).substr(4); }

} // namespace

// Proxies

BOOST_AUTO_TEST_CASE(plain_http_is_asked_of_the_proxy_by_its_whole_address) {
    std::string seen;
    loopback_server proxy([&](peer& p) {
        seen = p.read_request();
        p.answer("far");
    });
    sender s;
    s.use_proxy(proxy, "Basic eDp5");
    s.options.allow_plain_http = true;
    BOOST_TEST(s.get("http://far.example/v1/x?y=z").value().body == "far");
    BOOST_TEST(seen.starts_with("GET http://far.example/v1/x?y=z HTTP/1.1\r\nHost: far.example\r\nProxy-Authorization: Basic eDp5\r\n"), seen);
}

BOOST_AUTO_TEST_CASE(https_passes_a_proxy_through_a_tunnel) {
    auto const authority = certificate::authority("test authority");
    auto const far = authority.issue("DNS:far.example");
    std::vector<std::string> seen;
    loopback_server proxy([&](peer& p) {
        seen.push_back(p.read_request());
        p.write("HTTP/1.0 200 Connection established\r\nProxy-Agent: x\r\n\r\n");
        if (!p.start_tls(far)) return;
        for (std::string request; !(request = p.read_request()).empty();) {
            seen.push_back(request);
            p.answer("far");
        }
    });
    sender s;
    s.use_proxy(proxy, "Basic eDp5");
    s.options.tls.ca_pem = authority.pem();
    BOOST_TEST(s.get("https://far.example/v1").value().body == "far");
    BOOST_TEST_REQUIRE(seen.size() == 2u);
    BOOST_TEST(seen[0] == "CONNECT far.example:443 HTTP/1.1\r\nHost: far.example:443\r\nProxy-Authorization: Basic eDp5\r\nUser-Agent: Parley/" +
                              std::string(parley::version) + "\r\n\r\n");
    BOOST_TEST(seen[1].starts_with("GET /v1 HTTP/1.1\r\nHost: far.example\r\n"));
    BOOST_TEST(seen[1].find("eDp5") == std::string::npos);
    seen.clear();
    BOOST_TEST((s.get("https://other.example:8443/").error().code == errc::tls_failed)); // the proxy is not believed
    BOOST_TEST(seen[0].starts_with("CONNECT other.example:8443 HTTP/1.1\r\n"));
}

BOOST_AUTO_TEST_CASE(a_proxy_that_refuses_is_no_host_that_refuses) {
    struct row {
        char const* status;
        errc code;
        bool is_about_proxy;
    };
    static constexpr row rows[] = {
        {"407 Proxy Authentication Required", errc::misconfigured, true},
        {"403 Forbidden", errc::misconfigured, true},
        {"302 Found", errc::misconfigured, true},
        {"502 Bad Gateway", errc::connect_failed, false},
        {"503 Service Unavailable", errc::connect_failed, false},
    };
    for (auto const& r : rows) {
        loopback_server proxy([&](peer& p) {
            p.read_request();
            p.answer("<html>no</html>", r.status);
        });
        sender s;
        s.use_proxy(proxy);
        auto const refused = s.get("https://far.example/").error();
        BOOST_TEST((refused.code == r.code), r.status);
        BOOST_TEST(refused.where == (r.is_about_proxy ? address(proxy.url()).authority() : "far.example"));
        BOOST_TEST(refused.message.find(std::string(r.status).substr(0, 3)) != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_proxy_does_not_speak_for_the_host) {
    for (std::string const answer : {"HTTP/1.1 200 OK\r\n\r\nhello", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "SSH-2.0\r\n\r\n", "HTTP/1.1 2"}) {
        loopback_server proxy([&](peer& p) {
            p.read_request();
            p.write(answer);
        });
        sender s;
        s.use_proxy(proxy);
        auto const refused = s.get("https://far.example/").error();
        BOOST_TEST((refused.code == (answer.size() < 11 && answer[0] == 'H' ? errc::connection_lost : errc::invalid_response)), answer << ": " << refused);
    }
}

BOOST_AUTO_TEST_CASE(the_connect_clock_covers_the_tunnel) {
    loopback_server proxy([](peer& p) { p.wait_for_close(); });
    sender s;
    s.use_proxy(proxy);
    s.limits.connect = 40ms;
    BOOST_TEST(s.get("https://far.example/").error().message == "No connection within 40 ms.");
}

BOOST_AUTO_TEST_CASE(who_is_in_no_proxy_is_asked_directly) {
    loopback_server proxy([](peer& p) { p.answer("proxy"); });
    loopback_server server([](peer& p) {
        p.read_request();
        p.answer("host");
    });
    sender s;
    s.use_proxy(proxy);
    s.options.proxies.no_proxy = {"127.0.0.0/8"};
    BOOST_TEST(s.get(server.url()).value().body == "host");
    BOOST_TEST(proxy.connections() == 0);
}

BOOST_AUTO_TEST_CASE(variables_are_asked_only_where_the_program_says_so) {
    auto const environment = parley::environment::isolated({{"https_proxy", "http://proxy.example:3128"}});
    // tag::proxies[]
    transport::https_options options;
    auto rules = transport::proxy_rules::from(environment); // environment::of_process() in a program
    if (rules) options.proxies = std::move(*rules);
    // end::proxies[]
    BOOST_TEST_REQUIRE(options.proxies.for_https.has_value());
    BOOST_TEST(options.proxies.for_https->url.authority() == "proxy.example:3128");
    BOOST_TEST(!transport::https_options().proxies.for_https.has_value());
}

BOOST_AUTO_TEST_CASE(plain_http_to_this_machine_does_not_leave_it_through_a_proxy) {
    sender s;
    s.options.proxies.for_http = transport::proxy(address("http://192.0.2.1:3128"));
    BOOST_TEST((s.get("http://localhost:1/").error().code == errc::insecure_transport));
}

BOOST_AUTO_TEST_CASE(a_proxy_is_spoken_to_in_plain_http) {
    sender s;
    s.options.proxies.for_https = transport::proxy(address("https://127.0.0.1:1"));
    BOOST_TEST((s.get("https://far.example/").error().code == errc::misconfigured));
}

BOOST_AUTO_TEST_CASE(the_metadata_address_is_never_asked_of_a_proxy) {
    loopback_server proxy([](peer& p) { p.answer("proxy"); });
    sender s;
    s.use_proxy(proxy);
    s.limits.connect = s.limits.first_byte = 20ms;
    http::request request("GET", address("http://169.254.169.254/"));
    request.instance_metadata = true;
    auto const answer = s.send(request);
    BOOST_TEST((answer || answer.error().code != errc::insecure_transport));
    BOOST_TEST(proxy.connections() == 0);
}

// Certificates of clients

BOOST_AUTO_TEST_CASE(a_client_presents_its_certificate_where_one_is_asked_for) {
    auto const authority = certificate::authority("test authority");
    auto const identity = authority.issue("DNS:localhost"), client = authority.issue("DNS:client");
    loopback_server server([&](peer& p) {
        if (!p.start_tls(identity, &authority)) return;
        p.read_request();
        p.answer("known");
    });
    sender s;
    s.options.tls.ca_pem = authority.pem();
    BOOST_TEST((s.get(encrypted(server)).error().code == errc::connection_lost)); // TLS 1.3 refuses after the handshake
    parley::test::temporary_folder folder;
    folder.write("client.pem", client.pem());
    folder.write("client.key", client.key_pem());
    s.options.tls.client_certificate_file = folder.file("client.pem");
    s.options.tls.client_key_file = folder.file("client.key");
    BOOST_TEST(s.get(encrypted(server)).value().body == "known");
    folder.write("client.key", "nonsense");
    auto const refused = s.get(encrypted(server)).error();
    BOOST_TEST((refused.code == errc::misconfigured));
    BOOST_TEST(refused.where == folder.file("client.key"));
}

// Connections that had waited

struct stale {
    char const* method;
    bool is_repeated;
};

BOOST_AUTO_TEST_CASE(a_stale_connection_is_replaced_where_the_request_did_nothing_on_it) {
    static constexpr stale rows[] = {{"GET", true}, {"HEAD", true}, {"OPTIONS", true}, {"POST", false}, {"PUT", false}, {"DELETE", false}};
    for (auto const& r : rows) {
        std::atomic<bool> is_first = true;
        loopback_server server([&](peer& p) {
            p.read_request();
            p.answer({});
            if (is_first.exchange(false)) p.read_request(); // and goes away without an answer
            else p.wait_for_close();
        });
        sender s;
        transport::https https(s.context.get_executor());
        http::request request(r.method, address(server.url()));
        BOOST_TEST(parley_test::run(s.context, https.send(request, s.limits)).has_value());
        auto const again = parley_test::run(s.context, https.send(request, s.limits));
        BOOST_TEST(again.has_value() == r.is_repeated, r.method);
        if (!again) BOOST_TEST((again.error().code == errc::connection_lost));
        BOOST_TEST(server.connections() == (r.is_repeated ? 2 : 1), r.method);
    }
}

BOOST_AUTO_TEST_CASE(a_new_connection_that_is_lost_is_not_replaced) {
    loopback_server server([](peer& p) { p.read_request(); });
    sender s;
    BOOST_TEST((s.get(server.url()).error().code == errc::connection_lost));
    BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(connections_are_forgotten_after_their_time) {
    loopback_server server([](peer& p) {
        while (!p.read_request().empty()) p.answer("x");
    });
    sender s;
    s.options.max_idle_time = 0ms;
    transport::https https(s.context.get_executor(), s.options);
    for (int i = 0; i != 3; ++i) BOOST_TEST(parley_test::run(s.context, https.send(http::request("GET", address(server.url())), s.limits)).has_value());
    BOOST_TEST(server.connections() == 3);
}

// Answers that never end

BOOST_AUTO_TEST_CASE(what_has_no_end_ends_at_a_limit) {
    struct row {
        char const* begin;
        std::string again;
    };
    row const rows[] = {
        {"", "HTTP/1.1 100 Continue\r\n\r\n"},
        {"", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"},
        {"HTTP/1.1 200 OK\r\n", "a: b\r\n"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", "abcdefgh"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "a: b\r\n"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"},
        {"HTTP/1.1 200 OK\r\n\r\n", "x"},
    };
    for (auto const& r : rows) {
        std::string much;
        while (much.size() < 10'000) much += r.again;
        loopback_server server([&](peer& p) {
            p.read_request();
            p.write(r.begin);
            while (p.write(much)) {}
        });
        sender s;
        s.limits.max_body = 1'000'000;
        BOOST_TEST((s.get(server.url()).error().code == errc::response_too_large), r.begin << r.again);
    }
}

BOOST_AUTO_TEST_CASE(a_sender_that_never_pauses_keeps_no_clock_from_ringing) {
    loopback_server server([](peer& p) {
        p.read_request();
        p.write("HTTP/1.1 200 OK\r\n\r\n");
        std::string const much(1'000'000, 'x');
        while (p.write(much)) {}
    });
    sender s;
    s.limits.max_body = ~std::size_t(0);
    s.limits.total = 40ms;
    transport::https https(s.context.get_executor());
    auto drain = [](transport::https via, http::request request, transport::limits allowed) -> asio::awaitable<std::string> {
        auto opened = co_await via.open(std::move(request), allowed);
        for (;;) {
            auto const piece = co_await opened->read();
            if (!piece) co_return std::string(name(piece.error().code));
            if (piece->empty()) co_return std::string("end");
        }
    };
    BOOST_TEST(parley_test::run(s.context, drain(https, http::request("GET", address(server.url())), s.limits)) == "timed_out");
}

BOOST_AUTO_TEST_SUITE_END()
