#ifndef PARLEY_TRANSPORT_IMPL_PROXY_IPP
#define PARLEY_TRANSPORT_IMPL_PROXY_IPP

#include <parley/transport/proxy.hpp>

#include <parley/http/base64.hpp>
#include <parley/http/header.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/system/error_code.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace parley::inline v0::transport {

namespace detail {

/// Says whether `host` is meant by one entry of `no_proxy` without its port.
inline bool is_meant(std::string_view entry, std::string const& host) {
    if (entry == "*") return true;
    boost::system::error_code failure;
    auto const address = boost::asio::ip::make_address(host, failure);
    if (!failure && entry.find('/') != std::string_view::npos) {
        std::string const text(entry);
        if (address.is_v4()) {
            auto const network = boost::asio::ip::make_network_v4(text, failure);
            return !failure && boost::asio::ip::network_v4(address.to_v4(), network.prefix_length()).canonical() == network.canonical();
        }
        auto const network = boost::asio::ip::make_network_v6(text, failure);
        return !failure && boost::asio::ip::network_v6(address.to_v6(), network.prefix_length()).canonical() == network.canonical();
    }
    while (entry.starts_with('.')) entry.remove_prefix(1);
    if (http::equals_ignoring_case(entry, host)) return !entry.empty();
    auto const is_below = !entry.empty() && host.size() > entry.size() && host[host.size() - entry.size() - 1] == '.';
    return failure && is_below && http::equals_ignoring_case(entry, std::string_view(host).substr(host.size() - entry.size()));
}

/// Takes `:port` off an entry of `no_proxy`, and the brackets off an IPv6 address.
/// @return the port, or nothing.
inline std::optional<std::string_view> take_port(std::string_view& entry) {
    auto const colon = entry.rfind(':');
    std::optional<std::string_view> port;
    if (colon != std::string_view::npos && (entry.find(':') == colon || (colon != 0 && entry[colon - 1] == ']'))) {
        port = entry.substr(colon + 1);
        entry = entry.substr(0, colon);
    }
    if (entry.starts_with('[') && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
    return port;
}

/// Reads a proxy's address as variables hold it: the scheme may be missing, a name and password may stand before the host.
inline result<proxy> read_proxy(std::string_view text, std::string const& variable) {
    auto const refused = error(errc::misconfigured, "The variable holds no address of an http proxy.", variable);
    constexpr std::string_view scheme = "http://";
    if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
    else if (text.find("://") != std::string_view::npos) return refused;
    auto const at = text.substr(0, text.find('/')).rfind('@');
    secret authorization;
    if (at != std::string_view::npos) {
        auto const spelled = std::string(scheme).append(text.substr(0, at + 1)).append("h");
        auto const who = boost::urls::parse_uri(spelled);
        if (!who) return refused;
        auto made = secret::make("Basic " + http::base64(who->user() + ":" + who->password()));
        if (!made) return refused;
        authorization = std::move(*made);
        text.remove_prefix(at + 1);
    }
    auto where = http::url::parse(std::string(scheme).append(text));
    if (!where) return refused;
    return proxy(std::move(*where), std::move(authorization));
}

} // namespace detail

PARLEY_DECL proxy const* proxy_rules::find(http::url const& to) const {
    auto const& chosen = to.is_encrypted() ? for_https : for_http;
    if (!chosen) return nullptr;
    for (std::string_view entry : no_proxy) {
        auto const port = detail::take_port(entry);
        if ((!port || *port == std::to_string(to.port())) && detail::is_meant(entry, to.host())) return nullptr;
    }
    return &*chosen;
}

PARLEY_DECL result<proxy_rules> proxy_rules::from(environment const& around) {
    auto const first_of = [&](std::initializer_list<char const*> names) -> std::pair<std::string, std::string> {
        for (auto const* name : names)
            if (auto value = around.variable(name); value && !value->empty()) return {name, std::move(*value)};
        return {};
    };
    proxy_rules rules;
    auto const read = [](std::pair<std::string, std::string> const& variable, std::optional<proxy>& into) -> result<void> {
        if (variable.second.empty()) return {};
        auto made = detail::read_proxy(variable.second, variable.first);
        if (!made) return made.error();
        into = std::move(*made);
        return {};
    };
    auto const plain = read(first_of({"http_proxy", "all_proxy", "ALL_PROXY"}), rules.for_http);
    if (!plain) return plain.error();
    auto const encrypted = read(first_of({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}), rules.for_https);
    if (!encrypted) return encrypted.error();

    rules.no_proxy = {"localhost", "127.0.0.0/8", "::1"};
    auto const direct = first_of({"no_proxy", "NO_PROXY"}).second;
    for (std::string_view left = direct; !left.empty();) {
        auto const entry = left.substr(0, left.find_first_of(", "));
        left.remove_prefix(std::min(entry.size() + 1, left.size()));
        if (!entry.empty()) rules.no_proxy.emplace_back(entry);
    }
    return rules;
}

} // namespace parley::inline v0::transport

#endif
