#ifndef PARLEY_CATALOG_KEY_RING_HPP
#define PARLEY_CATALOG_KEY_RING_HPP

#include <parley/concat.hpp>
#include <parley/environment.hpp>
#include <parley/profile/cipher.hpp>
#include <parley/profile/sealed.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
    static result<key_ring> from_environment(environment const& from) {
        auto text = from.variable(std::string(variable));
        if (!text) return key_ring();
        auto made = from_text(*text);
        wipe(*text);
        return made;
    }

    /// Makes a ring of keys as they stand in the variable.
    /// @param text `id:key,id:key`; base64 in either alphabet.
    /// @return the ring, without keys where the text is empty; `errc::misconfigured`, which never quotes a key.
    static result<key_ring> from_text(std::string_view text) {
        std::vector<profile::sealed::key> keys;
        while (!text.empty()) {
            auto const entry = text.substr(0, text.find(','));
            text.remove_prefix(std::min(entry.size() + 1, text.size()));
            auto const colon = entry.find(':');
            if (colon == std::string_view::npos) return unusable("each key needs an id and a colon before it.");
            std::string bytes(entry.substr(colon + 1));
            std::replace(bytes.begin(), bytes.end(), '+', '-');
            std::replace(bytes.begin(), bytes.end(), '/', '_');
            auto key = secret::make(std::move(bytes));
            if (!key) return unusable("a mask stands in place of a key.");
            keys.push_back({std::string(entry.substr(0, colon)), std::move(*key)});
        }
        if (keys.empty()) return key_ring();
        return from_keys(keys);
    }

    /// Makes a ring of keys.
    /// @return the ring; `errc::misconfigured` where there is none, or one cannot be used.
    static result<key_ring> from_keys(std::vector<profile::sealed::key> const& keys) {
        auto cipher = profile::sealed::from_keys(keys);
        if (!cipher) return unusable(cipher.error().message);
        key_ring made;
        made.cipher_ = std::move(*cipher);
        made.current_ = keys.front().id;
        return made;
    }

    /// Says whether there is no key.
    bool empty() const noexcept { return !cipher_; }

    bool recognises(std::string_view text) const noexcept { return profile::is_ciphertext(text); }

    /// Opens a sealed text.
    /// @return the text; `errc::cipher_missing` without keys; `errc::decryption_failed`, which names the key that is missing or wrong.
    result<std::string> open(std::string_view text) const {
        if (!cipher_) return missing();
        return cipher_->open(text);
    }

    /// Seals a text with the first key.
    /// @return the sealed text; `errc::cipher_missing` without keys.
    result<std::string> seal(std::string_view text) const {
        if (!cipher_) return missing();
        return cipher_->seal(text);
    }

    /// Seals again with the first key what was sealed with another one.
    /// @return the sealed text, the same where it was sealed with the first key; errors as of `open`.
    result<std::string> rotate(std::string_view text) const {
        if (!cipher_) return missing();
        return cipher_->rotate(text);
    }

    /// Returns the id of the first key, which seals; empty without keys.
    std::string const& current() const noexcept { return current_; }

private:
    static error missing() { return error(errc::cipher_missing, "The catalogue has no keys for secrets.", std::string(variable)); }
    static error unusable(std::string_view why) {
        return error(errc::misconfigured, parley::detail::concat({"The catalogue's keys cannot be used: ", why}), std::string(variable));
    }

    std::optional<profile::sealed> cipher_;
    std::string current_;
};
static_assert(profile::Cipher<key_ring>);

} // namespace parley::inline v0::catalog

#endif
