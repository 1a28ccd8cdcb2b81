#include <parley/reflect/annotations.hpp>
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
#include <tuple>
#include <vector>

namespace reflect = parley::reflect;
using parley::test::problems_of;
using reflect::parse;
using lines = std::vector<std::string>;

namespace {

struct bounded {
    int ranged = 5;
    int at_least = 5;
    double at_most = 5;
    double open = 0.5;
    std::string name = "abc";
    std::vector<int> items{1};
    std::map<std::string, int> entries{{"a", 1}};
    std::optional<int> maybe;
};
BOOST_DESCRIBE_STRUCT(bounded, (), (ranged, at_least, at_most, open, name, items, entries, maybe))

struct region {
    std::string name;
    int zone = 1;
};
BOOST_DESCRIBE_STRUCT(region, (), (name, zone))
struct credentials {
    std::string user;
    region place;
};
BOOST_DESCRIBE_STRUCT(credentials, (), (user, place))

struct named {
    int default_ = 0;
    int first_name = 0;
    credentials login;
    int closing__ = 0;
};
BOOST_DESCRIBE_STRUCT(named, (), (default_, first_name, login, closing__))

struct ancestor {
    int id = 0;
    std::string label;
};
BOOST_DESCRIBE_STRUCT(ancestor, (), (id, label))
struct child : ancestor {
    int age = 0;
};
BOOST_DESCRIBE_STRUCT(child, (ancestor), (age))
struct grandchild : child {
    int toys = 0;
};
BOOST_DESCRIBE_STRUCT(grandchild, (child), (toys))

} // namespace

template <> struct parley::annotations<bounded> {
    static constexpr std::tuple value{
        reflect::range<&bounded::ranged>(1, 10),    reflect::minimum<&bounded::at_least>(5), reflect::maximum<&bounded::at_most>(5.5),
        reflect::above<&bounded::open>(0),          reflect::below<&bounded::open>(1),       reflect::length<&bounded::name>(2, 4),
        reflect::length<&bounded::items>(1, 2),     reflect::range<&bounded::items>(0, 9),   reflect::length<&bounded::entries>(1, 1),
        reflect::range<&bounded::maybe>(-1, 1),     reflect::title("Bounds")};
};
template <> struct parley::annotations<credentials> {
    static constexpr std::tuple value{reflect::flat<&credentials::place>, reflect::required<&credentials::user>};
};
template <> struct parley::annotations<region> {
    static constexpr std::tuple value{reflect::renamed<&region::name>("region-name")};
};
template <> struct parley::annotations<named> {
    static constexpr std::tuple value{reflect::renamed<&named::first_name>("first-name"), reflect::flat<&named::login>};
};
template <> struct parley::annotations<ancestor> {
    static constexpr std::tuple value{reflect::renamed<&ancestor::id>("ID"), reflect::required<&ancestor::label>, reflect::length<&ancestor::label>(1, 9)};
};
template <> struct parley::annotations<grandchild> {
    static constexpr std::tuple value{reflect::renamed<&grandchild::label>("name"), reflect::minimum<&grandchild::age>(1)};
};

BOOST_AUTO_TEST_SUITE(reflect_annotations)

