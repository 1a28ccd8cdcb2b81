#ifndef PARLEY_CATALOG_CALENDAR_RULE_HPP
#define PARLEY_CATALOG_CALENDAR_RULE_HPP

#include <parley/clock.hpp>

#include <chrono>
#include <optional>

namespace parley::inline v0::catalog {

/// When something is to be done again and again, in UTC: each week on one day, or each day.
struct calendar_rule {
    std::optional<std::chrono::weekday> day = std::chrono::Sunday; ///< empty = each day
    std::chrono::minutes at = std::chrono::hours(4);               ///< since midnight, below 24 hours

    friend bool operator==(calendar_rule const&, calendar_rule const&) = default;
};

/// Returns the rule's latest moment that is not after `now`.
inline time_point due_before(calendar_rule const& rule, time_point now) {
    auto day = std::chrono::floor<std::chrono::days>(now);
    if (day + rule.at > now) day -= std::chrono::days(1);
    if (rule.day) day -= std::chrono::weekday(day) - *rule.day; // the difference of weekdays is never negative
    return day + rule.at;
}

/// Returns the rule's first moment after `now`.
inline time_point due_after(calendar_rule const& rule, time_point now) {
    return due_before(rule, now) + (rule.day ? std::chrono::days(7) : std::chrono::days(1));
}

} // namespace parley::inline v0::catalog

#endif
