#include "support/scripted_peer.hpp"
#include "support/temporary_folder.hpp"

#include <parley/auth/authorization_code.hpp>
#include <parley/auth/detail/sha256.hpp>
#include <parley/auth/token_store.hpp>
#include <parley/http/base64.hpp>
#include <parley/login.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>
#include <boost/url/parse.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace http = parley::http;
using parley::errc;
using parley::error;
using parley::result;
using parley::test::reply;
using parley::test::scripted_peer;
using tcp = asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

/// The parameters of an address's query, decoded.
std::map<std::string, std::string> parameters_of(std::string const& address) {
    std::map<std::string, std::string> all;
    auto const parsed = boost::urls::parse_uri(address).value();
    for (auto const& p : parsed.params()) all[std::string(p.key)] = std::string(p.value);
    return all;
}

/// What a person's browser does on this machine.
struct visitor {
    asio::io_context context;
    tcp::socket socket{context};

    explicit visitor(std::uint16_t port) { socket.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port)); }

    std::string get(std::string const& target) {
        asio::write(socket, asio::buffer("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        std::string answer;
        boost::system::error_code ended;
        asio::read(socket, asio::dynamic_buffer(answer), ended);
        return answer;
    }
};

/// The authorization server, inside this process; and a browser whose person agrees to everything.
struct fixture {
    asio::io_context context;
    std::vector<std::string> asked = {};
    std::function<result<http::response>(http::request const&)> token = [](http::request const&) -> result<http::response> {
        return reply(200, R"({"access_token":"a1","token_type":"Bearer","refresh_token":"r1","expires_in":3600})");
    };
    std::string issuer = "https://h/oidc";
    std::string shown = {}, page = {};
    parley::environment from = parley::environment::isolated();
    parley::login_options options = {};
    std::optional<result<parley::login>> outcome = {};

    fixture() {
        options.at.host = "https://h";
        options.port = 0;
        options.last_port = 0;
        options.clock = parley::clock::manual(parley::time_point(1'800'000'000s));
        from.open_browser = [this](std::string const& address) { return comes_back(address, "code=c1&state=" + parameters_of(address)["state"]); };
    }

    static std::uint16_t port_of(std::string const& address) { return http::url::parse(parameters_of(address)["redirect_uri"]).value().port(); }

    result<void> comes_back(std::string const& address, std::string const& query) {
        shown = address;
        page = visitor(port_of(address)).get(http::url::parse(parameters_of(address)["redirect_uri"]).value().path() + "?" + query);
        return {};
    }

    parley::any_transport transport() {
        return parley::transport::loopback(context.get_executor(), [this](http::request const& r) -> result<http::response> {
            asked.push_back(scripted_peer::text_of(r));
            if (r.method == "GET") return reply(200, R"({"authorization_endpoint":"https://h/oidc/v1/authorize","token_endpoint":"https://h/oidc/v1/token","issuer":")" + issuer + R"("})");
            return token(r);
        });
    }

    result<parley::login> run() {
        parley::async_log_in(transport(), from, options, [this](result<parley::login> got) { outcome.emplace(std::move(got)); });
        context.run();
        BOOST_TEST_REQUIRE(outcome.has_value());
        return *outcome;
    }

    errc code_of_failure() {
        auto const got = run();
        return got ? errc() : got.error().code;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(client_login, fixture)

BOOST_AUTO_TEST_CASE(a_person_logs_in_and_the_tokens_are_kept) {
    parley::test::temporary_folder const folder;
    // tag::login[]
    auth::token_store const store(folder.file("logins.json")); // auth::default_login_file(environment) says where it usually lies
    options.store = store;
    // end::login[]
    auto const got = run();
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST(got->tokens.access_token.reveal() == "a1");
    BOOST_TEST(got->at.host == "https://h");

    auto sent = parameters_of(shown);
    auto const redirect = "http://localhost:" + std::to_string(port_of(shown));
    BOOST_TEST(shown.starts_with("https://h/oidc/v1/authorize?response_type=code&client_id=databricks-cli&"));
    BOOST_TEST(sent["redirect_uri"] == redirect);
    BOOST_TEST(sent["scope"] == "offline_access all-apis");
    BOOST_TEST(sent["code_challenge_method"] == "S256");
    BOOST_TEST(sent["code_challenge"].size() == 43u);

    BOOST_TEST_REQUIRE(asked.size() == 2u);
    BOOST_TEST(asked[0] == "GET https://h/oidc/.well-known/oauth-authorization-server\nAccept: application/json\n");
    auto const verifier = asked[1].substr(asked[1].find("code_verifier=") + 14);
    BOOST_TEST(asked[1] == "POST https://h/oidc/v1/token\nContent-Type: application/x-www-form-urlencoded\nAccept: application/json\n\n"
                           "grant_type=authorization_code&code=c1&redirect_uri=http%3A%2F%2Flocalhost%3A" + std::to_string(port_of(shown)) + "&client_id=databricks-cli&code_verifier=" + verifier);
    BOOST_TEST(http::base64url(auth::detail::sha256(verifier)) == sent["code_challenge"]);
    BOOST_TEST(page.starts_with("HTTP/1.1 200 OK\r\n"));
    BOOST_TEST(page.find("Referrer-Policy: no-referrer\r\n") != std::string::npos);
    BOOST_TEST(page.find("<h1>You are logged in</h1>") != std::string::npos);

    auth::authorization_code strategy({.at = options.at, .keeper = store.keeper(auth::key_of(options.at, options.app)).value()});
    BOOST_TEST(scripted_peer().signature(strategy) == "Authorization: Bearer a1\n");
}

BOOST_AUTO_TEST_CASE(a_state_of_somebody_else_ends_the_login_before_anything_is_exchanged) {
    from.open_browser = [this](std::string const& address) { return comes_back(address, "code=c1&state=other"); };
    auto const got = run();
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST((got.error().code == errc::unauthenticated));
    BOOST_TEST(got.error().message == "state mismatch");
    BOOST_TEST(asked.size() == 1u);
    BOOST_TEST(page.starts_with("HTTP/1.1 400 Bad Request\r\n"));
    BOOST_TEST(page.find("<p>state mismatch</p>") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_issuer_that_is_another_one_ends_the_login) {
    from.open_browser = [this](std::string const& address) { return comes_back(address, "code=c1&iss=https%3A%2F%2Fevil.example%2Foidc&state=" + parameters_of(address)["state"]); };
    auto const got = run();
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST(got.error().message == "issuer mismatch");
    BOOST_TEST(asked.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_person_who_refuses_is_told_apart) {
    from.open_browser = [this](std::string const& address) { return comes_back(address, "error=access_denied&error_description=no&state=" + parameters_of(address)["state"]); };
    auto const got = run();
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST(got.error().message == "The login was not completed (access_denied).");
    BOOST_TEST(got.error().provider.code == "access_denied");
}

BOOST_AUTO_TEST_CASE(idle_connections_and_questions_for_icons_disturb_nothing) {
    std::string icon, elsewhere;
    from.open_browser = [&](std::string const& address) {
        visitor const idle(port_of(address));
        icon = visitor(port_of(address)).get("/favicon.ico");
        elsewhere = visitor(port_of(address)).get("/other?code=c1&state=" + parameters_of(address)["state"]);
        visitor gone(port_of(address));
        gone.socket.close();
        return comes_back(address, "code=c1&state=" + parameters_of(address)["state"]);
    };
    BOOST_TEST(run().has_value());
    BOOST_TEST(icon.starts_with("HTTP/1.1 404 Not Found\r\n"));
    BOOST_TEST(elsewhere.starts_with("HTTP/1.1 404 Not Found\r\n"));
}

BOOST_AUTO_TEST_CASE(the_next_port_is_taken_where_one_is_in_use) {
    tcp::acceptor const other(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    auto const taken = other.local_endpoint().port();
    options.port = taken;
    options.last_port = static_cast<std::uint16_t>(std::min(taken + 20, 65535));
    if (taken < 65000) {
        BOOST_TEST(run().has_value());
        BOOST_TEST(port_of(shown) > taken);
        BOOST_TEST(port_of(shown) <= options.last_port);
        context.restart();
    }
    options.last_port = taken;
    auto const got = run();
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST((got.error().code == errc::in_use));
    BOOST_TEST(got.error().where == "127.0.0.1:" + std::to_string(taken));
}

BOOST_AUTO_TEST_CASE(nobody_coming_back_ends_with_the_limit) {
    from.open_browser = [](std::string const&) { return result<void>(); };
    options.limit = 60ms;
    BOOST_TEST((code_of_failure() == errc::timed_out));
}

BOOST_AUTO_TEST_CASE(a_login_can_be_cancelled_and_its_port_is_free_again) {
    asio::cancellation_signal stop;
    options.opens_browser = false;
    options.show = [&](std::string const& address) {
        shown = address;
        asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
    };
    parley::async_log_in(transport(), from, options, asio::bind_cancellation_slot(stop.slot(), [this](result<parley::login> got) { outcome.emplace(std::move(got)); }));
    context.run();
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST((outcome->error().code == errc::cancelled));
    tcp::acceptor const again(context, tcp::endpoint(asio::ip::address_v4::loopback(), port_of(shown)));
    BOOST_TEST(again.is_open());
}

BOOST_AUTO_TEST_CASE(a_browser_that_does_not_open_is_an_error_unless_the_address_was_shown) {
    from.open_browser = [](std::string const&) { return result<void>(error(errc::process_failed, "The browser could not be opened.")); };
    BOOST_TEST((code_of_failure() == errc::process_failed));

    context.restart();
    std::optional<std::string> address;
    from.open_browser = [&](std::string const& at) {
        comes_back(at, "code=c1&state=" + parameters_of(at)["state"]).value();
        return result<void>(error(errc::process_failed));
    };
    options.show = [&](std::string const& at) { address = at; };
    BOOST_TEST(run().has_value());
    BOOST_TEST(address.value_or("") == shown);
}

BOOST_AUTO_TEST_CASE(somebody_must_learn_the_address) {
    options.opens_browser = false;
    BOOST_TEST((code_of_failure() == errc::invalid_argument));
    BOOST_TEST(asked.empty());
}

BOOST_AUTO_TEST_CASE(a_host_is_checked_before_anything_is_sent) {
    for (std::string const host : {"http://h.example", "https://h/", "h"}) {
        options.at.host = host;
        context.restart();
        BOOST_TEST((code_of_failure() == errc::misconfigured), host);
    }
    BOOST_TEST(asked.empty());
}

BOOST_AUTO_TEST_CASE(a_workspace_that_the_person_chooses_is_the_one_that_gives_the_tokens) {
    parley::test::temporary_folder const folder;
    options.at.host.clear();
    options.store.emplace(folder.file("logins.json"));
    from.open_browser = [this](std::string const& address) {
        auto const inner = "https://login" + parameters_of(address)["destination_url"];
        shown = address;
        page = visitor(port_of(inner)).get("/?code=c1&iss=https%3A%2F%2Fmine.example%2Foidc%2Faccounts%2Fabc&state=" + parameters_of(inner)["state"]);
        return result<void>();
    };
    auto const got = run();
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST(shown.starts_with("https://login.databricks.com/?destination_url=%2Foidc%2Fv1%2Fauthorize%3Fresponse_type%3Dcode%26"));
    BOOST_TEST(got->at.host == "https://mine.example");
    BOOST_TEST(got->at.account_id == "abc");
    BOOST_TEST_REQUIRE(asked.size() == 1u);
    BOOST_TEST(asked[0].starts_with("POST https://mine.example/oidc/accounts/abc/v1/token\n"));
    BOOST_TEST(options.store->load(auth::key_of(got->at, options.app)).value().has_value());
}

BOOST_AUTO_TEST_CASE(a_redirect_that_the_app_has_is_used_as_it_is_and_must_be_of_this_machine) {
    tcp::acceptor probe(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    auto const port = probe.local_endpoint().port();
    probe.close();
    options.app.redirect_uri = "http://127.0.0.1:" + std::to_string(port) + "/back";
    BOOST_TEST(run().has_value());
    BOOST_TEST(parameters_of(shown)["redirect_uri"] == options.app.redirect_uri);
    for (std::string const far : {"https://localhost:1/", "http://h.example/back", "http://localhost:1/?a=b", "none"}) {
        options.app.redirect_uri = far;
        context.restart();
        BOOST_TEST((code_of_failure() == errc::invalid_argument), far);
    }
}

BOOST_AUTO_TEST_CASE(an_exchange_that_is_refused_is_told_on_the_page_and_shows_nothing) {
    parley::test::temporary_folder const folder;
    options.store.emplace(folder.file("logins.json"));
    token = [](http::request const& r) -> result<http::response> { return reply(400, R"({"error":"invalid_grant","error_description":"you sent )" + r.body + R"("})"); };
    auto const got = run();
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST((got.error().code == errc::login_required));
    BOOST_TEST(got.error().provider.text.find("c1") == std::string::npos);
    BOOST_TEST(page.starts_with("HTTP/1.1 400 Bad Request\r\n"));
    BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(a_passing_failure_of_the_server_is_tried_again_and_entra_gets_its_origin) {
    int calls = 0;
    std::string origin;
    token = [&](http::request const& r) -> result<http::response> {
        if (++calls == 1) return reply(429, "");
        if (calls == 2) return reply(400, R"({"error":"invalid_request","error_description":"AADSTS9002327: cross-origin"})");
        origin = r.header.find("origin").value_or("");
        return reply(200, R"({"access_token":"a1","expires_in":3600})");
    };
    BOOST_TEST(run().has_value());
    BOOST_TEST(calls == 3);
    BOOST_TEST(origin == "http://localhost:" + std::to_string(port_of(shown)));
}

BOOST_AUTO_TEST_CASE(tokens_that_cannot_be_kept_are_an_error) {
    options.store.emplace("/proc/nowhere/logins.json");
    auto const got = run();
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST(page.starts_with("HTTP/1.1 400 Bad Request\r\n"));
}

BOOST_AUTO_TEST_SUITE_END()
