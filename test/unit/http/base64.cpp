#include <parley/http/base64.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(http_base64)

using parley::http::base64;

BOOST_AUTO_TEST_CASE(the_vectors_of_rfc_4648_hold) {
    BOOST_TEST(base64("") == "");
    BOOST_TEST(base64("f") == "Zg==");
    BOOST_TEST(base64("fo") == "Zm8=");
    BOOST_TEST(base64("foo") == "Zm9v");
    BOOST_TEST(base64("foobar") == "Zm9vYmFy");
    BOOST_TEST(base64("\xFB\xFF") == "+/8=");
}

BOOST_AUTO_TEST_CASE(addresses_have_an_alphabet_of_their_own_and_no_padding) {
    using parley::http::base64url;
    BOOST_TEST(base64url("") == "");
    BOOST_TEST(base64url("f") == "Zg");
    BOOST_TEST(base64url("fo") == "Zm8");
    BOOST_TEST(base64url("foo") == "Zm9v");
    BOOST_TEST(base64url("\xFB\xFF") == "-_8");
}

BOOST_AUTO_TEST_SUITE_END()
