#include <parley/auth/none.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(auth_none)

namespace auth = parley::auth;
namespace http = parley::http;

BOOST_AUTO_TEST_CASE(no_strategy_adds_nothing) {
    auth::none none;
    http::request r(http::url::parse("https://h/").value());
    BOOST_TEST(std::holds_alternative<auth::ready>(none.next({})));
    BOOST_TEST(none.sign(r, {}).has_value());
    BOOST_TEST(r.header.empty());
    BOOST_TEST(!none.refused(http::response()));
}

BOOST_AUTO_TEST_SUITE_END()
