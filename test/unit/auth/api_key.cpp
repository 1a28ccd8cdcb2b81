#include <parley/auth/api_key.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(auth_api_key)

namespace auth = parley::auth;
namespace http = parley::http;
using parley::secret;

namespace {

http::request request() { return http::request(http::url::parse("https://h/").value()); }

template <class Where> std::string signed_with(http::request r = request()) {
    auth::basic_api_key<Where> key(secret::make("k1").value());
    BOOST_TEST(std::holds_alternative<auth::ready>(key.next({})));
    BOOST_TEST(key.sign(r, {}).has_value());
    std::string all;
    for (auto const& [name, value] : r.header) all += name + ": " + value + "\n";
    return all;
}

struct vendor : auth::in_x_api_key {};

} // namespace

BOOST_AUTO_TEST_CASE(a_key_travels_in_the_header_of_its_policy) {
    BOOST_TEST(signed_with<auth::in_authorization>() == "Authorization: Bearer k1\n");
    BOOST_TEST(signed_with<auth::in_x_api_key>() == "x-api-key: k1\n");
    BOOST_TEST(signed_with<auth::in_api_key>() == "api-key: k1\n");
    BOOST_TEST(signed_with<auth::in_x_goog_api_key>() == "x-goog-api-key: k1\n");
}

BOOST_AUTO_TEST_CASE(signing_again_replaces_the_old_key) {
    auto r = request();
    r.header.add("authorization", "Bearer old");
    BOOST_TEST(signed_with<auth::in_authorization>(r) == "authorization: Bearer k1\n");
}

BOOST_AUTO_TEST_CASE(an_empty_key_signs_nothing) {
    auth::basic_api_key<auth::in_authorization> key{secret()};
    auto const next = key.next({});
    BOOST_TEST_REQUIRE(std::holds_alternative<auth::failed>(next));
    BOOST_TEST((std::get<auth::failed>(next).why.code == parley::errc::misconfigured));
}

BOOST_AUTO_TEST_CASE(a_key_whose_header_is_left_open_takes_the_vendors) {
    static_assert(std::is_same_v<auth::bound_t<auth::api_key, vendor>, auth::basic_api_key<vendor>>);
    static_assert(std::is_same_v<auth::bound_t<int, vendor>, int>);
    auth::basic_api_key<vendor> bound{auth::api_key(secret::make("k2").value())};
    auto r = request();
    BOOST_TEST(bound.sign(r, {}).has_value());
    BOOST_TEST(r.header.find("x-api-key").value() == "k2");
}

BOOST_AUTO_TEST_SUITE_END()
