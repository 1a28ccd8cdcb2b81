#ifndef PARLEY_PROFILE_CIPHER_HPP
#define PARLEY_PROFILE_CIPHER_HPP

#include <parley/result.hpp>

#include <concepts>
#include <string>
#include <string_view>

namespace parley::inline v0::profile {

namespace cipher_requires {
template <class C>
concept recognises_ciphertext = requires(C const& c, std::string_view text) {
    { c.recognises(text) } -> std::same_as<bool>;
};
template <class C>
concept opens = requires(C const& c, std::string_view text) {
    { c.open(text) } -> std::same_as<result<std::string>>;
};
template <class C>
concept seals = requires(C const& c, std::string_view text) {
    { c.seal(text) } -> std::same_as<result<std::string>>;
};
} // namespace cipher_requires

/// Turns secrets into text that may stand in a file, and back.
///
/// Given a cipher `c` and a text `t`:
/// `c.recognises(t)` says whether `t` is ciphertext, of this cipher or of another, so that it is never taken for a key;
/// `c.open(t)` gives the secret, or `errc::decryption_failed` where `t` was made with another key or changed since, or
/// `errc::cipher_missing` where there is no key at all;
/// `c.seal(t)` gives a ciphertext that `c` recognises and opens, another one each time.
/// All three may be called from several threads at once.
///
/// @par Exemplar
/// @code
/// struct my_cipher {
///     bool recognises(std::string_view text) const;
///     parley::result<std::string> open(std::string_view text) const;
///     parley::result<std::string> seal(std::string_view text) const;
/// };
/// @endcode
/// @par Model
/// `no_cipher`, `fernet`, `sealed`
template <class C>
concept Cipher = cipher_requires::recognises_ciphertext<C> && cipher_requires::opens<C> && cipher_requires::seals<C>;

/// How every Fernet token begins: the version byte 0x80 and the upper half of a time stamp before the year 2106.
inline constexpr std::string_view fernet_prefix = "gAAAAA";

/// How every text made by `sealed` begins.
inline constexpr std::string_view sealed_prefix = "parley-sealed-1:";

/// Says whether `text` is ciphertext of a known form.
constexpr bool is_ciphertext(std::string_view text) noexcept { return text.starts_with(fernet_prefix) || text.starts_with(sealed_prefix); }

} // namespace parley::inline v0::profile

#endif
