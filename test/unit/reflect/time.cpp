#include <parley/reflect/time.hpp>

#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <random>
#include <string>

BOOST_AUTO_TEST_SUITE(reflect_time)

using parley::reflect::from_rfc3339;
using parley::reflect::to_rfc3339;

namespace {
constexpr std::int64_t second = 1'000'000'000;
}

BOOST_AUTO_TEST_CASE(times_are_read_as_rfc_3339_writes_them) {
    BOOST_TEST(from_rfc3339("1970-01-01T00:00:00Z").value() == 0);
    BOOST_TEST(from_rfc3339("1970-01-01t00:00:01z").value() == second);
    BOOST_TEST(from_rfc3339("1970-01-01 00:00:00.5Z").value() == second / 2);
    BOOST_TEST(from_rfc3339("1969-12-31T23:59:59.999999999Z").value() == -1);
    BOOST_TEST(from_rfc3339("1970-01-01T01:00:00+01:00").value() == 0);
    BOOST_TEST(from_rfc3339("1969-12-31T16:30:00-07:30").value() == 0);
    BOOST_TEST(from_rfc3339("1970-01-01T00:00:00-00:00").value() == 0);
    BOOST_TEST(from_rfc3339("2024-02-29T12:00:00Z").value() == 1709208000 * second);
    BOOST_TEST(from_rfc3339("1970-01-01T00:00:00.1234567899Z").value() == 123456789);
    BOOST_TEST(from_rfc3339("2016-12-31T23:59:60Z").value() == from_rfc3339("2017-01-01T00:00:00Z").value());
}

BOOST_AUTO_TEST_CASE(what_is_no_such_time_is_refused) {
    for (auto text : {"", "1970", "1970-01-01", "1970-01-01T00:00Z", "1970-01-01T00:00:00", "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00Zx", "1970-01-01T00:00:00Z ",
                      " 1970-01-01T00:00:00Z", "1970-13-01T00:00:00Z", "1970-00-01T00:00:00Z", "1970-02-29T00:00:00Z", "1970-04-31T00:00:00Z", "1970-01-00T00:00:00Z",
                      "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z", "1970-01-01T00:00:61Z", "1970-01-01T00:00:00+24:00", "1970-01-01T00:00:00+01:60",
                      "1970-01-01T00:00:00+0100", "1970-01-01T00:00:00 Z", "+970-01-01T00:00:00Z", "70-01-01T00:00:00Z", "1970-1-1T00:00:00Z", "0001-01-01T00:00:00Z",
                      "9999-12-31T23:59:59Z"})
        BOOST_TEST(!from_rfc3339(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(times_are_written_in_utc_with_the_decimals_they_need) {
    BOOST_TEST(to_rfc3339(0) == "1970-01-01T00:00:00Z");
    BOOST_TEST(to_rfc3339(second / 4) == "1970-01-01T00:00:00.25Z");
    BOOST_TEST(to_rfc3339(-1) == "1969-12-31T23:59:59.999999999Z");
    BOOST_TEST(to_rfc3339(100 * second) == "1970-01-01T00:01:40Z");
}

BOOST_AUTO_TEST_CASE(every_nanosecond_that_64_bits_count_comes_back) {
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    BOOST_TEST(to_rfc3339(last) == "2262-04-11T23:47:16.854775807Z");
    BOOST_TEST(from_rfc3339("2262-04-11T23:47:16.854775807Z").value() == last);
    BOOST_TEST(!from_rfc3339("2262-04-11T23:47:16.854775808Z").has_value());
    BOOST_TEST(!from_rfc3339("2262-04-11T23:47:17Z").has_value());
    constexpr auto first = std::numeric_limits<std::int64_t>::min();
    BOOST_TEST(to_rfc3339(first) == "1677-09-21T00:12:43.145224192Z");
    BOOST_TEST(from_rfc3339("1677-09-21T00:12:43.145224192Z").value() == first);
    BOOST_TEST(!from_rfc3339("1677-09-21T00:12:43.145224191Z").has_value());
    BOOST_TEST(!from_rfc3339("1677-09-21T00:12:42Z").has_value());
    std::mt19937_64 random(7);
    for (int i = 0; i != 100'000; ++i) {
        auto const moment = static_cast<std::int64_t>(random()) / 1000 * 1000 / (random() % 2 ? 1 : 1000);
        if (from_rfc3339(to_rfc3339(moment)) != moment) BOOST_FAIL(to_rfc3339(moment));
    }
}

BOOST_AUTO_TEST_CASE(coarser_time_points_are_rounded_down_and_distant_ones_stop_at_the_last_that_can_be_written) {
    using seconds_point = std::chrono::sys_seconds;
    BOOST_TEST((parley::reflect::parse<seconds_point>(R"("1969-12-31T23:59:58.5Z")").value().time_since_epoch() == std::chrono::seconds(-2)));
    BOOST_TEST(parley::reflect::to_text(seconds_point(std::chrono::seconds(90))) == R"("1970-01-01T00:01:30Z")");
    BOOST_TEST(parley::reflect::to_text(seconds_point::max()) == R"("2262-04-11T23:47:16Z")");
    BOOST_TEST(parley::reflect::to_text(std::chrono::sys_days::min()).starts_with("\"1677-09-2"));
    BOOST_TEST(parley::reflect::to_text(std::chrono::sys_time<std::chrono::nanoseconds>::max()) == R"("2262-04-11T23:47:16.854775807Z")");
}

BOOST_AUTO_TEST_SUITE_END()
