#ifndef PARLEY_CATALOG_IMPL_NETWORK_POLICY_IPP
#define PARLEY_CATALOG_IMPL_NETWORK_POLICY_IPP

#include <parley/catalog/network_policy.hpp>

#include <parley/catalog/detail/address_zones.hpp>
#include <parley/concat.hpp>

#include <optional>
#include <string>

namespace parley::inline v0::catalog {

namespace detail {

inline result<void> check_zone(address_zone zone, network_policy allowed, std::string_view host) {
    bool const is_allowed = zone == address_zone::global || (zone == address_zone::loopback && allowed.loopback) ||
                            (zone == address_zone::private_network && allowed.private_networks);
    if (is_allowed) return {};
    return error(errc::invalid_argument, parley::detail::concat({"The address leads to ", description(zone), ", which is not allowed."}),
                 std::string(host));
}

} // namespace detail

PARLEY_DECL result<void> check_address(std::string_view ip, network_policy allowed, std::string_view host) {
    auto const zone = detail::zone_of_address(ip);
    if (!zone) return error(errc::invalid_argument, "The host's name leads to something that is no IP address.", std::string(host));
    return detail::check_zone(*zone, allowed, host);
}

PARLEY_DECL result<void> check_host(std::string_view host, network_policy allowed) {
    if (auto const zone = detail::zone_of_address(host)) return detail::check_zone(*zone, allowed, host);
    // `0x7f.1` and `2130706433` are names by RFC 3986 and addresses for the C library.
    if (!detail::is_host_name(host)) return error(errc::invalid_argument, "The host is neither a name nor a plain IP address.", std::string(host));
    return detail::check_zone(detail::zone_of_name(host), allowed, host);
}

PARLEY_DECL result<http::url> check_base_url(std::string_view text, network_policy allowed) {
    text = detail::trimmed(text);
    if (text.size() > max_base_url) return error(errc::invalid_argument, "The address is longer than 500 bytes.");
    if (text.find('#') != std::string_view::npos) return error(errc::invalid_argument, "The address has a fragment.");
    auto parsed = http::url::parse(text);
    if (!parsed) return parsed.error();
    if (auto const valid = check_host(parsed->host(), allowed); !valid) return valid.error();
    return parsed;
}

} // namespace parley::inline v0::catalog

#endif
