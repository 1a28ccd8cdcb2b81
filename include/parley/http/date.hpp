#ifndef PARLEY_HTTP_DATE_HPP
#define PARLEY_HTTP_DATE_HPP

#include <parley/reflect/time.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::http {

/// Reads a date as HTTP messages write it, in any of the three forms of RFC 9110 section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. A year of two digits lies between 1970 and 2069.
/// @return nothing where the text is no such date; the name of the day is not checked.
inline std::optional<std::chrono::sys_seconds> from_http_date(std::string_view text) {
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec", between = " ,-";
    std::array<std::string_view, 6> words;
    std::size_t count = 0;
    for (auto at = text.find_first_not_of(between); at != std::string_view::npos; at = text.find_first_not_of(between, at)) {
        if (count == words.size()) return std::nullopt;
        auto const& word = words[count++] = text.substr(at, text.find_first_of(between, at) - at);
        at += word.size();
    }
    bool const is_asctime = count == 5;
    if (!is_asctime && (count != 6 || words[5] != "GMT")) return std::nullopt;
    auto const [day, month, year, time] = is_asctime ? std::array{words[2], words[1], words[4], words[3]} : std::array{words[1], words[2], words[3], words[4]};
    auto const at = month.size() == 3 ? months.find(month) : std::string_view::npos;
    if (at == std::string_view::npos || at % 3 != 0 || day.empty() || day.size() > 2) return std::nullopt;
    auto rfc3339 = std::string(year.size() == 2 ? (year < "70" ? "20" : "19") : "").append(year) + '-';
    auto const number = at / 3 + 1;
    rfc3339.append(number < 10 ? "0" : "").append(std::to_string(number)).append(day.size() == 1 ? "-0" : "-").append(day).append("T").append(time) += 'Z';
    auto const nanoseconds = reflect::from_rfc3339(rfc3339);
    if (!nanoseconds) return std::nullopt;
    return std::chrono::sys_seconds(std::chrono::floor<std::chrono::seconds>(std::chrono::nanoseconds(*nanoseconds)));
}

} // namespace parley::inline v0::http

#endif
