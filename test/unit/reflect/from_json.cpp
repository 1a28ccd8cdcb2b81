#include <parley/reflect/from_json.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>

#include "support/problems.hpp"

#include <boost/describe.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace reflect = parley::reflect;
namespace json = boost::json;
using parley::errc;
using parley::secret;
using parley::test::problems_of;
using lines = std::vector<std::string>;

namespace {

struct server {
    std::string host = "localhost";
    int port = 80;
    std::optional<std::string> path = "/";
    secret key;
};
BOOST_DESCRIBE_STRUCT(server, (), (host, port, path, key))

struct on {
    int level = 1;
    secret key;
};
BOOST_DESCRIBE_STRUCT(on, (), (level, key))
struct off {
    std::string why;
};
BOOST_DESCRIBE_STRUCT(off, (), (why))

struct group {
    int width = 3;
    std::optional<int> height = 4;
};
BOOST_DESCRIBE_STRUCT(group, (), (width, height))

struct settings {
    std::string name;
    int size = 5;
    server main;
    std::optional<server> backup;
    std::map<std::string, server> others;
    std::vector<int> list{1, 2};
    std::vector<server> servers;
    std::variant<on, off> power;
    std::variant<std::string, server> where;
    json::object object;
    json::value value;
    json::array array;
    group flat;
    json::object extra;
};
BOOST_DESCRIBE_STRUCT(settings, (), (name, size, main, backup, others, list, servers, power, where, object, value, array, flat, extra))

struct document {
    json::object target;
};
BOOST_DESCRIBE_STRUCT(document, (), (target))

json::value j(std::string_view text) { return reflect::parse_value(text).value(); }

settings sample() {
    return reflect::parse<settings>(R"({"name":"n","size":6,"main":{"host":"h","key":"sk-main"},"backup":{"port":1,"key":"sk-backup"},
        "others":{"a":{"host":"ah","key":"sk-a"},"b":{"host":"bh"}},"servers":[{"key":"sk-list"}],"power":{"type":"on","level":2,"key":"sk-on"},
        "where":{"host":"w","key":"sk-where"},"object":{"a":1,"b":{"c":2}},"value":{"v":1},"array":[1],"width":7,"u":{"x":1,"y":2},"v":3})")
        .value();
}

json::value plain(settings const& s) { return reflect::to_json(s, reflect::secrets::plain()); }

/// The sample after the patch, and what is then at the pointer.
json::value patched(std::string_view patch, std::string_view pointer) {
    auto s = sample();
    auto const done = reflect::update(s, j(patch));
    if (!done) BOOST_FAIL(to_string(done.error()));
    auto const whole = plain(s);
    boost::json::error_code ec;
    auto const* found = whole.find_pointer({pointer.data(), pointer.size()}, ec);
    return found ? *found : json::value("nothing");
}

} // namespace

template <> struct parley::annotations<settings> {
    static constexpr std::tuple value{reflect::flat<&settings::flat>, reflect::required<&settings::name>};
};

BOOST_AUTO_TEST_SUITE(reflect_from_json)

BOOST_AUTO_TEST_CASE(a_dom_is_read_like_its_text) {
    auto const s = sample();
    auto const again = reflect::from_json<settings>(plain(s)).value();
    BOOST_TEST((plain(again) == plain(s)));
    BOOST_TEST(again.others.at("a").key.reveal() == "sk-a");
    BOOST_TEST(again.flat.width == 7);
}

BOOST_AUTO_TEST_CASE(problems_of_a_dom_have_pointers_and_no_offsets) {
    auto const failed = reflect::from_json<settings>(j(R"({"main":{"port":"x"},"servers":[{},{"path":1}],"power":{"level":true,"type":"on"},"width":null})"));
    BOOST_TEST(problems_of(failed) == (lines{"/main/port: integer from -2147483648 to 2147483647 <- string", "/servers/1/path: string <- integer",
                                             "/power/level: integer from -2147483648 to 2147483647 <- boolean",
                                             "/width: integer from -2147483648 to 2147483647 <- null", "/name: string <- nothing"}),
               boost::test_tools::per_element());
    BOOST_TEST(!failed.error().problems[0].offset.has_value());
    BOOST_TEST((failed.error().code == errc::invalid_document));
    BOOST_TEST(failed.error().where == "/main/port");
}

BOOST_AUTO_TEST_CASE(numbers_that_json_does_not_know_are_problems) {
    BOOST_TEST(problems_of(reflect::from_json<double>(std::numeric_limits<double>::infinity())) == lines{": number <- larger number"}, boost::test_tools::per_element());
    BOOST_TEST(reflect::from_json<double>(std::numeric_limits<double>::quiet_NaN()).has_error());
    BOOST_TEST(reflect::from_json<int>(std::numeric_limits<double>::quiet_NaN()).has_error());
    BOOST_TEST(reflect::from_json<int>(-std::numeric_limits<double>::infinity()).has_error());
    BOOST_TEST(reflect::from_json<json::value>(json::array{std::numeric_limits<double>::infinity()}).has_error());
    BOOST_TEST((reflect::from_json<std::uint64_t>(std::numeric_limits<std::uint64_t>::max()).value() == std::numeric_limits<std::uint64_t>::max()));
}

