#ifndef PARLEY_REFLECT_DETAIL_LOCATE_HPP
#define PARLEY_REFLECT_DETAIL_LOCATE_HPP

// Walks over JSON text without reading its values. It trusts the text to be JSON and gives up where it is not.

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace parley::inline v0::reflect::detail {

class text_walker {
public:
    explicit text_walker(std::string_view text) noexcept : text_(text) {}

    std::size_t position() const noexcept { return at_; }
    void blank() noexcept {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) ++at_;
    }
    bool take(char c) noexcept {
        blank();
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    /// Passes a string and returns what stands between its quotes, escapes and all.
    std::optional<std::string_view> string() noexcept {
        if (!take('"')) return std::nullopt;
        auto const from = at_;
        for (;;) {
            auto const* quote = at_ < text_.size() ? static_cast<char const*>(std::memchr(text_.data() + at_, '"', text_.size() - at_)) : nullptr;
            if (!quote) return std::nullopt;
            auto const end = static_cast<std::size_t>(quote - text_.data());
            std::size_t slashes = 0;
            while (end - slashes > from && text_[end - slashes - 1] == '\\') ++slashes;
            at_ = end + 1;
            if (slashes % 2 == 0) return text_.substr(from, end - from);
        }
    }
    /// Passes any value and returns its text.
    std::optional<std::string_view> value() noexcept {
        blank();
        auto const from = at_;
        std::size_t depth = 0;
        do {
            blank();
            if (at_ >= text_.size()) return std::nullopt;
            switch (text_[at_]) {
                case '"':
                    if (!string()) return std::nullopt;
                    break;
                case '{':
                case '[':
                    ++depth;
                    ++at_;
                    break;
                case '}':
                case ']':
                    if (depth == 0) return std::nullopt;
                    --depth;
                    ++at_;
                    break;
                case ',':
                case ':':
                    if (depth == 0) return std::nullopt;
                    ++at_;
                    break;
                default: {
                    auto const end = text_.find_first_of(",:]} \t\r\n\"[{", at_);
                    at_ = end == std::string_view::npos ? text_.size() : end;
                }
            }
        } while (depth != 0);
        return text_.substr(from, at_ - from);
    }
    bool is_next(char c) noexcept {
        blank();
        return at_ < text_.size() && text_[at_] == c;
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

/// Returns how many bytes of byte order mark the text begins with. It says nothing in UTF-8.
inline std::size_t byte_order_mark(std::string_view text) noexcept { return text.starts_with("\xEF\xBB\xBF") ? 3 : 0; }

inline std::optional<unsigned> hex_number(std::string_view digits) noexcept {
    unsigned number = 0;
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    if (failure != std::errc() || end != digits.data() + 4) return std::nullopt;
    return number;
}

/// Says whether what stands between a JSON string's quotes means `text`.
inline bool means(std::string_view written, std::string_view text) {
    if (written.find('\\') == std::string_view::npos) return written == text;
    std::string plain;
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i] != '\\' || i + 1 == written.size()) {
            plain += written[i];
            continue;
        }
        constexpr std::string_view letters = "bfnrt", controls = "\b\f\n\r\t";
        auto const letter = written[++i];
        auto const control = letters.find(letter);
        if (letter != 'u') {
            plain += control == std::string_view::npos ? letter : controls[control];
            continue;
        }
        auto code = hex_number(written.substr(i + 1, 4)).value_or(0);
        i += 4;
        auto const low = code >= 0xD800 && code < 0xDC00 && written.size() > i + 6 ? hex_number(written.substr(i + 3, 4)) : std::nullopt;
        if (low) {
            code = 0x10000 + ((code - 0xD800) << 10) + (*low - 0xDC00);
            i += 6;
        }
        if (code < 0x80) {
            plain += static_cast<char>(code);
            continue;
        }
        auto const more = code < 0x800 ? 1u : code < 0x10000 ? 2u : 3u;
        plain += static_cast<char>((0xFF00u >> (more + 1) & 0xFFu) | code >> more * 6);
        for (auto part = more; part-- != 0;) plain += static_cast<char>(0x80 | (code >> part * 6 & 0x3F));
    }
    return plain == text;
}

/// What a text seems to say under a key, judged by its last occurrence alone: to be verified by who reads the text.
struct guessed_integer {
    bool is_plain = true;              // false: something stands there that is no small non-negative integer
    std::optional<std::int64_t> number; // nothing where the key does not occur
};

inline guessed_integer guess_integer(std::string_view text, std::string_view key) noexcept {
    auto found = std::string_view::npos;
    for (auto at = text.find(key); at != std::string_view::npos; at = text.find(key, at + key.size()))
        if (at != 0 && text[at - 1] == '"' && at + key.size() < text.size() && text[at + key.size()] == '"') found = at;
    if (found == std::string_view::npos) return {};
    text_walker walker(text.substr(found + key.size() + 1));
    if (!walker.take(':')) return {false, {}};
    walker.blank();
    std::int64_t number = 0;
    auto at = found + key.size() + 1 + walker.position();
    auto const from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - from < 9) number = number * 10 + (text[at++] - '0');
    if (at == from || at == text.size() || std::string_view(",} \t\r\n").find(text[at]) == std::string_view::npos) return {false, {}};
    return {true, number};
}

/// Returns where the value stands that a JSON Pointer names, in bytes; where it is absent, where the object that should have it stands.
inline std::size_t locate(std::string_view text, std::string_view pointer) {
    text_walker walker(text);
    walker.blank();
    auto found = walker.position();
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        auto const end = pointer.find('/');
        std::string token;
        for (std::size_t i = 0, n = end == std::string_view::npos ? pointer.size() : end; i < n; ++i) {
            bool const escaped = pointer[i] == '~' && i + 1 < n;
            token += escaped ? (pointer[++i] == '0' ? '~' : '/') : pointer[i];
        }
        pointer = end == std::string_view::npos ? std::string_view() : pointer.substr(end);
        bool inside = false;
        if (walker.take('{')) {
            do {
                auto const name = walker.string();
                if (!name || !walker.take(':')) return found;
                inside = means(*name, token);
            } while (!inside && walker.value() && walker.take(','));
        } else if (walker.take('[')) {
            std::size_t index = 0;
            while (!(inside = std::to_string(index) == token)) {
                ++index;
                if (!walker.value() || !walker.take(',')) break;
            }
        }
        if (!inside) return found;
        walker.blank();
        found = walker.position();
    }
    return found;
}

/// Says whether an object within a compact JSON text has a key twice.
inline bool repeats_a_key(std::string_view text) {
    std::vector<std::string_view> keys; // of all objects that are open, those of the innermost one last
    std::vector<std::size_t> first;     // where those of each open object or array begin
    for (std::size_t at = 0; at != text.size(); ++at) switch (text[at]) {
            case '{':
            case '[': first.push_back(keys.size()); break;
            case '}':
            case ']': {
                auto const begin = keys.begin() + static_cast<std::ptrdiff_t>(first.back());
                if (keys.end() - begin > 1) {
                    std::sort(begin, keys.end());
                    if (std::adjacent_find(begin, keys.end()) != keys.end()) return true;
                }
                keys.erase(begin, keys.end());
                first.pop_back();
                break;
            }
            case '"': {
                auto const from = ++at;
                while (text[at] != '"') at += text[at] == '\\' ? 2 : 1;
                if (at + 1 != text.size() && text[at + 1] == ':') keys.push_back(text.substr(from, at - from));
                break;
            }
            default: break;
        }
    return false;
}

} // namespace parley::inline v0::reflect::detail

#endif
