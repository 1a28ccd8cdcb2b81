#ifndef PARLEY_TRANSPORT_LIMITS_HPP
#define PARLEY_TRANSPORT_LIMITS_HPP

#include <parley/config.hpp>

#include <chrono>
#include <cstddef>

namespace parley::inline v0::transport {

/// How long an exchange may take and how much it may bring. A clock of zero never rings.
///
/// The defaults leave a model time to think: minutes may pass before the first byte and between two.
struct limits {
    std::chrono::milliseconds connect = std::chrono::seconds(10);    ///< waiting for a free connection, looking up the name, connecting, the TLS handshake
    std::chrono::milliseconds first_byte = std::chrono::minutes(10); ///< from the connection to the first byte of the answer
    std::chrono::milliseconds idle = std::chrono::minutes(5);        ///< between two pieces of the answer, while the caller reads
    std::chrono::milliseconds total = std::chrono::milliseconds(0);  ///< the whole exchange
    std::size_t max_head = std::size_t(64) << 10;                    ///< of the answer, in bytes
    std::size_t max_body = std::size_t(64) << 20;                    ///< of the answer, in bytes
};

} // namespace parley::inline v0::transport

#endif
