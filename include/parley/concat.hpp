#ifndef PARLEY_CONCAT_HPP
#define PARLEY_CONCAT_HPP

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace parley::inline v0::detail {

/// A part of a sentence: text, or a number as text. (`std::string`'s own operators cost a source file that includes them a noticeable time.)
class piece {
public:
    piece(char const* text) noexcept : view_(text) {}
    piece(std::string_view text) noexcept : view_(text) {}
    piece(std::string const& text) noexcept : view_(text) {}
    piece(int number) noexcept : piece(static_cast<long long>(number)) {}
    piece(unsigned number) noexcept : piece(static_cast<unsigned long long>(number)) {}
    piece(long number) noexcept : piece(static_cast<long long>(number)) {}
    piece(unsigned long number) noexcept : piece(static_cast<unsigned long long>(number)) {}
    piece(long long number) noexcept : length_(static_cast<std::size_t>(std::to_chars(digits_, digits_ + sizeof digits_, number).ptr - digits_)) {}
    piece(unsigned long long number) noexcept : length_(static_cast<std::size_t>(std::to_chars(digits_, digits_ + sizeof digits_, number).ptr - digits_)) {}

    std::string_view text() const noexcept { return length_ != 0 ? std::string_view(digits_, length_) : view_; }

private:
    std::string_view view_;
    char digits_[24];
    std::size_t length_ = 0;
};

inline void append(std::string& text, std::initializer_list<piece> pieces) {
    for (auto const& p : pieces) text.append(p.text());
}

inline std::string concat(std::initializer_list<piece> pieces) {
    std::string text;
    append(text, pieces);
    return text;
}

} // namespace parley::inline v0::detail

#endif
