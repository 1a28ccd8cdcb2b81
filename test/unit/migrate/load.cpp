#include <parley/migrate/load.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include "support/problems.hpp"
#include "support/versioned_documents.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(migrate_load)

namespace migrate = parley::migrate;
namespace reflect = parley::reflect;
namespace json = boost::json;
using namespace parley::test;
using parley::errc;
using lines = std::vector<std::string>;

namespace {

template <class T> std::string history(migrate::migrated<T> const& done) {
    auto text = std::to_string(done.from) + "->" + std::to_string(done.to) + ":";
    for (auto const& s : done.steps) text += " " + s.pointer + " " + s.name;
    return text;
}

migrate::options with_changes() {
    migrate::options how;
    how.what = migrate::report::changes;
    return how;
}

template <class T> errc failure(std::string_view text) {
    auto const done = migrate::load<T>(text);
    return done ? errc{} : done.error().code;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_document_of_any_version_becomes_the_newest) {
    auto const oldest = migrate::load<window>(R"({"title":"a","x":1})").value();
    BOOST_TEST(oldest.value.width == 7);
    BOOST_TEST(history(oldest) == "0->2:  add_width  window_v1");
    BOOST_TEST(oldest.steps[0].description == "adds the width");
    BOOST_TEST(oldest.steps[0].changes.empty());
    auto const middle = migrate::load<window>(R"({"schema_version":1,"title":"a","w":3,"x":1})").value();
    BOOST_TEST(middle.value.width == 3);
    BOOST_TEST(history(middle) == "1->2:  window_v1");
    auto const newest = migrate::load<window>(R"({"title":"a","width":5,"x":1,"schema_version":2})").value();
    BOOST_TEST(newest.value.width == 5);
    BOOST_TEST(history(newest) == "2->2:");
    for (auto const* done : {&oldest, &middle, &newest}) BOOST_TEST((done->value.extra == json::object{{"x", 1}}));
}

BOOST_AUTO_TEST_CASE(a_version_that_is_null_is_missing) { BOOST_TEST(migrate::load<window>(R"({"schema_version":null})").value().from == 0); }

BOOST_AUTO_TEST_CASE(every_cause_of_refusal_has_its_code) {
    BOOST_TEST((failure<window>(R"({"schema_version":3})") == errc::version_newer));
    BOOST_TEST((failure<window>(R"({"schema_version":9223372036854775807})") == errc::version_newer));
    BOOST_TEST((failure<window>(R"({"schema_version":18446744073709551615})") == errc::version_newer));
    BOOST_TEST((failure<window>(R"({"schema_version":-1})") == errc::version_negative));
    for (auto text : {"true", "1.0", "2.0", "\"1\"", "\"2\"", "[]", "{}", "[2]", "1e0", "\"\"", "2.5"}) {
        auto const refused = migrate::load<window>(std::string(R"({"title":"a","schema_version":)") + text + "}");
        BOOST_REQUIRE(refused.has_error());
        BOOST_TEST((refused.error().code == errc::version_not_integer), text);
        BOOST_TEST(refused.error().where == "/schema_version");
    }
    BOOST_TEST((failure<window>(R"({"fails":1})") == errc::step_failed));
    for (auto said : {"0", "2", "true", "\"1\""})
        BOOST_TEST((failure<window>(std::string(R"({"says":)") + said + "}") == errc::step_did_not_advance), said);
    BOOST_TEST(migrate::load<window>(R"({"says":1})").has_value());
    BOOST_TEST((failure<person>(R"({"v":0})") == errc::no_migration_step));
    BOOST_TEST((failure<window>("[]") == errc::invalid_document));
    BOOST_TEST((failure<window>("5") == errc::invalid_document));
    BOOST_TEST((failure<window>("{") == errc::invalid_json));
    BOOST_TEST((failure<window>("") == errc::invalid_json));
    BOOST_TEST((failure<window>(R"({"w":1,"schema_version":1)") == errc::invalid_json));
}

BOOST_AUTO_TEST_CASE(a_failing_step_is_named) {
    auto const failed = migrate::load<window>(R"({"fails":1})");
    BOOST_TEST(failed.error().message == "Step add_width of the window from version 0 to 1 failed: It says that it fails.");
    BOOST_TEST(failed.error().where == "/fails");
    auto const typed = migrate::load<person>(R"({"name":"one"})");
    BOOST_TEST(typed.error().message == "Step person_v1 of the person from version 1 to 2 failed: The name has one part.");
    BOOST_TEST((typed.error().code == errc::step_failed));
}

BOOST_AUTO_TEST_CASE(the_version_is_found_however_it_is_written) {
    for (auto text : {R"({"title":"a","w":3,"schema\u005fversion":1})", R"({"\u0073chema_version":1,"title":"a","w":3})", "\xEF\xBB\xBF{\"title\":\"a\",\"w\":3,\"schema_version\":1}",
                      "{ \"schema_version\" :\t1 , \"w\"\n: 3 }", R"({"nested":{"schema_version":9},"w":3,"schema_version":1,"text":"\"schema_version\":0"})",
                      R"({"x":"schema_version","w":3,"schema_version":1})", R"({"x":["schema_version",{"schema_version":0}],"schema_version":1,"w":3})",
                      R"({"w":3,"schema_version":1,"z":"\\"})", R"({"schema_version":1,"w":3,"z":{"schema_version":2}})"}) {
        auto const done = migrate::load<window>(text);
        BOOST_TEST_CONTEXT(text) {
            BOOST_REQUIRE(done.has_value());
            BOOST_TEST(done->from == 1);
            BOOST_TEST(done->value.width == 3);
        }
    }
    BOOST_TEST(migrate::load<person>("{\"full\":\"f\",\"\\u0076\":4}").value().from == 4);
    BOOST_TEST(migrate::load<person>("\xEF\xBB\xBF{\"full\":\"f\",\"v\":4}").value().from == 4);
    BOOST_TEST(migrate::load<person>("\xEF\xBB\xBF{\"first\":\"f\",\"last\":\"l\",\"v\":2}").value().value.full == "l, f");
}

