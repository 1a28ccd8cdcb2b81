#include <parley/migrate/plan.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include "support/json_patch.hpp"
#include "support/versioned_documents.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(migrate_plan)

namespace migrate = parley::migrate;
namespace reflect = parley::reflect;
namespace json = boost::json;
using namespace parley::test;
using parley::errc;

namespace {

json::value random_value(std::mt19937& random, int depth = 0) {
    auto const below = [&](unsigned n) { return random() % n; };
    switch (below(depth < 3 ? 6 : 4)) {
        case 0: return nullptr;
        case 1: return below(3);
        case 2: return json::string(std::string(below(2), 'x'));
        case 3: return below(2) == 0;
        case 4: {
            json::array made;
            for (auto n = below(4); n-- != 0;) made.push_back(random_value(random, depth + 1));
            return made;
        }
        default: {
            json::object made;
            static constexpr std::string_view keys[] = {"a", "b", "c/d", "~", "", "0", "-"};
            for (auto n = below(4); n-- != 0;) made[json::string_view(keys[below(7)].data(), keys[below(7)].empty() ? 0 : 1)] = random_value(random, depth + 1);
            return made;
        }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(the_patch_turns_the_old_document_into_the_new_one) {
    for (auto text : {R"({"title":"a","x":1})", R"({"title":"a","w":3,"schema_version":1})", R"({"title":"a","width":3,"schema_version":2})"}) {
        auto const planned = migrate::plan<window>(text).value();
        auto const old = reflect::parse_value(text).value();
        BOOST_TEST((apply_patch(old, planned.patch) == json::value(planned.document)), text);
        BOOST_TEST(planned.to == 2);
        BOOST_TEST((migrate::load<window>(reflect::to_text(json::value(planned.document))).value().value.title == "a"));
    }
    std::string_view const text = R"({"door":{"text":"d"},"list":[{"text":"l0"},{"text":"l1","z~/":[]}],"map":{"a/b~":{"text":"m"}},"x":{"keep":[1,2,3]}})";
    auto const planned = migrate::plan<house>(text).value();
    BOOST_TEST((apply_patch(reflect::parse_value(text).value(), planned.patch) == json::value(planned.document)));
    BOOST_TEST(planned.steps.size() == 4u);
    BOOST_TEST(planned.steps.at(3).pointer == "/map/a~1b~0");
    BOOST_TEST(planned.steps.at(3).changes.at(0).at("path").as_string() == "/map/a~1b~0/text");
}

BOOST_AUTO_TEST_CASE(the_changes_of_the_steps_lead_there_one_after_the_other) {
    std::string_view const text = R"({"title":"a","x":1})";
    auto const planned = migrate::plan<window>(text).value();
    auto document = reflect::parse_value(text).value();
    for (auto const& step : planned.steps) document = apply_patch(std::move(document), step.changes);
    document.as_object()["schema_version"] = 2;
    BOOST_TEST((document == json::value(planned.document)));
}

BOOST_AUTO_TEST_CASE(a_current_document_has_an_empty_plan) {
    auto const planned = migrate::plan<window>(R"({"width":3,"schema_version":2})").value();
    BOOST_TEST(planned.patch.empty());
    BOOST_TEST(planned.steps.empty());
    BOOST_TEST(planned.from == 2);
}

BOOST_AUTO_TEST_CASE(a_plan_fails_where_loading_fails) {
    for (auto text : {R"({"fails":1})", R"({"schema_version":3})", R"({"schema_version":-1})", R"({"schema_version":"1"})", R"({"title":5,"schema_version":2})", R"({"says":0})", "[]", "{",
                      R"({"title":5,"schema_version":1})", R"({"schema_version":1,"schema_version":1})"}) {
        auto const planned = migrate::plan<window>(text);
        auto const loaded = migrate::load<window>(text);
        BOOST_TEST_CONTEXT(text) {
            BOOST_REQUIRE(planned.has_error());
            BOOST_TEST((planned.error().code == loaded.error().code));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_plan_may_stop_at_an_older_version) {
    auto const planned = migrate::plan<window>(R"({"title":"a"})", {}, 1).value();
    BOOST_TEST(planned.to == 1);
    BOOST_TEST((planned.document == json::object{{"title", "a"}, {"w", 7}, {"schema_version", 1}}));
}

BOOST_AUTO_TEST_CASE(the_difference_of_random_documents_is_always_a_patch_between_them) {
    std::mt19937 random(11);
    for (int i = 0; i != 5000; ++i) {
        auto const from = random_value(random), to = random_value(random);
        json::array patch;
        migrate::detail::append_diff(patch, from, to, {});
        if (!(apply_patch(from, patch) == to)) BOOST_FAIL(reflect::to_text(from) + " to " + reflect::to_text(to) + ": " + reflect::to_text(json::value(patch)));
        if (from == to && !patch.empty()) BOOST_FAIL("a patch for nothing");
    }
    BOOST_TEST(true);
}

BOOST_AUTO_TEST_SUITE_END()
