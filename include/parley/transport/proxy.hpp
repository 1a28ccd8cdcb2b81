#ifndef PARLEY_TRANSPORT_PROXY_HPP
#define PARLEY_TRANSPORT_PROXY_HPP

#include <parley/config.hpp>
#include <parley/environment.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>


#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0::transport {

/// A forward proxy, spoken to in HTTP/1.1.
struct proxy {
    http::url url;             ///< plain `http`; what is `https` beyond it goes through a tunnel and stays closed to it
    secret authorization = {}; ///< the value of `Proxy-Authorization`, such as `Basic …`; empty = none is sent

    explicit proxy(http::url at, secret credentials = {}) : url(std::move(at)), authorization(std::move(credentials)) {}
};

/// Which requests go through a proxy. The rules say everything: nothing else is left out, this machine neither.
struct proxy_rules {
    std::optional<proxy> for_http = {};      ///< for addresses with `http`
    std::optional<proxy> for_https = {};     ///< for addresses with `https`
    std::vector<std::string> no_proxy = {};  ///< whom to ask directly: `*`, a name (with all below it), an address, a network such as `10.0.0.0/8`; any with `:port`

    /// Returns the proxy for this address; null where there is none.
    proxy const* find(http::url const& to) const;

    /// Reads what programs agree to call them: `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`, in capitals too. This machine is asked directly.
    ///
    /// `HTTP_PROXY` alone is ignored: to a program that a web server starts, a stranger's request header `Proxy` arrives under that name.
    /// @return `errc::misconfigured` naming the variable that holds no address of an `http` proxy.
    static result<proxy_rules> from(environment const& around);
};

} // namespace parley::inline v0::transport

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/transport/impl/proxy.ipp>
#endif

#endif
