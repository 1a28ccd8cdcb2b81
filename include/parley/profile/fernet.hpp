#ifndef PARLEY_PROFILE_FERNET_HPP
#define PARLEY_PROFILE_FERNET_HPP

#include <parley/clock.hpp>
#include <parley/profile/cipher.hpp>
#include <parley/profile/detail/base64url.hpp>
#include <parley/profile/detail/bytes.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

namespace parley::inline v0::profile {

/// The cipher of the Fernet specification, version 0x80 (https://github.com/fernet/spec): AES-128-CBC under HMAC-SHA256, in base64url.
///
/// Reads and writes what OpenHands' stores hold when the key is made with `from_secret`. Safe from any thread.
class fernet {
public:
    using initialisation_vector = std::array<unsigned char, 16>;

    /// @param bytes the 32 bytes of a key.
    /// @return the cipher; `errc::invalid_argument` where it is another number of bytes.
    static result<fernet> from_key_bytes(std::string_view bytes) {
        if (bytes.size() != detail::key_bytes::size) return error(errc::invalid_argument, "A Fernet key has 32 bytes.");
        return fernet(bytes);
    }

    /// @param text a key as programs show it: its 32 bytes in base64url with padding, 44 characters.
    /// @return the cipher; `errc::invalid_argument` where it is no such text.
    static result<fernet> from_key_text(std::string_view text) {
        auto bytes = detail::base64url_decode(text);
        if (!bytes || bytes->size() != detail::key_bytes::size)
            return error(errc::invalid_argument, "A Fernet key is 32 bytes in base64url: 44 characters.");
        fernet made(*bytes);
        wipe(*bytes);
        return made;
    }

    /// Derives the key as OpenHands does: SHA-256 of the text.
    /// @return the cipher; `errc::invalid_argument` where the text is empty.
    static result<fernet> from_secret(secret const& text) {
        if (text.empty()) return error(errc::invalid_argument, "A key cannot be derived from an empty secret.");
        std::string digest(detail::key_bytes::size, '\0');
        unsigned int size = 0;
        if (EVP_Digest(text.reveal().data(), text.reveal().size(), detail::bytes_of(digest), &size, EVP_sha256(), nullptr) != 1)
            return failed_library();
        fernet made(digest);
        wipe(digest);
        return made;
    }

    bool recognises(std::string_view text) const noexcept { return is_ciphertext(text); }

    /// Opens a token of any age.
    /// @return the text; `errc::decryption_failed` where the token was made with another key or changed since.
    result<std::string> open(std::string_view token) const {
        auto const message = verified(token);
        if (!message) return message.error();
        return decrypted(*message);
    }

    /// Opens a token that is younger than `lifetime` at the time `now`, and not from more than a minute after it.
    /// @return the text; `errc::decryption_failed`, also for a token that is too old or from the future.
    result<std::string> open(std::string_view token, time_point now, std::chrono::seconds lifetime) const {
        auto const message = verified(token);
        if (!message) return message.error();
        std::uint64_t made = 0;
        for (std::size_t i = 1; i != 9; ++i) made = made << 8 | static_cast<unsigned char>((*message)[i]);
        auto const time = seconds_of(now);
        constexpr std::uint64_t clock_skew = 60;
        if (made > time + clock_skew) return error(errc::decryption_failed, "The token is from the future.");
        if (time > made && time - made > static_cast<std::uint64_t>(lifetime.count()))
            return error(errc::decryption_failed, "The token has expired.");
        return decrypted(*message);
    }

    /// Seals a text at the present time, with fresh randomness.
    /// @return the token; `errc::misconfigured` where the machine gives no randomness.
    result<std::string> seal(std::string_view text) const {
        initialisation_vector vector;
        if (RAND_bytes(vector.data(), static_cast<int>(vector.size())) != 1) return failed_library();
        return seal(text, clock().now(), vector);
    }

