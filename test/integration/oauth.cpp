// Strategies and logins against an authorization server that others wrote (npm oidc-provider).

#include "support/temporary_folder.hpp"

#include <parley/auth/authorization_code.hpp>
#include <parley/auth/client_credentials.hpp>
#include <parley/auth/token_store.hpp>
#include <parley/login.hpp>
#include <parley/signer.hpp>
#include <parley/transport/beast/https.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" char** environ;

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace http = parley::http;
using parley::errc;
using parley::error;
using parley::result;
using parley::secret;
using namespace std::chrono_literals;

namespace {

/// The server, in a process of its own that ends with this object.
class authority {
public:
    authority() {
        int in[2], out[2];
        if (::pipe(in) != 0 || ::pipe(out) != 0) return;
        for (int const end : {in[1], out[0]}) ::fcntl(end, F_SETFD, FD_CLOEXEC);
        posix_spawn_file_actions_t ends;
        ::posix_spawn_file_actions_init(&ends);
        ::posix_spawn_file_actions_adddup2(&ends, in[0], 0);
        ::posix_spawn_file_actions_adddup2(&ends, out[1], 1);
        auto packages = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "oauth").string();
        std::string program = "python3", script = "test/integration/oauth/server.py"; // tests run in the root of the repository
        char* const argv[] = {program.data(), script.data(), packages.data(), nullptr};
        auto const failure = ::posix_spawnp(&process_, program.c_str(), &ends, nullptr, argv, environ);
        ::posix_spawn_file_actions_destroy(&ends);
        ::close(in[0]);
        ::close(out[1]);
        ends_with_ = in[1];
        if (failure != 0) process_ = -1;
        for (char c; ::read(out[0], &c, 1) == 1 && c != '\n';) said_ += c;
        ::close(out[0]);
    }
    authority(authority const&) = delete;
    authority& operator=(authority const&) = delete;
    ~authority() {
        ::close(ends_with_);
        if (process_ > 0) ::waitpid(process_, nullptr, 0);
    }

    /// Its address, or why there is none.
    std::string const& said() const noexcept { return said_; }
    bool is_there() const noexcept { return said_.starts_with("http://"); }

private:
    pid_t process_ = -1;
    int ends_with_ = -1;
    std::string said_;
};

std::optional<authority> server;

/// Starts the server with the suite and ends it with it.
struct with_server {
    ~with_server() { server.reset(); }
};

auto needs_server() {
    return boost::unit_test::precondition([](boost::unit_test::test_unit_id) -> boost::test_tools::assertion_result {
        server.emplace();
        if (server->is_there()) return true;
        std::printf("%s\n", server->said().empty() ? "SKIP: Python cannot be started" : server->said().c_str());
        return false;
    });
}

struct fixture {
    std::string const host = server->said();
    parley::test::temporary_folder folder;
    auth::token_store store{folder.file("logins.json")};
    asio::io_context context;
    parley::any_transport transport = parley::make_https_transport(context.get_executor());
    parley::environment from = parley::environment::isolated();
    auth::oauth_place at;
    auth::oauth_app desk;

    fixture() {
        at.discovery_url = host + "/.well-known/oauth-authorization-server";
        desk.client_id = "desk";
        desk.scopes = {"openid"};
        from.open_browser = browse;
    }

    static result<void> browse(std::string const& address) {
        auto const done = parley::environment::of_process().run({"python3", "test/integration/oauth/browser.py", address}, 60s);
        if (!done) return done.error();
        return {};
    }

    /// Waits for an operation that `start` is given the end of.
    template <class R> result<R> finished(std::function<void(std::function<void(result<R>)>)> const& start) {
        std::optional<result<R>> done;
        start([&](result<R> got) { done.emplace(std::move(got)); });
        context.restart();
        context.run();
        BOOST_REQUIRE(done.has_value());
        return std::move(*done);
    }

    result<parley::login> log_in() {
        parley::login_options options;
        options.at = at;
        options.app = desk;
        options.port = options.last_port = 0;
        options.store = store;
        return finished<parley::login>([&](auto done) { parley::async_log_in(transport, from, options, std::move(done)); });
    }

    template <class Auth> result<http::request> signed_by(Auth strategy) {
        parley::signer signer(std::move(strategy), transport);
        return finished<http::request>(
            [&](auto done) { signer.async_sign(http::request("GET", http::url::parse(host + "/me").value()), parley::transport::limits(), std::move(done)); });
    }

    template <class Auth> errc failure_of(Auth strategy) {
        auto const got = signed_by(std::move(strategy));
        return got ? errc() : got.error().code;
    }

    http::response answer_to(http::request request) {
        std::optional<result<http::response>> got;
        asio::co_spawn(context, transport.send(std::move(request), parley::transport::limits()), [&](std::exception_ptr, std::optional<result<http::response>> r) { got = std::move(r); });
        context.restart();
        context.run();
        return got.value().value();
    }

    /// Whether the server knows who signed.
    bool is_anns(result<http::request> const& request) {
        BOOST_TEST(request.has_value());
        return request && answer_to(*request).body == R"({"sub":"ann"})";
    }

    auth::authorization_code strategy(std::optional<auth::login_tokens> tokens = {}) {
        auth::authorization_code_options options;
        options.at = at;
        options.app = desk;
        options.tokens = std::move(tokens);
        options.keeper = store.keeper(auth::key_of(at, desk)).value();
        return auth::authorization_code(std::move(options));
    }

