#ifndef PARLEY_REFLECT_TIME_HPP
#define PARLEY_REFLECT_TIME_HPP

#include <parley/config.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::reflect {

namespace detail {

/// Reads `count` digits at the front of `text` and removes them; -1 where there are none.
constexpr int take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return -1;
    int number = 0;
    for (std::size_t i = 0; i != count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return number;
}

constexpr bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

} // namespace detail

/// Reads a date and time as RFC 3339 writes it, with fractions of a second and offset: `2026-11-21T03:00:00.25+01:00`.
/// @return nanoseconds since 1970-01-01T00:00:00Z (digits beyond the ninth are dropped); nothing where the text is no such time or 64 bits
/// cannot count to it (before 1677-09-21 or after 2262-04-11). A leap second counts as the next second.
constexpr std::optional<std::int64_t> from_rfc3339(std::string_view text) {
    using detail::take, detail::take_digits;
    namespace chrono = std::chrono;
    auto const year = take_digits(text, 4);
    if (year < 0 || !take(text, "-")) return std::nullopt;
    auto const month = take_digits(text, 2);
    if (month < 0 || !take(text, "-")) return std::nullopt;
    auto const day = take_digits(text, 2);
    if (day < 0 || !take(text, "Tt ")) return std::nullopt;
    auto const hour = take_digits(text, 2);
    if (hour < 0 || !take(text, ":")) return std::nullopt;
    auto const minute = take_digits(text, 2);
    if (minute < 0 || !take(text, ":")) return std::nullopt;
    auto const second = take_digits(text, 2);
    if (second < 0) return std::nullopt;
    std::int64_t nanoseconds = 0;
    if (take(text, ".")) {
        std::int64_t scale = 100'000'000;
        bool any = false;
        for (int digit; (digit = take_digits(text, 1)) >= 0;) {
            nanoseconds += digit * scale;
            scale /= 10;
            any = true;
        }
        if (!any) return std::nullopt;
    }
    int offset = 0; // minutes
    if (!take(text, "Zz")) {
        bool const west = !text.empty() && text.front() == '-';
        if (!take(text, "+-")) return std::nullopt;
        auto const hours = take_digits(text, 2);
        if (hours < 0 || !take(text, ":")) return std::nullopt;
        auto const minutes = take_digits(text, 2);
        if (minutes < 0 || hours > 23 || minutes > 59) return std::nullopt;
        offset = (hours * 60 + minutes) * (west ? -1 : 1);
    }
    auto const date = chrono::year(year) / chrono::month(static_cast<unsigned>(month)) / chrono::day(static_cast<unsigned>(day));
    if (!text.empty() || !date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    std::int64_t const days = chrono::sys_days(date).time_since_epoch().count();
    auto const seconds = ((days * 24 + hour) * 60 + minute - offset) * 60 + second;
    constexpr std::int64_t second_in_ns = 1'000'000'000, last = std::numeric_limits<std::int64_t>::max();
    if (seconds < -(last / second_in_ns) - 1 || seconds > last / second_in_ns) return std::nullopt;
    if (seconds == last / second_in_ns && nanoseconds > last % second_in_ns) return std::nullopt;
    if (seconds >= 0) return seconds * second_in_ns + nanoseconds;
    auto const above = (seconds + 1) * second_in_ns; // the second's own end: below it counts down without overflow
    if (above < std::numeric_limits<std::int64_t>::min() + (second_in_ns - nanoseconds)) return std::nullopt;
    return above - (second_in_ns - nanoseconds);
}

/// Writes a moment, in nanoseconds since 1970-01-01T00:00:00Z, as RFC 3339 in UTC with as many decimals as it needs.
inline std::string to_rfc3339(std::int64_t nanoseconds) {
    namespace chrono = std::chrono;
    constexpr std::int64_t second_in_ns = 1'000'000'000;
    auto const fraction = (nanoseconds % second_in_ns + second_in_ns) % second_in_ns;
    chrono::sys_seconds const moment{chrono::seconds(nanoseconds / second_in_ns - (nanoseconds % second_in_ns < 0))}; // never overflows
    auto const midnight = chrono::floor<chrono::days>(moment);
    chrono::year_month_day const date(midnight);
    chrono::hh_mm_ss<chrono::seconds> const clock(moment - midnight);
    char text[64];
    auto const length = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%09lld", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                      static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                                      static_cast<int>(clock.seconds().count()), static_cast<long long>(fraction));
    std::string made(text, static_cast<std::size_t>(length));
    made.erase(made.find_last_not_of('0') + 1);
    if (made.ends_with('.')) made.pop_back();
    return made += 'Z';
}

} // namespace parley::inline v0::reflect

#endif
