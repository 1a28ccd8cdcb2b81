#include <parley/catalog/key_ring.hpp>
#include <parley/http/base64.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_key_ring)

using parley::environment;
using parley::errc;
using parley::catalog::key_ring;

namespace {

std::string const key_1 = parley::http::base64(std::string(32, '\xFB')); // has `+` or `/` in the standard alphabet
std::string const key_2 = parley::http::base64(std::string(32, 'b'));

key_ring ring(std::string const& text) { return key_ring::from_text(text).value(); }

} // namespace

BOOST_AUTO_TEST_CASE(keys_come_from_the_environment_in_either_alphabet_of_base64) {
    BOOST_TEST(key_1.find_first_of("+/") != std::string::npos);
    auto const from = key_ring::from_environment(environment::isolated({{"PARLEY_CATALOG_KEYS", "k1:" + key_1 + ",k2:" + key_2}})).value();
    BOOST_TEST(!from.empty());
    BOOST_TEST(from.current() == "k1");
    auto const sealed = from.seal("canary").value();
    BOOST_TEST(sealed.starts_with("parley-sealed-1:k1:"));
    BOOST_TEST(sealed.find("canary") == std::string::npos);
    BOOST_TEST(from.recognises(sealed));
    auto url_safe = key_1;
    for (auto& c : url_safe) c = c == '+' ? '-' : c == '/' ? '_' : c;
    BOOST_TEST(ring("k1:" + url_safe).open(sealed).value() == "canary");
}

BOOST_AUTO_TEST_CASE(without_keys_the_first_use_is_an_error_and_nothing_is_left_unsealed) {
    for (auto const& variables : {std::map<std::string, std::string>(), std::map<std::string, std::string>{{"PARLEY_CATALOG_KEYS", ""}}}) {
        auto const none = key_ring::from_environment(environment::isolated(variables));
        BOOST_REQUIRE(none.has_value());
        BOOST_TEST(none->empty());
        BOOST_TEST((none->seal("canary").error().code == errc::cipher_missing));
        BOOST_TEST((none->open("parley-sealed-1:k1:AAAA").error().code == errc::cipher_missing));
        BOOST_TEST((none->rotate("parley-sealed-1:k1:AAAA").error().code == errc::cipher_missing));
        BOOST_TEST(none->seal("canary").error().where == "PARLEY_CATALOG_KEYS");
    }
}

BOOST_AUTO_TEST_CASE(a_variable_that_holds_no_keys_is_an_error_that_quotes_none) {
    for (std::string const& text : std::vector<std::string>{"canary", "k1:canary", "k1:" + key_1 + ",canary", "k1:" + key_1 + ",k1:" + key_2, ":" + key_1, "k1:***", "k 1:" + key_1, ","}) {
        auto const made = key_ring::from_text(text);
        BOOST_REQUIRE_MESSAGE(!made, text);
        BOOST_TEST((made.error().code == errc::misconfigured));
        BOOST_TEST(to_string(made.error()).find("canary") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_new_key_in_front_seals_and_the_old_one_still_opens) {
    auto const old = ring("k1:" + key_1), both = ring("k2:" + key_2 + ",k1:" + key_1), fresh = ring("k2:" + key_2);
    auto const sealed = old.seal("canary").value();
    BOOST_TEST(both.open(sealed).value() == "canary");
    auto const rotated = both.rotate(sealed).value();
    BOOST_TEST(rotated.starts_with("parley-sealed-1:k2:"));
    BOOST_TEST(fresh.open(rotated).value() == "canary");
    BOOST_TEST(both.rotate(rotated).value() == rotated);
    BOOST_TEST((fresh.open(sealed).error().code == errc::decryption_failed));
    BOOST_TEST(fresh.open(sealed).error().where == "k1");
}

BOOST_AUTO_TEST_CASE(another_key_of_the_same_name_is_an_error) {
    auto const sealed = ring("k1:" + key_1).seal("canary").value();
    BOOST_TEST((ring("k1:" + key_2).open(sealed).error().code == errc::decryption_failed));
    BOOST_TEST((ring("k1:" + key_2).rotate(sealed).error().code == errc::decryption_failed));
}

BOOST_AUTO_TEST_SUITE_END()
