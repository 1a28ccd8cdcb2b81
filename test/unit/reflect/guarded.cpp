#include <parley/reflect/from_json.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace json = boost::json;
namespace reflect = parley::reflect;
using parley::errc;
using parley::result;

namespace {

struct request {
    json::object body;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(request, (), (body, note))

/// Opens what begins with `box:` and ends with its letter.
struct box {
    char letter = 'a';
    bool recognises(std::string_view text) const { return text.starts_with("box:"); }
    result<std::string> open(std::string_view text) const {
        if (!text.ends_with(letter)) return parley::error(errc::decryption_failed);
        return std::string(text.substr(4, text.size() - 5));
    }
    result<std::string> seal(std::string_view text) const { return "box:" + std::string(text) + letter; }
};

} // namespace

template <> struct parley::annotations<request> {
    static constexpr std::tuple value{reflect::guarded<&request::body>};
};

BOOST_AUTO_TEST_SUITE(reflect_guarded)

constexpr std::string_view plain =
    R"({"body":{"model":"x","api_key":"k1","headers":{"Authorization":"Bearer k2","Accept":"json"},"credentials":["k3",{"id":"k4"}],"max_tokens":5},"note":"key"})";

BOOST_AUTO_TEST_CASE(only_texts_below_keys_that_name_a_secret_are_masked) {
    auto const read = reflect::parse<request>(plain).value();
    BOOST_TEST(reflect::to_text(read) ==
               R"({"body":{"model":"x","api_key":"***","headers":{"Authorization":"***","Accept":"json"},"credentials":["***",{"id":"***"}],"max_tokens":5},"note":"key"})");
    BOOST_TEST(reflect::to_text(read, reflect::secrets::plain()) == plain);
}

BOOST_AUTO_TEST_CASE(they_are_sealed_and_opened_with_a_cipher) {
    box const cipher;
    auto const read = reflect::parse<request>(plain).value();
    auto const sealed = reflect::to_text(read, cipher).value();
    BOOST_TEST(sealed ==
               R"({"body":{"model":"x","api_key":"box:k1a","headers":{"Authorization":"box:Bearer k2a","Accept":"json"},"credentials":["box:k3a",{"id":"box:k4a"}],"max_tokens":5},"note":"key"})");
    auto const opened = reflect::parse<request>(sealed, {.cipher = cipher}).value();
    BOOST_TEST(reflect::to_text(opened, reflect::secrets::plain()) == plain);
}

BOOST_AUTO_TEST_CASE(another_key_is_an_error_of_its_own) {
    box const other{'b'};
    auto const failure = reflect::parse<request>(R"({"body":{"api_key":"box:k1a"}})", {.cipher = other}).error();
    BOOST_TEST((failure.code == errc::decryption_failed));
    BOOST_TEST(failure.where == "/body");
}

BOOST_AUTO_TEST_CASE(a_mask_is_left_out) {
    auto const read = reflect::parse<request>(R"({"body":{"api_key":"***","note":"***","headers":{"Authorization":"**********","Accept":"json"}}})").value();
    BOOST_TEST(json::serialize(read.body) == R"({"note":"***","headers":{"Accept":"json"}})");
}

BOOST_AUTO_TEST_CASE(a_mask_in_an_update_keeps_what_is_stored) {
    auto value = reflect::parse<request>(R"({"body":{"api_key":"k1","headers":{"Authorization":"k2"}}})").value();
    BOOST_REQUIRE(reflect::update(value, json::parse(R"({"body":{"api_key":"***","headers":{"Authorization":"***","Accept":"json"}}})")).has_value());
    BOOST_TEST(json::serialize(value.body) == R"({"api_key":"k1","headers":{"Authorization":"k2","Accept":"json"}})");
    BOOST_REQUIRE(reflect::update(value, json::parse(R"({"body":{"api_key":null,"headers":{"Authorization":"k9"}}})")).has_value());
    BOOST_TEST(json::serialize(value.body) == R"({"headers":{"Authorization":"k9","Accept":"json"}})");
}

BOOST_AUTO_TEST_SUITE_END()
