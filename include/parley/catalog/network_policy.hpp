#ifndef PARLEY_CATALOG_NETWORK_POLICY_HPP
#define PARLEY_CATALOG_NETWORK_POLICY_HPP

#include <parley/config.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <cstddef>
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

/// Checks one of the addresses that a host's name stands for, or the address that stands in place of a name.
/// @param ip   an IPv4 or IPv6 address as text; IPv4 inside IPv6 is looked into.
/// @param host what the error is about.
/// @return `errc::invalid_argument` where the address lies in a network that is not allowed, or is none.
PARLEY_DECL result<void> check_address(std::string_view ip, network_policy allowed, std::string_view host);

/// Checks what can be known of a host before its name is looked up. Check every address of the name with `check_address` afterwards: names are
/// anybody's to point anywhere.
/// @param host in lower case, an IPv6 address without brackets, as `http::url::host` gives it.
/// @return `errc::invalid_argument` where the host is no name or address that all programs read alike, or one that is not allowed.
PARLEY_DECL result<void> check_host(std::string_view host, network_policy allowed);

/// Checks the address of a provider as an administrator gave it.
/// @param text http or https, with a host, without user information and fragment, at most 500 bytes; white space around it is ignored.
/// @return the address; `errc::invalid_argument`, whose message says what is wrong.
PARLEY_DECL result<http::url> check_base_url(std::string_view text, network_policy allowed);

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/network_policy.ipp>
#endif

#endif
