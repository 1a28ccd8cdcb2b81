#ifndef PARLEY_HTTP_BASE64_HPP
#define PARLEY_HTTP_BASE64_HPP

#include <parley/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::inline v0::http {

/// Encodes bytes in the standard alphabet with padding (RFC 4648, section 4), as images travel in JSON.
inline std::string base64(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        auto const count = bytes.size() - at < 3 ? bytes.size() - at : std::size_t(3);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i != 3; ++i) group = group << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0u);
        for (std::size_t i = 0; i != 4; ++i) text += i <= count ? alphabet[group >> (18 - 6 * i) & 63] : '=';
    }
    return text;
}

} // namespace parley::inline v0::http

#endif
