#ifndef PARLEY_REFLECT_TEXT_SCAN_HPP
#define PARLEY_REFLECT_TEXT_SCAN_HPP

#include <parley/reflect/detail/text_sink.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::inline v0::reflect {

namespace detail {

/// Returns the value of four hexadecimal digits at the front of `text`, -1 where there are none.
inline long hexadecimal(std::string_view text) noexcept {
    if (text.size() < 4) return -1;
    long value = 0;
    for (char const c : text.substr(0, 4)) {
        int const digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

inline void append_utf8(std::string& to, long point) {
    auto const tail = [&](int shift) { to += static_cast<char>(0x80 | ((point >> shift) & 0x3F)); };
    if (point < 0x80) {
        to += static_cast<char>(point);
    } else if (point < 0x800) {
        to += static_cast<char>(0xC0 | (point >> 6));
        tail(0);
    } else if (point < 0x10000) {
        to += static_cast<char>(0xE0 | (point >> 12));
        tail(6), tail(0);
    } else {
        to += static_cast<char>(0xF0 | (point >> 18));
        tail(12), tail(6), tail(0);
    }
}

/// Reads what stands behind a backslash.
inline bool scan_escape(std::string_view& text, std::string& to) {
    if (text.empty()) return false;
    char const c = text.front();
    text.remove_prefix(1);
    if (c != 'u') {
        constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
        auto const found = letters.find(c);
        if (found == std::string_view::npos) return false;
        to += meant[found];
        return true;
    }
    auto point = hexadecimal(text);
    if (point < 0 || (point >= 0xDC00 && point < 0xE000)) return false;
    text.remove_prefix(4);
    if (point >= 0xD800 && point < 0xDC00) {
        if (!text.starts_with("\\u")) return false;
        auto const low = hexadecimal(text.substr(2));
        if (low < 0xDC00 || low >= 0xE000) return false;
        text.remove_prefix(6);
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(to, point);
    return true;
}

} // namespace detail

/// Reads the JSON string at the front of a text without a parser (RFC 8259, section 7).
/// @param text on success, what follows the string.
/// @param to   replaced by what the string means; its capacity is used again.
/// @return whether a whole and valid string stood there, in valid UTF-8.
inline bool scan_string(std::string_view& text, std::string& to) {
    if (!text.starts_with('"')) return false;
    auto rest = text.substr(1);
    to.clear();
    for (;;) {
        auto const plain = detail::plain_length(rest);
        to.append(rest.substr(0, plain));
        rest.remove_prefix(plain);
        if (rest.empty()) return false;
        if (rest.front() == '"') break;
        if (rest.front() == '\\') {
            rest.remove_prefix(1);
            if (!detail::scan_escape(rest, to)) return false;
            continue;
        }
        auto const length = detail::utf8_length(rest); // 1 is a control character, which must not stand here
        if (length < 2) return false;
        to.append(rest.substr(0, length));
        rest.remove_prefix(length);
    }
    text = rest.substr(1);
    return true;
}

/// Skips the JSON number at the front of a text (RFC 8259, section 6).
/// @param text on success, what follows the number.
/// @return whether a valid number stood there.
inline bool scan_number(std::string_view& text) noexcept {
    auto rest = text;
    auto const digits = [&] {
        std::size_t n = 0;
        while (n != rest.size() && rest[n] >= '0' && rest[n] <= '9') ++n;
        rest.remove_prefix(n);
        return n;
    };
    if (rest.starts_with('-')) rest.remove_prefix(1);
    bool const leads_with_zero = rest.starts_with('0');
    auto const whole = digits();
    if (whole == 0 || (leads_with_zero && whole > 1)) return false;
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        if (digits() == 0) return false;
    }
    if (rest.starts_with('e') || rest.starts_with('E')) {
        rest.remove_prefix(1);
        if (rest.starts_with('+') || rest.starts_with('-')) rest.remove_prefix(1);
        if (digits() == 0) return false;
    }
    text = rest;
    return true;
}

} // namespace parley::inline v0::reflect

#endif