    /// Seals a text at a given time with a given initialisation vector, as only tests should: a vector that is used twice tells which texts
    /// are alike.
    result<std::string> seal(std::string_view text, time_point now, initialisation_vector const& vector) const {
        if (text.size() > largest_text) return error(errc::limit_exceeded, "The text is too long for one token.");
        std::string message(1, '\x80');
        for (int shift = 56; shift >= 0; shift -= 8) message += static_cast<char>(seconds_of(now) >> shift & 0xff);
        message.append(vector.begin(), vector.end());

        std::string ciphertext(text.size() + block, '\0');
        int size = 0, rest = 0;
        context const cipher(EVP_CIPHER_CTX_new());
        if (!cipher || EVP_EncryptInit_ex(cipher.get(), EVP_aes_128_cbc(), nullptr, encryption_key(), vector.data()) != 1 ||
            EVP_EncryptUpdate(cipher.get(), detail::bytes_of(ciphertext), &size, detail::bytes_of(text), static_cast<int>(text.size())) != 1 ||
            EVP_EncryptFinal_ex(cipher.get(), detail::bytes_of(ciphertext) + size, &rest) != 1)
            return failed_library();
        message.append(ciphertext, 0, static_cast<std::size_t>(size + rest));
        auto const mac = signature(message);
        if (mac.empty()) return failed_library();
        return detail::base64url_encode(message + mac);
    }

private:
    struct free_context {
        void operator()(EVP_CIPHER_CTX* c) const noexcept { EVP_CIPHER_CTX_free(c); }
    };
    using context = std::unique_ptr<EVP_CIPHER_CTX, free_context>;

    static constexpr std::size_t block = 16, head = 1 + 8 + 16, mac_size = 32;
    static constexpr std::size_t largest_text = std::numeric_limits<int>::max() - block;

    explicit fernet(std::string_view key) noexcept : key_(key) {}

    // The first half signs, the second encrypts.
    unsigned char const* signing_key() const noexcept { return key_.data(); }
    unsigned char const* encryption_key() const noexcept { return key_.data() + 16; }

    static std::uint64_t seconds_of(time_point t) noexcept {
        return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count());
    }
    static error refused() { return error(errc::decryption_failed); }
    static error failed_library() { return error(errc::misconfigured, "The cryptographic library refused its work."); }

    std::string signature(std::string_view message) const {
        std::string mac(mac_size, '\0');
        unsigned int size = 0;
        auto const* made = HMAC(EVP_sha256(), signing_key(), 16, detail::bytes_of(message), message.size(), detail::bytes_of(mac), &size);
        return made && size == mac_size ? mac : std::string();
    }

    /// Returns the token's bytes without their signature, once that has been found right.
    result<std::string> verified(std::string_view token) const {
        auto bytes = detail::base64url_decode(token);
        if (!bytes || bytes->size() < head + block + mac_size || bytes->front() != '\x80') return refused();
        auto const given = bytes->substr(bytes->size() - mac_size);
        bytes->resize(bytes->size() - mac_size);
        auto const expected = signature(*bytes);
        if (expected.empty() || CRYPTO_memcmp(expected.data(), given.data(), mac_size) != 0) return refused();
        return std::move(*bytes);
    }

    result<std::string> decrypted(std::string_view message) const {
        auto const ciphertext = message.substr(head);
        if (ciphertext.size() % block != 0 || ciphertext.size() > largest_text) return refused();
        std::string text(ciphertext.size() + block, '\0');
        int size = 0, rest = 0;
        context const cipher(EVP_CIPHER_CTX_new());
        if (!cipher || EVP_DecryptInit_ex(cipher.get(), EVP_aes_128_cbc(), nullptr, encryption_key(), detail::bytes_of(message) + 9) != 1)
            return failed_library();
        if (EVP_DecryptUpdate(cipher.get(), detail::bytes_of(text), &size, detail::bytes_of(ciphertext), static_cast<int>(ciphertext.size())) != 1 ||
            EVP_DecryptFinal_ex(cipher.get(), detail::bytes_of(text) + size, &rest) != 1)
            return refused();
        text.resize(static_cast<std::size_t>(size + rest));
        return text;
    }

    detail::key_bytes key_;
};
static_assert(Cipher<fernet>);

} // namespace parley::inline v0::profile

#endif
