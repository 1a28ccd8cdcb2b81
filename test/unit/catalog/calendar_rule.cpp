#include <parley/catalog/calendar_rule.hpp>
#include <parley/reflect/time.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(catalog_calendar_rule)

namespace catalog = parley::catalog;
using namespace std::chrono_literals;

namespace {

parley::time_point at(std::string_view text) { return parley::time_point(std::chrono::nanoseconds(parley::reflect::from_rfc3339(text).value())); }
std::string text(parley::time_point when) { return parley::reflect::to_rfc3339(std::chrono::nanoseconds(when.time_since_epoch()).count()); }

} // namespace

BOOST_AUTO_TEST_CASE(without_another_wish_it_is_sunday_at_four) {
    catalog::calendar_rule const rule;
    BOOST_TEST(text(due_after(rule, at("2026-11-21T10:00:00Z"))) == "2026-11-22T04:00:00Z"); // a Saturday
    BOOST_TEST(text(due_after(rule, at("2026-11-22T03:59:59.999Z"))) == "2026-11-22T04:00:00Z");
    BOOST_TEST(text(due_after(rule, at("2026-11-22T04:00:00Z"))) == "2026-11-29T04:00:00Z");
    BOOST_TEST(text(due_after(rule, at("2026-12-28T00:00:00Z"))) == "2027-01-03T04:00:00Z");
}

BOOST_AUTO_TEST_CASE(the_moment_before_is_the_one_that_was_due_last) {
    catalog::calendar_rule const rule;
    BOOST_TEST(text(due_before(rule, at("2026-11-21T10:00:00Z"))) == "2026-11-15T04:00:00Z");
    BOOST_TEST(text(due_before(rule, at("2026-11-22T04:00:00Z"))) == "2026-11-22T04:00:00Z");
    BOOST_TEST(text(due_before(rule, at("2026-11-22T03:59:59Z"))) == "2026-11-15T04:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_rule_without_a_day_holds_each_day) {
    catalog::calendar_rule const rule{std::nullopt, 0min};
    BOOST_TEST(text(due_after(rule, at("2026-11-21T00:00:00Z"))) == "2026-11-22T00:00:00Z");
    BOOST_TEST(text(due_after(rule, at("2026-11-20T23:59:59Z"))) == "2026-11-21T00:00:00Z");
    BOOST_TEST(text(due_before(rule, at("2026-11-20T23:59:59Z"))) == "2026-11-20T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(each_weekday_comes_once_a_week_also_before_1970) {
    for (unsigned day = 0; day != 7; ++day) {
        catalog::calendar_rule const rule{std::chrono::weekday(day), 23h + 59min};
        for (auto now = at("1969-12-20T00:00:00Z"); now < at("1970-01-15T00:00:00Z"); now += 7h) {
            auto const before = due_before(rule, now), after = due_after(rule, now);
            BOOST_TEST((before <= now && now < after && after - before == 24h * 7));
            BOOST_TEST((std::chrono::weekday(std::chrono::floor<std::chrono::days>(after)) == *rule.day));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
