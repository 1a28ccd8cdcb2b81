#ifndef PARLEY_CATALOG_CALENDAR_RULE_HPP
#define PARLEY_CATALOG_CALENDAR_RULE_HPP

#include <parley/clock.hpp>
#include <parley/config.hpp>

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
PARLEY_DECL time_point due_before(calendar_rule const& rule, time_point now);

/// Returns the rule's first moment after `now`.
PARLEY_DECL time_point due_after(calendar_rule const& rule, time_point now);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/calendar_rule.ipp>
#endif

#endif