BOOST_AUTO_TEST_CASE(deep_doms_are_refused_where_deep_texts_are) {
    for (std::size_t depth : {1, 63, 64, 65, 100}) {
        std::string const text = std::string(depth, '[') + "1" + std::string(depth, ']');
        json::value v = 1;
        for (std::size_t i = 0; i != depth; ++i) v = json::array{std::move(v)};
        BOOST_TEST(reflect::from_json<json::value>(v).has_value() == reflect::parse_value(text).has_value(), depth);
    }
    json::value v = 1;
    for (int i = 0; i != 65; ++i) v = json::array{std::move(v)};
    BOOST_TEST((reflect::from_json<json::value>(v).error().code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(a_patch_changes_what_it_names_and_nothing_else) {
    auto s = sample();
    BOOST_REQUIRE(reflect::update(s, j("{}")).has_value());
    BOOST_TEST((plain(s) == plain(sample())));
    BOOST_REQUIRE(reflect::update(s, j(R"({"size":9,"main":{"port":8080}})")).has_value());
    auto expected = plain(sample());
    expected.at("size") = 9;
    expected.at("main").at("port") = 8080;
    BOOST_TEST((plain(s) == expected));
}

BOOST_AUTO_TEST_CASE(null_brings_back_the_initialiser) {
    BOOST_TEST((patched(R"({"size":null})", "/size") == json::value(5)));
    BOOST_TEST((patched(R"({"width":null})", "/width") == json::value(3)));
    BOOST_TEST((patched(R"({"list":null})", "/list") == json::value{1, 2}));
    BOOST_TEST((patched(R"({"main":{"host":null}})", "/main/host") == json::value("localhost")));
    BOOST_TEST((patched(R"({"main":null})", "/main/port") == json::value(80)));
    BOOST_TEST((patched(R"({"main":null})", "/main/key") == json::value("nothing")));
    BOOST_TEST((patched(R"({"backup":null})", "/backup") == json::value("nothing")));
    BOOST_TEST((patched(R"({"backup":{"key":null}})", "/backup/key") == json::value("nothing")));
}

BOOST_AUTO_TEST_CASE(null_removes_entries_of_maps_and_extra_keys) {
    auto s = sample();
    BOOST_REQUIRE(reflect::update(s, j(R"({"others":{"a":null,"none":null},"v":null,"unknown":null,"object":null})")).has_value());
    BOOST_TEST(s.others.size() == 1u);
    BOOST_TEST((s.extra == json::object{{"u", {{"x", 1}, {"y", 2}}}}));
    BOOST_TEST(s.object.empty());
}

BOOST_AUTO_TEST_CASE(null_for_a_required_key_is_a_problem) {
    auto s = sample();
    BOOST_TEST(problems_of(reflect::update(s, j(R"({"name":null})"))) == lines{"/name: string <- null"}, boost::test_tools::per_element());
    BOOST_TEST(s.name == "n");
}

BOOST_AUTO_TEST_CASE(objects_merge_in_maps_optionals_extra_and_json) {
    BOOST_TEST((patched(R"({"others":{"a":{"port":1},"c":{"host":"ch"}}})", "/others/a") == json::value{{"host", "ah"}, {"port", 1}, {"path", "/"}, {"key", "sk-a"}}));
    BOOST_TEST((patched(R"({"others":{"c":{"host":"ch"}}})", "/others/c/port") == json::value(80)));
    BOOST_TEST((patched(R"({"backup":{"host":"new"}})", "/backup") == json::value{{"host", "new"}, {"port", 1}, {"path", "/"}, {"key", "sk-backup"}}));
    BOOST_TEST((patched(R"({"u":{"x":null,"z":3}})", "/u") == json::value{{"y", 2}, {"z", 3}}));
    BOOST_TEST((patched(R"({"object":{"b":{"d":3}}})", "/object") == json::value{{"a", 1}, {"b", {{"c", 2}, {"d", 3}}}}));
    BOOST_TEST((patched(R"({"value":{"w":{"n":null,"m":1}}})", "/value") == json::value{{"v", 1}, {"w", {{"m", 1}}}}));
    settings fresh;
    BOOST_REQUIRE(reflect::update(fresh, j(R"({"backup":{"port":3}})")).has_value());
    BOOST_TEST(fresh.backup.value().host == "localhost");
}

BOOST_AUTO_TEST_CASE(sequences_are_replaced) {
    BOOST_TEST((patched(R"({"list":[]})", "/list") == json::value(json::array{})));
    BOOST_TEST((patched(R"({"array":[2,null]})", "/array") == json::value{2, nullptr}));
    BOOST_TEST((patched(R"({"servers":[{"port":1}]})", "/servers") == json::value(json::array{{{"host", "localhost"}, {"port", 1}, {"path", "/"}}})));
}

BOOST_AUTO_TEST_CASE(a_mask_keeps_the_stored_secret) {
    for (auto mask : {"***", "**********", "sk-m****"}) {
        auto const same = std::string("\"") + mask + "\"";
        BOOST_TEST((patched(R"({"main":{"key":)" + same + "}}", "/main/key") == json::value("sk-main")), mask);
        BOOST_TEST((patched(R"({"backup":{"key":)" + same + "}}", "/backup/key") == json::value("sk-backup")), mask);
        BOOST_TEST((patched(R"({"others":{"a":{"key":)" + same + "}}}", "/others/a/key") == json::value("sk-a")), mask);
        BOOST_TEST((patched(R"({"power":{"type":"on","key":)" + same + "}}", "/power/key") == json::value("sk-on")), mask);
        BOOST_TEST((patched(R"({"where":{"key":)" + same + "}}", "/where/key") == json::value("sk-where")), mask);
    }
    BOOST_TEST((patched(R"({"main":{"key":"sk-new"}})", "/main/key") == json::value("sk-new")));
    BOOST_TEST((patched(R"({"main":{"key":""}})", "/main/key") == json::value("nothing")));
    BOOST_TEST((patched(R"({"servers":[{"key":"***"}]})", "/servers/0/key") == json::value("nothing")));
}

BOOST_AUTO_TEST_CASE(writing_masked_and_updating_with_it_changes_nothing) {
    auto s = sample();
    auto masked = reflect::to_json(s);
    masked.get_object().erase("servers"); // sequences are replaced, so their secrets cannot be kept
    BOOST_REQUIRE(reflect::update(s, masked).has_value());
    BOOST_TEST((plain(s) == plain(sample())));
}

BOOST_AUTO_TEST_CASE(a_tagged_union_merges_into_its_alternative_or_changes_to_another) {
    BOOST_TEST((patched(R"({"power":{"type":"on","level":5}})", "/power") == json::value{{"type", "on"}, {"level", 5}, {"key", "sk-on"}}));
    BOOST_TEST((patched(R"({"power":{"level":5,"type":"on"}})", "/power") == json::value{{"type", "on"}, {"level", 5}, {"key", "sk-on"}}));
    BOOST_TEST((patched(R"({"power":{"level":5}})", "/power") == json::value{{"type", "on"}, {"level", 5}, {"key", "sk-on"}}));
    BOOST_TEST((patched(R"({"power":{}})", "/power/level") == json::value(2)));
    BOOST_TEST((patched(R"({"power":{"type":"off"}})", "/power") == json::value{{"type", "off"}, {"why", ""}}));
    BOOST_TEST((patched(R"({"power":null})", "/power") == json::value{{"type", "on"}, {"level", 1}}));
    auto s = sample();
    BOOST_TEST(problems_of(reflect::update(s, j(R"({"power":{"type":"half"}})"))) == lines{"/power/type: one of on, off <- other text"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_patch_is_applied_wholly_or_not_at_all) {
    auto s = sample();
    auto const failed = reflect::update(s, j(R"({"size":1,"others":{"a":null},"main":{"key":"sk-other"},"list":[1,"x"],"u":null})"));
    BOOST_TEST(problems_of(failed) == lines{"/list/1: integer from -2147483648 to 2147483647 <- string"}, boost::test_tools::per_element());
    BOOST_TEST((plain(s) == plain(sample())));
    for (auto patch : {"5", "null", "[]", "\"x\""}) {
        BOOST_TEST(reflect::update(s, j(patch)).has_error(), patch);
        BOOST_TEST((plain(s) == plain(sample())));
    }
}

BOOST_AUTO_TEST_CASE(json_objects_are_patched_as_the_standard_s_examples_say) { // RFC 7386, appendix A, those whose target is an object
    struct example {
        char const *target, *patch, *result;
    };
    for (auto const& e : {example{R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"}, example{R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
                          example{R"({"a":"b"})", R"({"a":null})", "{}"}, example{R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
                          example{R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"}, example{R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
                          example{R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
                          example{R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"}, example{R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
                          example{"{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"}}) {
        document d{j(e.target).as_object()};
        json::object patch;
        patch["target"] = j(e.patch);
        BOOST_REQUIRE(reflect::update(d, patch).has_value());
        BOOST_TEST((d.target == j(e.result).as_object()), e.patch);

        settings s; // keys that the struct does not know merge in the same way
        s.extra = j(e.target).as_object();
        BOOST_REQUIRE(reflect::update(s, j(e.patch)).has_value());
        BOOST_TEST((s.extra == j(e.result).as_object()), e.patch);
    }
}

BOOST_AUTO_TEST_CASE(removing_a_key_leaves_the_others_in_their_order) {
    settings s;
    s.extra = j(R"({"a":1,"b":{"x":1,"y":2,"z":3},"c":3,"d":4})").as_object();
    BOOST_REQUIRE(reflect::update(s, j(R"({"a":null,"b":{"x":null}})")).has_value());
    BOOST_TEST(json::serialize(s.extra) == R"({"b":{"y":2,"z":3},"c":3,"d":4})");
}

BOOST_AUTO_TEST_SUITE_END()
