#ifndef PARLEY_AUTH_DETAIL_SHA256_HPP
#define PARLEY_AUTH_DETAIL_SHA256_HPP

#include <parley/config.hpp>

#include <openssl/sha.h>

#include <string>
#include <string_view>

namespace parley::inline v0::auth::detail {

/// Returns the 32 bytes of SHA-256 (FIPS 180-4).
inline std::string sha256(std::string_view text) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest);
    return std::string(reinterpret_cast<char const*>(digest), sizeof digest);
}

} // namespace parley::inline v0::auth::detail

#endif
