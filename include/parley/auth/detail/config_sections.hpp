#ifndef PARLEY_AUTH_DETAIL_CONFIG_SECTIONS_HPP
#define PARLEY_AUTH_DETAIL_CONFIG_SECTIONS_HPP

// The syntax of `.databrickscfg`: sections of `key = value` lines, without inheritance and interpolation.

#include <parley/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::auth::detail {

inline std::string_view trimmed(std::string_view text) noexcept {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// One section, its keys in the order in which they stand.
struct config_section {
    std::string name;
    std::vector<std::pair<std::string, std::string>> values = {};
};

/// Returns a value without its comment, which needs a blank before it, and without one pair of quotes.
inline std::string_view config_value(std::string_view text) noexcept {
    text = trimmed(text);
    for (char const quote : {'"', '\''})
        if (text.size() > 1 && text.front() == quote)
            if (auto const end = text.find(quote, 1); end != std::string_view::npos) {
                auto const behind = trimmed(text.substr(end + 1));
                if (behind.empty() || behind.front() == '#' || behind.front() == ';') return text.substr(1, end - 1);
            }
    for (std::size_t i = 1; i < text.size(); ++i)
        if ((text[i] == '#' || text[i] == ';') && (text[i - 1] == ' ' || text[i - 1] == '\t')) return trimmed(text.substr(0, i));
    return text;
}

/// Reads all sections; what stands before the first one belongs to `DEFAULT`.
/// @return the number of the line that is neither section, nor key, nor comment, as `errc::misconfigured`.
inline result<std::vector<config_section>> read_config_sections(std::string_view text) {
    std::vector<config_section> sections;
    std::size_t number = 0;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto const line = trimmed(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        ++number;
        if (line.empty() || line.front() == '#' || line.front() == ';') continue;
        if (line.front() == '[') {
            auto const close = line.find(']');
            if (close == std::string_view::npos) return error(errc::misconfigured, "unclosed section: " + std::string(line), "line " + std::to_string(number));
            sections.push_back({std::string(trimmed(line.substr(1, close - 1)))});
            continue;
        }
        auto const sign = line.find_first_of("=:");
        if (sign == std::string_view::npos) return error(errc::misconfigured, "key-value delimiter not found: " + std::string(line), "line " + std::to_string(number));
        if (sections.empty()) sections.push_back({"DEFAULT"});
        sections.back().values.emplace_back(trimmed(line.substr(0, sign)), config_value(line.substr(sign + 1)));
    }
    return sections;
}

inline config_section const* find_section(std::vector<config_section> const& all, std::string_view name) noexcept {
    for (auto const& s : all)
        if (s.name == name) return &s;
    return nullptr;
}

} // namespace parley::inline v0::auth::detail

#endif