BOOST_AUTO_TEST_CASE(numbers_keep_their_bounds) {
    for (auto text : {R"({"ranged":1,"at_least":5,"at_most":5.5,"open":0.001,"maybe":-1})", R"({"ranged":10,"at_least":500,"at_most":-1e9,"open":0.999,"maybe":1})"})
        BOOST_TEST(parse<bounded>(text).has_value(), text);
    BOOST_TEST(problems_of(parse<bounded>(R"({"ranged":0,"at_least":4,"at_most":5.6,"open":0,"maybe":2})")) ==
                   (lines{"/ranged: integer from 1 to 10 <- smaller number", "/at_least: integer of at least 5 <- smaller number",
                          "/at_most: number of at most 5.5 <- larger number", "/open: number above 0 and below 1 <- smaller number",
                          "/maybe: integer from -1 to 1 <- larger number"}),
               boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<bounded>(R"({"ranged":11,"open":1})")) ==
                   (lines{"/ranged: integer from 1 to 10 <- larger number", "/open: number above 0 and below 1 <- larger number"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_sequence_s_number_bounds_hold_for_its_elements) {
    BOOST_TEST(problems_of(parse<bounded>(R"({"items":[0,10]})")) == lines{"/items/1: integer from 0 to 9 <- larger number"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lengths_count_characters_items_and_entries) {
    BOOST_TEST(parse<bounded>("{\"name\":\"\xF0\x9F\x98\x80\xC3\xA9\"}").has_value()); // two characters
    BOOST_TEST(problems_of(parse<bounded>(R"({"name":"\u20ac","items":[],"entries":{}})")) ==
                   (lines{"/name: string of 2 to 4 characters <- shorter string", "/items: array of 1 to 2 items <- shorter array",
                          "/entries: object of 1 entries <- shorter object"}),
               boost::test_tools::per_element());
    BOOST_TEST(problems_of(parse<bounded>(R"({"name":"abcde","items":[1,2,3],"entries":{"a":1,"b":2}})")) ==
                   (lines{"/name: string of 2 to 4 characters <- longer string", "/items: array of 1 to 2 items <- longer array",
                          "/entries: object of 1 entries <- longer object"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(bounds_hold_in_patches_too) {
    bounded b;
    BOOST_TEST(reflect::update(b, {{"ranged", 0}}).has_error());
    BOOST_TEST(reflect::update(b, {{"ranged", 2}}).has_value());
    BOOST_TEST(b.ranged == 2);
}

BOOST_AUTO_TEST_CASE(members_go_by_their_given_names) {
    auto const n = parse<named>(R"({"default":1,"first-name":2,"user":"u","region-name":"r","zone":3,"closing__":4})").value();
    BOOST_TEST(n.default_ == 1);
    BOOST_TEST(n.first_name == 2);
    BOOST_TEST(n.login.user == "u");
    BOOST_TEST(n.login.place.name == "r");
    BOOST_TEST(n.login.place.zone == 3);
    BOOST_TEST(n.closing__ == 4);
    BOOST_TEST(reflect::to_text(n) == R"({"default":1,"first-name":2,"user":"u","region-name":"r","zone":3,"closing__":4})");
}

BOOST_AUTO_TEST_CASE(groups_marked_flat_keep_their_own_rules) {
    BOOST_TEST(problems_of(parse<named>(R"({"zone":"x"})")) == (lines{"/zone: integer from -2147483648 to 2147483647 <- string", "/user: string <- nothing"}),
               boost::test_tools::per_element());
    auto const patch = reflect::parse_value(R"({"user":"v","zone":null})").value();
    named n;
    n.login.place.zone = 9;
    BOOST_REQUIRE(reflect::update(n, patch).has_value());
    BOOST_TEST(n.login.user == "v");
    BOOST_TEST(n.login.place.zone == 1);
}

BOOST_AUTO_TEST_CASE(annotations_of_a_base_hold_in_the_structs_that_inherit) {
    auto const c = parse<child>(R"({"ID":1,"label":"x","age":2})").value();
    BOOST_TEST(c.id == 1);
    BOOST_TEST(c.age == 2);
    BOOST_TEST(reflect::to_text(c) == R"({"ID":1,"label":"x","age":2})");
    BOOST_TEST(problems_of(parse<child>("{}")) == lines{"/label: string of 1 to 9 characters <- nothing"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_inheriting_struct_has_the_last_word) {
    auto const g = parse<grandchild>(R"({"ID":1,"name":"x","age":2,"toys":3})").value();
    BOOST_TEST(g.label == "x");
    BOOST_TEST(problems_of(parse<grandchild>(R"({"name":"","age":0})")) ==
                   (lines{"/name: string of 1 to 9 characters <- shorter string", "/age: integer of at least 1 <- smaller number"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
