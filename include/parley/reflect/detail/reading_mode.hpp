#ifndef PARLEY_REFLECT_DETAIL_READING_MODE_HPP
#define PARLEY_REFLECT_DETAIL_READING_MODE_HPP

#include <cstdint>
#include <string_view>

namespace parley::inline v0::reflect::detail {

enum class reading { whole, update };

/// A version key and the number that stands there, if the key does.
struct said_version {
    std::string_view key;
    bool stands = false;
    std::int64_t number = 0;
};

} // namespace parley::inline v0::reflect::detail

#endif
