#ifndef PARLEY_PROFILE_DETAIL_BYTES_HPP
#define PARLEY_PROFILE_DETAIL_BYTES_HPP

#include <parley/config.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace parley::inline v0::profile::detail {

// How the cryptographic libraries want to see text.
inline unsigned char* bytes_of(std::string& text) noexcept { return reinterpret_cast<unsigned char*>(text.data()); }
inline unsigned char const* bytes_of(std::string_view text) noexcept { return reinterpret_cast<unsigned char const*>(text.data()); }

/// A binary key of 32 bytes, wiped when it dies. (A `secret` holds text, which may not look like a mask; a key may.)
class key_bytes {
public:
    static constexpr std::size_t size = 32;

    /// @pre bytes.size() == size
    explicit key_bytes(std::string_view bytes) noexcept { std::memcpy(bytes_.data(), bytes.data(), size); }
    key_bytes(key_bytes const&) = default;
    key_bytes& operator=(key_bytes const&) = default;
    ~key_bytes() {
        auto volatile* at = bytes_.data();
        for (std::size_t i = 0; i != size; ++i) at[i] = 0;
    }

    unsigned char const* data() const noexcept { return bytes_.data(); }

private:
    std::array<unsigned char, size> bytes_;
};

} // namespace parley::inline v0::profile::detail

#endif
