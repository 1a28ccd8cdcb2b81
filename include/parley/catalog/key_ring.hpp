#ifndef PARLEY_CATALOG_KEY_RING_HPP
#define PARLEY_CATALOG_KEY_RING_HPP

#include <parley/config.hpp>
#include <parley/environment.hpp>
#include <parley/profile/cipher.hpp>
#include <parley/profile/sealed.hpp>
#include <parley/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::catalog {

/// The keys under which the secrets of a catalogue are sealed (libsodium, XChaCha20-Poly1305), or none: then nothing can be sealed or opened, and
/// nothing is ever stored as it is.
///
/// The first key seals; all of them open. To change keys put the new one first, seal again what is stored (`rotate_keys`), then drop the old
/// one. Copies are independent; safe from any thread.
class key_ring {
public:
    /// The variable that holds the keys: `id:key,id:key`, where a key is 32 bytes in base64.
    static constexpr std::string_view variable = "PARLEY_CATALOG_KEYS";

    /// A ring without keys: everything that needs one gives `errc::cipher_missing`.
    key_ring() = default;

    /// Makes a ring of the keys in `PARLEY_CATALOG_KEYS`.
    /// @return the ring, without keys where the variable is not set or empty; `errc::misconfigured` where it holds something else.
    static result<key_ring> from_environment(environment const& from);

    /// Makes a ring of keys as they stand in the variable.
    /// @param text `id:key,id:key`; base64 in either alphabet.
    /// @return the ring, without keys where the text is empty; `errc::misconfigured`, which never quotes a key.
    static result<key_ring> from_text(std::string_view text);

    /// Makes a ring of keys.
    /// @return the ring; `errc::misconfigured` where there is none, or one cannot be used.
    static result<key_ring> from_keys(std::vector<profile::sealed::key> const& keys);

    /// Says whether there is no key.
    bool empty() const noexcept { return !cipher_; }

    bool recognises(std::string_view text) const noexcept { return profile::is_ciphertext(text); }

    /// Opens a sealed text.
    /// @return the text; `errc::cipher_missing` without keys; `errc::decryption_failed`, which names the key that is missing or wrong.
    result<std::string> open(std::string_view text) const;

    /// Seals a text with the first key.
    /// @return the sealed text; `errc::cipher_missing` without keys.
    result<std::string> seal(std::string_view text) const;

    /// Seals again with the first key what was sealed with another one.
    /// @return the sealed text, the same where it was sealed with the first key; errors as of `open`.
    result<std::string> rotate(std::string_view text) const;

    /// Returns the id of the first key, which seals; empty without keys.
    std::string const& current() const noexcept { return current_; }

private:
    static error missing() { return error(errc::cipher_missing, "The catalogue has no keys for secrets.", std::string(variable)); }
    static error unusable(std::string_view why);

    std::optional<profile::sealed> cipher_;
    std::string current_;
};
static_assert(profile::Cipher<key_ring>);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/key_ring.ipp>
#endif

#endif
