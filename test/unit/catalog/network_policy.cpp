#include <parley/catalog/network_policy.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(catalog_network_policy)

using parley::catalog::check_address;
using parley::catalog::check_base_url;
using parley::catalog::network_policy;

namespace {

constexpr auto shared = network_policy::shared();
constexpr auto embedded = network_policy::embedded();

bool takes(std::string_view address, network_policy allowed) { return check_base_url(address, allowed).has_value(); }

std::string refusal(std::string_view address, network_policy allowed) {
    auto const checked = check_base_url(address, allowed);
    return checked ? "none" : checked.error().message;
}

} // namespace

BOOST_AUTO_TEST_CASE(public_addresses_are_taken_by_every_policy) {
    for (auto const* address : {"https://api.example.com/v1", "http://api.example.com", "https://93.184.216.34/v1", "https://[2606:4700::1111]/v1",
                                "HTTPS://API.Example.COM:8443/a/b?api-version=1", "  https://api.example.com/v1\n", "https://127.0.0.1.example.com/",
                                "https://metadata.example.com", "https://my_host.example.com.", "https://0xcafe.example.com"}) {
        BOOST_TEST(takes(address, shared), address);
        BOOST_TEST(takes(address, embedded), address);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_address_of_a_provider_is_refused_by_every_policy) {
    for (auto const* address : {"", "   ", "api.example.com", "/v1", "ftp://example.com", "file:///etc/passwd", "https://", "https:///v1", "https://me@example.com",
                                "https://me:secret@example.com", "https://example.com/#part", "https://example.com#", "https://exa mple.com", "https://ex%00ample.com",
                                "https://.example.com", "https://a..b", "https://example.com:0", "https://example.com:99999", "https://h\xC3\xB6st.example"}) {
        BOOST_TEST(!takes(address, shared), address);
        BOOST_TEST(!takes(address, embedded), address);
    }
    BOOST_TEST(takes("https://example.com/" + std::string(480, 'a'), shared));
    BOOST_TEST(!takes("https://example.com/" + std::string(481, 'a'), shared));
}

BOOST_AUTO_TEST_CASE(this_machine_and_private_networks_are_for_embedded_catalogues) {
    for (auto const* address : {"http://localhost:11434/v1", "http://LOCALHOST", "http://localhost.", "http://models.localhost", "http://127.0.0.1", "http://127.9.9.9", "http://[::1]:8080",
                                "http://[::ffff:127.0.0.1]", "http://10.1.2.3", "http://172.16.0.1", "http://172.31.255.255", "http://192.168.1.1", "http://100.64.0.1",
                                "http://[fd12:3456::1]", "http://[::ffff:10.0.0.1]", "http://[64:ff9b::10.0.0.1]", "http://[2002:0a00:0001::1]", "http://%31%32%37.0.0.1"}) {
        BOOST_TEST(takes(address, embedded), address);
        BOOST_TEST(!takes(address, shared), address);
    }
    BOOST_TEST(takes("http://172.32.0.1", shared));
    BOOST_TEST(takes("http://localhost", network_policy{.loopback = true}));
    BOOST_TEST(!takes("http://10.0.0.1", network_policy{.loopback = true}));
}

BOOST_AUTO_TEST_CASE(T27_link_local_and_metadata_addresses_are_refused_by_every_policy) {
    for (auto const* address : {"http://169.254.169.254/latest/meta-data", "http://169.254.1.1", "http://[fe80::1]", "http://[::ffff:169.254.169.254]", "http://[::ffff:a9fe:a9fe]",
                                "http://[64:ff9b::a9fe:a9fe]", "http://[2002:a9fe:a9fe::]", "http://[fd00:ec2::254]", "http://100.100.100.200", "http://168.63.129.16",
                                "http://metadata.google.internal/computeMetadata/v1", "http://METADATA.google.internal.", "http://metadata", "http://0.0.0.0", "http://[::]",
                                "http://224.0.0.1", "http://255.255.255.255", "http://[ff02::1]"}) {
        BOOST_TEST(!takes(address, embedded), address);
        BOOST_TEST(!takes(address, shared), address);
    }
    BOOST_TEST(refusal("http://169.254.169.254", embedded) == "The address leads to a cloud's metadata service, which is not allowed.");
    BOOST_TEST(refusal("http://169.254.1.1", embedded) == "The address leads to a link-local network, which is not allowed.");
    BOOST_TEST(refusal("http://10.0.0.1", shared) == "The address leads to a private network, which is not allowed.");
}

BOOST_AUTO_TEST_CASE(addresses_that_only_the_c_library_reads_as_such_are_refused) {
    for (auto const* address : {"http://2130706433", "http://0x7f000001", "http://127.1", "http://0177.0.0.1", "http://0x7f.0.0.1", "http://10.0.0.0x1", "http://169.254.43518", "http://1.2.3.4.5",
                                "http://127.0.0.1."})
        BOOST_TEST(!takes(address, embedded), address);
}

BOOST_AUTO_TEST_CASE(each_address_of_a_name_is_checked_after_it_was_looked_up) {
    BOOST_TEST(check_address("93.184.216.34", shared, "rebound.example").has_value());
    for (auto const* ip : {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:169.254.169.254", "fe80::1%2", "fd00:ec2::254", "", "localhost"}) {
        auto const checked = check_address(ip, shared, "rebound.example");
        BOOST_REQUIRE_MESSAGE(!checked, ip);
        BOOST_TEST(checked.error().where == "rebound.example");
        BOOST_TEST((checked.error().code == parley::errc::invalid_argument));
    }
    BOOST_TEST(check_address("127.0.0.1", embedded, "localhost").has_value());
    BOOST_TEST(!check_address("169.254.169.254", embedded, "rebound.example").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
