#ifndef PARLEY_CATALOG_DETAIL_ADDRESS_ZONES_HPP
#define PARLEY_CATALOG_DETAIL_ADDRESS_ZONES_HPP

// Which part of the network an address or a name belongs to.

#include <parley/config.hpp>

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::catalog::detail {

enum class address_zone { global, private_network, loopback, link_local, metadata, unusable };

constexpr std::string_view description(address_zone zone) noexcept {
    constexpr std::string_view texts[] = {"the public network",   "a private network",          "this machine",
                                          "a link-local network", "a cloud's metadata service", "no single machine"};
    return texts[static_cast<std::size_t>(zone)];
}

/// The 128 bits of an IPv6 address.
struct ipv6_bits {
    std::uint64_t high, low;
};

template <class Bits> struct network {
    Bits prefix;
    int length; // of the prefix, in bits
    address_zone zone;
};

// The first row that fits counts. From the registries of special-purpose addresses (IANA, RFC 6890), and the metadata services of Alibaba Cloud,
// Azure, Oracle Cloud and Amazon (over IPv6); the others' is link-local.
inline constexpr network<std::uint32_t> ipv4_networks[] = {
    {0xA9FEA9FE, 32, address_zone::metadata},         // 169.254.169.254
    {0x646464C8, 32, address_zone::metadata},         // 100.100.100.200
    {0xA83F8110, 32, address_zone::metadata},         // 168.63.129.16
    {0xC00000C0, 32, address_zone::metadata},         // 192.0.0.192
    {0xA9FE0000, 16, address_zone::link_local},       // 169.254.0.0/16
    {0x7F000000, 8, address_zone::loopback},          // 127.0.0.0/8
    {0x00000000, 8, address_zone::unusable},          // 0.0.0.0/8: this machine for Linux
    {0x0A000000, 8, address_zone::private_network},   // 10.0.0.0/8
    {0xAC100000, 12, address_zone::private_network},  // 172.16.0.0/12
    {0xC0A80000, 16, address_zone::private_network},  // 192.168.0.0/16
    {0x64400000, 10, address_zone::private_network},  // 100.64.0.0/10
    {0xC0000000, 24, address_zone::private_network},  // 192.0.0.0/24
    {0xC6120000, 15, address_zone::private_network},  // 198.18.0.0/15
    {0xE0000000, 3, address_zone::unusable},          // multicast and reserved
};

inline constexpr network<ipv6_bits> ipv6_networks[] = {
    {{0xFD000EC200000000, 0x254}, 128, address_zone::metadata},   // fd00:ec2::254
    {{0, 1}, 128, address_zone::loopback},                        // ::1
    {{0, 0}, 128, address_zone::unusable},                        // ::
    {{0xFE80000000000000, 0}, 10, address_zone::link_local},      // fe80::/10
    {{0xFEC0000000000000, 0}, 10, address_zone::private_network}, // fec0::/10
    {{0xFC00000000000000, 0}, 7, address_zone::private_network},  // fc00::/7
    {{0x0064FF9B00010000, 0}, 48, address_zone::private_network}, // 64:ff9b:1::/48
    {{0x2001000000000000, 0}, 32, address_zone::unusable},        // Teredo
    {{0xFF00000000000000, 0}, 8, address_zone::unusable},         // multicast
};

constexpr bool lies_in(std::uint32_t address, network<std::uint32_t> const& n) noexcept { return ((address ^ n.prefix) >> (32 - n.length)) == 0; }

constexpr bool lies_in(ipv6_bits address, network<ipv6_bits> const& n) noexcept {
    auto const high = address.high ^ n.prefix.high, low = address.low ^ n.prefix.low;
    return n.length <= 64 ? high >> (64 - n.length) == 0 : high == 0 && low >> (128 - n.length) == 0;
}

template <class Bits, class Networks> address_zone zone_in(Bits address, Networks const& networks) noexcept {
    auto const found = std::find_if(std::begin(networks), std::end(networks), [&](network<Bits> const& n) { return lies_in(address, n); });
    return found == std::end(networks) ? address_zone::global : found->zone;
}

inline address_zone zone_of(std::uint32_t address) noexcept { return zone_in(address, ipv4_networks); }

inline address_zone zone_of(ipv6_bits address) noexcept {
    auto const zone = zone_in(address, ipv6_networks);
    if (zone != address_zone::global) return zone;
    // IPv4 travels inside IPv6: mapped (::ffff:0:0/96), compatible (::/96), translated (64:ff9b::/96) and 6to4 (2002::/16).
    bool const is_mapped = address.high == 0 && (address.low >> 32 == 0xFFFF || address.low >> 32 == 0);
    if (is_mapped || (address.high == 0x0064FF9B00000000 && address.low >> 32 == 0)) return zone_of(static_cast<std::uint32_t>(address.low));
    if (address.high >> 48 == 0x2002) return zone_of(static_cast<std::uint32_t>(address.high >> 16));
    return zone;
}

/// The zone of an address that is written as text; nothing where the text is no plain address.
inline std::optional<address_zone> zone_of_address(std::string_view text) {
    boost::urls::string_view const view(text.data(), text.size());
    if (auto const ipv4 = boost::urls::parse_ipv4_address(view)) return zone_of(static_cast<std::uint32_t>(ipv4->to_uint()));
    auto const ipv6 = boost::urls::parse_ipv6_address(view);
    if (!ipv6) return std::nullopt;
    ipv6_bits bits{0, 0};
    auto const bytes = ipv6->to_bytes();
    for (std::size_t i = 0; i != 8; ++i) {
        bits.high = bits.high << 8 | bytes[i];
        bits.low = bits.low << 8 | bytes[i + 8];
    }
    return zone_of(bits);
}

constexpr bool ends_with_label(std::string_view host, std::string_view label) noexcept {
    return host.ends_with(label) && (host.size() == label.size() || host[host.size() - label.size() - 1] == '.');
}

/// The zone that a name promises by itself, whatever it is looked up to.
constexpr address_zone zone_of_name(std::string_view host) noexcept {
    struct known {
        std::string_view name;
        address_zone zone;
    };
    constexpr known names[] = {
        {"localhost", address_zone::loopback},
        {"ip6-localhost", address_zone::loopback},
        {"ip6-loopback", address_zone::loopback},
        {"metadata", address_zone::metadata},
        {"metadata.google.internal", address_zone::metadata},
        {"metadata.goog", address_zone::metadata},
        {"instance-data", address_zone::metadata},
        {"instance-data.ec2.internal", address_zone::metadata},
        {"metadata.azure.internal", address_zone::metadata},
        {"metadata.tencentyun.com", address_zone::metadata},
    };
    if (host.ends_with('.')) host.remove_suffix(1);
    for (auto const& [name, zone] : names)
        if (host == name || (zone == address_zone::loopback && ends_with_label(host, name))) return zone;
    return address_zone::global;
}

/// Says whether the host is a name that no resolver takes for a number: letters, digits, hyphens and underscores between dots, and a last part
/// that is no decimal or hexadecimal number.
constexpr bool is_host_name(std::string_view host) noexcept {
    if (host.ends_with('.')) host.remove_suffix(1);
    constexpr std::string_view digits = "0123456789", letters = "abcdefghijklmnopqrstuvwxyz-_";
    auto const is_one_of = [](std::string_view text, auto... sets) {
        return std::all_of(text.begin(), text.end(), [=](char c) { return ((sets.find(c) != std::string_view::npos) || ...); });
    };
    for (auto rest = host;;) {
        auto const label = rest.substr(0, rest.find('.'));
        if (label.empty() || label.size() > 63 || !is_one_of(label, digits, letters)) return false;
        if (label.size() != rest.size()) {
            rest.remove_prefix(label.size() + 1);
            continue;
        }
        bool const is_hexadecimal = label.starts_with("0x") && is_one_of(label.substr(2), digits, std::string_view("abcdef"));
        return host.size() <= 253 && !is_one_of(label, digits) && !is_hexadecimal;
    }
}

constexpr std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view space = " \t\r\n\f\v";
    auto const begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

} // namespace parley::inline v0::catalog::detail

#endif
