#ifndef PARLEY_REFLECT_DETAIL_PLAIN_TEXT_HPP
#define PARLEY_REFLECT_DETAIL_PLAIN_TEXT_HPP

// Which bytes stand in a JSON string as they are (RFC 8259, section 7), many at a time.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace parley::inline v0::reflect::detail {

// How a byte stands in a JSON string: 0 = as it is, 'u' = \u00XX, 1 = first byte of a longer UTF-8 sequence, else the letter after the backslash.
struct escape_table {
    unsigned char of[256] = {};
    constexpr escape_table() {
        for (int c = 0; c < 0x20; ++c) of[c] = 'u';
        for (int c = 0x80; c < 0x100; ++c) of[c] = 1;
        constexpr std::string_view special = "\"\\\b\f\n\r\t", letters = "\"\\bfnrt";
        for (std::size_t i = 0; i != special.size(); ++i) of[static_cast<unsigned char>(special[i])] = static_cast<unsigned char>(letters[i]);
    }
};
inline constexpr escape_table escapes;

/// Returns the length of the UTF-8 sequence at the front of `text`, 0 where it is none (RFC 3629).
constexpr std::size_t utf8_length(std::string_view text) noexcept {
    if (text.empty()) return 0;
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const follows = [&](std::size_t i) { return (at(i) & 0xC0) == 0x80; };
    auto const lead = at(0);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    if (lead < 0xE0) return text.size() >= 2 && follows(1) ? 2 : 0;
    if (lead < 0xF0) return text.size() >= 3 && follows(1) && follows(2) && (lead != 0xE0 || at(1) >= 0xA0) && (lead != 0xED || at(1) <= 0x9F) ? 3 : 0;
    return text.size() >= 4 && follows(1) && follows(2) && follows(3) && (lead != 0xF0 || at(1) >= 0x90) && (lead != 0xF4 || at(1) <= 0x8F) ? 4 : 0;
}

/// Copies a short text: in two words that overlap, which is quicker than a call.
inline void copy_few(char const* from, std::size_t n, char* to) noexcept {
    auto const in_two = [&](auto first) {
        auto last = first;
        std::memcpy(&first, from, sizeof first);
        std::memcpy(&last, from + n - sizeof last, sizeof last);
        std::memcpy(to, &first, sizeof first);
        std::memcpy(to + n - sizeof last, &last, sizeof last);
    };
    if (n > 32) std::memcpy(to, from, n);
    else if (n >= 16) in_two(std::array<char, 16>());
    else if (n >= 8) in_two(std::uint64_t());
    else if (n >= 4) in_two(std::uint32_t());
    else if (n >= 2) in_two(std::uint16_t());
    else if (n == 1) *to = *from;
}

/// Compares two short texts, in words where the last overlap too.
inline bool same_few(std::string_view a, std::string_view b) noexcept {
    auto const n = a.size();
    if (n != b.size()) return false;
    auto const same_at = [&](auto one, std::size_t at) {
        auto other = one;
        std::memcpy(&one, a.data() + at, sizeof one);
        std::memcpy(&other, b.data() + at, sizeof other);
        return one == other;
    };
    if (n >= 8) {
        for (std::size_t at = 0; at < n - 8; at += 8)
            if (!same_at(std::uint64_t(), at)) return false;
        return same_at(std::uint64_t(), n - 8);
    }
    if (n >= 4) return same_at(std::uint32_t(), 0) && same_at(std::uint32_t(), n - 4);
    if (n >= 2) return same_at(std::uint16_t(), 0) && same_at(std::uint16_t(), n - 2);
    return n == 0 || a[0] == b[0];
}

#ifdef __SSE2__
/// Sixteen bytes at a time.
struct plain_step {
    static constexpr std::size_t size = 16;
    using marks = unsigned;

