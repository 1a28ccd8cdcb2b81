#ifndef PARLEY_MODEL_DETAIL_URL_PARTS_HPP
#define PARLEY_MODEL_DETAIL_URL_PARTS_HPP

#include <parley/config.hpp>

#include <algorithm>
#include <string_view>

namespace parley::inline v0::model::detail {

constexpr char to_lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept { return std::ranges::equal(a, b, {}, to_lower, to_lower); }

struct url_parts {
    std::string_view scheme, authority, path;
};

/// Cuts a URL after white space around it, its query and its fragment were dropped; all parts are empty where `url` has no `//` authority.
///
/// Stored addresses are whatever a person once typed, so this cannot fail: it serves comparison, not requests.
constexpr url_parts split_url(std::string_view url) noexcept {
    constexpr std::string_view blanks = " \t\r\n\f\v";
    auto const first = url.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    url = url.substr(first, url.find_last_not_of(blanks) - first + 1);
    url = url.substr(0, url.find_first_of("?#"));

    auto const colon = url.find("://");
    if (colon == std::string_view::npos) return {};
    auto const rest = url.substr(colon + 3);
    auto const slash = std::min(rest.find('/'), rest.size());
    return {url.substr(0, colon), rest.substr(0, slash), rest.substr(slash)};
}

} // namespace parley::inline v0::model::detail

#endif
