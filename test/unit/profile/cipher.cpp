#include <parley/profile/cipher.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(profile_cipher)

namespace profile = parley::profile;
using parley::result;

namespace {

struct complete {
    bool recognises(std::string_view) const { return false; }
    result<std::string> open(std::string_view text) const { return std::string(text); }
    result<std::string> seal(std::string_view text) const { return std::string(text); }
};
struct cannot_recognise {
    result<std::string> open(std::string_view text) const;
    result<std::string> seal(std::string_view text) const;
};
struct opens_without_result : complete {
    std::string open(std::string_view text) const;
};
struct seals_when_mutable : complete {
    result<std::string> seal(std::string_view text);
};

static_assert(profile::Cipher<complete>);
static_assert(!profile::Cipher<cannot_recognise>);
static_assert(!profile::Cipher<opens_without_result>);
static_assert(!profile::Cipher<seals_when_mutable>);
static_assert(!profile::Cipher<int>);

} // namespace

BOOST_AUTO_TEST_CASE(ciphertext_is_known_by_how_it_begins) {
    BOOST_TEST(profile::is_ciphertext("gAAAAABlU_EAAAECAwQFBgcICQ"));
    BOOST_TEST(profile::is_ciphertext("parley-sealed-1:key:AAAA"));
}

BOOST_AUTO_TEST_CASE(keys_of_providers_are_no_ciphertext) {
    for (std::string_view key : {"", "sk-ant-api03-abc", "gsk_abc", "hf_abc", "gAAAA", "GAAAAAB", "dapi0123456789", "parley-sealed"})
        BOOST_TEST(!profile::is_ciphertext(key), key);
}

BOOST_AUTO_TEST_SUITE_END()
