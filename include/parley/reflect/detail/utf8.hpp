#ifndef PARLEY_REFLECT_DETAIL_UTF8_HPP
#define PARLEY_REFLECT_DETAIL_UTF8_HPP

#include <parley/reflect/detail/plain_text.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace parley::inline v0::reflect::detail {

/// Returns how many bytes at the front of `text` are ASCII.
inline std::size_t ascii_length(std::string_view text) noexcept {
    std::size_t length = 0;
#ifdef __SSE2__
    auto const load = [&](std::size_t behind) { return _mm_loadu_si128(reinterpret_cast<__m128i const*>(text.data() + length + behind)); };
    for (; text.size() - length >= 64; length += 64)
        if (_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(load(0), load(16)), _mm_or_si128(load(32), load(48))))) break;
    for (; text.size() - length >= 16; length += 16)
        if (auto const marks = _mm_movemask_epi8(load(0)))
            return length + static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(marks)));
#else
    for (std::uint64_t eight = 0; text.size() - length >= 8; length += 8) {
        std::memcpy(&eight, text.data() + length, 8);
        if (eight & 0x8080808080808080) break;
    }
#endif
    while (length != text.size() && static_cast<unsigned char>(text[length]) < 0x80) ++length;
    return length;
}

inline bool is_utf8(std::string_view text) noexcept {
    for (;;) {
        text.remove_prefix(ascii_length(text));
        if (text.empty()) return true;
        do { // where one letter is none of ASCII's, the next often is none either
            auto const length = utf8_length(text);
            if (length == 0) return false;
            text.remove_prefix(length);
        } while (!text.empty() && static_cast<unsigned char>(text.front()) >= 0x80);
    }
}

} // namespace parley::inline v0::reflect::detail

#endif
