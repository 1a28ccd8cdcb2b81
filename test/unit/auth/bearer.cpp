#include "support/scripted_peer.hpp"

#include <parley/auth/bearer.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(auth_bearer)

namespace auth = parley::auth;
using parley::test::scripted_peer;

BOOST_AUTO_TEST_CASE(a_token_goes_as_it_is_and_a_refusal_is_final) {
    scripted_peer peer;
    auth::bearer s(parley::secret::make("dapi1").value());
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer dapi1\n");
    BOOST_TEST(peer.asked.empty());
    BOOST_TEST(!s.refused(parley::test::reply(401, "")));
}

BOOST_AUTO_TEST_SUITE_END()
