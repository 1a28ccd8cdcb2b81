#include "support/scripted_peer.hpp"

#include <parley/auth/detail/oauth.hpp>
#include <parley/auth/detail/token_source.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace auth = parley::auth;
namespace http = parley::http;
using parley::errc;
using parley::error;
using parley::test::reply;
using parley::test::scripted_peer;
using namespace std::chrono_literals;

namespace {

auth::detail::task<parley::result<auth::detail::credentials>> minted() {
    auth::detail::form const body{{"grant_type", "test"}};
    auto const token = co_await auth::detail::token_from(body.to(http::url::parse("https://h/token").value()));
    if (!token) co_return token.error();
    co_return token->as_authorization();
}

auth::detail::token_source source() { return auth::detail::token_source(minted); }

std::string token(std::string const& name, int seconds = 3600) { return R"({"access_token":")" + name + R"(","expires_in":)" + std::to_string(seconds) + "}"; }

bool waits_for(auth::step const& step, auth::urgency when) {
    auto const* const f = std::get_if<auth::fetch>(&step);
    return f && f->when == when;
}
bool is_ready(auth::step const& step) { return std::holds_alternative<auth::ready>(step); }

struct fixture {
    scripted_peer peer;
    auth::detail::token_source s = source();
    auth::step_id id() { return std::get<auth::fetch>(s.next(peer.now)).id; }
    void answer(auth::step_id to, std::string body, int status = 200) { s.done(to, auth::answer(reply(status, std::move(body))), peer.now); }
    std::string signature() { return peer.signature(s); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(auth_detail_token_source, fixture)

BOOST_AUTO_TEST_CASE(ten_who_ask_get_one_request_and_one_token) {
    auto const first = id();
    for (int i = 0; i != 9; ++i) BOOST_TEST(id() == first);
    answer(first, token("a"));
    for (int i = 0; i != 10; ++i) BOOST_TEST(signature() == "Authorization: Bearer a\n");
}

BOOST_AUTO_TEST_CASE(ten_who_ask_get_one_request_and_its_error_and_later_ones_a_new_request) {
    answer(id(), "", 400);
    for (int i = 0; i != 10; ++i) BOOST_TEST((std::get<auth::failed>(s.next(peer.now)).why.code == errc::unauthenticated));
    peer.now += 1s;
    BOOST_TEST(waits_for(s.next(peer.now), auth::urgency::urgent));
    BOOST_TEST(peer.then(reply(200, token("b"))).signature(s) == "Authorization: Bearer b\n");
}

BOOST_AUTO_TEST_CASE(a_token_is_renewed_ahead_while_it_still_serves) {
    answer(id(), token("a"));
    peer.now += 39min + 59s;
    BOOST_TEST(is_ready(s.next(peer.now)));
    peer.now += 1s;
    BOOST_TEST(waits_for(s.next(peer.now), auth::urgency::ahead));
    auto const ahead = id();
    http::request r(http::url::parse("https://h/").value());
    BOOST_TEST(s.sign(r, peer.now).has_value());
    BOOST_TEST(r.header.find("authorization").value() == "Bearer a");
    answer(ahead, token("b"));
    BOOST_TEST(signature() == "Authorization: Bearer b\n");
}

BOOST_AUTO_TEST_CASE(a_short_token_is_renewed_at_half_its_life) {
    answer(id(), token("a", 90));
    peer.now += 44s;
    BOOST_TEST(is_ready(s.next(peer.now)));
    peer.now += 1s;
    BOOST_TEST(waits_for(s.next(peer.now), auth::urgency::ahead));
}

BOOST_AUTO_TEST_CASE(a_renewal_ahead_that_fails_keeps_the_token_and_rests_for_a_minute) {
    answer(id(), token("a"));
    peer.now += 45min;
    answer(id(), "", 500);
    BOOST_TEST(is_ready(s.next(peer.now)));
    peer.now += 59s;
    BOOST_TEST(is_ready(s.next(peer.now)));
    peer.now += 1s;
    BOOST_TEST(waits_for(s.next(peer.now), auth::urgency::ahead));
    answer(id(), "", 500);
    peer.now += 15min; // the token has ended
    BOOST_TEST(waits_for(s.next(peer.now), auth::urgency::urgent));
}

BOOST_AUTO_TEST_CASE(a_renewal_ahead_becomes_urgent_when_the_token_ends_meanwhile) {
    answer(id(), token("a"));
    peer.now += 45min;
    auto const ahead = id();
    peer.now += 15min;
    BOOST_TEST(waits_for(s.next(peer.now), auth::urgency::urgent));
    BOOST_TEST(id() == ahead);
}

BOOST_AUTO_TEST_CASE(a_renewal_that_brings_what_ends_earlier_is_dropped) {
    answer(id(), token("a"));
    peer.now += 40min;
    answer(id(), token("b", 60));
    BOOST_TEST(signature() == "Authorization: Bearer a\n");
}

BOOST_AUTO_TEST_CASE(an_answer_to_an_older_step_is_ignored) {
    auto const first = id();
    answer(first, "", 503);
    peer.now += 1min;
    auto const second = id();
    BOOST_TEST(second != first);
    answer(first, token("late"));
    BOOST_TEST(id() == second);
    answer(second, token("a"));
    answer(second, token("later"));
    answer(0, token("never asked"));
    BOOST_TEST(signature() == "Authorization: Bearer a\n");
}

BOOST_AUTO_TEST_CASE(what_may_help_is_tried_again_within_a_minute) {
    for (int const status : {429, 502, 503, 504}) {
        fixture f;
        f.peer.then(reply(status, "")).then(error(errc::connection_lost)).then(error(errc::connect_failed)).then(error(errc::timed_out)).then(reply(200, token("a")));
        BOOST_TEST(f.signature() == "Authorization: Bearer a\n");
        BOOST_TEST_REQUIRE(f.peer.waits.size() == 4u);
        auto most = 1s;
        for (auto const waited : f.peer.waits) {
            BOOST_TEST((waited <= most));
            most *= 2;
        }
    }
    for (int const status : {400, 401, 403, 404, 500}) {
        fixture f;
        BOOST_TEST(f.peer.then(reply(status, "")).failure(f.s).provider.http_status == status);
        BOOST_TEST(f.peer.asked.size() == 1u);
    }
    fixture nowhere;
    BOOST_TEST((nowhere.peer.then(error(errc::name_resolution_failed)).failure(nowhere.s).code == errc::name_resolution_failed));
    BOOST_TEST(nowhere.peer.asked.size() == 1u);
}

BOOST_AUTO_TEST_CASE(trying_again_ends_after_a_minute) {
    auto const begun = peer.now;
    for (int i = 0; i != 200; ++i) peer.then(reply(503, ""));
    auto const why = peer.failure(s);
    BOOST_TEST((why.code == errc::service_unavailable));
    BOOST_TEST((peer.now <= begun + 1min));
    BOOST_TEST(peer.asked.size() > 2u);
    BOOST_TEST(peer.asked.size() < 100u);
}

BOOST_AUTO_TEST_CASE(a_server_that_names_a_time_is_obeyed_and_one_that_asks_for_too_much_is_not_waited_for) {
    peer.then(reply(429, "", {{"Retry-After", "30"}})).then(reply(200, token("a")));
    BOOST_TEST(signature() == "Authorization: Bearer a\n");
    BOOST_TEST_REQUIRE(peer.waits.size() == 1u);
    BOOST_TEST((peer.waits[0] == 30s));

    fixture busy;
    auto const why = busy.peer.then(reply(429, "", {{"Retry-After", "120"}})).failure(busy.s);
    BOOST_TEST((why.code == errc::rate_limited));
    BOOST_TEST((why.provider.retry_after == 120s));
    BOOST_TEST(busy.peer.waits.empty());
}

BOOST_AUTO_TEST_CASE(a_401_ends_an_old_token_and_leads_to_one_more_try) {
    answer(id(), token("a"));
    peer.now += 5min;
    BOOST_TEST(signature() == "Authorization: Bearer a\n");
    BOOST_TEST(s.refused(reply(401, "")));
    BOOST_TEST(waits_for(s.next(peer.now), auth::urgency::urgent));
    answer(id(), token("b"));
    BOOST_TEST(signature() == "Authorization: Bearer b\n");
    BOOST_TEST(s.refused(reply(401, "")));    // of a request that the old token had signed
    BOOST_TEST(is_ready(s.next(peer.now)));   // no further token
    BOOST_TEST(s.refused(reply(403, "Invalid Token")));
    BOOST_TEST(!s.refused(reply(403, "")));
}

BOOST_AUTO_TEST_CASE(a_first_token_that_is_refused_at_once_is_not_replaced) {
    answer(id(), token("a"));
    BOOST_TEST(signature() == "Authorization: Bearer a\n");
    BOOST_TEST(!s.refused(reply(401, "")));
    BOOST_TEST(is_ready(s.next(peer.now)));
}

BOOST_AUTO_TEST_CASE(nothing_is_signed_before_there_is_a_token_or_after_its_end) {
    http::request r(http::url::parse("https://h/").value());
    BOOST_TEST((s.sign(r, peer.now).error().code == errc::unauthenticated));
    answer(id(), token("a"));
    peer.now += 1h;
    BOOST_TEST((s.sign(r, peer.now).error().code == errc::unauthenticated));
    BOOST_TEST(r.header.empty());
}

BOOST_AUTO_TEST_CASE(an_answer_of_another_kind_is_a_failure) {
    s.done(id(), auth::answer(parley::test::output("{}")), peer.now);
    BOOST_TEST((std::get<auth::failed>(s.next(peer.now)).why.code == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(a_source_moves_while_it_waits) {
    auto const asked = id();
    auto moved = std::move(s);
    moved.done(asked, auth::answer(reply(200, token("a"))), peer.now);
    BOOST_TEST(peer.signature(moved) == "Authorization: Bearer a\n");
}

BOOST_AUTO_TEST_SUITE_END()
