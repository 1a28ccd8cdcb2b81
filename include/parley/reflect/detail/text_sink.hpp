#ifndef PARLEY_REFLECT_DETAIL_TEXT_SINK_HPP
#define PARLEY_REFLECT_DETAIL_TEXT_SINK_HPP

// Writes JSON text, event by event.

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

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
    auto const at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    auto const follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) { return at(i) >= low && at(i) <= high; };
    auto const lead = at(0);
    if (lead < 0x80) return text.empty() ? 0 : 1;
    if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) return follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
    if (lead >= 0xF0 && lead <= 0xF4) return follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3) ? 4 : 0;
    return 0;
}

/// Appends a JSON string. Bytes that are no UTF-8 become U+FFFD, for what is written must always be readable.
inline void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    std::size_t from = 0;
    for (std::size_t i = 0; i != text.size();) {
        auto const c = static_cast<unsigned char>(text[i]);
        auto const escape = escapes.of[c];
        if (escape == 0) [[likely]] {
            ++i;
            continue;
        }
        if (escape == 1) {
            if (auto const length = utf8_length(text.substr(i))) {
                i += length;
                continue;
            }
        }
        out.append(text.data() + from, i - from);
        if (escape == 1) {
            out += "\xEF\xBF\xBD";
        } else if (escape == 'u') {
            constexpr char digits[] = "0123456789abcdef";
            out += "\\u00";
            out += digits[c >> 4];
            out += digits[c & 15];
        } else {
            out += '\\';
            out += static_cast<char>(escape);
        }
        from = ++i;
    }
    out.append(text.data() + from, text.size() - from);
    out += '"';
}

class text_sink {
public:
    explicit text_sink(std::string& out, int indent = 0) noexcept : out_(out), indent_(indent) {}

    void begin_object() { begin('{'); }
    void end_object() { end('}'); }
    void begin_array() { begin('['); }
    void end_array() { end(']'); }

    void key(std::string_view name) {
        separate();
        append_quoted(out_, name);
        out_ += ':';
        if (indent_ != 0) out_ += ' ';
        after_key_ = true;
    }
    void string(std::string_view text) {
        separate();
        append_quoted(out_, text);
    }
    void boolean(bool b) { raw(b ? std::string_view("true") : std::string_view("false")); }
    void null() { raw("null"); }
    void integer(std::int64_t i) { number(i); }
    void unsigned_integer(std::uint64_t u) { number(u); }
    void real(double d) {
        if (!std::isfinite(d)) return null(); // JSON has neither infinities nor NaN
        char text[32];
        auto const end = std::to_chars(text, text + sizeof text, d).ptr;
        std::string_view const written(text, static_cast<std::size_t>(end - text));
        raw(written);
        if (written.find_first_of(".e") == std::string_view::npos) out_ += ".0"; // stays a real number when read again
    }
    void raw(std::string_view text) {
        separate();
        out_ += text;
    }

private:
    template <class N> void number(N n) {
        char text[24];
        raw({text, static_cast<std::size_t>(std::to_chars(text, text + sizeof text, n).ptr - text)});
    }
    void begin(char bracket) {
        separate();
        out_ += bracket;
        ++depth_;
        first_ = true;
    }
    void end(char bracket) {
        --depth_;
        if (!first_ && indent_ != 0) new_line();
        out_ += bracket;
        first_ = false;
    }
    void separate() {
        if (after_key_) {
            after_key_ = false;
            return;
        }
        if (depth_ == 0) return;
        if (!first_) out_ += ',';
        first_ = false;
        if (indent_ != 0) new_line();
    }
    void new_line() {
        out_ += '\n';
        out_.append(static_cast<std::size_t>(depth_ * indent_), ' ');
    }

    std::string& out_;
    int indent_;
    int depth_ = 0;
    bool first_ = true;
    bool after_key_ = false;
};

} // namespace parley::inline v0::reflect::detail

#endif
