#ifndef PARLEY_TEST_SUPPORT_CERTIFICATES_HPP
#define PARLEY_TEST_SUPPORT_CERTIFICATES_HPP

#include <memory>
#include <string>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace parley_test {

/// A certificate with its key, made here; the authority signs itself, the others are signed by it.
class certificate {
public:
    /// An authority of one's own.
    static certificate authority(char const* name) {
        certificate made(name, 0, 3600);
        made.extend(nullptr, NID_basic_constraints, "critical,CA:TRUE");
        made.extend(nullptr, NID_key_usage, "critical,keyCertSign");
        made.sign(made);
        return made;
    }

    /// A server's certificate.
    /// @param names as OpenSSL writes them: `DNS:localhost,IP:127.0.0.1`.
    certificate issue(std::string const& names, long from = -60, long until = 3600) const {
        certificate made("server", from, until);
        made.extend(x509_.get(), NID_subject_alt_name, names.c_str());
        made.sign(*this);
        return made;
    }

    std::string pem() const {
        return text([&](BIO* out) { PEM_write_bio_X509(out, x509_.get()); });
    }
    std::string key_pem() const {
        return text([&](BIO* out) { PEM_write_bio_PrivateKey(out, key_.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    }

private:
    certificate(char const* name, long from, long until) : key_(EVP_EC_gen("P-256"), EVP_PKEY_free), x509_(X509_new(), X509_free) {
        static long serial = 0;
        X509_set_version(x509_.get(), X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(x509_.get()), ++serial);
        X509_gmtime_adj(X509_getm_notBefore(x509_.get()), from);
        X509_gmtime_adj(X509_getm_notAfter(x509_.get()), until);
        X509_set_pubkey(x509_.get(), key_.get());
        X509_NAME_add_entry_by_txt(X509_get_subject_name(x509_.get()), "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>(name), -1, -1, 0);
    }
    void extend(X509* issuer, int what, char const* value) {
        X509V3_CTX context;
        X509V3_set_ctx_nodb(&context);
        X509V3_set_ctx(&context, issuer ? issuer : x509_.get(), x509_.get(), nullptr, nullptr, 0);
        auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, what, value);
        X509_add_ext(x509_.get(), extension, -1);
        X509_EXTENSION_free(extension);
    }
    void sign(certificate const& by) {
        X509_set_issuer_name(x509_.get(), X509_get_subject_name(by.x509_.get()));
        X509_sign(x509_.get(), by.key_.get(), EVP_sha256());
    }
    template <class Write> static std::string text(Write write) {
        std::unique_ptr<BIO, decltype(&BIO_free_all)> const out(BIO_new(BIO_s_mem()), BIO_free_all);
        write(out.get());
        char* bytes = nullptr;
        auto const size = BIO_get_mem_data(out.get(), &bytes);
        return {bytes, static_cast<std::size_t>(size)};
    }

    std::shared_ptr<EVP_PKEY> key_;
    std::shared_ptr<X509> x509_;
};

} // namespace parley_test

#endif
