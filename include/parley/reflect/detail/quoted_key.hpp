#ifndef PARLEY_REFLECT_DETAIL_QUOTED_KEY_HPP
#define PARLEY_REFLECT_DETAIL_QUOTED_KEY_HPP

#include <cstddef>
#include <string_view>

namespace parley::inline v0::reflect::detail {

/// A key as it stands in JSON text, colon included, made when the program is compiled. It is copied whole, whatever its length: that is two
/// moves of 16 bytes and no call.
struct quoted_key {
    char text[32] = {};
    std::size_t size = 0; // 0: it needs escapes or is too long

    constexpr quoted_key() = default;
    constexpr explicit quoted_key(std::string_view name) {
        if (name.size() + 3 > sizeof text) return;
        std::size_t n = 0;
        text[n++] = '"';
        for (char c : name) {
            if (c < 0x20 || c == '"' || c == '\\' || c > 0x7e) return;
            text[n++] = c;
        }
        text[n++] = '"';
        text[n++] = ':';
        size = n;
    }
};

} // namespace parley::inline v0::reflect::detail

#endif
