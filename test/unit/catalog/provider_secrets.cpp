#include <parley/catalog/provider_secrets.hpp>
#include <parley/http/base64.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(catalog_provider_secrets)

namespace catalog = parley::catalog;
using catalog::key_ring;
using catalog::provider_settings;
using parley::errc;

namespace {

key_ring ring(std::string id, char byte) { return key_ring::from_text(id + ":" + parley::http::base64(std::string(32, byte))).value(); }

provider_settings sample() {
    provider_settings made;
    made.display_name = "House";
    made.api_key = parley::secret::make("sk-canary-1").value();
    made.headers["x-team"] = parley::secret::make("canary-2").value();
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_was_sealed_opens_again) {
    auto const keys = ring("k1", 'a');
    auto const sealed = catalog::seal_secrets(keys, "p1", sample()).value();
    BOOST_REQUIRE(sealed.has_value());
    BOOST_TEST(sealed->find("canary") == std::string::npos);
    provider_settings opened;
    opened.display_name = "House";
    BOOST_REQUIRE(catalog::open_secrets(keys, "p1", *sealed, opened).has_value());
    BOOST_TEST((opened == sample()));
}

BOOST_AUTO_TEST_CASE(no_secrets_are_no_text_also_without_keys) {
    provider_settings plain;
    BOOST_TEST(!catalog::seal_secrets(key_ring(), "p1", plain).value().has_value());
    BOOST_TEST((catalog::seal_secrets(key_ring(), "p1", sample()).error().code == errc::cipher_missing));
}

BOOST_AUTO_TEST_CASE(another_key_another_provider_or_a_changed_text_is_an_error_that_leaves_all_as_it_was) {
    auto const keys = ring("k1", 'a');
    auto const sealed = catalog::seal_secrets(keys, "p1", sample()).value().value();
    auto changed = sealed;
    changed[changed.size() - 6] = changed[changed.size() - 6] == 'A' ? 'B' : 'A';
    auto into = sample();
    auto const code = [&](key_ring const& with, char const* provider, std::string const& text) {
        auto const done = catalog::open_secrets(with, provider, text, into);
        BOOST_TEST((into == sample()));
        return done ? errc::invalid_argument : done.error().code;
    };
    BOOST_TEST((code(ring("k1", 'b'), "p1", sealed) == errc::decryption_failed));
    BOOST_TEST((code(ring("k2", 'a'), "p1", sealed) == errc::decryption_failed));
    BOOST_TEST((code(keys, "p2", sealed) == errc::decryption_failed));
    BOOST_TEST((code(keys, "p1", changed) == errc::decryption_failed));
    BOOST_TEST((code(keys, "p1", "sk-canary-1") == errc::decryption_failed));
    BOOST_TEST((code(key_ring(), "p1", sealed) == errc::cipher_missing));
}

BOOST_AUTO_TEST_SUITE_END()
