#include "support/scripted_peer.hpp"

#include <parley/auth/authorization_code.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace auth = parley::auth;
using parley::errc;
using parley::secret;
using parley::test::reply;
using parley::test::scripted_peer;
using namespace std::chrono_literals;

namespace {

constexpr auto endpoints = R"({"authorization_endpoint":"https://h/oidc/v1/authorize","token_endpoint":"https://h/oidc/v1/token"})";

struct fixture {
    scripted_peer peer;
    std::shared_ptr<std::optional<auth::login_tokens>> stored = std::make_shared<std::optional<auth::login_tokens>>();
    std::shared_ptr<std::vector<std::string>> saved = std::make_shared<std::vector<std::string>>();

    auth::login_tokens tokens(std::string const& name, std::chrono::seconds left, std::string const& refresh = "r1") const {
        auth::login_tokens made;
        made.access_token = secret::make(name).value();
        made.refresh_token = secret::make(refresh).value();
        made.expires = peer.now + left;
        return made;
    }
    auth::authorization_code_options options() const {
        auth::authorization_code_options made;
        made.at.host = "https://h";
        made.app.client_id = "app";
        made.app.redirect_uri = "http://localhost:8020/x";
        return made;
    }
    auth::token_keeper keeper() const {
        return {"/home/u/tokens.lock", [stored = stored] { return parley::result<std::optional<auth::login_tokens>>(*stored); },
                [stored = stored, saved = saved](auth::login_tokens const& t) -> parley::result<void> {
                    *stored = t;
                    saved->push_back(std::string(t.access_token.reveal()) + " " + std::string(t.refresh_token.reveal()));
                    return {};
                }};
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(auth_authorization_code, fixture)

BOOST_AUTO_TEST_CASE(tokens_that_serve_are_used_as_they_are) {
    auto o = options();
    o.tokens = tokens("a", 1h);
    auth::authorization_code s(o);
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer a\n");
    BOOST_TEST(peer.asked.empty());
}

BOOST_AUTO_TEST_CASE(tokens_that_have_ended_are_refreshed_and_the_new_refresh_token_is_kept) {
    auto o = options();
    o.tokens = tokens("a", -1s);
    o.keeper = keeper();
    auth::authorization_code s(o);
    peer.then(reply(200, endpoints)).then(reply(200, R"({"access_token":"b","expires_in":3600,"refresh_token":"r2"})"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer b\n");
    BOOST_TEST_REQUIRE(peer.asked.size() == 3u);
    BOOST_TEST(peer.asked[0] == "lock /home/u/tokens.lock");
    BOOST_TEST(peer.asked[1] == "GET https://h/oidc/.well-known/oauth-authorization-server\nAccept: application/json\n");
    BOOST_TEST(peer.asked[2] == "POST https://h/oidc/v1/token\nContent-Type: application/x-www-form-urlencoded\nAccept: application/json\n\n"
                                "grant_type=refresh_token&refresh_token=r1&client_id=app");
    BOOST_TEST((*saved == std::vector<std::string>{"b r2"}));

    peer.now += 41min;
    peer.then(reply(200, endpoints)).then(reply(200, R"({"access_token":"c","expires_in":3600})"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer c\n");
    BOOST_TEST(peer.asked.back().ends_with("refresh_token=r2&client_id=app"));
    BOOST_TEST(saved->back() == "c r2");
}

BOOST_AUTO_TEST_CASE(a_confidential_app_sends_its_secret) {
    auto o = options();
    o.at.token_endpoint = "https://h/t";
    o.tokens = tokens("a", -1s);
    o.app.client_secret = secret::make("s").value();
    auth::authorization_code s(o);
    peer.then(reply(200, R"({"access_token":"b"})")).drive(s);
    BOOST_TEST(peer.asked.at(0).ends_with("&client_id=app&client_secret=s"));
}

BOOST_AUTO_TEST_CASE(tokens_that_another_process_has_stored_are_taken_instead_of_refreshing) {
    auto o = options();
    o.tokens = tokens("a", -1s);
    o.keeper = keeper();
    *stored = tokens("theirs", 1h, "r9");
    auth::authorization_code s(o);
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer theirs\n");
    BOOST_TEST((peer.asked == std::vector<std::string>{"lock /home/u/tokens.lock"}));
    BOOST_TEST(saved->empty());
}

BOOST_AUTO_TEST_CASE(without_a_login_the_databricks_cli_is_asked_and_then_its_cache) {
    using parley::test::output;
    auto o = options();
    o.databricks_cli = "databricks";
    o.keeper = keeper();
    o.keeper.borrow = [lent = tokens("cached", 1h, "of-the-cli")] { return parley::result<std::optional<auth::login_tokens>>(lent); };
    auth::authorization_code asks(o);
    peer.then(output("Databricks CLI v0.296.0")).then(output(R"({"access_token":"of-the-cli","expires_in":3600})"));
    BOOST_TEST(peer.signature(asks) == "Authorization: Bearer of-the-cli\n");
    BOOST_TEST(peer.asked.at(0) == "run databricks version");
    BOOST_TEST(peer.asked.at(1) == "run databricks auth token --host https://h --force-refresh");

    parley::error const absent(errc::process_failed);
    scripted_peer second;
    auth::authorization_code reads(o);
    BOOST_TEST(second.then(absent).then(absent).signature(reads) == "Authorization: Bearer cached\n");
    second.now += 1h;
    BOOST_TEST((second.then(absent).then(absent).failure(reads).code == errc::login_required)); // what was lent is never renewed here
    BOOST_TEST(second.requests.empty());
    BOOST_TEST(saved->empty());

    scripted_peer third;
    auth::authorization_code refused(o);
    third.then(output("Databricks CLI v0.296.0")).then(output("", 1, "OAuth is not configured for this host"));
    BOOST_TEST((third.failure(refused).code == errc::login_required));

    *stored = tokens("own", 1h);
    auth::authorization_code own(o);
    BOOST_TEST(scripted_peer().signature(own) == "Authorization: Bearer own\n");
}

BOOST_AUTO_TEST_CASE(a_refresh_that_another_process_won_takes_its_tokens) {
    auto o = options();
    o.at.token_endpoint = "https://h/t";
    o.tokens = tokens("a", -1s);
    o.keeper = keeper();
    o.keeper.lock.clear();
    auth::authorization_code s(o);
    auto const step = s.next(peer.now);
    *stored = tokens("theirs", 1h, "r9");
    s.done(std::get<auth::fetch>(step).id, auth::answer(reply(400, R"({"error":"invalid_grant"})")), peer.now);
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer theirs\n");
}

BOOST_AUTO_TEST_CASE(a_login_that_has_ended_asks_for_a_new_one) {
    auto o = options();
    o.at.token_endpoint = "https://h/t";
    o.tokens = tokens("a", -1s);
    auth::authorization_code ended(o);
    auto const why = peer.then(reply(400, R"({"error":"invalid_grant","error_description":"Refresh token is invalid: r1"})")).failure(ended);
    BOOST_TEST((why.code == errc::login_required));
    BOOST_TEST(why.where == "https://h/t");

    o.tokens = tokens("a", -1s, "");
    auth::authorization_code without(o);
    BOOST_TEST((peer.failure(without).code == errc::login_required));
    BOOST_TEST(peer.failure(without).message == "cached token has no refresh token: log in again.");

    o.tokens.reset();
    auth::authorization_code never(o);
    BOOST_TEST((peer.failure(never).code == errc::login_required));
}

BOOST_AUTO_TEST_CASE(a_failed_refresh_keeps_a_token_that_still_serves) {
    auto o = options();
    o.at.token_endpoint = "https://h/t";
    o.tokens = tokens("a", 1h);
    auth::authorization_code s(o);
    peer.drive(s);
    peer.now += 45min;
    peer.then(reply(400, R"({"error":"invalid_grant"})"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer a\n");
}

BOOST_AUTO_TEST_CASE(entra_is_asked_once_more_with_the_origin) {
    auto o = options();
    o.at.token_endpoint = "https://h/t";
    o.tokens = tokens("a", -1s);
    auth::authorization_code s(o);
    auto const refusal = reply(400, R"({"error":"invalid_request","error_description":"AADSTS9002327: no"})");
    peer.then(refusal).then(reply(200, R"({"access_token":"b"})"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer b\n");
    BOOST_TEST(peer.requests.at(1).header.find("origin").value() == "http://localhost:8020");

    auth::authorization_code never(o);
    BOOST_TEST((peer.then(refusal).then(refusal).failure(never).code == errc::unauthenticated));
}

BOOST_AUTO_TEST_CASE(a_keeper_that_cannot_be_read_is_its_own_error) {
    auto o = options();
    o.keeper.load = []() -> parley::result<std::optional<auth::login_tokens>> { return parley::error(errc::corrupt_file, {}, "f"); };
    auth::authorization_code s(o);
    BOOST_TEST((peer.failure(s).code == errc::corrupt_file));
}

BOOST_AUTO_TEST_CASE(a_replacement_must_be_another_token_that_serves_about_as_long) {
    using auth::detail::is_fresh_replacement;
    auto const ours = tokens("a", 1h);
    BOOST_TEST(!is_fresh_replacement(ours, tokens("a", 2h), peer.now));
    BOOST_TEST(!is_fresh_replacement(ours, tokens("b", 58min), peer.now));
    BOOST_TEST(is_fresh_replacement(ours, tokens("b", 59min), peer.now));
    BOOST_TEST(!is_fresh_replacement(tokens("a", -2h), tokens("b", -1h), peer.now));
}

BOOST_AUTO_TEST_SUITE_END()
