#ifndef PARLEY_REFLECT_DETAIL_SAX_HPP
#define PARLEY_REFLECT_DETAIL_SAX_HPP

// The one place where boost::json::basic_parser is instantiated: each further instantiation costs a second of compile time.

#include <parley/reflect/detail/reader.hpp>
#include <parley/reflect/detail/reader_structures.hpp>
#include <parley/secret.hpp>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace parley::inline v0::reflect::detail {

class sax_handler {
public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    using code = boost::json::error_code;
    using text = boost::json::string_view;

    /// @param source the whole text that is parsed.
    sax_handler(reader& target, std::string_view source) noexcept : reader_(target), source_(source) {}
    ~sax_handler() { wipe(parts_); } // it may have held a secret

    bool on_document_begin(code&) { return true; }
    bool on_document_end(code&) { return true; }
    bool on_object_begin(code& ec) { return go_on(reader_.begin_object(), ec); }
    bool on_object_end(std::size_t, code& ec) { return go_on(reader_.end_object(), ec); }
    bool on_array_begin(code& ec) { return go_on(reader_.begin_array(), ec); }
    bool on_array_end(std::size_t, code& ec) { return go_on(reader_.end_array(), ec); }
    bool on_key_part(text part, std::size_t, code&) { return keep(part); }
    bool on_key(text part, std::size_t, code& ec) {
        bool const plain = is_plain(part);
        return go_on(reader_.key(whole(part), plain), ec);
    }
    bool on_string_part(text part, std::size_t, code&) { return keep(part); }
    bool on_string(text part, std::size_t, code& ec) {
        bool const plain = is_plain(part);
        return go_on(reader_.string(whole(part), plain), ec);
    }
    bool on_number_part(text part, code&) { return keep(part); }
    bool on_int64(std::int64_t i, text, code& ec) { return go_on(reader_.integer(i), ec); }
    bool on_uint64(std::uint64_t u, text, code& ec) { return go_on(reader_.unsigned_integer(u), ec); }
    bool on_double(double d, text part, code& ec) {
        auto const number = whole(part);
        auto const exact = exact_value(number, d);
        bool const is_large = exact < -9e18 || exact > 9e18; // smaller integers come as integers
        return go_on(reader_.real(exact, is_large && number.find_first_of(".eE") == std::string_view::npos), ec);
    }
    bool on_bool(bool b, code& ec) { return go_on(reader_.boolean(b), ec); }
    bool on_null(code& ec) { return go_on(reader_.null(), ec); }
    bool on_comment_part(text, code&) { return true; }
    bool on_comment(text, code&) { return true; }

    bool stopped() const noexcept { return stopped_; }

private:
    /// Boost.JSON's own value can be off by a unit in the last place, and would then not survive being written and read again.
    static double exact_value(std::string_view number, double near) noexcept {
        if (has_few_decimals(number) && near > -1e9 && near < 1e9) return std::round(near * 1000) / 1000; // a quotient of integers is rounded as the text is
        double exact = near;
        return std::from_chars(number.data(), number.data() + number.size(), exact).ec == std::errc() ? exact : near;
    }
    /// Says whether a number ends with a point and up to three digits.
    static bool has_few_decimals(std::string_view number) noexcept {
        for (std::size_t digits = 0; digits != 4 && digits != number.size(); ++digits) {
            auto const c = number[number.size() - 1 - digits];
            if (c == '.') return true;
            if (c < '0' || c > '9') return false;
        }
        return false;
    }
    bool go_on(bool wanted, code& ec) {
        if (!parts_.empty()) [[unlikely]] parts_.clear();
        if (wanted) [[likely]] return true;
        stopped_ = true;
        ec = boost::json::error::exception; // any error: it makes the parser stop
        return false;
    }
    /// Says whether the source has the whole text as it is. (What has escapes comes in parts, or all of it from the parser's own memory.)
    bool is_plain(text part) const noexcept {
        return parts_.empty() && reinterpret_cast<std::uintptr_t>(part.data()) - reinterpret_cast<std::uintptr_t>(source_.data()) < source_.size();
    }
    bool keep(text part) {
        parts_.append(part.data(), part.size());
        return true;
    }
    std::string_view whole(text part) {
        if (parts_.empty()) [[likely]] return view(part);
        keep(part);
        return parts_;
    }

    reader& reader_;
    std::string_view source_;
    std::string parts_;
    bool stopped_ = false;
};

using sax_parser = boost::json::basic_parser<sax_handler>;

} // namespace parley::inline v0::reflect::detail

#endif
