#include <parley/detail/allowance.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>

BOOST_AUTO_TEST_SUITE(client_allowance)

using namespace std::chrono_literals;
using allowance = parley::detail::allowance;

namespace {

allowance::time const start = allowance::time() + 1h;

double seconds(allowance::duration d) { return std::chrono::duration<double>(d).count(); }

} // namespace

BOOST_AUTO_TEST_CASE(what_is_there_may_be_used_at_once_and_then_at_its_pace) {
    allowance some(2, 3);
    for (int i = 0; i != 3; ++i) BOOST_TEST(seconds(some.take(1, start)) == 0);
    BOOST_TEST(seconds(some.take(1, start)) == 0.5);
    BOOST_TEST(seconds(some.take(1, start)) == 1.0);
    BOOST_TEST(seconds(some.take(1, start + 10s)) == 0);
}

BOOST_AUTO_TEST_CASE(no_more_comes_back_than_there_may_be) {
    allowance some(1, 2);
    (void)some.take(2, start);
    BOOST_TEST(seconds(some.take(2, start + 1h)) == 0);
    BOOST_TEST(seconds(some.take(1, start + 1h)) == 1.0);
}

BOOST_AUTO_TEST_CASE(who_takes_more_than_there_may_be_waits_but_not_for_ever) {
    allowance some(10, 10);
    BOOST_TEST(seconds(some.take(40, start)) == 3.0);
    BOOST_TEST(seconds(some.take(10, start + 3s)) == 1.0);
}

BOOST_AUTO_TEST_CASE(what_was_not_used_is_given_back_and_what_was_used_beyond_is_taken) {
    allowance some(1, 10);
    (void)some.take(10, start);
    some.give(4);
    BOOST_TEST(seconds(some.take(4, start)) == 0);
    some.give(-5);
    BOOST_TEST(seconds(some.take(1, start)) == 6.0);
    some.give(100);
    BOOST_TEST(seconds(some.take(10, start)) == 0);
}

BOOST_AUTO_TEST_CASE(without_a_pace_there_is_no_limit) {
    allowance any(0, 0);
    BOOST_TEST(seconds(any.take(1e9, start)) == 0);
    any.give(-1e9);
    BOOST_TEST(seconds(any.take(1, start)) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
