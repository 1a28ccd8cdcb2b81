#ifndef PARLEY_CATALOG_DETAIL_FINGERPRINT_HPP
#define PARLEY_CATALOG_DETAIL_FINGERPRINT_HPP

#include <parley/config.hpp>

#include <sodium/crypto_generichash.h>
#include <sodium/utils.h>

#include <string>
#include <string_view>

namespace parley::inline v0::catalog::detail {

/// Returns 128 bits of BLAKE2b (RFC 7693) of a text, as 32 hexadecimal digits.
inline std::string fingerprint(std::string_view text) {
    unsigned char digest[16];
    crypto_generichash(digest, sizeof digest, reinterpret_cast<unsigned char const*>(text.data()), text.size(), nullptr, 0);
    char digits[2 * sizeof digest + 1];
    return sodium_bin2hex(digits, sizeof digits, digest, sizeof digest);
}

} // namespace parley::inline v0::catalog::detail

#endif
