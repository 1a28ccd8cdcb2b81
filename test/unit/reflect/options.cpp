#include <parley/reflect/options.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(reflect_options)

namespace reflect = parley::reflect;
using parley::errc;

namespace {

struct marking {
    bool recognises(std::string_view text) const { return text.starts_with("m:"); }
    parley::result<std::string> open(std::string_view text) const { return std::string(text.substr(2)); }
    parley::result<std::string> seal(std::string_view text) const { return "m:" + std::string(text); }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_reference_to_no_cipher_recognises_nothing_and_opens_nothing) {
    reflect::cipher_ref const none;
    BOOST_TEST(!none);
    BOOST_TEST(!none.recognises("m:x"));
    BOOST_TEST((none.open("m:x").error().code == errc::cipher_missing));
    BOOST_TEST((none.seal("x").error().code == errc::cipher_missing));
}

BOOST_AUTO_TEST_CASE(a_reference_calls_its_cipher) {
    marking const cipher;
    reflect::cipher_ref const some = cipher;
    reflect::cipher_ref const copy = some;
    for (auto const& ref : {some, copy}) {
        BOOST_TEST(static_cast<bool>(ref));
        BOOST_TEST(ref.recognises("m:x"));
        BOOST_TEST(!ref.recognises("x"));
        BOOST_TEST(ref.open("m:x").value() == "x");
        BOOST_TEST(ref.seal("x").value() == "m:x");
    }
}

BOOST_AUTO_TEST_CASE(secrets_are_masked_unless_asked_for) {
    BOOST_TEST(reflect::secrets::masked().mask() == "***");
    BOOST_TEST(!reflect::secrets::masked().are_plain());
    BOOST_TEST(reflect::secrets::masked("**********").mask() == "**********");
    BOOST_TEST(reflect::secrets::plain().are_plain());
}

BOOST_AUTO_TEST_CASE(limits_are_there_by_default) {
    reflect::read_options const options;
    BOOST_TEST(options.max_depth == 64u);
    BOOST_TEST(options.max_bytes == std::size_t(64) << 20);
    BOOST_TEST(options.max_problems == 16u);
    BOOST_TEST((options.unknown == reflect::unknown_keys::ignore));
    BOOST_TEST(!options.cipher);
}

BOOST_AUTO_TEST_CASE(layouts_say_their_indentation) {
    BOOST_TEST(reflect::layout().indent == 0);
    BOOST_TEST(reflect::layout::compact().indent == 0);
    BOOST_TEST(reflect::layout::indented().indent == 2);
    BOOST_TEST(reflect::layout::indented(8).indent == 8);
}

BOOST_AUTO_TEST_SUITE_END()
