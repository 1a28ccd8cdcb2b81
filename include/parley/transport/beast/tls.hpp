#ifndef PARLEY_TRANSPORT_BEAST_TLS_HPP
#define PARLEY_TRANSPORT_BEAST_TLS_HPP

#include <parley/config.hpp>

#include <string>

namespace parley::inline v0::transport {

/// Whom a TLS connection trusts, and as whom it presents itself. TLS 1.2 is the least that is spoken.
struct tls_options {
    std::string ca_file = {};                 ///< PEM file of the authorities to trust instead of the system's
    std::string ca_pem = {};                  ///< the same as text
    std::string client_certificate_file = {}; ///< PEM file of the chain to present
    std::string client_key_file = {};         ///< PEM file of its key
    bool dangerously_accept_any_certificate = false;
};

} // namespace parley::inline v0::transport

#endif
