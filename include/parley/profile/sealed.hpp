#ifndef PARLEY_PROFILE_SEALED_HPP
#define PARLEY_PROFILE_SEALED_HPP

#include <parley/profile/cipher.hpp>
#include <parley/profile/detail/base64url.hpp>
#include <parley/profile/detail/bytes.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <sodium.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::profile {

/// The library's own cipher: XChaCha20-Poly1305 (libsodium) under a ring of keys that have names, so that keys can be changed one day.
///
/// A sealed text is `parley-sealed-1:<key id>:<nonce and ciphertext in base64url>`; everything before the last colon is authenticated too.
/// To change keys, put the new key first, keep the old ones behind it, `rotate` what is stored, then drop the old ones. Safe from any thread.
class sealed {
public:
    /// A key and its name, which stands in every text that it seals.
    struct key {
        std::string id; ///< 1 to 64 letters, digits, `.`, `_` or `-`
        secret text;    ///< 32 bytes in base64url with padding, as `generate_key` makes
    };

    /// Makes a new key.
    /// @return 44 characters to keep in a safe place; `errc::misconfigured` where libsodium cannot start.
    static result<secret> generate_key() {
        if (sodium_init() < 0) return cannot_start();
        std::string bytes(detail::key_bytes::size, '\0');
        randombytes_buf(bytes.data(), bytes.size());
        auto text = detail::base64url_encode(bytes);
        wipe(bytes);
        return secret::make(std::move(text));
    }

    /// Makes the cipher of a ring of keys.
    /// @param keys the key that seals comes first; all of them open.
    /// @return the cipher; `errc::invalid_argument` where there is no key, or one is no such text, or an id is used twice or not allowed;
    ///         `errc::misconfigured` where libsodium cannot start.
    static result<sealed> from_keys(std::vector<key> const& keys) {
        if (sodium_init() < 0) return cannot_start();
        if (keys.empty()) return error(errc::invalid_argument, "A key ring needs a key.");
        sealed made;
        for (auto const& k : keys) {
            if (!is_id(k.id)) return error(errc::invalid_argument, "A key id has 1 to 64 letters, digits, dots, underscores or hyphens.", k.id);
            if (made.find(k.id)) return error(errc::invalid_argument, "Two keys have the same id.", k.id);
            auto bytes = detail::base64url_decode(k.text.reveal());
            if (!bytes || bytes->size() != detail::key_bytes::size)
                return error(errc::invalid_argument, "A key is 32 bytes in base64url: 44 characters.", k.id);
            made.ring_.push_back({k.id, detail::key_bytes(*bytes)});
            wipe(*bytes);
        }
        return made;
    }

    bool recognises(std::string_view text) const noexcept { return is_ciphertext(text); }

    /// @return the text; `errc::decryption_failed` where the key is not in the ring or is another one, or the text was changed.
    result<std::string> open(std::string_view text) const {
        auto const parts = split(text);
        auto const* known = find(parts.id);
        if (!known)
            return error(errc::decryption_failed, "The key that sealed the value is not in the ring.", is_id(parts.id) ? std::string(parts.id) : "");
        auto const bytes = detail::base64url_decode(parts.body);
        if (!bytes || bytes->size() < nonce_size + mac_size) return error(errc::decryption_failed, {}, known->id);
        std::string plain(bytes->size() - nonce_size - mac_size, '\0');
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(detail::bytes_of(plain), nullptr, nullptr, detail::bytes_of(*bytes) + nonce_size,
                                                       bytes->size() - nonce_size, detail::bytes_of(parts.head), parts.head.size(),
                                                       detail::bytes_of(*bytes), known->bytes.data()) != 0)
            return error(errc::decryption_failed, {}, known->id);
        return plain;
    }

    /// @return the sealed text, made with the first key of the ring.
    result<std::string> seal(std::string_view text) const {
        auto const& current = ring_.front();
        auto const head = std::string(sealed_prefix) + current.id;
        std::string bytes(nonce_size + text.size() + mac_size, '\0');
        randombytes_buf(bytes.data(), nonce_size);
        crypto_aead_xchacha20poly1305_ietf_encrypt(detail::bytes_of(bytes) + nonce_size, nullptr, detail::bytes_of(text), text.size(),
                                                   detail::bytes_of(head), head.size(), nullptr, detail::bytes_of(bytes), current.bytes.data());
        return head + ":" + detail::base64url_encode(bytes);
    }

    /// Seals again with the first key what was sealed with a later one; a text of the first key comes back as it is.
    /// @return the sealed text; errors as of `open`.
    result<std::string> rotate(std::string_view text) const {
        auto plain = open(text);
        if (!plain || split(text).id == ring_.front().id) {
            if (!plain) return plain.error();
            wipe(*plain);
            return std::string(text);
        }
        auto again = seal(*plain);
        wipe(*plain);
        return again;
    }

private:
    static constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    static constexpr std::size_t mac_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

    struct named_key {
        std::string id;
        detail::key_bytes bytes;
    };
    struct parts {
        std::string_view head, id, body;
    };

    sealed() = default;

    static error cannot_start() { return error(errc::misconfigured, "libsodium cannot start."); }

    static bool is_id(std::string_view id) noexcept {
        return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        });
    }

    /// All parts are empty, and the id thus unknown, where the text is not a sealed one.
    static parts split(std::string_view text) noexcept {
        auto const colon = text.rfind(':');
        if (!text.starts_with(sealed_prefix) || colon < sealed_prefix.size()) return {};
        return {text.substr(0, colon), text.substr(sealed_prefix.size(), colon - sealed_prefix.size()), text.substr(colon + 1)};
    }

    named_key const* find(std::string_view id) const noexcept {
        auto const found = std::find_if(ring_.begin(), ring_.end(), [&](named_key const& k) { return k.id == id; });
        return found == ring_.end() ? nullptr : &*found;
    }

    std::vector<named_key> ring_;
};
static_assert(Cipher<sealed>);

} // namespace parley::inline v0::profile

#endif
