#include <parley/http/response.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>

BOOST_AUTO_TEST_SUITE(http_response)

namespace http = parley::http;

BOOST_AUTO_TEST_CASE(printing_a_response_shows_no_credential_and_no_body) {
    http::response r;
    r.status = 429;
    r.header = {{"Set-Cookie", "s3cret"}, {"Retry-After", "3"}};
    r.body = "s3cret";
    std::ostringstream out;
    out << r;
    BOOST_TEST(out.str() == "429\nSet-Cookie: ***\nRetry-After: 3\n(6 bytes)");
}

BOOST_AUTO_TEST_CASE(only_2xx_is_success) {
    http::response r;
    for (int const status : {200, 204, 299}) {
        r.status = status;
        BOOST_TEST(r.is_success());
    }
    for (int const status : {100, 199, 300, 404, 500}) {
        r.status = status;
        BOOST_TEST(!r.is_success());
    }
}

BOOST_AUTO_TEST_SUITE_END()
