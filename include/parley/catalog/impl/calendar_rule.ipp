#ifndef PARLEY_CATALOG_IMPL_CALENDAR_RULE_IPP
#define PARLEY_CATALOG_IMPL_CALENDAR_RULE_IPP

#include <parley/catalog/calendar_rule.hpp>

namespace parley::inline v0::catalog {

PARLEY_DECL time_point due_before(calendar_rule const& rule, time_point now) {
    auto day = std::chrono::floor<std::chrono::days>(now);
    if (day + rule.at > now) day -= std::chrono::days(1);
    if (rule.day) day -= std::chrono::weekday(day) - *rule.day; // the difference of weekdays is never negative
    return day + rule.at;
}

PARLEY_DECL time_point due_after(calendar_rule const& rule, time_point now) {
    return due_before(rule, now) + (rule.day ? std::chrono::days(7) : std::chrono::days(1));
}

} // namespace parley::inline v0::catalog

#endif
