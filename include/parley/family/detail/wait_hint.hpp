#ifndef PARLEY_FAMILY_DETAIL_WAIT_HINT_HPP
#define PARLEY_FAMILY_DETAIL_WAIT_HINT_HPP

// How long providers ask to wait, wherever they say so.

#include <parley/family/detail/failure_words.hpp>
#include <parley/http/date.hpp>
#include <parley/http/header.hpp>
#include <parley/reflect/time.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <system_error>

namespace parley::inline v0::family::detail {

using std::chrono::milliseconds;

/// Reads a number that is not negative at the front of `text` and removes it.
inline std::optional<double> take_number(std::string_view& text) {
    double value = 0;
    auto const [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (failure != std::errc() || !(value >= 0) || value > 1e9) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return value;
}

inline std::optional<double> number(std::string_view text) {
    auto const value = take_number(text);
    return text.empty() ? value : std::nullopt;
}

/// Rounds up: whoever comes back too early is turned away again. A thousandth of a microsecond is the noise of binary fractions.
inline milliseconds at_least(double ms) { return milliseconds(static_cast<std::int64_t>(std::ceil(ms - 1e-6))); }

struct unit_row {
    std::string_view word;
    double milliseconds;
};
inline constexpr unit_row units[] = {
    {"ms", 1},       {"s", 1e3},      {"m", 60e3},      {"h", 3600e3},    {"d", 86400e3},       {"us", 1e-3},     {"\xC2\xB5s", 1e-3}, {"ns", 1e-6},
    {"second", 1e3}, {"sec", 1e3},    {"minute", 60e3}, {"min", 60e3},    {"hour", 3600e3},     {"hr", 3600e3},   {"day", 86400e3},    {"millisecond", 1},
};

/// Reads a length of time such as `1.5s`, `1m12s`, `6ms` or `20 seconds` at the front of `text` and removes it.
inline std::optional<milliseconds> take_duration(std::string_view& text) {
    std::optional<double> sum;
    for (;;) {
        auto rest = text;
        auto const value = take_number(rest);
        if (!value) break;
        if (rest.starts_with(' ')) rest.remove_prefix(1);
        auto word = rest.substr(0, std::min(rest.size(), rest.find_first_of(" .,;:!?()0123456789\"'\n")));
        rest.remove_prefix(word.size());
        if (word.size() > 2 && word.ends_with('s')) word.remove_suffix(1);
        auto const* const unit = std::find_if(std::begin(units), std::end(units), [&](unit_row const& row) { return row.word == word; });
        if (unit == std::end(units)) break;
        sum = sum.value_or(0) + *value * unit->milliseconds;
        text = rest;
    }
    if (!sum) return std::nullopt;
    return at_least(*sum);
}

/// Reads the whole text as a length of time; a bare number is seconds.
inline std::optional<milliseconds> read_duration(std::string_view text) {
    if (auto const seconds = number(text)) return at_least(*seconds * 1000);
    auto const read = take_duration(text);
    return text.empty() ? read : std::nullopt;
}

/// Finds a length of time in a provider's sentence.
inline std::optional<milliseconds> wait_in_text(std::string_view text) {
    for (std::string_view const words : {"try again in ", "retry in ", "retry after "}) {
        auto const at = find_words(text, words);
        if (at == std::string_view::npos) continue;
        auto rest = text.substr(at + words.size());
        if (auto const read = take_duration(rest)) return read;
    }
    return std::nullopt;
}

/// When an answer was sent; times of day mean nothing without it, for no clock is read here.
inline std::optional<std::chrono::nanoseconds> sent_at(http::header const& h) {
    auto const date = http::from_http_date(h.find("date").value_or(""));
    if (!date) return std::nullopt;
    return date->time_since_epoch();
}

inline milliseconds until(std::chrono::nanoseconds then, std::chrono::nanoseconds now) {
    return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(then - now));
}

/// Reads `Retry-After` (RFC 9110, section 10.2.3; some send fractions) and the finer headers that some providers send.
inline std::optional<milliseconds> wait_in_header(http::header const& h) {
    for (auto const* const name : {"retry-after-ms", "x-ms-retry-after-ms"})
        if (auto const ms = number(h.find(name).value_or(""))) return at_least(*ms);
    auto const text = h.find("retry-after").value_or("");
    if (auto const seconds = number(text)) return at_least(*seconds * 1000);
    auto const then = http::from_http_date(text);
    auto const now = sent_at(h);
    if (!then || !now) return std::nullopt;
    return until(then->time_since_epoch(), *now);
}

struct limit_row {
    std::string_view remaining, reset;
};
/// What is limited, and when a limit is whole again: OpenAI gives lengths of time, Anthropic times of day.
inline constexpr limit_row limits[] = {
    {"x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"},
    {"x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"},
    {"anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"},
    {"anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"},
    {"anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"},
    {"anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"},
};

/// Returns when the limits that are used up are whole again; where none says that it is used up, when all are.
inline std::optional<milliseconds> wait_for_limits(http::header const& h) {
    auto const now = sent_at(h);
    std::optional<milliseconds> of_used_up, of_all;
    for (auto const& row : limits) {
        auto const text = h.find(row.reset);
        if (!text) continue;
        auto wait = read_duration(*text);
        if (auto const then = wait || !now ? std::nullopt : reflect::from_rfc3339(*text)) wait = until(std::chrono::nanoseconds(*then), *now);
        if (!wait) continue;
        of_all = std::max(of_all.value_or(*wait), *wait);
        if (h.find(row.remaining) == "0") of_used_up = std::max(of_used_up.value_or(*wait), *wait);
    }
    return of_used_up ? of_used_up : of_all;
}

} // namespace parley::inline v0::family::detail

#endif
