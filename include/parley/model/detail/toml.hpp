#ifndef PARLEY_MODEL_DETAIL_TOML_HPP
#define PARLEY_MODEL_DETAIL_TOML_HPP

#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::model::detail {

/// Reads TOML 1.0 into a JSON object. Numbers and dates become text, as they stand there but for the underscores: so prices stay exact.
class toml_reader {
public:
    explicit toml_reader(std::string_view text) noexcept : text_(text), rest_(text) {}

    /// @return the document; `errc::invalid_document` with the line for text that is no TOML.
    result<boost::json::object> read() {
        boost::json::object document;
        auto* table = &document;
        while (skip_lines(), failure_.empty() && !rest_.empty()) {
            if (take("[[")) table = header(document, true);
            else if (take("[")) table = header(document, false);
            else pair(*table);
            if (failure_.empty()) end_line();
        }
        if (!failure_.empty()) {
            auto const line = std::count(text_.begin(), text_.end() - static_cast<std::ptrdiff_t>(rest_.size()), '\n') + 1;
            return error(errc::invalid_document, "The text is not valid TOML: " + failure_ + '.', "line " + std::to_string(line));
        }
        return document;
    }

private:
    static constexpr int max_depth = 32;

    bool fail(char const* why) {
        if (failure_.empty()) failure_ = why;
        return false;
    }
    bool take(std::string_view what) noexcept {
        if (!rest_.starts_with(what)) return false;
        rest_.remove_prefix(what.size());
        return true;
    }
    void skip_blanks() noexcept { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }
    void skip_comment() noexcept {
        skip_blanks();
        if (rest_.starts_with('#')) rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
    }
    void skip_lines() noexcept {
        do skip_comment();
        while (take("\n") || take("\r\n"));
    }
    void end_line() {
        skip_comment();
        if (!rest_.empty() && !take("\n") && !take("\r\n")) fail("more stands on the line than one entry");
    }

