#ifndef PARLEY_REFLECT_JSON_KEY_HPP
#define PARLEY_REFLECT_JSON_KEY_HPP

#include <parley/reflect/detail/plain_text.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>

namespace parley::inline v0::reflect {

/// The name of a member that is to be written. Whether a literal needs escapes is found out when the program is compiled.
class json_key {
public:
    template <std::size_t Size> consteval json_key(char const (&literal)[Size]) : name_(literal, Size - 1), is_plain_(true) {
        for (char const c : name_) is_plain_ = is_plain_ && detail::escapes.of[static_cast<unsigned char>(c)] == 0;
    }

    /// @param text is not copied.
    template <std::convertible_to<std::string_view> Text> constexpr json_key(Text const& text) noexcept : name_(text) {}

    constexpr operator std::string_view() const noexcept { return name_; }
    constexpr std::size_t size() const noexcept { return name_.size(); }
    /// Says whether it is known that the name stands in JSON as it is.
    constexpr bool is_plain() const noexcept { return is_plain_; }

private:
    std::string_view name_;
    bool is_plain_ = false;
};

} // namespace parley::inline v0::reflect

#endif
