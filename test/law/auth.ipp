// Laws that every strategy keeps: cases of a suite that law/auth/<model>.cpp opens, having said how one is made (`made()`), and what it `can`.

BOOST_AUTO_TEST_CASE(asking_twice_without_an_answer_gives_the_same_step) {
    auto s = made();
    law::scripted_peer peer;
    for (auto const& answer : can.answers) {
        auto const first = s.next(peer.now);
        BOOST_TEST(law::text_of(s.next(peer.now)) == law::text_of(first));
        BOOST_TEST_REQUIRE(!law::is_settled(first));
        s.done(law::id_of(first), answer, peer.now);
    }
    BOOST_TEST(law::text_of(s.next(peer.now)) == "ready");
    BOOST_TEST(law::text_of(s.next(peer.now)) == "ready");
}

BOOST_AUTO_TEST_CASE(who_is_ready_signs_and_signing_again_changes_nothing) {
    auto s = made();
    law::scripted_peer peer;
    for (auto const& answer : can.answers) s.done(law::id_of(s.next(peer.now)), answer, peer.now);
    BOOST_TEST_REQUIRE(law::text_of(s.next(peer.now)) == "ready");
    auto once = law::request();
    BOOST_TEST_REQUIRE(s.sign(once, peer.now).has_value());
    auto twice = once;
    BOOST_TEST(s.sign(twice, peer.now).has_value());
    BOOST_TEST((once == twice));
    BOOST_TEST(once.method == law::request().method);
    BOOST_TEST((once.url == law::request().url));
    BOOST_TEST(once.body == law::request().body);
    BOOST_TEST(check(once).has_value());
}

BOOST_AUTO_TEST_CASE(a_signed_request_shows_no_secret) {
    auto s = made();
    law::scripted_peer peer;
    for (auto const& answer : can.answers) s.done(law::id_of(s.next(peer.now)), answer, peer.now);
    auto r = law::request();
    BOOST_TEST_REQUIRE(s.sign(r, peer.now).has_value());
    for (auto const& secret : can.secrets) BOOST_TEST(to_string(r).find(secret) == std::string::npos, secret);
}

BOOST_AUTO_TEST_CASE(an_answer_that_nobody_waits_for_is_ignored) {
    auto s = made();
    law::scripted_peer peer;
    law::auth::answer const stray(parley::test::reply(200, R"({"access_token":"stray"})"));
    for (auto const& answer : can.answers) {
        auto const step = s.next(peer.now);
        for (auto const id : {law::id_of(step) + 1, law::id_of(step) + 1000, ~law::auth::step_id(0)}) s.done(id, stray, peer.now);
        BOOST_TEST(law::text_of(s.next(peer.now)) == law::text_of(step));
        s.done(law::id_of(step), answer, peer.now);
        s.done(law::id_of(step), stray, peer.now);
    }
    auto r = law::request(), again = law::request();
    BOOST_TEST(s.sign(r, peer.now).has_value());
    s.done(1, stray, peer.now);
    s.done(1, law::error(law::errc::timed_out), peer.now);
    BOOST_TEST(law::text_of(s.next(peer.now)) == "ready");
    BOOST_TEST(s.sign(again, peer.now).has_value());
    BOOST_TEST((r == again));
}

BOOST_AUTO_TEST_CASE(whatever_goes_wrong_it_ends_and_gives_nothing_away) {
    for (std::size_t at = 0; at != can.answers.size(); ++at) {
        auto const kinds = law::wrong_answers(made().next(law::scripted_peer().now)).size();
        for (std::size_t kind = 0; kind != kinds; ++kind) {
            auto s = made();
            law::scripted_peer peer;
            for (std::size_t i = 0; i != at; ++i) s.done(law::id_of(s.next(peer.now)), can.answers[i], peer.now);
            int steps = 0;
            auto step = s.next(peer.now);
            for (; !law::is_settled(step) && steps != 1000; ++steps) {
                auto wrong = law::wrong_answers(step);
                if (auto const* const f = std::get_if<law::auth::fetch>(&step)) peer.now = std::max(peer.now, f->earliest);
                s.done(law::id_of(step), std::move(wrong[kind]), peer.now);
                step = s.next(peer.now);
            }
            BOOST_TEST(steps < 1000, "answer " << kind << " to step " << at);
            if (auto const* const f = std::get_if<law::auth::failed>(&step))
                for (auto const& secret : can.secrets) BOOST_TEST(law::everything_of(f->why).find(secret) == std::string::npos, "answer " << kind << " to step " << at << ": " << law::everything_of(f->why));
        }
    }
}

BOOST_AUTO_TEST_CASE(after_a_failure_a_later_call_may_succeed) {
    if (can.answers.empty()) return;
    auto s = made();
    law::scripted_peer peer;
    auto step = s.next(peer.now);
    for (int i = 0; !law::is_settled(step) && i != 1000; ++i) {
        s.done(law::id_of(step), law::error(law::errc::tls_failed), peer.now);
        step = s.next(peer.now);
    }
    BOOST_TEST(std::holds_alternative<law::auth::failed>(step));
    auto r = law::request();
    BOOST_TEST(!s.sign(r, peer.now));
    BOOST_TEST(r.header.empty());
    peer.now += std::chrono::minutes(1);
    BOOST_TEST(!law::is_settled(s.next(peer.now)));
}

BOOST_AUTO_TEST_CASE(a_refusal_for_another_reason_changes_nothing) {
    auto s = made();
    law::scripted_peer peer;
    for (auto const& answer : can.answers) s.done(law::id_of(s.next(peer.now)), answer, peer.now);
    peer.now += std::chrono::minutes(5);
    (void)s.next(peer.now);
    BOOST_TEST(!s.refused(parley::test::reply(403, R"({"error_code":"PERMISSION_DENIED"})")));
    BOOST_TEST(law::text_of(s.next(peer.now)) == "ready");
}

BOOST_AUTO_TEST_CASE(a_refusal_that_promises_another_try_leads_to_new_credentials) {
    auto s = made();
    law::scripted_peer peer;
    for (auto const& answer : can.answers) s.done(law::id_of(s.next(peer.now)), answer, peer.now);
    peer.now += std::chrono::minutes(5);
    (void)s.next(peer.now);
    auto const is_promised = s.refused(parley::test::reply(401, ""));
    BOOST_TEST((law::text_of(s.next(peer.now)) == "ready") == !is_promised);
}
