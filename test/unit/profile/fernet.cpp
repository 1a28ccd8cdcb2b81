#include <parley/profile/fernet.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(profile_fernet)

using parley::errc;
using parley::secret;
using parley::profile::fernet;
using namespace std::chrono_literals;

namespace {

auto const now = parley::time_point(1'700'000'000s);
fernet::initialisation_vector const counting{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

fernet made(std::string text = "a secret of ours") { return fernet::from_secret(secret::make(std::move(text)).value()).value(); }

} // namespace

BOOST_AUTO_TEST_CASE(what_was_sealed_opens_again) {
    auto const cipher = made();
    for (auto const& text : {std::string(), std::string("sk-1"), std::string(16, 'x'), std::string("π schlüssel"), std::string("\0\x01", 2), std::string(100'000, 'y')}) {
        auto const token = cipher.seal(text).value();
        BOOST_TEST(cipher.recognises(token));
        BOOST_TEST((cipher.open(token).value() == text));
    }
}

BOOST_AUTO_TEST_CASE(the_same_text_is_sealed_differently_each_time) {
    auto const cipher = made();
    BOOST_TEST(cipher.seal("text").value() != cipher.seal("text").value());
}

BOOST_AUTO_TEST_CASE(the_three_forms_of_a_key_are_one_key) {
    // SHA-256 of the empty-free text "abc" (FIPS 180-2, appendix B.1).
    std::string_view const digest("\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22\x23\xb0\x03\x61\xa3\x96\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00\x15\xad", 32);
    auto const token = made("abc").seal("text", now, counting).value();
    BOOST_TEST(fernet::from_key_bytes(digest).value().seal("text", now, counting).value() == token);
    BOOST_TEST(fernet::from_key_text("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=").value().seal("text", now, counting).value() == token);
}

BOOST_AUTO_TEST_CASE(another_key_opens_nothing) {
    auto const token = made("one").seal("text").value();
    BOOST_TEST((made("two").open(token).error().code == errc::decryption_failed));
}

BOOST_AUTO_TEST_CASE(a_token_changed_anywhere_is_refused) {
    auto const cipher = made();
    auto const token = cipher.seal("text", now, counting).value();
    for (std::size_t i = 0; i != token.size(); ++i) {
        auto changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        BOOST_TEST((cipher.open(changed).error().code == errc::decryption_failed), "character " << i);
    }
}

BOOST_AUTO_TEST_CASE(a_token_cut_anywhere_is_refused) {
    auto const cipher = made();
    auto const token = cipher.seal("text", now, counting).value();
    for (std::size_t size = 0; size != token.size(); ++size) BOOST_TEST((cipher.open(token.substr(0, size)).error().code == errc::decryption_failed), "size " << size);
    BOOST_TEST(cipher.open(token + "AAAA").has_error());
    BOOST_TEST(cipher.open(token + "\n").has_error());
}

BOOST_AUTO_TEST_CASE(the_error_tells_nothing_of_the_token) {
    auto const failure = made().open("gAAAAA-and-no-more").error();
    BOOST_TEST(to_string(failure).find("gAAAAA") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(age_matters_only_where_a_lifetime_is_given) {
    auto const cipher = made();
    auto const token = cipher.seal("text", now, counting).value();
    BOOST_TEST(cipher.open(token).value() == "text");
    BOOST_TEST(cipher.open(token, now + 60s, 60s).value() == "text");
    BOOST_TEST((cipher.open(token, now + 61s, 60s).error().code == errc::decryption_failed));
    BOOST_TEST(cipher.open(token, now - 60s, 60s).value() == "text");
    BOOST_TEST((cipher.open(token, now - 61s, 60s).error().code == errc::decryption_failed));
}

BOOST_AUTO_TEST_CASE(what_is_no_key_makes_no_cipher) {
    BOOST_TEST((fernet::from_secret(secret()).error().code == errc::invalid_argument));
    for (std::string_view text : {"", "short", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "AAAA",
                                  "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa1="})
        BOOST_TEST((fernet::from_key_text(text).error().code == errc::invalid_argument), text);
    BOOST_TEST((fernet::from_key_bytes("31 bytes: one fewer than a key!").error().code == errc::invalid_argument));
}

BOOST_AUTO_TEST_SUITE_END()
