#ifndef PARLEY_PROFILE_NO_CIPHER_HPP
#define PARLEY_PROFILE_NO_CIPHER_HPP

#include <parley/profile/cipher.hpp>
#include <parley/result.hpp>

#include <string>
#include <string_view>

namespace parley::inline v0::profile {

/// The cipher of a program that has no key: it knows ciphertext when it sees it, so that none is ever sent as an API key.
struct no_cipher {
    bool recognises(std::string_view text) const noexcept { return is_ciphertext(text); }
    /// Always `errc::cipher_missing`.
    result<std::string> open(std::string_view) const { return error(errc::cipher_missing); }
    /// Always `errc::cipher_missing`.
    result<std::string> seal(std::string_view) const { return error(errc::cipher_missing); }
};
static_assert(Cipher<no_cipher>);

} // namespace parley::inline v0::profile

#endif
