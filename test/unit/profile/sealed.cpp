#include <parley/profile/sealed.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(profile_sealed)

using parley::errc;
using parley::secret;
using parley::profile::sealed;

namespace {

sealed::key fresh(std::string id) { return {std::move(id), sealed::generate_key().value()}; }
sealed ring(std::vector<sealed::key> const& keys) { return sealed::from_keys(keys).value(); }

} // namespace

BOOST_AUTO_TEST_CASE(what_was_sealed_opens_again) {
    auto const cipher = ring({fresh("2026")});
    for (auto const& text : {std::string(), std::string("sk-1"), std::string("π schlüssel"), std::string("\0\x01", 2), std::string(100'000, 'y')}) {
        auto const token = cipher.seal(text).value();
        BOOST_TEST(cipher.recognises(token));
        BOOST_TEST(token.starts_with("parley-sealed-1:2026:"));
        BOOST_TEST((cipher.open(token).value() == text));
    }
}

BOOST_AUTO_TEST_CASE(the_same_text_is_sealed_differently_each_time) {
    auto const cipher = ring({fresh("a")});
    BOOST_TEST(cipher.seal("text").value() != cipher.seal("text").value());
}

BOOST_AUTO_TEST_CASE(another_key_of_the_same_name_opens_nothing) {
    auto const token = ring({fresh("a")}).seal("text").value();
    BOOST_TEST((ring({fresh("a")}).open(token).error().code == errc::decryption_failed));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_not_in_the_ring_is_named) {
    auto const token = ring({fresh("old")}).seal("text").value();
    auto const failure = ring({fresh("new")}).open(token).error();
    BOOST_TEST((failure.code == errc::decryption_failed));
    BOOST_TEST(failure.where == "old");
}

BOOST_AUTO_TEST_CASE(a_text_changed_or_cut_anywhere_is_refused) {
    auto const cipher = ring({fresh("a"), fresh("b")});
    auto const token = cipher.seal("text").value();
    for (std::size_t i = 0; i != token.size(); ++i) {
        auto changed = token;
        changed[i] = changed[i] == 'b' ? 'c' : 'b';
        BOOST_TEST((cipher.open(changed).error().code == errc::decryption_failed), "character " << i);
        BOOST_TEST((cipher.open(token.substr(0, i)).error().code == errc::decryption_failed), "size " << i);
    }
}

BOOST_AUTO_TEST_CASE(keys_rotate) {
    auto const old_key = fresh("old"), new_key = fresh("new");
    auto const token = ring({old_key}).seal("text").value();

    auto const both = ring({new_key, old_key});
    BOOST_TEST(both.open(token).value() == "text");
    auto const again = both.rotate(token).value();
    BOOST_TEST(again.starts_with("parley-sealed-1:new:"));
    BOOST_TEST(ring({new_key}).open(again).value() == "text");
    BOOST_TEST(both.rotate(again).value() == again);
}

BOOST_AUTO_TEST_CASE(rotating_what_cannot_be_opened_is_an_error) {
    auto const cipher = ring({fresh("a")});
    auto changed = cipher.seal("text").value();
    changed.back() = '!';
    BOOST_TEST((cipher.rotate(changed).error().code == errc::decryption_failed));
    BOOST_TEST((cipher.rotate("plain").error().code == errc::decryption_failed));
}

BOOST_AUTO_TEST_CASE(a_ring_needs_proper_keys_with_distinct_names) {
    auto const refused = [](std::vector<sealed::key> const& keys) {
        auto const made = sealed::from_keys(keys);
        return made.has_error() && made.error().code == errc::invalid_argument;
    };
    BOOST_TEST(refused({}));
    BOOST_TEST(refused({fresh("a"), fresh("a")}));
    for (auto id : {"", "a:b", "a b", "a\n"}) BOOST_TEST(refused({fresh(id)}), id);
    BOOST_TEST(refused({fresh(std::string(65, 'a'))}));
    BOOST_TEST(refused({{"a", secret()}}));
    BOOST_TEST(refused({{"a", secret::make("too short").value()}}));
}

BOOST_AUTO_TEST_SUITE_END()