BOOST_AUTO_TEST_CASE(a_version_that_stands_twice_is_refused) {
    for (auto text : {R"({"schema_version":2,"schema_version":2})", R"({"schema_version":1,"schema_version":2})", R"({"schema_version":2,"schema_version":1})",
                      R"({"schema_version":1,"schema_version":1})", R"({"schema_version":1,"schema\u005fversion":1})", R"({"schema_version":0,"schema_version":0})"})
        BOOST_TEST((failure<window>(text) == errc::invalid_document), text);
    for (auto text : {R"({"v":3,"v":3})", R"({"v":3,"v":4})", R"({"v":4,"v":3})", R"({"v":3,"first":"a","\u0076":3})", R"({"name":"a b","v":1,"v":1})"})
        BOOST_TEST((failure<person>(text) == errc::invalid_document || failure<person>(text) == errc::step_failed), text);
}

BOOST_AUTO_TEST_CASE(a_run_of_typed_steps_equals_the_way_over_a_dom) {
    for (auto text : {R"({"name":"Ada King","x":[1,{"a":2}]})", R"({"v":1,"name":"Ada King","x":1})", R"({"first":"Ada","last":"King","age":5,"v":2})",
                      R"({"first":"Ada","last":"King","age":5,"more":1,"v":3})", R"({"full":"Ada","more":{"v":3},"v":4})", R"({"name":"one"})", R"({"v":2,"first":5})",
                      R"({"v":3,"first":5,"last":[]})", R"({"v":0})", R"({"v":5})", R"({"v":"1"})", R"({"v":1,"name":5})", R"({"name":"a b","full":"x","age":4})",
                      R"({"name":"a b","from":"me","v":null})", R"({"name":"a b","n":{"a":1,"a":2}})", "{", "[]"}) {
        auto const direct = migrate::load<person>(text);
        auto const over_dom = migrate::load<person>(text, with_changes());
        BOOST_TEST_CONTEXT(text) {
            BOOST_REQUIRE(direct.has_value() == over_dom.has_value());
            if (direct) {
                BOOST_TEST((direct->value == over_dom->value));
                BOOST_TEST(history(*direct) == history(*over_dom));
            } else {
                BOOST_TEST((direct.error().code == over_dom.error().code), name(direct.error().code) << " and " << name(over_dom.error().code));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(what_nobody_knows_is_carried_through_every_step) {
    auto const carried = migrate::load<person>(R"({"name":"Ada King","x":1})").value();
    BOOST_TEST(carried.value.extra.empty()); // version 3 has no room for it
    auto const kept = migrate::load<person>(R"({"first":"a","last":"b","v":3,"x":1})").value();
    BOOST_TEST(kept.value.extra.empty());
    auto const window_kept = migrate::load<window>(R"({"title":"a","deep":{"b":[null]},"v":1})").value();
    BOOST_TEST((window_kept.value.extra == json::object{{"deep", {{"b", json::array{nullptr}}}}, {"v", 1}}));
}

BOOST_AUTO_TEST_CASE(documents_inside_a_document_are_migrated_wherever_they_stand) {
    std::string_view const text = R"({"door":{"text":"d"},"list":[{"text":"l0"},{"label":"l1","schema_version":1},{"text":"l2","schema_version":0}],
        "map":{"a/b":{"text":"m"}},"maybe":{"text":"o"},"wall":{"inner":{"text":"w"},"type":"glass"},"choice":[{"text":"c"}],"pair":[{"text":"p0"},{"text":"p1"}],
        "mixed":[1,{"text":"t"}],"top":{"text":"f"},"tree":{"here":{"text":"r"},"below":[{"here":{"text":"r0"},"below":[{"here":{"text":"r00"}}]}]},"a/b":{"text":"n"}})";
    auto const done = migrate::load<house>(text).value();
    auto const& h = done.value;
    BOOST_TEST(h.door.label == "d");
    BOOST_TEST(h.list.at(0).label == "l0");
    BOOST_TEST(h.list.at(1).label == "l1");
    BOOST_TEST(h.list.at(2).label == "l2");
    BOOST_TEST(h.map.at("a/b").label == "m");
    BOOST_TEST(h.maybe.value().label == "o");
    BOOST_TEST(std::get<glass>(h.wall).inner.label == "w");
    BOOST_TEST((std::get<std::vector<pane>>(h.choice).at(0).label == "c"));
    BOOST_TEST(h.pair[1].label == "p1");
    BOOST_TEST(std::get<pane>(h.mixed).label == "t");
    BOOST_TEST(h.frame.top.value().label == "f");
    BOOST_TEST(h.tree.here.value().label == "r");
    BOOST_TEST(h.tree.below.at(0).here.value().label == "r0");
    BOOST_TEST(h.tree.below.at(0).below.at(0).here.value().label == "r00");
    BOOST_TEST(h.renamed_pane.label == "n");
    BOOST_TEST(history(done) == "0->0: /door pane_v0 /list/0 pane_v0 /list/2 pane_v0 /map/a~1b pane_v0 /maybe pane_v0 /wall/inner pane_v0 /choice/0 pane_v0 /pair/0 pane_v0"
                                " /pair/1 pane_v0 /mixed/1 pane_v0 /top pane_v0 /tree/here pane_v0 /tree/below/0/here pane_v0 /tree/below/0/below/0/here pane_v0 /a~1b pane_v0");
    auto const again = migrate::load<house>(reflect::to_text(h)).value();
    BOOST_TEST(history(again) == "0->0:");
    BOOST_TEST(reflect::to_text(again.value) == reflect::to_text(h));
}

BOOST_AUTO_TEST_CASE(a_document_that_may_be_one_of_two_is_migrated_as_what_it_is) {
    auto const loaded = migrate::load<owner>(R"({"pet":{"schema_version":0,"type":"cat","name":"dog"}})").value();
    BOOST_TEST(reflect::to_text(loaded.value) == R"({"pet":{"type":"cat","name":"dog","purrs":true,"schema_version":1},"schema_version":0})");
    auto const other = migrate::load<owner>(R"({"pet":{"name":"cat","type":"dog"}})").value();
    BOOST_TEST(reflect::to_text(other.value) == R"({"pet":{"type":"dog","name":"cat","barks":true,"schema_version":2},"schema_version":0})");
}

BOOST_AUTO_TEST_CASE(a_document_inside_that_cannot_be_migrated_is_refused_with_its_pointer) {
    auto const newer = migrate::load<house>(R"({"map":{"x~":{"label":"a","schema_version":2}}})");
    BOOST_TEST((newer.error().code == errc::version_newer));
    BOOST_TEST(newer.error().where == "/map/x~0/schema_version");
    auto const failed = migrate::load<house>(R"({"list":[{},{"text":"broken"}]})");
    BOOST_TEST((failed.error().code == errc::step_failed));
    BOOST_TEST(failed.error().where == "/list/1/text");
    auto const misfit = migrate::load<house>(R"({"tree":{"below":[{"here":{"text":5}}]}})");
    BOOST_TEST((misfit.error().code == errc::step_failed));
    BOOST_TEST(problems(misfit.error()) == lines{"/tree/below/0/here/text: string <- integer"}, boost::test_tools::per_element());
    BOOST_TEST((migrate::load<house>(R"({"list":[{"schema_version":"1"}]})").error().code == errc::version_not_integer));
}

BOOST_AUTO_TEST_CASE(a_current_document_that_does_not_fit_names_every_field) {
    auto const failed = migrate::load<window>(R"({"title":5,"width":"x","schema_version":2})");
    BOOST_TEST((failed.error().code == errc::invalid_document));
    BOOST_TEST(problems(failed.error()) == (lines{"/title: string <- integer", "/width: integer from -2147483648 to 2147483647 <- string"}), boost::test_tools::per_element());
    BOOST_TEST(failed.error().problems[0].offset.value() == 9u);
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_refused_in_every_version_where_that_is_asked_for) {
    migrate::options how;
    how.read.unknown = reflect::unknown_keys::refuse;
    for (auto what : {migrate::report::steps, migrate::report::changes}) {
        how.what = what;
        BOOST_TEST(migrate::load<person>(R"({"first":"a","last":"b","nope":1,"v":3})", how).has_error());
        BOOST_TEST(migrate::load<person>(R"({"first":"a","last":"b","v":3})", how).has_value());
    }
}

BOOST_AUTO_TEST_CASE(limits_hold_on_every_path) {
    migrate::options how;
    how.read.max_depth = 100;
    auto const deep = [](std::string const& rest) { return "{" + rest + "\"x\":" + std::string(90, '[') + std::string(90, ']') + "}"; };
    BOOST_TEST(migrate::load<window>(deep(""), how).has_value());
    BOOST_TEST(migrate::load<window>(deep("\"schema_version\":1,"), how).has_value());
    BOOST_TEST(migrate::load<window>(deep("\"schema_version\":2,"), how).has_value());
    BOOST_TEST((failure<window>(deep("")) == errc::limit_exceeded));
    how.read.max_bytes = 20;
    BOOST_TEST((migrate::load<window>(deep(""), how).error().code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(steps_see_decrypted_values_and_the_value_ends_up_decrypted) {
    reverse_cipher const cipher;
    migrate::options how;
    how.read.cipher = cipher;
    auto const done = migrate::load<window>(R"({"title":"t","key":"enc:1-ks"})", how).value();
    BOOST_TEST(done.value.key.reveal() == "sk-1");
    BOOST_TEST(migrate::load<window>(R"({"key":"enc:1-ks","schema_version":2})", how).value().value.key.reveal() == "sk-1");
    reverse_cipher broken;
    broken.fails = true;
    how.read.cipher = broken;
    auto const failed = migrate::load<window>(R"({"title":"t","deep":[{"a/b":"enc:1-ks"}]})", how);
    BOOST_TEST((failed.error().code == errc::decryption_failed));
    BOOST_TEST(failed.error().where == "/deep/0/a~1b");
    BOOST_TEST((migrate::load<window>(R"({"key":"enc:1-ks","schema_version":2})", how).error().code == errc::decryption_failed));
}

BOOST_AUTO_TEST_CASE(a_dom_is_loaded_like_its_text_and_stays_as_it_is) {
    auto const document = reflect::parse_value(R"({"title":"a","x":1})").value();
    auto const done = migrate::load_json<window>(document).value();
    BOOST_TEST(history(done) == "0->2:  add_width  window_v1");
    BOOST_TEST((document == reflect::parse_value(R"({"title":"a","x":1})").value()));
    BOOST_TEST((migrate::load_json<window>(json::array{}).error().code == errc::invalid_document));
    BOOST_TEST((migrate::load_json<window>({{"schema_version", 3}}).error().code == errc::version_newer));
}

BOOST_AUTO_TEST_SUITE_END()