    /// Copies the bytes and marks those that do not stand in a JSON string as they are.
    static marks copy(char const* from, char* to) noexcept {
        auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(from));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
        return marks_of(bytes);
    }
    /// The same for the last bytes of a text, less than a step. (In two words that overlap: no byte is touched that is not the text's.)
    static marks copy_last(char const* from, std::size_t n, char* to) noexcept {
        auto const in_two = [&](auto word) {
            auto const second = n - sizeof word;
            return copy_word(from, to, word) | copy_word(from + second, to + second, word) << second;
        };
        if (n >= 8) return in_two(std::uint64_t());
        if (n >= 4) return in_two(std::uint32_t());
        if (n >= 2) return in_two(std::uint16_t());
        return n == 1 ? in_two(std::uint8_t()) : 0;
    }
    static std::size_t first_of(marks m) noexcept { return static_cast<std::size_t>(std::countr_zero(m)); }

private:
    static marks marks_of(__m128i bytes) noexcept {
        auto const quotes = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        auto const outside = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)); // as signed bytes: controls, and all from 0x80
        return static_cast<marks>(_mm_movemask_epi8(_mm_or_si128(quotes, outside)));
    }
    template <class Word> static marks copy_word(char const* from, char* to, Word word) noexcept {
        std::memcpy(&word, from, sizeof word);
        std::memcpy(to, &word, sizeof word);
        return marks_of(_mm_cvtsi64_si128(static_cast<std::int64_t>(word))) & ((1u << sizeof word) - 1);
    }
};
#else
/// Marks, by their high bits, those of eight bytes that do not stand in a JSON string as they are.
constexpr std::uint64_t special_of(std::uint64_t eight) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    auto const low = eight & ~highs; // so that no sum carries into the next byte
    auto const not_quote = (low ^ (ones * '"')) + ~highs, not_slash = (low ^ (ones * '\\')) + ~highs, not_control = low + ones * 0x60;
    return (eight | ~(not_quote & not_slash & not_control)) & highs;
}

/// Loads eight bytes so that the first is the lowest.
inline std::uint64_t load_eight(char const* from) noexcept {
    std::uint64_t eight = 0;
    if constexpr (std::endian::native == std::endian::little) std::memcpy(&eight, from, 8);
    else
        for (int i = 0; i != 8; ++i) eight |= std::uint64_t(static_cast<unsigned char>(from[i])) << (8 * i);
    return eight;
}
/// Stores eight bytes, the lowest first.
inline void store_eight(std::uint64_t eight, char* to) noexcept {
    if constexpr (std::endian::native == std::endian::little) std::memcpy(to, &eight, 8);
    else
        for (int i = 0; i != 8; ++i) to[i] = static_cast<char>(eight >> (8 * i));
}

/// Eight bytes at a time.
struct plain_step {
    static constexpr std::size_t size = 8;
    using marks = std::uint64_t;

    /// Copies the bytes and marks those that do not stand in a JSON string as they are.
    static marks copy(char const* from, char* to) noexcept {
        auto const eight = load_eight(from);
        store_eight(eight, to);
        return special_of(eight);
    }
    /// The same for the last bytes of a text, less than a step; up to the first mark.
    static marks copy_last(char const* from, std::size_t n, char* to) noexcept {
        std::size_t i = 0;
        for (; i != n && escapes.of[static_cast<unsigned char>(from[i])] == 0; ++i) to[i] = from[i];
        return i == n ? 0 : marks(0x80) << (8 * i);
    }
    static std::size_t first_of(marks m) noexcept { return static_cast<std::size_t>(std::countr_zero(m)) / 8; }
};
#endif

/// Returns how many bytes at the front of `text` stand in a JSON string as they are.
inline std::size_t plain_length(std::string_view text) noexcept {
    char copied[plain_step::size];
    std::size_t length = 0;
    for (; text.size() - length >= plain_step::size; length += plain_step::size)
        if (auto const marks = plain_step::copy(text.data() + length, copied)) return length + plain_step::first_of(marks);
    while (length != text.size() && escapes.of[static_cast<unsigned char>(text[length])] == 0) ++length;
    return length;
}

} // namespace parley::inline v0::reflect::detail

#endif
