#include <parley/profile/no_cipher.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(profile_no_cipher)

using parley::errc;
using parley::profile::no_cipher;

BOOST_AUTO_TEST_CASE(it_knows_ciphertext_and_opens_none) {
    no_cipher const none;
    BOOST_TEST(none.recognises("gAAAAABlU_EAAAECAwQFBgcICQ"));
    BOOST_TEST(none.recognises("parley-sealed-1:key:AAAA"));
    BOOST_TEST(!none.recognises("sk-plain"));
    BOOST_TEST((none.open("gAAAAABlU_EAAAECAwQFBgcICQ").error().code == errc::cipher_missing));
}

BOOST_AUTO_TEST_CASE(it_seals_nothing) { BOOST_TEST((no_cipher().seal("sk-plain").error().code == errc::cipher_missing)); }

BOOST_AUTO_TEST_SUITE_END()
