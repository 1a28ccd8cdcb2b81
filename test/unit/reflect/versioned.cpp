#include <parley/reflect/from_json.hpp>
#include <parley/reflect/json_schema.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/reflect/versioned.hpp>

#include "support/problems.hpp"

#include <boost/describe.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace reflect = parley::reflect;
using parley::test::problems_of;
using lines = std::vector<std::string>;

namespace {

struct window {
    int width = 1;
    boost::json::object extra;
};
BOOST_DESCRIBE_STRUCT(window, (), (width, extra))
struct door {
    int height = 2;
};
BOOST_DESCRIBE_STRUCT(door, (), (height))
struct house {
    std::vector<window> windows;
    door front;
};
BOOST_DESCRIBE_STRUCT(house, (), (windows, front))

} // namespace

template <> struct parley::schema<window> {
    static constexpr int version = 3;
};
template <> struct parley::schema<door> {
    static constexpr int version = 1;
    static constexpr std::string_view key = "v";
    static constexpr int missing = 1;
};

BOOST_AUTO_TEST_SUITE(reflect_versioned)

BOOST_AUTO_TEST_CASE(the_schema_says_version_key_and_what_a_missing_version_means) {
    BOOST_TEST(reflect::Versioned<window>);
    BOOST_TEST(!reflect::Versioned<house>);
    BOOST_TEST(reflect::version_key<window>() == "schema_version");
    BOOST_TEST(reflect::version_key<door>() == "v");
    BOOST_TEST(reflect::version_if_missing<window>() == 0);
    BOOST_TEST(reflect::version_if_missing<door>() == 1);
}

BOOST_AUTO_TEST_CASE(the_version_is_written_last) {
    house const h{{window{5, {{"z", 1}}}}, {}};
    BOOST_TEST(reflect::to_text(h) == R"({"windows":[{"width":5,"z":1,"schema_version":3}],"front":{"height":2,"v":1}})");
}

BOOST_AUTO_TEST_CASE(the_version_is_checked_and_not_kept) {
    auto const w = reflect::parse<window>(R"({"schema_version":3,"width":4})").value();
    BOOST_TEST(w.width == 4);
    BOOST_TEST(w.extra.empty());
    BOOST_TEST(problems_of(reflect::parse<house>(R"({"windows":[{"schema_version":4}],"front":{"v":0}})")) ==
                   (lines{"/windows/0/schema_version: version 3 <- another version", "/front/v: version 1 <- another version"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_version_stands_once) {
    BOOST_TEST(problems_of(reflect::parse<window>(R"({"schema_version":3,"schema_version":3})")) == lines{"/schema_version: one value <- duplicate key"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_version_is_no_unknown_key) {
    reflect::read_options refuse;
    refuse.unknown = reflect::unknown_keys::refuse;
    BOOST_TEST(reflect::parse<door>(R"({"v":1})", refuse).has_value());
    BOOST_TEST(reflect::parse<door>(R"({"schema_version":1})", refuse).has_error());
}

BOOST_AUTO_TEST_CASE(the_json_schema_names_the_version) {
    auto const schema = reflect::json_schema<door>();
    BOOST_TEST((schema.at("properties").at("v") == boost::json::value{{"type", "integer"}, {"const", 1}}));
}

BOOST_AUTO_TEST_SUITE_END()
