#ifndef PARLEY_AUTH_DETAIL_RS256_HPP
#define PARLEY_AUTH_DETAIL_RS256_HPP

#include <parley/http/base64.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/json/object.hpp>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <utility>

namespace parley::inline v0::auth::detail {

/// Makes a JSON Web Token signed with RSASSA-PKCS1-v1_5 and SHA-256 (RFC 7519; RFC 7518, section 3.3).
/// @param key    a private key in PEM, without a passphrase.
/// @param key_id of the key, for whoever checks.
/// @return the token; `errc::misconfigured` where the key cannot be used.
inline result<secret> rs256_token(boost::json::object const& claims, secret const& key, std::string const& key_id) {
    auto const refuse = [] { return error(errc::misconfigured, "The private key cannot be used."); };
    auto const pem = key.reveal();
    if (pem.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return refuse();
    std::unique_ptr<BIO, decltype(&BIO_free)> const in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    // Without this function OpenSSL would ask for a passphrase on the terminal.
    auto const no_passphrase = [](char*, int, int, void*) { return 0; };
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const private_key(in ? PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr) : nullptr, &EVP_PKEY_free);
    if (!private_key || EVP_PKEY_get_base_id(private_key.get()) != EVP_PKEY_RSA) return refuse();

    boost::json::object header;
    header["alg"] = "RS256";
    header["typ"] = "JWT";
    if (!key_id.empty()) header["kid"] = key_id;
    auto text = http::base64url(reflect::to_text(header)) + "." + http::base64url(reflect::to_text(claims));

    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    auto const* const bytes = reinterpret_cast<unsigned char const*>(text.data());
    std::size_t size = 0;
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, private_key.get()) != 1 || EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1) return refuse();
    std::string signature(size, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size()) != 1) return refuse();
    signature.resize(size);
    return secret::make(text + "." + http::base64url(signature));
}

} // namespace parley::inline v0::auth::detail

#endif