    /// Reads `a.b."c"`: walks down all but the last key, making tables on the way, and returns where the last one belongs.
    boost::json::object* path(boost::json::object& from, std::string& last) {
        auto* table = &from;
        for (bool first = true;; first = false) {
            skip_blanks();
            if (!first && !(table = step(*table, last))) return nullptr;
            if (!key(last)) return nullptr;
            skip_blanks();
            if (!take(".")) return table;
        }
    }
    boost::json::object* step(boost::json::object& from, std::string const& name) {
        auto& inner = from.emplace(name, boost::json::object()).first->value();
        if (inner.is_object()) return &inner.get_object();
        if (inner.is_array() && !inner.get_array().empty() && inner.get_array().back().is_object()) return &inner.get_array().back().get_object();
        fail("a key is a table and something else");
        return nullptr;
    }
    bool key(std::string& into) {
        into.clear();
        if (rest_.starts_with('"') || rest_.starts_with('\'')) return string(into);
        auto const length = std::min(rest_.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"), rest_.size());
        if (length == 0) return fail("a key is missing");
        into = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return true;
    }
    boost::json::object* header(boost::json::object& document, bool array) {
        std::string name;
        auto* table = path(document, name);
        if (!table) return &document;
        if (!take(array ? "]]" : "]")) {
            fail("the name of a table has no end");
            return &document;
        }
        if (array) {
            auto& list = table->emplace(name, boost::json::array()).first->value();
            if (!list.is_array()) {
                fail("a key is a table and something else");
                return &document;
            }
            return &list.get_array().emplace_back(boost::json::object()).get_object();
        }
        auto* made = step(*table, name);
        return made ? made : &document;
    }
    bool pair(boost::json::object& into) {
        std::string name;
        auto* table = path(into, name);
        if (!table) return false;
        if (!take("=")) return fail("an equals sign is missing");
        boost::json::value v;
        if (!value(v)) return false;
        return table->emplace(name, std::move(v)).second || fail("a key stands there twice");
    }
    bool value(boost::json::value& into) {
        skip_blanks();
        if (rest_.starts_with('"') || rest_.starts_with('\'')) {
            std::string text;
            if (!string(text)) return false;
            into = boost::json::string(text);
            return true;
        }
        if (depth_ == max_depth) return fail("values are nested too deep");
        ++depth_;
        bool const fine = take("[") ? array(into) : take("{") ? inline_table(into) : bare(into);
        --depth_;
        return fine;
    }
    bool array(boost::json::value& into) {
        auto& list = into.emplace_array();
        for (skip_lines(); !take("]"); skip_lines()) {
            if (rest_.empty()) return fail("an array has no end");
            boost::json::value v;
            if (!value(v)) return false;
            list.push_back(std::move(v));
            skip_lines();
            if (!take(",") && !rest_.starts_with(']')) return fail("a comma is missing");
        }
        return true;
    }
    bool inline_table(boost::json::value& into) {
        auto& table = into.emplace_object();
        skip_blanks();
        if (take("}")) return true;
        do {
            if (!pair(table)) return false;
            skip_blanks();
        } while (take(","));
        return take("}") || fail("an inline table has no end");
    }
    bool bare(boost::json::value& into) {
        auto const length = std::min(rest_.find_first_of(" \t\r\n,]}#"), rest_.size());
        std::string text(rest_.substr(0, length));
        rest_.remove_prefix(length);
        if (text == "true" || text == "false") {
            into = text == "true";
            return true;
        }
        auto const starts_number = !text.empty() && std::string_view("+-0123456789").find(text.front()) != std::string_view::npos;
        if (!starts_number && text != "inf" && text != "nan") return fail("a value is missing or has no quotes");
        text.erase(std::remove(text.begin(), text.end(), '_'), text.end());
        into = boost::json::string(text);
        return true;
    }
    bool string(std::string& into) {
        auto const quote = rest_.front();
        bool const escapes = quote == '"';
        bool const many_lines = rest_.substr(0, 3) == (escapes ? R"(""")" : "'''");
        auto const end = rest_.substr(0, many_lines ? 3 : 1);
        rest_.remove_prefix(end.size());
        if (many_lines && !take("\n")) take("\r\n");
        while (!rest_.empty()) {
            if (take(end)) {
                while (many_lines && take(end.substr(0, 1))) into += quote; // up to two quotes may stand before the end
                return true;
            }
            auto const c = rest_.front();
            if (c == '\n' && !many_lines) break;
            rest_.remove_prefix(1);
            if (c != '\\' || !escapes) into += c;
            else if (!escape(into)) return false;
        }
        return fail("a string has no end");
    }
    bool escape(std::string& into) {
        if (rest_.empty()) return fail("a string has no end");
        auto const c = rest_.front();
        if (c == '\n' || c == '\r' || c == ' ' || c == '\t') { // the line goes on behind the white space
            rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
            return true;
        }
        rest_.remove_prefix(1);
        constexpr std::string_view letters = "btnfr\"\\", meanings = "\b\t\n\f\r\"\\";
        if (auto const at = letters.find(c); at != std::string_view::npos) {
            into += meanings[at];
            return true;
        }
        std::size_t const digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits == 0 || rest_.size() < digits) return fail("an escape in a string is unknown");
        std::uint32_t code = 0;
        for (char const digit : rest_.substr(0, digits)) {
            constexpr std::string_view hex = "0123456789abcdef";
            auto const at = hex.find(static_cast<char>(digit >= 'A' && digit <= 'F' ? digit + ('a' - 'A') : digit));
            if (at == std::string_view::npos) return fail("an escape in a string is unknown");
            code = code << 4 | static_cast<std::uint32_t>(at);
        }
        rest_.remove_prefix(digits);
        if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return fail("an escape in a string is no character");
        auto const more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
        constexpr unsigned leads[] = {0x00, 0xC0, 0xE0, 0xF0};
        into += static_cast<char>(leads[more] | code >> 6 * more);
        for (auto part = more; part-- != 0;) into += static_cast<char>(0x80 | (code >> 6 * part & 0x3F));
        return true;
    }

    std::string_view text_;
    std::string_view rest_;
    std::string failure_;
    int depth_ = 0;
};

inline result<boost::json::object> read_toml(std::string_view text) { return toml_reader(text).read(); }

} // namespace parley::inline v0::model::detail

#endif
