#ifndef PARLEY_MODEL_DATE_HPP
#define PARLEY_MODEL_DATE_HPP

#include <parley/clock.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace parley::inline v0::model {

/// A day of the calendar.
using date = std::chrono::year_month_day;

/// Reads a day as `2026-11-21`.
/// @return the day; `errc::invalid_argument` where the text is none.
inline result<date> parse_date(std::string_view text) {
    namespace chrono = std::chrono;
    int parts[3] = {};
    std::size_t part = 0;
    bool fits = text.size() == 10;
    for (std::size_t i = 0; fits && i != text.size(); ++i) {
        if (i == 4 || i == 7) {
            fits = text[i] == '-';
            ++part;
        } else {
            fits = text[i] >= '0' && text[i] <= '9';
            parts[part] = parts[part] * 10 + (text[i] - '0');
        }
    }
    date const day = chrono::year(parts[0]) / chrono::month(static_cast<unsigned>(parts[1])) / chrono::day(static_cast<unsigned>(parts[2]));
    if (!fits || !day.ok()) return error(errc::invalid_argument, "This is no day such as 2026-11-21.", std::string(text.substr(0, 40)));
    return day;
}

/// Returns the day as `2026-11-21`.
inline std::string to_text(date day) {
    auto const year = static_cast<unsigned>(static_cast<int>(day.year()));
    auto rest = year * 10000 + static_cast<unsigned>(day.month()) * 100 + static_cast<unsigned>(day.day());
    std::string made = "0000-00-00";
    for (auto at = made.size(); at-- != 0;) {
        if (made[at] == '-') continue;
        made[at] = static_cast<char>('0' + rest % 10);
        rest /= 10;
    }
    return made;
}

/// Returns the day of a moment, in UTC.
inline date date_of(time_point moment) noexcept { return std::chrono::floor<std::chrono::days>(moment); }

} // namespace parley::inline v0::model

#endif
