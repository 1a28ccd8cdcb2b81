#ifndef PARLEY_PROFILE_DETAIL_BASE64URL_HPP
#define PARLEY_PROFILE_DETAIL_BASE64URL_HPP

#include <parley/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::profile::detail {

inline constexpr std::string_view base64url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

inline constexpr auto base64url_values = [] {
    std::array<signed char, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i != base64url_alphabet.size(); ++i)
        values[static_cast<unsigned char>(base64url_alphabet[i])] = static_cast<signed char>(i);
    return values;
}();

/// Encodes bytes in the URL- and file-safe alphabet of RFC 4648, section 5, with padding.
inline std::string base64url_encode(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        auto const count = bytes.size() - at < 3 ? bytes.size() - at : std::size_t(3);
        for (std::size_t i = 0; i != 3; ++i) group = group << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0u);
        for (std::size_t i = 0; i != 4; ++i) text += i <= count ? base64url_alphabet[group >> (18 - 6 * i) & 63] : '=';
    }
    return text;
}

/// Decodes what base64url_encode makes, and nothing else: a foreign character, missing padding or stray bits give nothing.
inline std::optional<std::string> base64url_decode(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    auto const padding = text.ends_with("==") ? 2u : text.ends_with('=') ? 1u : 0u;
    text.remove_suffix(padding);
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    int count = 0;
    for (char c : text) {
        auto const value = base64url_values[static_cast<unsigned char>(c)];
        if (value < 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 0xff);
        }
    }
    if ((bits & ((1u << count) - 1)) != 0) return std::nullopt;
    return bytes;
}

} // namespace parley::inline v0::profile::detail

#endif
