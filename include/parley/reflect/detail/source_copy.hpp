#ifndef PARLEY_REFLECT_DETAIL_SOURCE_COPY_HPP
#define PARLEY_REFLECT_DETAIL_SOURCE_COPY_HPP

#include <cstddef>
#include <cstring>
#include <string_view>

namespace parley::inline v0::reflect::detail {

/// Follows the events of a value through the text that they are read from, for as long as it stands there just as it would be written: it is then
/// copied at once. Each function says whether it still does.
class source_copy {
public:
    /// @param source begins with the value; what has been read of it is valid JSON, so that commas stand where they must.
    void start(std::string_view source) noexcept {
        first_ = at_ = source.data();
        end_ = first_ + source.size();
    }
    std::string_view copied() const noexcept { return {first_, static_cast<std::size_t>(at_ - first_)}; }

    bool bracket(char c) noexcept {
        auto const* const next = behind_comma();
        if (next == end_ || *next != c) return false;
        at_ = next + 1;
        return true;
    }
    /// @param text a part of the source.
    bool string(std::string_view text) noexcept {
        auto const* const next = behind_comma();
        if (text.data() != next + 1) return false;
        at_ = text.data() + text.size() + 1;
        return true;
    }
    bool key(std::string_view name) noexcept {
        auto const* const next = name.data() + name.size() + 1;
        if (name.data() != behind_comma() + 1 || next == end_ || *next != ':') return false;
        at_ = next + 1;
        return true;
    }
    /// @param text how a number or a literal is written.
    bool json(std::string_view text) noexcept {
        auto const* const next = behind_comma();
        auto const left = static_cast<std::size_t>(end_ - next);
        if (left <= text.size() || std::memcmp(next, text.data(), text.size()) != 0) return false;
        auto const* const behind = next + text.size();
        if (*behind != ',' && *behind != ']' && *behind != '}') return false; // the source's number goes on, perhaps
        at_ = behind;
        return true;
    }

private:
    char const* behind_comma() const noexcept { return at_ != end_ && *at_ == ',' ? at_ + 1 : at_; }

    char const* first_ = nullptr;
    char const* at_ = nullptr;
    char const* end_ = nullptr;
};

} // namespace parley::inline v0::reflect::detail

#endif
