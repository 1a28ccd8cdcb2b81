#ifndef PARLEY_HTTP_BASE64_HPP
#define PARLEY_HTTP_BASE64_HPP

#include <parley/config.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::http {

namespace detail {

/// @param alphabet 64 characters, and a last one for the padding, if there is to be any.
inline std::string base64(std::string_view bytes, std::string_view alphabet) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        auto const count = bytes.size() - at < 3 ? bytes.size() - at : std::size_t(3);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i != 3; ++i) group = group << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0u);
        for (std::size_t i = 0; i != 4; ++i)
            if (i <= count) text += alphabet[group >> (18 - 6 * i) & 63];
            else text += alphabet.substr(64);
    }
    return text;
}

} // namespace detail

/// Encodes bytes in the standard alphabet with padding (RFC 4648, section 4), as images travel in JSON.
inline std::string base64(std::string_view bytes) {
    return detail::base64(bytes, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
}

/// Encodes bytes in the alphabet for addresses, without padding (RFC 4648, section 5), as tokens and challenges travel.
inline std::string base64url(std::string_view bytes) {
    return detail::base64(bytes, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}

/// Decodes text in the standard alphabet; the padding may be missing, line breaks may stand anywhere.
/// @return nothing where another character stands in the text.
inline std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t group = 0;
    int bits = 0;
    while (!text.empty() && text.back() == '=') text.remove_suffix(1);
    for (char const c : text) {
        if (c == '\r' || c == '\n') continue;
        auto const value = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
        if (value < 0) return std::nullopt;
        group = group << 6 | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(group >> bits & 0xFF);
    }
    return bytes;
}

} // namespace parley::inline v0::http

#endif
