#include <parley/migrate/step.hpp>

#include <parley/reflect/parse.hpp>

#include "support/versioned_documents.hpp"

#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(migrate_step)

namespace migrate = parley::migrate;
namespace json = boost::json;
using namespace parley::test;
using parley::errc;

namespace {

struct keeps_nothing {
    std::string label;
};
BOOST_DESCRIBE_STRUCT(keeps_nothing, (), (label))

struct labelled {
    std::string label;
    json::object extra;
};
BOOST_DESCRIBE_STRUCT(labelled, (), (label, extra))
[[maybe_unused]] keeps_nothing upgrade(labelled old) { return {old.label}; }

struct makes_extra {
    std::string label;
    std::string colour;
    json::object extra;
};
BOOST_DESCRIBE_STRUCT(makes_extra, (), (label, colour, extra))
[[maybe_unused]] parley::result<makes_extra> upgrade(keeps_nothing) { return parley::error(errc::conflict, "Not today."); }

struct source {
    json::object extra;
};
BOOST_DESCRIBE_STRUCT(source, (), (extra))
[[maybe_unused]] makes_extra upgrade(source) { return {"l", "made", {{"both", "made"}}}; }

using add = migrate::json_step<0, add_width, "adds the width", drop_width>;
using label = migrate::typed_step<0, pane_v0, pane, "calls the text label">;

} // namespace

BOOST_AUTO_TEST_CASE(a_step_says_from_where_to_where_it_leads_and_what_it_is) {
    BOOST_TEST(add::from == 0);
    BOOST_TEST(add::to == 1);
    BOOST_TEST(add::name() == "add_width");
    BOOST_TEST(add::description == "adds the width");
    BOOST_TEST(add::has_down);
    BOOST_TEST((!migrate::json_step<0, add_width>::has_down));
    BOOST_TEST((migrate::json_step<0, add_width>::description == ""));
    BOOST_TEST((migrate::json_step<3, add_width, "", migrate::no_way_back{}, 7>::to == 7));
    BOOST_TEST(label::name() == "pane_v0");
    BOOST_TEST(label::description == "calls the text label");
    BOOST_TEST(label::has_down);
}

BOOST_AUTO_TEST_CASE(a_json_step_edits_the_object_both_ways) {
    json::object document{{"a", 1}};
    BOOST_REQUIRE(add::up(document).has_value());
    BOOST_TEST((document == json::object{{"a", 1}, {"w", 7}}));
    BOOST_REQUIRE(add::down(document).has_value());
    BOOST_TEST((document == json::object{{"a", 1}}));
    BOOST_TEST(((migrate::json_step<0, add_width>::down(document).error().code == errc::no_migration_step)));
}

BOOST_AUTO_TEST_CASE(a_typed_step_carries_what_neither_struct_knows) {
    json::object document{{"text", "t"}, {"more", json::array{1}}};
    BOOST_REQUIRE(label::up(document).has_value());
    BOOST_TEST(document.at("label").as_string() == "t");
    BOOST_TEST((document.at("more") == json::array{1}));
    BOOST_TEST(!document.contains("text"));
    BOOST_REQUIRE(label::down(document).has_value());
    BOOST_TEST(document.at("text").as_string() == "t");
    BOOST_TEST((document.at("more") == json::array{1}));
}

BOOST_AUTO_TEST_CASE(what_the_new_struct_says_itself_is_not_overwritten) {
    using step = migrate::typed_step<0, source, makes_extra>;
    auto const made = step::apply(source{{{"both", "old"}, {"colour", "old"}, {"more", 1}}}).value();
    BOOST_TEST(made.colour == "made");
    BOOST_TEST((made.extra == json::object{{"both", "made"}, {"more", 1}}));
}

BOOST_AUTO_TEST_CASE(a_struct_without_extra_lets_the_rest_go) {
    using step = migrate::typed_step<1, labelled, keeps_nothing>;
    BOOST_TEST(!step::has_down);
    json::object document{{"label", "l"}, {"more", 1}};
    BOOST_REQUIRE(step::up(document).has_value());
    BOOST_TEST((document == json::object{{"label", "l"}}));
}

BOOST_AUTO_TEST_CASE(a_step_s_error_is_handed_on) {
    using step = migrate::typed_step<1, keeps_nothing, makes_extra>;
    json::object document{{"label", "l"}};
    BOOST_TEST((step::up(document).error().code == errc::conflict));
    json::object misfit{{"label", 5}};
    BOOST_TEST((step::up(misfit).error().code == errc::invalid_document));
}

BOOST_AUTO_TEST_SUITE_END()
