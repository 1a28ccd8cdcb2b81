#ifndef PARLEY_TRANSPORT_BEAST_OPTIONS_HPP
#define PARLEY_TRANSPORT_BEAST_OPTIONS_HPP

#include <parley/transport/beast/tls.hpp>
#include <parley/transport/proxy.hpp>

#include <chrono>
#include <cstddef>

namespace parley::inline v0::transport {

/// How an `https` transport behaves.
struct https_options {
    tls_options tls = {};
    proxy_rules proxies = {};      ///< none unless given; those of the process's variables are `proxy_rules::from(environment::of_process())`
    bool allow_plain_http = false; ///< also to other hosts than this machine
    /// Connections that may be open to an origin at a time, idle ones included; 0 = any number. Where all are in use, who comes first is served
    /// first: a call waits, within its `limits::connect`, until one is given back or closed. A stream uses its connection until its end was read
    /// or it is destroyed.
    std::size_t max_per_origin = 0;
    std::size_t max_idle_per_origin = 8;                                ///< connections kept for the next request
    std::chrono::milliseconds max_idle_time = std::chrono::seconds(60); ///< how long they are kept
};

} // namespace parley::inline v0::transport

#endif
