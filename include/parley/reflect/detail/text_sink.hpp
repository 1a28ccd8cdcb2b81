#ifndef PARLEY_REFLECT_DETAIL_TEXT_SINK_HPP
#define PARLEY_REFLECT_DETAIL_TEXT_SINK_HPP

// Writes JSON text, event by event.

#include <parley/reflect/detail/quoted_key.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

/// Says whether one of eight bytes does not stand in a JSON string as it is.
inline bool has_special(std::uint64_t eight) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    auto const quote = eight ^ (ones * '"'), slash = eight ^ (ones * '\\');
    return ((eight | (eight - ones * 0x20) | (quote - ones) | (slash - ones)) & highs) != 0; // a high bit marks such a byte
}

/// Returns how many bytes at the front of `text` stand in a JSON string as they are.
inline std::size_t plain_length(std::string_view text) noexcept {
    std::size_t i = 0;
    for (std::uint64_t eight; i + 8 <= text.size(); i += 8) {
        std::memcpy(&eight, text.data() + i, 8);
        if (has_special(eight)) break;
    }
    while (i != text.size() && escapes.of[static_cast<unsigned char>(text[i])] == 0) ++i;
    return i;
}

/// Writes JSON text at the end of a string. The string is complete after `finish`.
class text_sink {
public:
    explicit text_sink(std::string& out, int indent = 0) noexcept : out_(&out), indent_(indent) {}
    text_sink() noexcept = default;

    void start(std::string& out) noexcept {
        out_ = &out;
        used_ = 0;
    }
    void finish() { flush(); }

    void begin_object() { begin('{'); }
    void end_object() { end('}'); }
    void begin_array() { begin('['); }
    void end_array() { end(']'); }
    void key(std::string_view name) {
        separate();
        quote(name);
        colon();
    }
    void key(std::string_view name, quoted_key const& quoted) {
        if (quoted.size == 0) return key(name);
        separate();
        need(sizeof quoted.text + 1);
        std::memcpy(buffer_ + used_, quoted.text, sizeof quoted.text);
        used_ += quoted.size;
        if (indent_ != 0) buffer_[used_++] = ' ';
        after_key_ = true;
    }
    void string(std::string_view text) {
        separate();
        quote(text);
    }
    void boolean(bool b) { json(b ? std::string_view("true") : std::string_view("false")); }
    void null() { json("null"); }
    void integer(std::int64_t i) { number(i); }
    void unsigned_integer(std::uint64_t u) { number(u); }
    void real(double d) {
        if (!std::isfinite(d)) return null(); // JSON has neither infinities nor NaN
        separate();
        need(40);
        auto* const from = buffer_ + used_;
        auto* const to = std::to_chars(from, buffer_ + sizeof buffer_, d).ptr;
        used_ = static_cast<std::size_t>(to - buffer_);
        bool const looks_real = std::string_view(from, static_cast<std::size_t>(to - from)).find_first_of(".e") != std::string_view::npos;
        if (!looks_real) put(std::string_view(".0")); // stays a real number when read again
    }
    void json(std::string_view text) {
        separate();
        put(text);
    }

private:
    void flush() {
        out_->append(buffer_, used_);
        used_ = 0;
    }
    void need(std::size_t bytes) {
        if (sizeof buffer_ - used_ < bytes) [[unlikely]] flush();
    }
    void put(char c) {
        need(1);
        buffer_[used_++] = c;
    }
    void put(std::string_view text) {
        if (sizeof buffer_ - used_ < text.size()) [[unlikely]] {
            flush();
            if (text.size() > sizeof buffer_ / 2) {
                out_->append(text);
                return;
            }
        }
        std::memcpy(buffer_ + used_, text.data(), text.size());
        used_ += text.size();
    }
    template <class N> void number(N n) {
        separate();
        need(24);
        used_ = static_cast<std::size_t>(std::to_chars(buffer_ + used_, buffer_ + sizeof buffer_, n).ptr - buffer_);
    }
    void colon() {
        put(':');
        if (indent_ != 0) put(' ');
        after_key_ = true;
    }
    void begin(char bracket) {
        separate();
        put(bracket);
        ++depth_;
        first_ = true;
    }
    void end(char bracket) {
        --depth_;
        if (!first_ && indent_ != 0) new_line();
        put(bracket);
        first_ = false;
    }
    void separate() {
        if (after_key_) {
            after_key_ = false;
            return;
        }
        if (depth_ == 0) return;
        if (!first_) put(',');
        first_ = false;
        if (indent_ != 0) new_line();
    }
    void new_line() {
        put('\n');
        for (int i = 0; i != depth_ * indent_; ++i) put(' ');
    }
    // Bytes that are no UTF-8 become U+FFFD, for what is written must always be readable.
    void quote(std::string_view text) {
        put('"');
        for (;;) {
            text.remove_prefix(copy_plain(text));
            if (text.empty()) break;
            if (used_ == sizeof buffer_) flush();
            else text.remove_prefix(escape(text));
        }
        put('"');
    }
    /// Copies what stands in a JSON string as it is, up to the first byte that does not or to the buffer's end. Returns how many bytes that were.
    std::size_t copy_plain(std::string_view text) {
        auto const room = sizeof buffer_ - used_;
        auto const n = text.size() < room ? text.size() : room;
        auto const* const from = text.data();
        auto* const to = buffer_ + used_;
        auto const copy_eight = [&](std::size_t at) {
            std::uint64_t eight;
            std::memcpy(&eight, from + at, 8);
            std::memcpy(to + at, &eight, 8);
            return !has_special(eight);
        };
        std::size_t i = 0;
        while (i + 8 <= n && copy_eight(i)) i += 8;
        if (i != 0 && i + 8 > n && copy_eight(n - 8)) i = n; // the last eight overlap what was copied
        for (; i != n && escapes.of[static_cast<unsigned char>(from[i])] == 0; ++i) to[i] = from[i];
        used_ += i;
        return i;
    }
    std::size_t escape(std::string_view text) {
        auto const c = static_cast<unsigned char>(text.front());
        auto const how = escapes.of[c];
        if (how == 1) {
            auto const length = utf8_length(text);
            put(length != 0 ? text.substr(0, length) : std::string_view("\xEF\xBF\xBD"));
            return length != 0 ? length : 1;
        }
        put('\\');
        if (how != 'u') {
            put(static_cast<char>(how));
            return 1;
        }
        constexpr char digits[] = "0123456789abcdef";
        put(std::string_view("u00"));
        put(digits[c >> 4]);
        put(digits[c & 15]);
        return 1;
    }

    std::string* out_ = nullptr;
    std::size_t used_ = 0;
    int indent_ = 0;
    int depth_ = 0;
    bool first_ = true;
    bool after_key_ = false;
    char buffer_[1024];
};

} // namespace parley::inline v0::reflect::detail

#endif
