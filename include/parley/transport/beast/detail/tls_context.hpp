#ifndef PARLEY_TRANSPORT_BEAST_DETAIL_TLS_CONTEXT_HPP
#define PARLEY_TRANSPORT_BEAST_DETAIL_TLS_CONTEXT_HPP

#include <parley/result.hpp>
#include <parley/transport/beast/tls.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/verify_mode.hpp>
#include <boost/system/error_code.hpp>

#include <memory>
#include <string>

#include <openssl/ssl.h>

namespace parley::inline v0::transport::detail {

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

} // namespace parley::inline v0::transport::detail

#endif
