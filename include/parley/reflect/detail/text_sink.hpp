#ifndef PARLEY_REFLECT_DETAIL_TEXT_SINK_HPP
#define PARLEY_REFLECT_DETAIL_TEXT_SINK_HPP

// Writes JSON text, event by event.

#include <parley/reflect/detail/plain_text.hpp>
#include <parley/reflect/detail/quoted_key.hpp>
#include <parley/reflect/json_key.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace parley::inline v0::reflect::detail {

/// Writes JSON text at the end of a string. The string is complete after `finish`.
class text_sink {
public:
    explicit text_sink(std::string& out, int indent = 0) noexcept : out_(&out), indent_(indent) {}
    text_sink() noexcept = default;

    void start(std::string& out) noexcept {
        out_ = &out;
        used_ = 0;
    }
    /// Goes on behind a part of a text without indent, which ends within `depth` objects and arrays.
    void resume(std::string& out, std::string_view written, std::size_t depth) {
        start(out);
        if (!written.empty()) put(written);
        depth_ = static_cast<int>(depth);
        first_ = written.ends_with('{') || written.ends_with('[');
        after_key_ = written.ends_with(':');
    }
    void finish() { flush(); }

    void begin_object() { begin('{'); }
    void end_object() { end('}'); }
    void begin_array() { begin('['); }
    void end_array() { end(']'); }
    void key(json_key const& name) {
        if (!name.is_plain() || indent_ != 0 || name.size() > sizeof buffer_ / 2) return key(name, name.is_plain());
        need(name.size() + 4);
        auto* to = behind_comma();
        *to++ = '"';
        copy_few(std::string_view(name).data(), name.size(), to);
        to += name.size();
        *to++ = '"', *to++ = ':';
        used_ = static_cast<std::size_t>(to - buffer_);
        after_key_ = true;
    }
    /// @param is_plain whether it is known that the name stands in JSON as it is.
    void key(std::string_view name, bool is_plain) {
        separate();
        if (is_plain) put_quoted(name);
        else quote(name);
        colon();
    }
    void key(std::string_view name, quoted_key const& quoted) {
        if (quoted.size == 0) return key(name, false);
        separate();
        need(sizeof quoted.text + 1);
        std::memcpy(buffer_ + used_, quoted.text, sizeof quoted.text);
        used_ += quoted.size;
        if (indent_ != 0) buffer_[used_++] = ' ';
        after_key_ = true;
    }
    void string(std::string_view text, bool is_plain = false) {
        separate();
        if (is_plain) put_quoted(text);
        else quote(text);
    }
    void boolean(bool b) { json(b ? std::string_view("true") : std::string_view("false")); }
    void null() { json("null"); }
    void integer(std::int64_t i) { number(i); }
    void unsigned_integer(std::uint64_t u) { number(u); }
    void real(double d) {
        if (!std::isfinite(d)) return null(); // JSON has neither infinities nor NaN
        separate();
        need(longest_number);
        used_ = static_cast<std::size_t>(put_number(d, buffer_ + used_) - buffer_);
    }
    void json(std::string_view text) {
        separate();
        put(text);
    }

    static constexpr std::size_t longest_number = 40;