    /// What is stored, with an access token that has ended.
    auth::login_tokens ended() {
        auto tokens = store.load(auth::key_of(at, desk)).value().value();
        tokens.expires = std::chrono::system_clock::now() - 1h;
        BOOST_TEST(store.save(auth::key_of(at, desk), tokens).has_value());
        return tokens;
    }

    auth::client_credentials robot(std::string name, std::string word, auth::client_auth how) {
        auth::client_credentials_options options;
        options.at = at;
        options.client_id = std::move(name);
        options.client_secret = secret::make(std::move(word)).value();
        options.scopes = {"jobs"};
        options.how = how;
        return auth::client_credentials(std::move(options));
    }
};

} // namespace

BOOST_TEST_GLOBAL_FIXTURE(with_server);

BOOST_FIXTURE_TEST_SUITE(integration_oauth, fixture, *needs_server())

BOOST_AUTO_TEST_CASE(a_robot_proves_itself_in_a_header_or_in_the_form) {
    auto const word = "a secret: with/all?";
    for (auto const& [name, how] : {std::pair("robot", auth::client_auth::basic), std::pair("old robot", auth::client_auth::form)}) {
        auto const got = signed_by(robot(name, word, how));
        BOOST_TEST_REQUIRE(got.has_value());
        BOOST_TEST(got->header.find("Authorization").value().starts_with("Bearer "));
    }
}

BOOST_AUTO_TEST_CASE(a_robot_with_another_secret_is_refused) {
    auto const got = signed_by(robot("robot", "another", auth::client_auth::basic));
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST((got.error().code == errc::unauthenticated));
    BOOST_TEST(got.error().provider.code == "invalid_client");
}

BOOST_AUTO_TEST_CASE(a_person_logs_in_and_is_known_by_the_token) {
    auto const got = log_in();
    BOOST_TEST_REQUIRE(got.has_value(), (got ? "" : to_string(got.error())));
    BOOST_TEST(!got->tokens.refresh_token.empty());
    BOOST_TEST(is_anns(signed_by(strategy())));
}

BOOST_AUTO_TEST_CASE(refresh_tokens_are_replaced_and_the_new_ones_kept) {
    BOOST_TEST_REQUIRE(log_in().has_value());
    auto const first = ended();
    BOOST_TEST(is_anns(signed_by(strategy())));
    auto const second = ended();
    BOOST_TEST(!(second.refresh_token == first.refresh_token));
    BOOST_TEST(is_anns(signed_by(strategy())));
}

BOOST_AUTO_TEST_CASE(strategies_that_share_a_store_never_use_a_refresh_token_twice) {
    BOOST_TEST_REQUIRE(log_in().has_value());
    auto const tokens = ended();
    std::vector<parley::signer<auth::authorization_code>> signers;
    for (int i = 0; i != 5; ++i) signers.emplace_back(strategy(tokens), transport);
    std::vector<http::request> all;
    for (auto& s : signers)
        s.async_sign(http::request("GET", http::url::parse(host + "/me").value()), parley::transport::limits(), [&](result<http::request> got) {
            BOOST_TEST(got.has_value());
            if (got) all.push_back(std::move(*got));
        });
    context.restart();
    context.run();
    BOOST_TEST_REQUIRE(all.size() == 5u);
    for (auto const& one : all) BOOST_TEST(is_anns(one));
    ended();
    BOOST_TEST(is_anns(signed_by(strategy()))); // had one been used twice, the server would have ended the login
}

BOOST_AUTO_TEST_CASE(a_refresh_token_that_was_used_or_revoked_asks_for_another_login) {
    BOOST_TEST_REQUIRE(log_in().has_value());
    auto const used = ended();
    BOOST_TEST(signed_by(strategy()).has_value());
    BOOST_TEST(store.save(auth::key_of(at, desk), used).has_value());
    BOOST_TEST((failure_of(strategy()) == errc::login_required));

    BOOST_TEST_REQUIRE(log_in().has_value());
    auto const revoked = ended();
    http::request revocation(http::url::parse(host + "/token/revocation").value());
    revocation.header.set("Content-Type", "application/x-www-form-urlencoded");
    revocation.body = "client_id=desk&token=" + std::string(revoked.refresh_token.reveal());
    BOOST_TEST(answer_to(std::move(revocation)).status == 200);
    auto const got = signed_by(strategy());
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST((got.error().code == errc::login_required));
    BOOST_TEST(got.error().provider.code == "invalid_grant");
}

BOOST_AUTO_TEST_CASE(a_login_that_somebody_else_began_is_refused) {
    from.open_browser = [](std::string address) {
        auto const state = address.find("&state=") + 7;
        address.replace(state, 5, "other");
        return browse(address);
    };
    auto const got = log_in();
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST((got.error().code == errc::unauthenticated));
    BOOST_TEST(got.error().message == "state mismatch");
    BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(a_code_needs_the_verifier_of_its_challenge) {
    from.open_browser = [](std::string address) {
        auto const challenge = address.find("&code_challenge=") + 16;
        address.replace(challenge, 5, "other");
        return browse(address);
    };
    auto const got = log_in();
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST((got.error().code == errc::login_required));
    BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(an_app_that_the_server_does_not_know_never_comes_back) {
    desk.client_id = "nobody";
    parley::login_options options;
    options.at = at;
    options.app = desk;
    options.port = options.last_port = 0;
    options.limit = 3s;
    auto const got = finished<parley::login>([&](auto done) { parley::async_log_in(transport, from, options, std::move(done)); });
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST((got.error().code == errc::timed_out));
}

BOOST_AUTO_TEST_SUITE_END()
