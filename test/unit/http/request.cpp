#include <parley/http/request.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>

BOOST_AUTO_TEST_SUITE(http_request)

namespace http = parley::http;

BOOST_AUTO_TEST_CASE(printing_a_request_shows_no_credential_and_no_body) {
    http::request r(http::url::parse("https://h/v1?key=s3cret1").value());
    r.header = {{"Authorization", "Bearer s3cret2"}, {"x-api-key", "s3cret3"}, {"Accept", "text/event-stream"}};
    r.body = "s3cret4";
    std::ostringstream out;
    out << r;
    BOOST_TEST(out.str() == "POST https://h/v1?***\nAuthorization: ***\nx-api-key: ***\nAccept: text/event-stream\n(7 bytes)");
}

BOOST_AUTO_TEST_CASE(a_plain_request_passes_the_check) {
    http::request r("GET", http::url::parse("https://h/").value());
    r.header.add("Accept", "*/*");
    BOOST_TEST(check(r).has_value());
}

BOOST_AUTO_TEST_CASE(what_would_become_another_request_is_refused_and_named) {
    http::request const plain(http::url::parse("https://h/").value());
    auto refused = [&](std::string name, std::string value) {
        auto r = plain;
        r.header.add(std::move(name), std::move(value));
        return check(r).error();
    };
    BOOST_TEST((refused("x", "a\r\nHost: evil").code == parley::errc::invalid_argument));
    BOOST_TEST(refused("x", "a\r\nHost: evil").where == "x");
    BOOST_TEST(refused("x\r\ny", "a").where == "");
    for (auto const* name : {"Host", "content-length", "Transfer-Encoding", "connection"}) BOOST_TEST(refused(name, "1").where == name);
    auto r = plain;
    r.method = "GET / HTTP/1.1\r\n";
    BOOST_TEST(!check(r));
}

BOOST_AUTO_TEST_SUITE_END()
