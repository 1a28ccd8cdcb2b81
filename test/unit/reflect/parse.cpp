#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include "support/problems.hpp"

#include <boost/describe.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

namespace reflect = parley::reflect;
namespace json = boost::json;
using namespace std::chrono_literals;
using parley::errc;
using parley::secret;
using parley::test::problems_of;
using reflect::parse;
using reflect::parse_value;
using lines = std::vector<std::string>;

namespace {

enum class colour { red, green_, other };
BOOST_DESCRIBE_ENUM(colour, red, green_, other)

enum class strictness { low, high };
BOOST_DESCRIBE_ENUM(strictness, low, high)

struct point {
    int x = 1;
    int y = 2;
    friend bool operator==(point const&, point const&) = default;
};
BOOST_DESCRIBE_STRUCT(point, (), (x, y))

struct everything {
    bool flag = false;
    int number = 0;
    double real = 0;
    float narrow = 0;
    std::string text;
    secret key;
    colour paint = colour::red;
    std::optional<int> maybe;
    std::vector<int> numbers;
    std::deque<bool> flags;
    std::list<std::string> words;
    std::map<std::string, int> counts;
    std::unordered_map<std::string, point> places;
    std::array<int, 2> pair{};
    std::tuple<int, std::string, bool> mixed{};
    point nested;
    std::chrono::milliseconds wait{};
    std::chrono::duration<double> span{};
    std::chrono::system_clock::time_point when{};
    json::value any;
    json::object object;
    json::array array;
    reflect::json_text raw;
    std::variant<std::monostate, bool, int, std::string, std::vector<int>, point> choice;
};
BOOST_DESCRIBE_STRUCT(everything, (),
                      (flag, number, real, narrow, text, key, paint, maybe, numbers, flags, words, counts, places, pair, mixed, nested, wait, span, when, any, object,
                       array, raw, choice))

struct with_extra {
    int known = 0;
    json::object extra;
};
BOOST_DESCRIBE_STRUCT(with_extra, (), (known, extra))

struct needy {
    std::string name;
    int count = 7;
    std::optional<int> maybe;
};
BOOST_DESCRIBE_STRUCT(needy, (), (name, count, maybe))

struct sealed_shut {
    int known = 0;
};
BOOST_DESCRIBE_STRUCT(sealed_shut, (), (known))

struct defaults {
    int number = 42;
    std::optional<std::string> effort = "high";
    point place{10, 20};
    std::optional<point> maybe_place = point{30, 40};
    std::vector<int> list{1, 2};
};
BOOST_DESCRIBE_STRUCT(defaults, (), (number, effort, place, maybe_place, list))

template <class T> struct only {
    T value{};
};
BOOST_DESCRIBE_STRUCT(only<std::int8_t>, (), (value))
BOOST_DESCRIBE_STRUCT(only<std::uint8_t>, (), (value))
BOOST_DESCRIBE_STRUCT(only<std::int16_t>, (), (value))
BOOST_DESCRIBE_STRUCT(only<std::uint16_t>, (), (value))
BOOST_DESCRIBE_STRUCT(only<std::int32_t>, (), (value))
BOOST_DESCRIBE_STRUCT(only<std::uint32_t>, (), (value))
BOOST_DESCRIBE_STRUCT(only<std::int64_t>, (), (value))
BOOST_DESCRIBE_STRUCT(only<std::uint64_t>, (), (value))

// a tagged union

struct text {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(text, (), (text))
struct image {
    std::string url;
    std::uint8_t size = 0;
    json::object extra;
};
BOOST_DESCRIBE_STRUCT(image, (), (url, size, extra))
struct group {
    std::vector<std::variant<text, image, group>> parts;
};
BOOST_DESCRIBE_STRUCT(group, (), (parts))
using part = std::variant<text, image, group>;

struct cat {
    int lives = 9;
};
BOOST_DESCRIBE_STRUCT(cat, (), (lives))
struct dog {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(dog, (), (name))
using pet = std::variant<cat, dog>;

struct tree {
    int value = 0;
    std::vector<tree> children;
    std::map<std::string, tree> named;
};
BOOST_DESCRIBE_STRUCT(tree, (), (value, children, named))

struct slashed {
    int a_b = 0, c_d = 0;
    std::map<std::string, int> map;
};
BOOST_DESCRIBE_STRUCT(slashed, (), (a_b, c_d, map))

template <class T> T good(std::string_view text, reflect::read_options const& options = {}) {
    auto made = parse<T>(text, options);
    if (!made) BOOST_FAIL(to_string(made.error()));
    return std::move(*made);
}

template <class T> T number(std::string const& text) { return good<only<T>>("{\"value\":" + text + "}").value; }
template <class T> lines bad_number(std::string const& text) { return problems_of(parse<only<T>>("{\"value\":" + text + "}")); }

} // namespace

template <> struct parley::annotations<colour> {
    static constexpr std::tuple value{reflect::fallback<colour::other>};
};
template <> struct parley::annotations<needy> {
    static constexpr std::tuple value{reflect::required<&needy::name, &needy::maybe>};
};
template <> struct parley::annotations<sealed_shut> {
    static constexpr std::tuple value{reflect::closed};
};
template <> struct parley::annotations<pet> {
    static constexpr std::tuple value{reflect::tag_key("a/kind~")};
};
template <> struct parley::annotations<dog> {
    static constexpr std::tuple value{reflect::tag("Hund")};
};
template <> struct parley::annotations<slashed> {
    static constexpr std::tuple value{reflect::renamed<&slashed::a_b>("a/b"), reflect::renamed<&slashed::c_d>("c~d")};
};

BOOST_AUTO_TEST_SUITE(reflect_parse)

BOOST_AUTO_TEST_CASE(every_type_of_member_is_read) {
    auto const e = good<everything>(R"({"flag":true,"number":-7,"real":0.1,"narrow":0.5,"text":"t","key":"sk-1","paint":"green","maybe":3,
        "numbers":[1,2],"flags":[true,false],"words":["a","b"],"counts":{"one":1},"places":{"p":{"x":5}},"pair":[8,9],"mixed":[1,"x",true],
        "nested":{"y":6},"wait":1500,"span":2.5,"when":"2026-11-21T03:00:00.25+01:00","any":[null,{"a":1.5}],"object":{"b":[1]},"array":[[],{}],
        "raw": {"a" : [ 1, 2.50, "x\"y" ] },"choice":{"x":3}})");
    BOOST_TEST(e.flag);
    BOOST_TEST(e.number == -7);
    BOOST_TEST(e.real == 0.1);
    BOOST_TEST(e.narrow == 0.5f);
    BOOST_TEST(e.text == "t");
    BOOST_TEST(e.key.reveal() == "sk-1");
    BOOST_TEST((e.paint == colour::green_));
    BOOST_TEST(e.maybe.value() == 3);
    BOOST_TEST(e.numbers == (std::vector<int>{1, 2}), boost::test_tools::per_element());
    BOOST_TEST((e.flags == std::deque<bool>{true, false}));
    BOOST_TEST((e.words == std::list<std::string>{"a", "b"}));
    BOOST_TEST((e.counts == std::map<std::string, int>{{"one", 1}}));
    BOOST_TEST((e.places.at("p") == point{5, 2}));
    BOOST_TEST((e.pair == std::array<int, 2>{8, 9}));
    BOOST_TEST((e.mixed == std::tuple<int, std::string, bool>{1, "x", true}));
    BOOST_TEST((e.nested == point{1, 6}));
    BOOST_TEST((e.wait == 1500ms));
    BOOST_TEST((e.span.count() == 2.5));
    BOOST_TEST((e.when == std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + 2h + 250ms));
    BOOST_TEST((e.any == json::value{nullptr, {{"a", 1.5}}}));
    BOOST_TEST((e.object == json::object{{"b", json::array{1}}}));
    BOOST_TEST((e.array == json::array{json::array{}, json::object{}}));
    BOOST_TEST(e.raw.text == R"({"a":[1,2.5,"x\"y"]})");
    BOOST_TEST((std::get<point>(e.choice) == point{3, 2}));
}

