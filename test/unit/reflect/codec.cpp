#include <parley/reflect/codec.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/json_schema.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include "support/problems.hpp"

#include <boost/describe.hpp>
#include <boost/test/unit_test.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reflect = parley::reflect;
namespace json = boost::json;
using parley::test::problems_of;
using lines = std::vector<std::string>;

namespace {

struct rgb {
    int value = 0;
};
struct span { // a described struct that is written as a pair
    int from = 0, to = 0;
};
BOOST_DESCRIBE_STRUCT(span, (), (from, to))
enum class level { low, high };
BOOST_DESCRIBE_ENUM(level, low, high)

struct canvas {
    rgb back;
    std::optional<rgb> front;
    std::vector<rgb> palette;
    std::map<std::string, span> spans;
    level detail = level::low;
};
BOOST_DESCRIBE_STRUCT(canvas, (), (back, front, palette, spans, detail))

} // namespace

template <> struct parley::reflect::codec<rgb> {
    static constexpr std::string_view expected = "colour such as #ff8800";
    static parley::result<rgb> read(json::value const& v) {
        auto const* text = v.if_string();
        if (!text || text->size() != 7 || text->front() != '#') return parley::error(parley::errc::invalid_argument, "these words are not shown");
        return rgb{std::stoi(std::string(text->subview(1)), nullptr, 16)};
    }
    static json::value write(rgb const& colour) {
        constexpr auto digits = "0123456789abcdef";
        std::string text = "#";
        for (int shift = 20; shift >= 0; shift -= 4) text += digits[colour.value >> shift & 15];
        return json::value(text);
    }
    static json::object schema() { return {{"type", "string"}, {"pattern", "^#[0-9a-f]{6}$"}}; }
};
template <> struct parley::reflect::codec<span> {
    static parley::result<span> read(json::value const& v) {
        auto const* pair = v.if_array();
        if (!pair || pair->size() != 2 || !(*pair)[0].is_int64() || !(*pair)[1].is_int64()) return parley::error(parley::errc::invalid_argument);
        return span{static_cast<int>((*pair)[0].get_int64()), static_cast<int>((*pair)[1].get_int64())};
    }
    static json::value write(span const& s) { return {s.from, s.to}; }
};
template <> struct parley::reflect::codec<level> {
    static parley::result<level> read(json::value const& v) {
        if (!v.is_bool()) return parley::error(parley::errc::invalid_argument);
        return v.get_bool() ? level::high : level::low;
    }
    static json::value write(level l) { return l == level::high; }
};

BOOST_AUTO_TEST_SUITE(reflect_codec)

BOOST_AUTO_TEST_CASE(a_codec_reads_and_writes_its_type_everywhere) {
    std::string_view const text = R"({"back":"#0000ff","front":"#ff8800","palette":["#000001"],"spans":{"a":[1,2]},"detail":true})";
    auto const c = reflect::parse<canvas>(text).value();
    BOOST_TEST(c.back.value == 0xff);
    BOOST_TEST(c.front.value().value == 0xff8800);
    BOOST_TEST(c.spans.at("a").to == 2);
    BOOST_TEST((c.detail == level::high));
    BOOST_TEST(reflect::to_text(c) == text);
    BOOST_TEST(reflect::to_text(reflect::from_json<canvas>(reflect::parse_value(text).value()).value()) == text);
}

BOOST_AUTO_TEST_CASE(what_a_codec_refuses_is_a_problem_without_its_words) {
    auto const failed = reflect::parse<canvas>(R"({"back":7,"palette":["#000001",{"secret":["x"]},null],"spans":{"a":{"from":1}},"detail":"high","front":[[1]]})");
    BOOST_TEST(problems_of(failed) == (lines{"/back: colour such as #ff8800 <- something else", "/palette/1: colour such as #ff8800 <- something else",
                                             "/palette/2: colour such as #ff8800 <- something else", "/spans/a: span <- something else", "/detail: level <- something else",
                                             "/front: colour such as #ff8800 <- something else"}),
               boost::test_tools::per_element());
    BOOST_TEST(to_string(failed.error()).find("not shown") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_codec_s_schema_is_used) {
    auto const schema = reflect::json_schema<canvas>();
    BOOST_TEST(schema.at("properties").at("back").at("pattern").as_string() == "^#[0-9a-f]{6}$");
    BOOST_TEST((schema.at("properties").at("spans") == json::value{{"type", "object"}, {"additionalProperties", json::object{}}}));
    auto const strict = reflect::strict_json_schema<canvas>();
    BOOST_REQUIRE(strict.has_error());
    BOOST_TEST((strict.error().code == parley::errc::unsupported));
}

BOOST_AUTO_TEST_SUITE_END()
