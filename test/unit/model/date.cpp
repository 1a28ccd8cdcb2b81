#include <parley/model/date.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string_view>

BOOST_AUTO_TEST_SUITE(model_date)

namespace model = parley::model;

BOOST_AUTO_TEST_CASE(a_day_comes_back_as_it_was_written) {
    for (std::string_view text : {"2026-11-21", "2024-02-29", "0001-01-01", "9999-12-31"})
        BOOST_TEST(model::to_text(model::parse_date(text).value()) == text);
}

BOOST_AUTO_TEST_CASE(what_is_no_day_is_refused) {
    for (std::string_view text : {"", "2026", "2026-11", "2026-13-01", "2025-02-29", "2026-00-10", "2026-01-00", "2026/01/01", "2026-1-1", "2026-11-21T00:00:00Z",
                                  " 2026-11-21", "20a6-11-21", "-026-11-21"})
        BOOST_TEST((model::parse_date(text).error().code == parley::errc::invalid_argument), text);
}

BOOST_AUTO_TEST_CASE(the_day_of_a_moment_is_that_of_utc) {
    auto const midnight = std::chrono::sys_days(model::parse_date("2026-11-21").value());
    BOOST_TEST(model::to_text(model::date_of(midnight)) == "2026-11-21");
    BOOST_TEST(model::to_text(model::date_of(midnight - std::chrono::nanoseconds(1))) == "2026-11-20");
    BOOST_TEST(model::to_text(model::date_of(midnight + std::chrono::hours(23))) == "2026-11-21");
    BOOST_TEST(model::to_text(model::date_of(parley::time_point(std::chrono::seconds(-1)))) == "1969-12-31");
}

BOOST_AUTO_TEST_SUITE_END()
