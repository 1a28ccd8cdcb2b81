#ifndef PARLEY_REFLECT_DETAIL_TEXT_SINK_HPP
#define PARLEY_REFLECT_DETAIL_TEXT_SINK_HPP

// Writes JSON text, event by event.

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

/// Writes JSON text at the end of a string. The string is complete after `finish`.
class text_sink {
public:
    explicit text_sink(std::string& out, int indent = 0) : indent_(indent) { start(out); }
    text_sink() noexcept = default;
    text_sink(text_sink const&) = delete;
    text_sink& operator=(text_sink const&) = delete;

    void start(std::string& out) {
        out_ = &out;
        auto const used = out.size();
        out.resize(out.capacity() < used + 256 ? used + 256 : out.capacity());
        at_ = out.data() + used;
        end_ = out.data() + out.size();
    }
    void finish() { out_->resize(static_cast<std::size_t>(at_ - out_->data())); }

    void begin_object() { begin('{'); }
    void end_object() { end('}'); }
    void begin_array() { begin('['); }
    void end_array() { end(']'); }
    void key(std::string_view name) {
        separate();
        quote(name);
        colon();
    }
    void plain_key(std::string_view name) {
        separate();
        need(name.size() + 2);
        *at_++ = '"';
        put(name);
        *at_++ = '"';
        colon();
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
        auto const* const from = at_;
        at_ = std::to_chars(at_, end_, d).ptr;
        if (std::string_view(from, static_cast<std::size_t>(at_ - from)).find_first_of(".e") != std::string_view::npos) return;
        *at_++ = '.'; // stays a real number when read again
        *at_++ = '0';
    }
    void json(std::string_view text) {
        separate();
        need(text.size());
        put(text);
    }

private:
    void need(std::size_t bytes) {
        if (static_cast<std::size_t>(end_ - at_) < bytes) [[unlikely]] grow(bytes);
    }
    void grow(std::size_t bytes) {
        auto const used = static_cast<std::size_t>(at_ - out_->data());
        out_->resize(2 * used + bytes);
        at_ = out_->data() + used;
        end_ = out_->data() + out_->size();
    }
    void put(std::string_view text) noexcept {
        std::memcpy(at_, text.data(), text.size());
        at_ += text.size();
    }
    template <class N> void number(N n) {
        separate();
        need(24);
        at_ = std::to_chars(at_, end_, n).ptr;
    }
    void colon() {
        need(2);
        *at_++ = ':';
        if (indent_ != 0) *at_++ = ' ';
        after_key_ = true;
    }
    void begin(char bracket) {
        separate();
        need(1);
        *at_++ = bracket;
        ++depth_;
        first_ = true;
    }
    void end(char bracket) {
        --depth_;
        if (!first_ && indent_ != 0) new_line();
        need(1);
        *at_++ = bracket;
        first_ = false;
    }
    void separate() {
        if (after_key_) {
            after_key_ = false;
            return;
        }
        if (depth_ == 0) return;
        if (!first_) {
            need(1);
            *at_++ = ',';
        }
        first_ = false;
        if (indent_ != 0) new_line();
    }
    void new_line() {
        auto const spaces = static_cast<std::size_t>(depth_ * indent_);
        need(spaces + 1);
        *at_++ = '\n';
        std::memset(at_, ' ', spaces);
        at_ += spaces;
    }
    // Bytes that are no UTF-8 become U+FFFD, for what is written must always be readable.
    void quote(std::string_view text) {
        need(text.size() * 6 + 2); // the longest escape is \u001f
        *at_++ = '"';
        while (!text.empty()) {
            std::size_t plain = 0;
            while (plain != text.size() && escapes.of[static_cast<unsigned char>(text[plain])] == 0) ++plain;
            put(text.substr(0, plain));
            text.remove_prefix(plain);
            if (!text.empty()) text.remove_prefix(escape(text));
        }
        *at_++ = '"';
    }
    std::size_t escape(std::string_view text) noexcept {
        auto const c = static_cast<unsigned char>(text.front());
        auto const how = escapes.of[c];
        if (how == 1) {
            auto const length = utf8_length(text);
            put(length != 0 ? text.substr(0, length) : std::string_view("\xEF\xBF\xBD"));
            return length != 0 ? length : 1;
        }
        *at_++ = '\\';
        if (how != 'u') {
            *at_++ = static_cast<char>(how);
            return 1;
        }
        constexpr char digits[] = "0123456789abcdef";
        put("u00");
        *at_++ = digits[c >> 4];
        *at_++ = digits[c & 15];
        return 1;
    }

    std::string* out_ = nullptr;
    char* at_ = nullptr;
    char* end_ = nullptr;
    int indent_ = 0;
    int depth_ = 0;
    bool first_ = true;
    bool after_key_ = false;
};

} // namespace parley::inline v0::reflect::detail

#endif
