#include "support/scripted_peer.hpp"

#include <parley/auth/discovery.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(auth_discovery)

namespace auth = parley::auth;
namespace http = parley::http;
using parley::errc;
using parley::error;
using parley::test::reply;

namespace {

std::string address(auth::oauth_place const& of) {
    auto const at = auth::discovery_address(of);
    return at ? at->to_string() : to_string(at.error());
}

http::request asked() { return auth::discovery_request(http::url::parse("https://h/oidc/.well-known/oauth-authorization-server").value()); }

parley::result<auth::oauth_endpoints> read(http::response const& got) { return auth::read_discovery(asked(), got, parley::time_point()); }

} // namespace

BOOST_AUTO_TEST_CASE(the_document_lies_where_the_host_keeps_it) {
    auth::oauth_place place;
    BOOST_TEST(address(place) == "no host configured");
    place.host = "https://h";
    BOOST_TEST(address(place) == "https://h/oidc/.well-known/oauth-authorization-server");
    place.account_id = "a/b";
    BOOST_TEST(address(place) == "https://h/oidc/accounts/a%2Fb/.well-known/oauth-authorization-server");
    place.discovery_url = "https://other/document";
    BOOST_TEST(address(place) == "https://other/document");
}

BOOST_AUTO_TEST_CASE(an_address_that_is_open_to_all_is_refused_except_on_this_machine) {
    BOOST_TEST((auth::parse_endpoint("http://h/").error().code == errc::insecure_transport));
    BOOST_TEST(auth::parse_endpoint("http://127.0.0.1:8080/").has_value());
    BOOST_TEST(auth::parse_endpoint("http://localhost/").has_value());
    BOOST_TEST((auth::parse_endpoint("http://localhost.example.com/").error().code == errc::insecure_transport));
    BOOST_TEST((auth::parse_endpoint("h").error().code == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(both_endpoints_are_read_and_one_suffices) {
    auto const both = read(reply(200, R"({"authorization_endpoint":"https://h/a","token_endpoint":"https://h/t","issuer":"x"})"));
    BOOST_TEST_REQUIRE(both.has_value());
    BOOST_TEST(both->authorization.to_string() == "https://h/a");
    BOOST_TEST(both->token.to_string() == "https://h/t");
    BOOST_TEST(read(reply(200, R"({"token_endpoint":"https://h/t"})")).value().authorization.to_string() == "https://h/t");
}

BOOST_AUTO_TEST_CASE(a_document_that_is_missing_or_broken_is_told_with_its_address_and_status) {
    struct row {
        http::response got;
        errc code;
        int status;
    };
    for (auto const& [got, code, status] : {row{reply(404, ""), errc::misconfigured, 404}, row{reply(500, ""), errc::server_error, 500}, row{reply(429, ""), errc::rate_limited, 429},
                                            row{reply(200, "[]"), errc::invalid_response, 200}, row{reply(200, "<html>", {{"Content-Type", "text/html"}}), errc::web_page, 200}}) {
        auto const why = read(got).error();
        BOOST_TEST((why.code == code), status);
        BOOST_TEST(why.where == "https://h/oidc/.well-known/oauth-authorization-server");
        BOOST_TEST(why.provider.http_status == status);
    }
    BOOST_TEST((read(reply(200, "{}")).error().code == errc::invalid_response));
    BOOST_TEST((read(reply(200, R"({"token_endpoint":"http://h/t"})")).error().code == errc::insecure_transport));
    auto const silent = auth::read_discovery(asked(), error(errc::connect_failed), parley::time_point());
    BOOST_TEST((silent.error().code == errc::connect_failed));
    BOOST_TEST(silent.error().where == "https://h/oidc/.well-known/oauth-authorization-server");
}

BOOST_AUTO_TEST_SUITE_END()
