#include <parley/clock.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>

BOOST_AUTO_TEST_SUITE(base_clock)

using parley::clock;
using parley::time_point;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(the_system_s_clock_tells_the_time) {
    auto const before = std::chrono::system_clock::now();
    auto const told = parley::clock().now();
    BOOST_TEST((told >= before && told <= std::chrono::system_clock::now()));
}

BOOST_AUTO_TEST_CASE(a_manual_clock_stands_still_until_it_is_advanced) {
    auto manual = parley::clock::manual(time_point(100s));
    BOOST_TEST((manual.now() == time_point(100s)));
    manual.advance(5s);
    BOOST_TEST((manual.now() == time_point(105s)));
    auto const copy = manual;
    manual.advance(-10s);
    BOOST_TEST((manual.now() == time_point(95s)));
    BOOST_TEST((copy.now() == time_point(105s)));
}

BOOST_AUTO_TEST_CASE(the_system_s_clock_cannot_be_moved) {
    parley::clock system;
    system.advance(std::chrono::hours(24 * 365));
    BOOST_TEST((system.now() - std::chrono::system_clock::now() < 1h));
}

BOOST_AUTO_TEST_SUITE_END()
