#include <parley/http/url.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(http_url)

using parley::errc;
using parley::http::url;

BOOST_AUTO_TEST_CASE(an_address_is_split_into_its_pieces) {
    auto const u = url::parse("https://API.example.com:8443/v1/chat?a=b%20c#part").value();
    BOOST_TEST(u.scheme() == "https");
    BOOST_TEST(u.host() == "api.example.com");
    BOOST_TEST(u.port() == 8443);
    BOOST_TEST(u.path() == "/v1/chat");
    BOOST_TEST(u.query() == "a=b%20c");
    BOOST_TEST(u.target() == "/v1/chat?a=b%20c");
    BOOST_TEST(u.authority() == "api.example.com:8443");
    BOOST_TEST(u.origin() == "https://api.example.com:8443");
    BOOST_TEST(u.to_string() == "https://api.example.com:8443/v1/chat?a=b%20c");
    BOOST_TEST(u.is_encrypted());
}

BOOST_AUTO_TEST_CASE(what_is_left_out_gets_the_schemes_own) {
    auto const u = url::parse("HTTP://localhost").value();
    BOOST_TEST(u.port() == 80);
    BOOST_TEST(u.path() == "/");
    BOOST_TEST(u.authority() == "localhost");
    BOOST_TEST(!u.is_encrypted());
    BOOST_TEST(url::parse("https://h:443/").value().authority() == "h");
    BOOST_TEST(url::parse("https://h:80/").value().authority() == "h:80");
}

BOOST_AUTO_TEST_CASE(only_this_machine_is_loopback) {
    for (auto const* text : {"http://localhost:1", "http://LOCALHOST", "http://127.0.0.1", "http://127.8.9.1", "http://[::1]:99/"})
        BOOST_TEST(url::parse(text).value().is_loopback(), text);
    for (auto const* text : {"http://localhost.example.com", "http://127.0.0.1.example.com", "http://128.0.0.1", "http://[::2]", "http://127.example.com"})
        BOOST_TEST(!url::parse(text).value().is_loopback(), text);
}

BOOST_AUTO_TEST_CASE(a_name_that_begins_like_an_address_stays_whole) {
    auto const u = url::parse("http://10.0.0.1.nip.example:8080/v1?a=b").value();
    BOOST_TEST(u.host() == "10.0.0.1.nip.example");
    BOOST_TEST(u.port() == 8080);
    BOOST_TEST(u.target() == "/v1?a=b");
    BOOST_TEST(!u.is_address());
    BOOST_TEST(url::parse("http://10.0.0.1:8080").value().is_address());
    BOOST_TEST(url::parse("http://7zip.example").value().host() == "7zip.example");
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_is_bracketed_only_where_it_is_written) {
    auto const u = url::parse("https://[2001:db8::1]:8080/x").value();
    BOOST_TEST(u.host() == "2001:db8::1");
    BOOST_TEST(u.authority() == "[2001:db8::1]:8080");
    BOOST_TEST(u.is_address());
    BOOST_TEST(!url::parse("https://example.com").value().is_address());
}

BOOST_AUTO_TEST_CASE(what_is_no_usable_address_is_refused) {
    for (auto const* text : {"", "example.com", "/v1", "ftp://example.com", "https://", "https:///x", "https://user:key@example.com", "https://key@example.com",
                             "https://exa mple.com", "https://h:0/", "https://h:99999/", "https://h:port", "https://h:8a/", "https://127.0.0.1:1x", "https://h/\n", "https://a%2fb/", "https://a%0d%0ab/"}) {
        auto const refused = url::parse(text);
        BOOST_TEST_REQUIRE(!refused, text);
        BOOST_TEST((refused.error().code == errc::invalid_argument));
        BOOST_TEST(refused.error().message.find("key") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(paths_are_joined_with_one_slash) {
    for (auto const* base : {"https://h/v1", "https://h/v1/"})
        for (auto const* more : {"chat/completions", "/chat/completions"}) {
            auto u = url::parse(base).value();
            u.append_path(more);
            BOOST_TEST(u.path() == "/v1/chat/completions");
        }
    auto u = url::parse("https://h").value();
    u.append_path("v1");
    BOOST_TEST(u.path() == "/v1");
}

BOOST_AUTO_TEST_CASE(parameters_are_percent_encoded) {
    auto u = url::parse("https://h/p").value();
    u.append_query("a b", "c+d&e=\xC3\xA4");
    u.append_query("alt", "sse");
    BOOST_TEST(u.query() == "a%20b=c%2Bd%26e%3D%C3%A4&alt=sse");
}

BOOST_AUTO_TEST_SUITE_END()
