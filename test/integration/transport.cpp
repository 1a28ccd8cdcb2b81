// The HTTPS transport against servers that others wrote: nginx, and tinyproxy between.

#include "support/certificates.hpp"
#include "support/loopback_server.hpp"
#include "support/run.hpp"
#include "support/temporary_folder.hpp"

#include <parley/http/base64.hpp>
#include <parley/transport/beast/https.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

BOOST_AUTO_TEST_SUITE(integration_transport)

extern "C" char** environ;

namespace asio = boost::asio;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::errc;
using parley::result;
using parley_test::certificate;
using parley_test::loopback_server;
using tcp = asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

/// A port that was free a moment ago.
unsigned short free_port() {
    asio::io_context context;
    return tcp::acceptor(context, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

/// A program that serves a port, and ends with this object.
class daemon_process {
public:
    daemon_process(std::vector<std::string> words, unsigned short port) {
        std::vector<char*> argv;
        for (auto& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        if (::posix_spawn(&process_, argv[0], nullptr, nullptr, argv.data(), environ) != 0) process_ = -1;
        asio::io_context context;
        for (int tries = 0; tries != 500 && !is_up_; ++tries) {
            tcp::socket probe(context);
            boost::system::error_code failure;
            probe.connect({asio::ip::address_v4::loopback(), port}, failure);
            is_up_ = !failure;
            if (failure) std::this_thread::sleep_for(10ms);
        }
    }
    daemon_process(daemon_process const&) = delete;
    daemon_process& operator=(daemon_process const&) = delete;
    ~daemon_process() {
        if (process_ <= 0) return;
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
    }
    bool is_up() const noexcept { return is_up_; }

private:
    pid_t process_ = -1;
    bool is_up_ = false;
};

constexpr char const* nginx_program = "/usr/sbin/nginx";
constexpr char const* tinyproxy_program = "/usr/bin/tinyproxy";

bool is_there(char const* program) {
    if (std::filesystem::exists(program)) return true;
    std::printf("SKIP: this machine has no %s\n", program);
    return false;
}

/// nginx with a certificate of an authority of our own: `/call` a small answer, `/large` a large one, `/behind` what `upstream` answers.
class nginx {
public:
    explicit nginx(std::string const& upstream = "http://127.0.0.1:1") : authority(certificate::authority("test authority")), port(free_port()), tls_port(free_port()) {
        auto const identity = authority.issue("DNS:localhost");
        folder_.write("identity.pem", identity.pem());
        folder_.write("identity.key", identity.key_pem());
        folder_.write("large", std::string(5'000'000, 'x'));
        auto const& in = folder_.path();
        std::string text = "daemon off; master_process off; pid " + in + "/pid; error_log " + in + "/error.log; worker_rlimit_nofile 1024;\nevents {}\nhttp { access_log off;\n";
        for (auto const* each : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) text += std::string(each) + "_temp_path " + in + "/" + each + ";\n";
        text += "server { listen 127.0.0.1:" + std::to_string(port) + "; listen 127.0.0.1:" + std::to_string(tls_port) + " ssl;\n" +
                "ssl_certificate " + in + "/identity.pem; ssl_certificate_key " + in + "/identity.key; keepalive_requests 7; client_max_body_size 20m; root " + in + ";\n" +
                "location /call { return 200 small; }\n" + "location /behind { proxy_pass " + upstream + "; proxy_http_version 1.1; proxy_buffering off; }\n} }\n";
        folder_.write("nginx.conf", text);
        process_.emplace(std::vector<std::string>{nginx_program, "-e", in + "/error.log", "-c", in + "/nginx.conf"}, port);
        BOOST_TEST_REQUIRE(process_->is_up(), folder_.read("error.log"));
    }

    std::string url(std::string const& path) const { return "http://localhost:" + std::to_string(port) + path; }
    std::string tls_url(std::string const& path) const { return "https://localhost:" + std::to_string(tls_port) + path; }

    certificate authority;
    unsigned short port, tls_port;

private:
    parley::test::temporary_folder folder_;
    std::optional<daemon_process> process_;
};

/// tinyproxy, which lets `user:secret` through, to one port.
class tinyproxy {
public:
    explicit tinyproxy(unsigned short to) : port_(free_port()) {
        folder_.write("conf", "Port " + std::to_string(port_) + "\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\nAllow 127.0.0.1\nConnectPort " + std::to_string(to) +
                                  "\nBasicAuth user secret\nLogFile \"" + folder_.file("log") + "\"\n");
        process_.emplace(std::vector<std::string>{tinyproxy_program, "-d", "-c", folder_.file("conf")}, port_);
        BOOST_TEST_REQUIRE(process_->is_up());
    }
    transport::proxy with(char const* who) const {
        return transport::proxy(http::url::parse("http://127.0.0.1:" + std::to_string(port_)).value(), parley::secret::make("Basic " + http::base64(who)).value());
    }

private:
    unsigned short port_;
    parley::test::temporary_folder folder_;
    std::optional<daemon_process> process_;
};

struct sender {
    asio::io_context context;
    transport::https https;
    explicit sender(transport::https_options options = {}) : https(context.get_executor(), std::move(options)) {}

    result<http::response> send(std::string const& url, char const* method = "GET", std::string body = {}) {
        http::request request(method, http::url::parse(url).value());
        request.body = std::move(body);
        transport::limits limits;
        limits.total = 20s;
        return parley_test::run(context, https.send(std::move(request), limits));
    }
};

transport::https_options trusting(certificate const& authority) {
    transport::https_options options;
    options.tls.ca_pem = authority.pem();
    return options;
}

} // namespace

BOOST_AUTO_TEST_CASE(nginx_is_talked_to_in_the_clear_and_in_tls) {
    if (!is_there(nginx_program)) return;
    nginx server;
    sender s(trusting(server.authority));
    for (auto const& base : {server.url(""), server.tls_url("")}) {
        BOOST_TEST(s.send(base + "/call").value().body == "small");
        BOOST_TEST((s.send(base + "/large").value().body == std::string(5'000'000, 'x')));
        BOOST_TEST(s.send(base + "/missing").value().status == 404);
        BOOST_TEST(s.send(base + "/call", "HEAD").value().body.empty());
        BOOST_TEST(s.send(base + "/call", "POST", std::string(3'000'000, 'y')).value().status == 200);
    }
    BOOST_TEST((sender().send(server.tls_url("/call")).error().code == errc::tls_failed)); // the system does not know the authority
}

BOOST_AUTO_TEST_CASE(connections_that_nginx_ends_after_some_calls_lose_none) {
    if (!is_there(nginx_program)) return;
    nginx server;
    sender s(trusting(server.authority));
    for (auto const& base : {server.url(""), server.tls_url("")})
        for (int i = 0; i != 30; ++i) BOOST_TEST(s.send(base + "/call", "POST", "x").value().body == "small");
}

BOOST_AUTO_TEST_CASE(a_stream_behind_nginx_arrives_as_it_is_sent) {
    if (!is_there(nginx_program)) return;
    loopback_server upstream([](loopback_server::peer& p) {
        p.read_request();
        p.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n7\r\ndata: 1\r\n");
        p.wait_for_close(); // the caller goes away when it has seen the first event
    });
    nginx server(upstream.url(""));
    sender s(trusting(server.authority));
    auto first = [](transport::https via, http::request request) -> asio::awaitable<std::string> {
        auto opened = co_await via.open(std::move(request), transport::limits());
        auto const piece = co_await opened->read();
        co_return std::string(piece.value());
    };
    for (auto const& url : {server.url("/behind"), server.tls_url("/behind")})
        BOOST_TEST(parley_test::run(s.context, first(s.https, http::request("GET", http::url::parse(url).value()))) == "data: 1");
}

BOOST_AUTO_TEST_CASE(a_real_proxy_carries_tunnels_and_plain_calls) {
    if (!is_there(nginx_program) || !is_there(tinyproxy_program)) return;
    nginx server;
    tinyproxy between(server.tls_port);
    auto options = trusting(server.authority);
    options.proxies.for_http = options.proxies.for_https = between.with("user:secret");
    sender s(options);
    for (auto const& base : {server.url(""), server.tls_url("")}) {
        BOOST_TEST(s.send(base + "/call", "POST", "x").value().body == "small");
        // This proxy ends a connection after each plain call, and does not say so: what may be asked again is not lost.
        for (int i = 0; i != 10; ++i) BOOST_TEST(s.send(base + "/call").value().body == "small");
        BOOST_TEST((s.send(base + "/large").value().body == std::string(5'000'000, 'x')));
    }
    auto const elsewhere = s.send("https://localhost:" + std::to_string(server.port) + "/").error();
    BOOST_TEST((elsewhere.code == errc::misconfigured), elsewhere); // a port that the proxy's rules leave out
}

BOOST_AUTO_TEST_CASE(a_real_proxy_that_does_not_know_the_caller_says_so) {
    if (!is_there(nginx_program) || !is_there(tinyproxy_program)) return;
    nginx server;
    tinyproxy between(server.tls_port);
    auto options = trusting(server.authority);
    options.proxies.for_http = options.proxies.for_https = between.with("user:wrong");
    sender s(options);
    auto const refused = s.send(server.tls_url("/call")).error();
    BOOST_TEST((refused.code == errc::misconfigured), refused);
    BOOST_TEST(refused.where.starts_with("127.0.0.1:"));
    BOOST_TEST(s.send(server.url("/call")).value().status >= 400);
}

BOOST_AUTO_TEST_SUITE_END()
