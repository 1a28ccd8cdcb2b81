#ifndef PARLEY_PROFILE_PROFILE_NAME_HPP
#define PARLEY_PROFILE_PROFILE_NAME_HPP

#include <parley/result.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace parley::inline v0::profile {

/// Says whether `text` is a letter or digit followed by letters, digits, dots, underscores and hyphens, `longest` characters at most. Such a
/// text can stand as the name of a file.
constexpr bool is_plain_name(std::string_view text, std::size_t longest) noexcept {
    auto const alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return !text.empty() && text.size() <= longest && alphanumeric(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

/// Says whether `text` can name a profile: `is_plain_name` of 1 to 64 characters.
constexpr bool is_profile_name(std::string_view text) noexcept { return is_plain_name(text, 64); }

/// Returns the name of a profile from what a user wrote, which may end with `.json`.
/// @return the name; `errc::invalid_name`.
inline result<std::string> to_profile_name(std::string_view text) {
    if (text.ends_with(".json")) text.remove_suffix(5);
    if (is_profile_name(text)) return std::string(text);
    return error(errc::invalid_name,
                 "A profile's name has 1 to 64 characters: letters, digits, dots, underscores and hyphens, the first a letter or digit.",
                 std::string(text));
}

} // namespace parley::inline v0::profile

#endif