BOOST_AUTO_TEST_CASE(integers_fit_their_width_to_the_last_value) {
    BOOST_TEST(int(number<std::int8_t>("-128")) == -128);
    BOOST_TEST(int(number<std::int8_t>("127")) == 127);
    BOOST_TEST(int(number<std::uint8_t>("0")) == 0);
    BOOST_TEST(int(number<std::uint8_t>("255")) == 255);
    BOOST_TEST(number<std::int16_t>("-32768") == -32768);
    BOOST_TEST(number<std::int16_t>("32767") == 32767);
    BOOST_TEST(number<std::uint16_t>("65535") == 65535);
    BOOST_TEST(number<std::int32_t>("-2147483648") == std::numeric_limits<std::int32_t>::min());
    BOOST_TEST(number<std::int32_t>("2147483647") == std::numeric_limits<std::int32_t>::max());
    BOOST_TEST(number<std::uint32_t>("4294967295") == 4294967295u);
    BOOST_TEST(number<std::int64_t>("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
    BOOST_TEST(number<std::int64_t>("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    BOOST_TEST(number<std::uint64_t>("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
}

BOOST_AUTO_TEST_CASE(integers_beyond_their_width_are_problems) {
    BOOST_TEST(bad_number<std::int8_t>("-129") == lines{"/value: integer from -128 to 127 <- smaller number"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::int8_t>("128") == lines{"/value: integer from -128 to 127 <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::uint8_t>("-1") == lines{"/value: integer from 0 to 255 <- smaller number"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::uint8_t>("256") == lines{"/value: integer from 0 to 255 <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::int16_t>("32768") == lines{"/value: integer from -32768 to 32767 <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::uint16_t>("65536") == lines{"/value: integer from 0 to 65535 <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::int32_t>("2147483648") == lines{"/value: integer from -2147483648 to 2147483647 <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::uint32_t>("4294967296") == lines{"/value: integer from 0 to 4294967295 <- larger number"}, boost::test_tools::per_element());
    for (auto text : {"9223372036854775808", "18446744073709551616", "1e300"})
        BOOST_TEST(bad_number<std::int64_t>(text) == lines{"/value: integer <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::int64_t>("-9223372036854775809") == lines{"/value: integer <- smaller number"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::uint64_t>("18446744073709551616") == lines{"/value: integer of at least 0 <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::uint64_t>("-1") == lines{"/value: integer of at least 0 <- smaller number"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_real_number_without_fraction_is_an_integer) {
    BOOST_TEST(number<std::int32_t>("5.0") == 5);
    BOOST_TEST(number<std::int32_t>("-2e3") == -2000);
    BOOST_TEST(number<std::int32_t>("-0") == 0);
    BOOST_TEST(number<std::int32_t>("-0.0") == 0);
    BOOST_TEST(bad_number<std::int32_t>("5.5") == lines{"/value: integer from -2147483648 to 2147483647 <- fraction"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::uint8_t>("-1.0") == lines{"/value: integer from 0 to 255 <- smaller number"}, boost::test_tools::per_element());
    BOOST_TEST(bad_number<std::int64_t>("1e17") == lines{"/value: integer <- larger number"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(real_numbers_are_exact) {
    for (auto text : {"0.1", "0.7", "1e-7", "123456789.123456789", "2.2250738585072014e-308", "5e-324", "1.7976931348623157e308", "9007199254740993.0"})
        BOOST_TEST(parse<double>(text).value() == std::strtod(text, nullptr), text);
    for (auto const whole : {0L, 7L, 1234L, 99'999'999L, 999'999'999L, 1'000'000'001L})
        for (int i = 0; i != 1000; ++i) {
            auto const decimals = std::to_string(i);
            for (auto const& text : {std::to_string(whole) + "." + decimals, "-" + std::to_string(whole) + "." + std::string(3 - decimals.size(), '0') + decimals})
                BOOST_TEST_REQUIRE(parse<double>(text).value() == std::strtod(text.c_str(), nullptr), text);
        }
    BOOST_TEST(parse<double>("7").value() == 7.0);
    BOOST_TEST(parse<double>("18446744073709551615").value() == 18446744073709551615.0);
    BOOST_TEST(parse<double>("123456789012345678901234567890").value() == 123456789012345678901234567890.0);
    BOOST_TEST(std::signbit(parse<double>("-0.0").value()));
}

BOOST_AUTO_TEST_CASE(real_numbers_beyond_a_double_are_problems) {
    BOOST_TEST(problems_of(parse<double>("1e400")) == lines{": number <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<float>("1e39")) == lines{": number <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse_value("[1e400]")) == lines{": number that a double can hold <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse_value("-1e400")) == lines{": number that a double can hold <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<std::chrono::duration<double>>("1e400")) == lines{": number of seconds <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(parse<double>("1e-400").value() == 0.0);
}

BOOST_AUTO_TEST_CASE(absent_keys_keep_the_initialisers) {
    auto const d = good<defaults>("{}");
    BOOST_TEST(d.number == 42);
    BOOST_TEST(d.effort.value() == "high");
    BOOST_TEST((d.place == point{10, 20}));
    BOOST_TEST((d.maybe_place == point{30, 40}));
    BOOST_TEST(d.list.size() == 2u);
    auto const part_of_it = good<defaults>(R"({"place":{"x":0},"maybe_place":{"y":0},"list":[]})");
    BOOST_TEST((part_of_it.place == point{0, 20}));
    BOOST_TEST((part_of_it.maybe_place == point{30, 0}));
    BOOST_TEST(part_of_it.list.empty());
}

BOOST_AUTO_TEST_CASE(null_empties_what_can_be_empty_and_nothing_else) {
    auto const d = good<defaults>(R"({"effort":null,"maybe_place":null})");
    BOOST_TEST(!d.effort.has_value());
    BOOST_TEST(!d.maybe_place.has_value());
    auto const e = good<everything>(R"({"key":null,"any":null,"raw":null,"choice":null})");
    BOOST_TEST(e.key.empty());
    BOOST_TEST(e.any.is_null());
    BOOST_TEST(e.raw.text == "null");
    BOOST_TEST((e.choice.index() == 0u));
    BOOST_TEST(problems_of(parse<everything>(R"({"flag":null,"number":null,"text":null,"paint":null,"numbers":null,"nested":null,"object":null,"wait":null})")) ==
                   (lines{"/flag: boolean <- null", "/number: integer from -2147483648 to 2147483647 <- null", "/text: string <- null",
                          "/paint: one of red, green, other <- null", "/numbers: array <- null", "/nested: object <- null", "/object: object <- null",
                          "/wait: integer number of milliseconds <- null"}),
               boost::test_tools::per_element());
    BOOST_TEST(parse<std::monostate>("null").has_value());
}

BOOST_AUTO_TEST_CASE(required_keys_must_be_there) {
    BOOST_TEST(problems_of(parse<needy>("{}")) == (lines{"/name: string <- nothing", "/maybe: integer from -2147483648 to 2147483647 or null <- nothing"}),
               boost::test_tools::per_element());
    BOOST_TEST(good<needy>(R"({"name":"","maybe":null})").count == 7);
    BOOST_TEST(problems_of(parse<std::vector<needy>>(R"([{"name":"a","maybe":1},{"maybe":1}])")) == lines{"/1/name: string <- nothing"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_wants_every_key_is_told_of_each_that_is_missing) {
    reflect::read_options const all{.absent = reflect::absent_keys::refuse};
    BOOST_TEST(problems_of(parse<point>(R"({"y":6})", all)) == lines{"/x: integer from -2147483648 to 2147483647 <- nothing"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<std::vector<point>>(R"([{"x":1,"y":2},{}])", all)).size() == 2u);
    BOOST_TEST((good<point>(R"({"x":5,"y":6})", all) == point{5, 6}));
    BOOST_TEST(good<with_extra>(R"({"known":1,"other":2})", all).extra.size() == 1u);
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_kept_ignored_or_refused) {
    auto const kept = good<with_extra>(R"({"z":[1,{"a":null}],"known":1,"b":"x","":2})");
    BOOST_TEST((kept.extra == json::object{{"z", json::array{1, json::object{{"a", nullptr}}}}, {"b", "x"}, {"", 2}}));
    BOOST_TEST(kept.extra.begin()->key() == "z");
    BOOST_TEST((good<point>(R"({"x":5,"unknown":{"deep":[1,2,{"x":1}]},"y":6})") == point{5, 6}));
    reflect::read_options refuse;
    refuse.unknown = reflect::unknown_keys::refuse;
    BOOST_TEST(problems_of(parse<point>(R"({"x":5,"nope":{"x":1},"y":"z"})", refuse)) ==
                   (lines{"/nope: known key <- unknown key", "/y: integer from -2147483648 to 2147483647 <- string"}),
               boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<sealed_shut>(R"({"nope":1})")) == lines{"/nope: known key <- unknown key"}, boost::test_tools::per_element());
    BOOST_TEST(good<with_extra>(R"({"nope":1})", refuse).extra.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_member_extra_has_no_key_of_its_own) {
    auto const kept = good<with_extra>(R"({"extra":{"a":1}})");
    BOOST_TEST((kept.extra == json::object{{"extra", {{"a", 1}}}}));
}

BOOST_AUTO_TEST_CASE(enums_go_by_name_and_may_have_a_fallback) {
    BOOST_TEST((parse<colour>(R"("red")").value() == colour::red));
    BOOST_TEST((parse<colour>(R"("green")").value() == colour::green_));
    BOOST_TEST((parse<colour>(R"("blue")").value() == colour::other));
    BOOST_TEST((parse<colour>(R"("Red")").value() == colour::other));
    BOOST_TEST(problems_of(parse<colour>("1")) == lines{": one of red, green, other <- integer"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<strictness>(R"("medium")")) == lines{": one of low, high <- other text"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_tag_may_stand_first_in_the_middle_or_last) {
    for (auto text : {R"({"type":"image","url":"u","size":7,"k":{"a":[1]}})", R"({"url":"u","type":"image","size":7,"k":{"a":[1]}})",
                      R"({"url":"u","size":7,"k":{"a":[1]},"type":"image"})"}) {
        auto const p = good<part>(text);
        auto const& i = std::get<image>(p);
        BOOST_TEST(i.url == "u");
        BOOST_TEST(int(i.size) == 7);
        BOOST_TEST((i.extra == json::object{{"k", {{"a", json::array{1}}}}}), text);
    }
}

BOOST_AUTO_TEST_CASE(a_missing_or_unknown_tag_is_a_problem) {
    BOOST_TEST(problems_of(parse<part>("{}")) == lines{"/type: tag <- nothing"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<part>(R"({"url":"u"})")) == lines{"/type: tag <- nothing"}, boost::test_tools::per_element());
    for (auto text : {R"({"type":"zip","a":{"type":"text"}})", R"({"a":{"type":"text"},"type":"zip","b":[{}]})"})
        BOOST_TEST(problems_of(parse<part>(text)) == lines{"/type: one of text, image, group <- other text"}, boost::test_tools::per_element());
    for (auto text : {R"({"type":5,"a":[1]})", R"({"a":[1],"type":5})"})
        BOOST_TEST(problems_of(parse<part>(text)) == lines{"/type: one of text, image, group <- integer"}, boost::test_tools::per_element());
    for (auto text : {R"({"type":{"type":"text","x":[{}]},"a":[1]})", R"({"a":[1],"type":{"type":"text"}})"})
        BOOST_TEST(problems_of(parse<part>(text)) == lines{"/type: one of text, image, group <- object"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<part>(R"({"type":[[]],"a":[1]})")) == lines{"/type: one of text, image, group <- array"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<part>(R"({"type":null})")) == lines{"/type: one of text, image, group <- null"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<part>("[]")) == lines{": object <- array"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(reading_goes_on_behind_a_refused_tag) {
    BOOST_TEST(problems_of(parse<std::vector<part>>(R"([{"type":{"a":1}},{"type":"text","text":1},{"a":1,"type":"x"},{"type":"image","size":999}])")) ==
                   (lines{"/0/type: one of text, image, group <- object", "/1/text: string <- integer", "/2/type: one of text, image, group <- other text",
                          "/3/size: integer from 0 to 255 <- larger number"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(problems_inside_a_union_have_the_same_pointer_wherever_the_tag_stands) {
    for (auto text : {R"([{"type":"group","parts":[{"type":"image","size":-1}]}])", R"([{"parts":[{"size":-1,"type":"image"}],"type":"group"}])",
                      R"([{"parts":[{"type":"image","size":-1}],"type":"group"}])"})
        BOOST_TEST(problems_of(parse<std::vector<part>>(text)) == lines{"/0/parts/0/size: integer from 0 to 255 <- smaller number"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_tag_s_key_and_text_can_be_chosen) {
    BOOST_TEST(std::get<dog>(good<pet>(R"({"a/kind~":"Hund","name":"Rex"})")).name == "Rex");
    BOOST_TEST(std::get<dog>(good<pet>(R"({"name":"Rex","a/kind~":"Hund"})")).name == "Rex");
    BOOST_TEST(problems_of(parse<pet>(R"({"a/kind~":"dog"})")) == lines{"/a~1kind~0: one of cat, Hund <- other text"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<pet>(R"({"type":"cat"})")) == lines{"/a~1kind~0: tag <- nothing"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_variant_without_tag_is_chosen_by_kind) {
    using choice = decltype(everything::choice);
    BOOST_TEST((good<choice>("null").index() == 0u));
    BOOST_TEST(std::get<bool>(good<choice>("true")));
    BOOST_TEST(std::get<int>(good<choice>("5")) == 5);
    BOOST_TEST(std::get<std::string>(good<choice>(R"("s")")) == "s");
    BOOST_TEST(std::get<std::vector<int>>(good<choice>("[1]")).size() == 1u);
    using fewer = std::variant<std::string, std::vector<int>>;
    for (auto text : {"null", "1", "1.5", "true", "{}"}) BOOST_TEST(problems_of(parse<fewer>(text)).front().starts_with(": string or array <- "), text);
    BOOST_TEST(problems_of(parse<fewer>("[true]")) == lines{"/0: integer from -2147483648 to 2147483647 <- boolean"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(durations_are_numbers_of_their_unit) {
    BOOST_TEST((parse<std::chrono::hours>("-3").value() == -3h));
    BOOST_TEST((parse<std::chrono::milliseconds>("1e3").value() == 1000ms));
    BOOST_TEST(problems_of(parse<std::chrono::seconds>("1.5")) == lines{": integer number of seconds <- fraction"}, boost::test_tools::per_element());
    using narrow = std::chrono::duration<std::int8_t>;
    BOOST_TEST((parse<narrow>("-128").value().count() == -128));
    BOOST_TEST(problems_of(parse<narrow>("128")) == lines{": integer number of seconds <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<narrow>("-129")) == lines{": integer number of seconds <- smaller number"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<std::chrono::seconds>("18446744073709551615")) == lines{": integer number of seconds <- larger number"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(duplicate_keys_are_problems_everywhere) {
    BOOST_TEST(problems_of(parse<point>(R"({"x":1,"x":2})")) == lines{"/x: one value <- duplicate key"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<point>(R"({"x":1,"y":2,"x":{"a":[1]}})")) == lines{"/x: one value <- duplicate key"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<with_extra>(R"({"u":1,"u":[2]})")) == lines{"/u: one value <- duplicate key"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<std::map<std::string, int>>(R"({"u":1,"u":2})")) == lines{"/u: one value <- duplicate key"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse_value(R"({"a":1,"a":1})")) == lines{": keys that stand once <- duplicate key"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse_value(R"([{"b":[{"a":1,"\u0061":1}]}])")) == lines{": keys that stand once <- duplicate key"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<with_extra>(R"({"u":{"b":{"a":1,"a":2}}})")) == lines{"/u: keys that stand once <- duplicate key"}, boost::test_tools::per_element());
    for (auto text : {R"({"type":"text","text":"","type":"image"})", R"({"type":"image","type":"image"})", R"({"type":"image","url":"","type":1})"})
        BOOST_TEST(problems_of(parse<part>(text)) == lines{"/type: one value <- duplicate key"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<part>(R"({"url":"","type":"image","type":"image"})")) == lines{": keys that stand once <- duplicate key"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(integers_beyond_64_bits_are_never_rounded_on_the_way) {
    for (auto text : {R"({"u":18446744073709551616})", R"({"u":-9223372036854775809})"})
        BOOST_TEST(problems_of(parse<with_extra>(text)) == lines{"/u: integer of at most 64 bits <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<with_extra>(R"({"u":[1,{"v":123456789012345678901234567890}]})")) == lines{"/u: integer of at most 64 bits <- larger number"},
               boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<everything>(R"({"raw":123456789012345678901234567890})")) == lines{"/raw: integer of at most 64 bits <- larger number"},
               boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<everything>(R"({"raw":[123456789012345678901234567890]})")) == lines{"/raw: integer of at most 64 bits <- larger number"},
               boost::test_tools::per_element());
    BOOST_TEST((good<with_extra>(R"({"u":18446744073709551615,"v":-9223372036854775808})").extra ==
                json::object{{"u", 18446744073709551615u}, {"v", std::numeric_limits<std::int64_t>::min()}}));
    BOOST_TEST(good<point>(R"({"ignored":123456789012345678901234567890})").x == 1);
    BOOST_TEST(problems_of(parse<std::string>("18446744073709551615")) == lines{": string <- integer"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(deep_documents_are_refused) {
    auto const nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    BOOST_TEST(parse_value(nested(64)).has_value());
    BOOST_TEST((parse_value(nested(65)).error().code == errc::limit_exceeded));
    BOOST_TEST((parse_value(std::string(1'000'000, '[')).error().code == errc::limit_exceeded));
    reflect::read_options shallow;
    shallow.max_depth = 2;
    BOOST_TEST(parse<tree>(R"({"children":[]})", shallow).has_value());
    BOOST_TEST((parse<tree>(R"({"children":[{}]})", shallow).error().code == errc::limit_exceeded));
    BOOST_TEST((parse<point>(R"({"ignored":[[]]})", shallow).error().code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(long_documents_are_refused) {
    reflect::read_options small;
    small.max_bytes = 10;
    BOOST_TEST(parse<std::string>(R"("12345678")", small).has_value());
    BOOST_TEST((parse<std::string>(R"("123456789")", small).error().code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(pointers_escape_and_offsets_count_bytes) {
    std::string_view const text = R"({"a/b":"x","c~d":true,"map":{"~/\"":null,"ok":1,"\u00e9":[]}})";
    auto const failed = parse<slashed>(text);
    BOOST_TEST(problems_of(failed) == (lines{"/a~1b: integer from -2147483648 to 2147483647 <- string", "/c~0d: integer from -2147483648 to 2147483647 <- boolean",
                                             "/map/~0~1\": integer from -2147483648 to 2147483647 <- null", "/map/\xC3\xA9: integer from -2147483648 to 2147483647 <- array"}),
               boost::test_tools::per_element());
    auto const& found = failed.error().problems;
    BOOST_TEST(found[0].offset.value() == text.find("\"x\""));
    BOOST_TEST(found[1].offset.value() == text.find("true"));
    BOOST_TEST(found[2].offset.value() == text.find("null"));
    BOOST_TEST(found[3].offset.value() == text.find("[]"));
    BOOST_TEST(failed.error().where == "/a~1b");
}

BOOST_AUTO_TEST_CASE(offsets_are_found_under_keys_written_with_escapes) {
    std::string_view const text = R"([ {"\u0063\u007Ed":1, "map" : { "\ud83d\ude00\n\/" : "here" } } ])";
    auto const failed = parse<std::vector<slashed>>(text);
    BOOST_REQUIRE(failed.has_error());
    BOOST_TEST(failed.error().problems.at(0).pointer == "/0/map/\xF0\x9F\x98\x80\n~1");
    BOOST_TEST(failed.error().problems.at(0).offset.value() == text.find("\"here\""));
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_skipped_and_counted) {
    BOOST_TEST(good<point>("\xEF\xBB\xBF {\"x\":5}").x == 5);
    BOOST_TEST(parse<point>("\xEF\xBB\xBF{\"x\":\"\"}").error().problems.at(0).offset.value() == 8u);
    BOOST_TEST(parse<point>("\xEF\xBB\xBF{\"x\":}").error().problems.at(0).offset.value() == 8u);
    BOOST_TEST(parse<point>("\xEF\xBB\xBF{} x").error().problems.at(0).offset.value() == 6u);
    BOOST_TEST((parse<point>("\xEF\xBB\xBF\xEF\xBB\xBF{}").error().code == errc::invalid_json));
}

BOOST_AUTO_TEST_CASE(what_is_absent_is_placed_at_the_object_that_should_have_it) {
    auto const failed = parse<std::vector<needy>>(R"([{"name":"a","maybe":1}, {"maybe":1}])");
    BOOST_TEST(failed.error().problems.at(0).offset.value() == 25u);
}

BOOST_AUTO_TEST_CASE(reading_stops_after_as_many_problems_as_were_asked_for) {
    std::string text = "[";
    for (int i = 0; i != 100; ++i) text += "true,";
    text += "1]";
    BOOST_TEST(parse<std::vector<int>>(text).error().problems.size() == 16u);
    for (std::size_t wanted : {1, 5, 1000}) {
        reflect::read_options options;
        options.max_problems = wanted;
        BOOST_TEST(parse<std::vector<int>>(text, options).error().problems.size() == std::min(wanted, std::size_t(100)));
    }
    reflect::read_options none;
    none.max_problems = 0;
    BOOST_TEST(parse<std::vector<int>>(text, none).error().problems.size() == 1u);
    none.max_problems = 1;
    BOOST_TEST((parse<std::vector<int>>("[true,", none).error().code == errc::invalid_document));
}

BOOST_AUTO_TEST_CASE(text_that_is_not_json_says_where_it_breaks) {
    for (auto text : {"", " ", "{", "[", "\"", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "tru", "-", "1.", "1e", "\"\\u12", "{,}", "{\"a\":1,}", "[1,]", "nul", "NaN",
                      "Infinity", "'a'", "{a:1}", "// comment\n1", "+1", "01", ".5", "\"\t\"", "\"\\x\"", "}", "]", "1 2", "{}{}", "[] x"}) {
        auto const failed = parse_value(text);
        BOOST_TEST_CONTEXT(text) {
            BOOST_REQUIRE(failed.has_error());
            BOOST_TEST((failed.error().code == errc::invalid_json));
            BOOST_REQUIRE(failed.error().problems.size() == 1u);
            BOOST_TEST(failed.error().problems[0].offset.value() <= std::string_view(text).size());
        }
    }
    BOOST_TEST(parse<point>(R"({"x":1,"y":oops})").error().problems.at(0).offset.value() == 11u);
    BOOST_TEST(parse<point>(R"({"x":1,"y":oops})").error().where == "/y");
    BOOST_TEST(parse<tree>(R"({"named":{)").error().where == "/named");
    BOOST_TEST(parse_value(" \r\n\t 1 \n").has_value());
}

BOOST_AUTO_TEST_CASE(strings_are_decoded) {
    BOOST_TEST(parse<std::string>(R"("\"\\\/\b\f\n\r\t\u0000\u0041\u00e9\u20ac\ud83d\ude00")").value() ==
               std::string("\"\\/\b\f\n\r\t\0A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 19));
    BOOST_TEST(parse<std::string>("\"\xC3\xA9\xF0\x9F\x98\x80\x7F\"").value() == "\xC3\xA9\xF0\x9F\x98\x80\x7F");
    std::string const big(100'000, 'x');
    BOOST_TEST((parse<std::string>('"' + big + R"(\n)" + big + '"').value() == big + '\n' + big));
}

BOOST_AUTO_TEST_CASE(broken_unicode_is_refused) {
    for (auto text : {R"("\ud800")", R"("\udc00")", R"("\ud83dx")", R"("\ud83d\u0041")", R"("\ud83d\ud83d")", "\"\xFF\"", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"",
                      "\"\xE2\x82\"", "{\"\xFF\":1}"})
        BOOST_TEST((parse_value(text).error().code == errc::invalid_json), text);
}

BOOST_AUTO_TEST_CASE(arrays_and_tuples_have_their_length) {
    BOOST_TEST(problems_of(parse<std::array<int, 2>>("[1]")) == lines{": array of 2 items <- shorter array"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<std::array<int, 2>>("[1,2,[3]]")) == lines{": array of 2 items <- longer array"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<std::tuple<int, std::string>>("[1]")) == lines{": array of 2 items <- shorter array"}, boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<std::tuple<int, std::string>>(R"([1,2,{"a":1}])")) == (lines{"/1: string <- integer", ": array of 2 items <- longer array"}),
               boost::test_tools::per_element());
    BOOST_TEST(parse<std::tuple<>>("[]").has_value());
    BOOST_TEST((parse<std::array<int, 0>>("[]").has_value()));
}

BOOST_AUTO_TEST_CASE(a_struct_may_contain_itself) {
    auto const t = good<tree>(R"({"value":1,"children":[{"value":2,"children":[{"value":3}]}],"named":{"a":{"named":{"b":{"value":4}}}}})");
    BOOST_TEST(t.children.at(0).children.at(0).value == 3);
    BOOST_TEST(t.named.at("a").named.at("b").value == 4);
    BOOST_TEST(problems_of(parse<tree>(R"({"children":[{"children":[{},{"value":{}}]}]})")) ==
                   lines{"/children/0/children/1/value: integer from -2147483648 to 2147483647 <- object"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_secret_s_value_is_never_in_an_error) {
    std::string const key = "sk-do-not-show";
    for (auto text : {R"({"key":["sk-do-not-show"]})", R"({"key":{"sk":"sk-do-not-show"}})", R"({"key":"sk-do-not-show","flag":"sk-do-not-show"})",
                                    R"({"key":"sk-do-not-show","number":)", R"({"key":"sk-do-not-show)", R"({"key":"sk-do-not-show\q"})",
                                    R"({"key":"sk-do-not-show","key":"sk-do-not-show"})", R"({"paint":1,"when":"sk-do-not-show","key":"sk-do-not-show"})"}) {
        auto const failed = parse<everything>(text);
        BOOST_REQUIRE(failed.has_error());
        BOOST_TEST(to_string(failed.error()).find(key) == std::string::npos, text);
    }
}

BOOST_AUTO_TEST_CASE(masks_and_blanks_in_a_document_are_no_secrets) {
    for (auto text : {R"("***")", R"("**********")", R"("sk-p****")", R"("")", R"(" \t\n")", "null"}) BOOST_TEST(parse<secret>(text).value().empty(), text);
    BOOST_TEST(parse<secret>(R"(" sk ")").value().reveal() == " sk ");
    BOOST_TEST(problems_of(parse<secret>("5")) == lines{": string <- integer"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
