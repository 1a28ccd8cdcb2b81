#ifndef PARLEY_TRANSPORT_BEAST_TLS_HPP
#define PARLEY_TRANSPORT_BEAST_TLS_HPP

#include <parley/result.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/verify_mode.hpp>
#include <boost/system/error_code.hpp>

#include <memory>
#include <string>

#include <openssl/ssl.h>

namespace parley::inline v0::transport {

/// Whom a TLS connection trusts, and as whom it presents itself. TLS 1.2 is the least that is spoken.
struct tls_options {
    std::string ca_file = {};                 ///< PEM file of the authorities to trust instead of the system's
    std::string ca_pem = {};                  ///< the same as text
    std::string client_certificate_file = {}; ///< PEM file of the chain to present
    std::string client_key_file = {};         ///< PEM file of its key
    bool dangerously_accept_any_certificate = false;
};

namespace detail {

/// Makes the context that all connections of a transport share.
/// @return `errc::misconfigured` naming the file where one cannot be used.
inline result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(tls_options const& options) {
    namespace ssl = boost::asio::ssl;
    auto const context = std::make_shared<ssl::context>(ssl::context::tls_client);
    boost::system::error_code failure;
    auto const refuse = [&](char const* what, std::string const& file) { return error(errc::misconfigured, what, file); };
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    static constexpr unsigned char http_1_1[] = "\x08http/1.1";
    SSL_CTX_set_alpn_protos(context->native_handle(), http_1_1, sizeof http_1_1 - 1);

    if (!options.ca_file.empty()) context->load_verify_file(options.ca_file, failure);
    if (failure) return refuse("The file of trusted authorities cannot be used.", options.ca_file);
    if (!options.ca_pem.empty()) context->add_certificate_authority(boost::asio::buffer(options.ca_pem), failure);
    if (failure) return refuse("The trusted authorities cannot be used.", {});
    if (options.ca_file.empty() && options.ca_pem.empty()) context->set_default_verify_paths(failure);
    if (failure) return refuse("The system's trusted authorities cannot be used.", {});
    if (!options.client_certificate_file.empty()) context->use_certificate_chain_file(options.client_certificate_file, failure);
    if (failure) return refuse("The client certificate cannot be used.", options.client_certificate_file);
    if (!options.client_key_file.empty()) context->use_private_key_file(options.client_key_file, ssl::context::pem, failure);
    if (failure) return refuse("The key of the client certificate cannot be used.", options.client_key_file);

    context->set_verify_mode(options.dangerously_accept_any_certificate ? ssl::verify_none : ssl::verify_peer, failure);
    if (failure) return refuse("Certificates cannot be verified.", {});
    return context;
}

} // namespace detail

} // namespace parley::inline v0::transport

#endif
