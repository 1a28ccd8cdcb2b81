#ifndef PARLEY_CATALOG_NETWORK_POLICY_HPP
#define PARLEY_CATALOG_NETWORK_POLICY_HPP

#include <parley/catalog/detail/address_zones.hpp>
#include <parley/concat.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::catalog {

/// To which networks a provider's address may lead. An address that an administrator types is one that the program then talks to: it must not
/// become a way into networks that only the program can see.
///
/// Link-local addresses and those of clouds' metadata services are refused by every policy.
struct network_policy {
    bool loopback = false;         ///< this machine
    bool private_networks = false; ///< RFC 1918, RFC 6598 and RFC 4193

    /// For a catalogue inside one program: a model on this machine or in the house is what one wants.
    static constexpr network_policy embedded() noexcept { return {true, true}; }

    /// For a catalogue that organisations share: public addresses alone.
    static constexpr network_policy shared() noexcept { return {}; }

    friend bool operator==(network_policy const&, network_policy const&) = default;
};
BOOST_DESCRIBE_STRUCT(network_policy, (), (loopback, private_networks))

/// The longest address of a provider, in bytes.
inline constexpr std::size_t max_base_url = 500;

namespace detail {

inline result<void> check_zone(address_zone zone, network_policy allowed, std::string_view host) {
    bool const is_allowed = zone == address_zone::global || (zone == address_zone::loopback && allowed.loopback) ||
                            (zone == address_zone::private_network && allowed.private_networks);
    if (is_allowed) return {};
    return error(errc::invalid_argument, parley::detail::concat({"The address leads to ", description(zone), ", which is not allowed."}),
                 std::string(host));
}

} // namespace detail

/// Checks one of the addresses that a host's name stands for, or the address that stands in place of a name.
/// @param ip   an IPv4 or IPv6 address as text; IPv4 inside IPv6 is looked into.
/// @param host what the error is about.
/// @return `errc::invalid_argument` where the address lies in a network that is not allowed, or is none.
inline result<void> check_address(std::string_view ip, network_policy allowed, std::string_view host) {
    auto const zone = detail::zone_of_address(ip);
    if (!zone) return error(errc::invalid_argument, "The host's name leads to something that is no IP address.", std::string(host));
    return detail::check_zone(*zone, allowed, host);
}

/// Checks what can be known of a host before its name is looked up. Check every address of the name with `check_address` afterwards: names are
/// anybody's to point anywhere.
/// @param host in lower case, an IPv6 address without brackets, as `http::url::host` gives it.
/// @return `errc::invalid_argument` where the host is no name or address that all programs read alike, or one that is not allowed.
inline result<void> check_host(std::string_view host, network_policy allowed) {
    if (auto const zone = detail::zone_of_address(host)) return detail::check_zone(*zone, allowed, host);
    // `0x7f.1` and `2130706433` are names by RFC 3986 and addresses for the C library.
    if (!detail::is_host_name(host)) return error(errc::invalid_argument, "The host is neither a name nor a plain IP address.", std::string(host));
    return detail::check_zone(detail::zone_of_name(host), allowed, host);
}

/// Checks the address of a provider as an administrator gave it.
/// @param text http or https, with a host, without user information and fragment, at most 500 bytes; white space around it is ignored.
/// @return the address; `errc::invalid_argument`, whose message says what is wrong.
inline result<http::url> check_base_url(std::string_view text, network_policy allowed) {
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
