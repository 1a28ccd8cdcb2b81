#ifndef PARLEY_MODEL_DECIMAL_HPP
#define PARLEY_MODEL_DECIMAL_HPP

#include <parley/result.hpp>

#include <algorithm>
#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace parley::inline v0::model {

/// An exact decimal number for money: 24 decimals, up to 170 million millions. Never a binary fraction, never rounded.
///
/// A price of 0.0000000375 a token is exact, and so is what 10^12 of these tokens cost. What cannot be exact is an error.
class decimal {
    __extension__ using integer = __int128;

public:
    /// How many digits are kept after the point.
    static constexpr int places = 24;

    /// Zero.
    constexpr decimal() noexcept = default;

    /// Reads decimal text, with or without sign, fraction and exponent: `3`, `-0.075`, `1.5e-07`.
    /// @return the number; `errc::invalid_argument` for other text, `errc::limit_exceeded` where it has more digits than can be kept.
    static result<decimal> parse(std::string_view text) {
        auto const whole = text;
        auto const invalid = [&] { return error(errc::invalid_argument, "This is no decimal number.", std::string(whole.substr(0, 40))); };
        auto const beyond = [&](char const* why) { return error(errc::limit_exceeded, why, std::string(whole.substr(0, 40))); };
        auto const negative = text.starts_with('-');
        if (negative || text.starts_with('+')) text.remove_prefix(1);

        integer digits = 0;
        std::int64_t exponent = 0;
        std::int64_t zeros = 0; // seen, but counted only once a digit follows: so 1.500 needs no more room than 1.5
        auto const take_digits = [&](std::int64_t each) {
            auto const count = std::min(text.find_first_not_of("0123456789"), text.size());
            bool fits = true;
            for (char const c : text.substr(0, count)) {
                exponent += each;
                ++zeros;
                if (c == '0') continue;
                for (; zeros != 0 && fits; --zeros) fits = digits == 0 ? true : scale(digits, 1);
                zeros = 0;
                fits = fits && !__builtin_add_overflow(digits, integer(c - '0'), &digits);
            }
            text.remove_prefix(count);
            return count == 0 ? taken::none : fits ? taken::some : taken::too_many;
        };
        auto const before = take_digits(0);
        auto after = taken::some;
        if (text.starts_with('.')) {
            text.remove_prefix(1);
            after = take_digits(-1);
        }
        if (before == taken::none || after == taken::none) return invalid();
        if (text.starts_with('e') || text.starts_with('E')) {
            text.remove_prefix(1);
            auto const down = text.starts_with('-');
            if (down || text.starts_with('+')) text.remove_prefix(1);
            if (text.empty()) return invalid();
            std::int64_t said = 0;
            for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1))
                said = std::min<std::int64_t>(said * 10 + (text.front() - '0'), 1'000'000'000);
            exponent += down ? -said : said;
        }
        if (!text.empty()) return invalid();
        if (before == taken::too_many || after == taken::too_many) return beyond("The number has more digits than can be kept.");
        if (digits == 0) return decimal();
        exponent += zeros + places;
        if (exponent < 0) return beyond("The number has more than 24 decimals.");
        if (!scale(digits, exponent)) return beyond("The number is too large.");
        return decimal(negative ? -digits : digits);
    }

    /// Returns the number as text: all its digits, no exponent, no zeros at the end.
    std::string text() const {
        auto const negative = units_ < 0;
        std::string made;
        auto rest = units_;
        for (int i = 0; i <= places || rest != 0; ++i, rest /= 10) {
            if (i == places && !made.empty()) made += '.';
            auto const digit = static_cast<int>(rest % 10);
            if (i < places && digit == 0 && made.empty()) continue;
            made += static_cast<char>('0' + (digit < 0 ? -digit : digit));
        }
        if (negative) made += '-';
        std::reverse(made.begin(), made.end());
        return made;
    }

    /// Returns the sum; `errc::limit_exceeded` where it is too large.
    result<decimal> plus(decimal other) const {
        decimal sum;
        if (__builtin_add_overflow(units_, other.units_, &sum.units_)) return error(errc::limit_exceeded, "The sum is too large.");
        return sum;
    }

    /// Returns this many times the number; `errc::limit_exceeded` where it is too large.
    result<decimal> times(std::int64_t count) const {
        decimal product;
        if (__builtin_mul_overflow(units_, integer(count), &product.units_)) return error(errc::limit_exceeded, "The product is too large.");
        return product;
    }

    /// Moves the point: `3.75` by -6 is `0.00000375`.
    /// @param by places to the right, to the left where it is negative.
    /// @return the exact number; `errc::limit_exceeded` where it is too large or needs more than 24 decimals.
    result<decimal> shifted(int by) const {
        auto moved = *this;
        for (; by < 0 && moved.units_ != 0; ++by) {
            if (moved.units_ % 10 != 0) return error(errc::limit_exceeded, "The number has more than 24 decimals.", text());
            moved.units_ /= 10;
        }
        if (by > 0 && !scale(moved.units_, by)) return error(errc::limit_exceeded, "The number is too large.", text());
        return moved;
    }

    friend constexpr bool operator==(decimal, decimal) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(decimal left, decimal right) noexcept {
        if (left.units_ == right.units_) return std::strong_ordering::equal;
        return left.units_ < right.units_ ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    template <class Char, class Traits> friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out, decimal d) {
        return out << d.text();
    }

private:
    enum class taken { none, some, too_many };

    constexpr explicit decimal(integer units) noexcept : units_(units) {}

    static bool scale(integer& number, std::int64_t by) noexcept {
        for (; by > 0 && number != 0; --by)
            if (__builtin_mul_overflow(number, integer(10), &number)) return false;
        return true;
    }

    integer units_ = 0; // of 10^-24
};

} // namespace parley::inline v0::model

#endif
