#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/describe.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

BOOST_AUTO_TEST_SUITE(reflect_to_json)

namespace reflect = parley::reflect;
namespace json = boost::json;
using parley::errc;
using parley::secret;

namespace {

struct tone {
    float pitch = 0.5f;
    std::uint64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(tone, (), (pitch, id))
struct rest {};
BOOST_DESCRIBE_STRUCT(rest, (), ())

struct song {
    std::string title = "t";
    secret key;
    std::vector<std::variant<tone, rest>> notes;
    std::map<std::string, std::optional<int>> marks;
    reflect::json_text raw;
    json::object extra;
};
BOOST_DESCRIBE_STRUCT(song, (), (title, key, notes, marks, raw, extra))

struct no_seal {
    bool recognises(std::string_view) const { return false; }
    parley::result<std::string> open(std::string_view text) const { return std::string(text); }
    parley::result<std::string> seal(std::string_view) const { return parley::error(errc::cipher_missing, "no key"); }
};

song sample() {
    return {"s", secret::make("sk-1").value(), {tone{0.25f, UINT64_MAX}, rest{}}, {{"a", 1}, {"b", {}}}, {R"({"x":[1,2.5]})"}, {{"more", {1, "x"}}}};
}

} // namespace

BOOST_AUTO_TEST_CASE(the_dom_is_that_of_the_text) {
    for (auto how : {reflect::secrets::masked(), reflect::secrets::plain(), reflect::secrets::masked("####")})
        BOOST_TEST((reflect::to_json(sample(), how) == reflect::parse_value(reflect::to_text(sample(), how)).value()));
}

BOOST_AUTO_TEST_CASE(members_stand_in_their_order) {
    auto const made = reflect::to_json(sample());
    std::string order;
    for (auto const& pair : made.get_object()) order += std::string(pair.key()) + ' ';
    BOOST_TEST(order == "title key notes marks raw more ");
    BOOST_TEST(made.at("notes").at(0).at("id").is_uint64());
    BOOST_TEST((made.at("notes").at(1) == json::value{{"type", "rest"}}));
    BOOST_TEST(made.at("key").as_string() == "***");
}

BOOST_AUTO_TEST_CASE(memory_comes_from_where_it_is_asked_for) {
    json::monotonic_resource memory;
    auto const made = reflect::to_json(sample(), reflect::secrets::masked(), &memory);
    BOOST_TEST((made.storage().get() == &memory));
    BOOST_TEST((made.at("notes").storage().get() == &memory));
}

BOOST_AUTO_TEST_CASE(a_secret_that_cannot_be_sealed_is_an_error) {
    auto const failed = reflect::to_json(sample(), no_seal());
    BOOST_REQUIRE(failed.has_error());
    BOOST_TEST((failed.error().code == errc::cipher_missing));
    auto open = sample();
    open.key = secret();
    BOOST_TEST(reflect::to_json(open, no_seal()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