    /// Writes a number, of up to `longest_number` characters, in its shortest form. Returns where it ends.
    template <class N> static char* put_number(N n, char* to) noexcept { return std::to_chars(to, to + longest_number, n).ptr; }
    static char* put_number(double d, char* to) noexcept {
        if (auto* const end = put_thousandths(d, to)) return end;
        auto* end = std::to_chars(to, to + longest_number, d).ptr;
        bool const looks_real = std::any_of(to, end, [](char c) { return c == '.' || c == 'e'; });
        if (!looks_real) *end++ = '.', *end++ = '0'; // stays a real number when read again
        return end;
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
    /// Writes a number of three decimals at the most below ten thousand, as most in documents are, in its shortest form: quicker than it is searched for.
    /// Returns where the number ends, null where it is another.
    static char* put_thousandths(double d, char* to) noexcept {
        auto const thousandths = std::abs(d) * 1000;
        if (!(thousandths >= 1 && thousandths < 1e7)) return nullptr;
        auto const n = static_cast<unsigned>(thousandths + 0.5);
        if (n / 1000.0 != std::abs(d)) return nullptr; // a quotient is rounded as the text will be when it is read
        if (d < 0) *to++ = '-';
        to = std::to_chars(to, to + 4, n / 1000).ptr;
        *to++ = '.';
        char const decimals[] = {static_cast<char>('0' + n / 100 % 10), static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
        auto const count = decimals[2] != '0' ? 3 : decimals[1] != '0' ? 2 : 1;
        return std::copy_n(decimals, count, to);
    }
    template <class N> void number(N n) {
        separate();
        need(longest_number);
        used_ = static_cast<std::size_t>(put_number(n, buffer_ + used_) - buffer_);
    }
    void put_quoted(std::string_view text) {
        if (text.size() > sizeof buffer_ / 2) return put('"'), put(text), put('"');
        need(text.size() + 2);
        auto* to = buffer_ + used_;
        *to++ = '"';
        copy_few(text.data(), text.size(), to);
        to += text.size();
        *to++ = '"';
        used_ = static_cast<std::size_t>(to - buffer_);
    }
    void colon() {
        put(':');
        if (indent_ != 0) put(' ');
        after_key_ = true;
    }
    void begin(char bracket) {
        if (indent_ == 0) {
            need(2);
            auto* const to = behind_comma();
            *to = bracket;
            used_ = static_cast<std::size_t>(to + 1 - buffer_);
        } else {
            separate();
            put(bracket);
        }
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
    /// Returns where the next value or key goes, of a text without indent. There is room for a comma before it.
    char* behind_comma() noexcept {
        auto* const to = buffer_ + used_;
        auto const has_comma = !first_ && !after_key_ && depth_ != 0;
        *to = ',';
        first_ = after_key_ = false;
        return to + has_comma;
    }
    void new_line() {
        put('\n');
        for (int i = 0; i != depth_ * indent_; ++i) put(' ');
    }
    // Bytes that are no UTF-8 become U+FFFD, for what is written must always be readable.
    void quote(std::string_view text) {
        need(room_for_step);
        auto const* from = text.data();
        auto const* const end = from + text.size();
        auto* to = buffer_ + used_;
        *to++ = '"';
        while (copy_plain(from, end, to)) {
            auto const rest = std::string_view(from, static_cast<std::size_t>(end - from));
            auto const how = escapes.of[static_cast<unsigned char>(*from)];
            if (how > 1 && how != 'u') {
                *to++ = '\\', *to++ = static_cast<char>(how);
                ++from;
            } else if (auto const length = how == 1 ? utf8_length(rest) : 0; length != 0) {
                for (auto const* const next = from + length; from != next;) *to++ = *from++;
            } else {
                used_ = static_cast<std::size_t>(to - buffer_);
                escape_rare(*from++);
                to = buffer_ + used_;
            }
        }
        *to++ = '"';
        used_ = static_cast<std::size_t>(to - buffer_);
    }
    /// Copies what stands in a JSON string as it is, or with a letter behind a backslash. Returns whether another byte follows, for which there is room.
    bool copy_plain(char const*& from, char const* end, char*& to) {
        auto const* const last = buffer_ + sizeof buffer_ - room_for_step;
        auto const make_room = [&] {
            if (to <= last) [[likely]] return;
            used_ = static_cast<std::size_t>(to - buffer_);
            flush();
            to = buffer_;
        };
        do {
            make_room();
            auto const left = static_cast<std::size_t>(end - from);
            auto const length = left < plain_step::size ? left : plain_step::size;
            auto const marks = length == plain_step::size ? plain_step::copy(from, to) : plain_step::copy_last(from, length, to);
            auto inserted = std::size_t(0);
            if (marks) {
                auto const stop = left < 2 * plain_step::size ? plain_step::first_of(marks) : escape_step(from, marks, to, inserted);
                if (stop != plain_step::size) {
                    from += stop, to += stop + inserted;
                    return true;
                }
            }
            from += length, to += length + inserted; // not by the marks: what follows need not wait for them
        } while (from != end);
        return false;
    }
    /// Sets a backslash before each byte of a copied step that stands behind one, and counts them; a step must follow in the text.
    /// Returns where a byte stands that is written otherwise; the step's size where there is none.
    static std::size_t escape_step(char const* from, plain_step::marks marks, char* to, std::size_t& inserted) noexcept {
        for (; marks; marks &= marks - 1) {
            auto const at = plain_step::first_of(marks);
            auto const how = escapes.of[static_cast<unsigned char>(from[at])];
            if (how == 1 || how == 'u') return at;
            auto* const escape = to + at + inserted++;
            escape[0] = '\\', escape[1] = static_cast<char>(how);
            std::memcpy(escape + 2, from + at + 1, plain_step::size); // more than the rest of the step: a known size takes no call
        }
        return plain_step::size;
    }
    /// Writes a control character that has no letter, or a byte that is no UTF-8.
    void escape_rare(char c) {
        constexpr char digits[] = "0123456789abcdef";
        auto const byte = static_cast<unsigned char>(c);
        if (byte >= 0x80) return put(std::string_view("\xEF\xBF\xBD"));
        put(std::string_view("\\u00"));
        put(digits[byte >> 4]);
        put(digits[byte & 15]);
    }

    static constexpr std::size_t room_for_step = 3 * plain_step::size; // a step whose bytes are all escaped, and one that is copied beyond it

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
