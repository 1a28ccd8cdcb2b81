#include <parley/http/date.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(http_date)

using parley::http::from_http_date;

BOOST_AUTO_TEST_CASE(the_three_forms_of_a_date_mean_the_same_moment) {
    for (auto const* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
        auto const read = from_http_date(text);
        BOOST_TEST_REQUIRE(read.has_value(), text);
        BOOST_TEST(read->time_since_epoch().count() == 784111777);
    }
    BOOST_TEST(from_http_date("Sat, 21 Nov 2026 07:00:00 GMT")->time_since_epoch().count() == 1795244400);
    BOOST_TEST(from_http_date("Saturday, 21-Nov-26 07:00:00 GMT")->time_since_epoch().count() == 1795244400);
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_nothing) {
    for (auto const* text : {"", "120", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
                             "Sun, 06 ovD 1994 08:49:37 GMT", "Sun, 006 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT GMT", "2026-11-21T07:00:00Z"})
        BOOST_TEST(!from_http_date(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
