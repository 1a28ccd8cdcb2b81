#include <parley/reflect/json_schema.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/secret.hpp>

#include <boost/describe.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace reflect = parley::reflect;
namespace json = boost::json;
using parley::errc;

namespace {

enum class unit { celsius, kelvin_ };
BOOST_DESCRIBE_ENUM(unit, celsius, kelvin_)

struct weather {
    std::string city;
    double temperature = 0;
    unit in = unit::celsius;
    std::optional<std::uint8_t> humidity;
    std::vector<double> hours;
};
BOOST_DESCRIBE_STRUCT(weather, (), (city, temperature, in, humidity, hours))

struct strict_base {
    int id = 0;
};
BOOST_DESCRIBE_STRUCT(strict_base, (), (id))
struct strict_child : strict_base {
    std::optional<unit> scale;
    std::chrono::seconds wait{};
    std::chrono::system_clock::time_point when{};
    std::array<int, 2> pair{};
    parley::secret key;
    json::object extra;
};
BOOST_DESCRIBE_STRUCT(strict_child, (strict_base), (scale, wait, when, pair, key, extra))

struct tree {
    int value = 0;
    std::vector<tree> children;
};
BOOST_DESCRIBE_STRUCT(tree, (), (value, children))
struct forest {
    tree first;
    std::optional<tree> second;
};
BOOST_DESCRIBE_STRUCT(forest, (), (first, second))

struct leaf {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(leaf, (), (text))
struct branch {
    std::vector<std::variant<leaf, branch>> parts;
};
BOOST_DESCRIBE_STRUCT(branch, (), (parts))

struct choices {
    std::variant<std::string, std::vector<std::string>> either;
    std::map<std::string, int> map;
};
BOOST_DESCRIBE_STRUCT(choices, (), (either, map))

namespace other {
struct tree {
    std::string label;
    std::vector<tree> children;
};
BOOST_DESCRIBE_STRUCT(tree, (), (label, children))
} // namespace other
struct two_trees {
    tree one;
    other::tree two;
};
BOOST_DESCRIBE_STRUCT(two_trees, (), (one, two))

template <class T> struct holder {
    T value;
};
BOOST_DESCRIBE_STRUCT(holder<json::value>, (), (value))
BOOST_DESCRIBE_STRUCT(holder<json::object>, (), (value))
BOOST_DESCRIBE_STRUCT(holder<json::array>, (), (value))
BOOST_DESCRIBE_STRUCT(holder<reflect::json_text>, (), (value))
using pair_of_ints = std::tuple<int, int>;
BOOST_DESCRIBE_STRUCT(holder<pair_of_ints>, (), (value))
using map_of_ints = std::map<std::string, int>;
BOOST_DESCRIBE_STRUCT(holder<map_of_ints>, (), (value))

json::value j(std::string_view text) { return reflect::parse_value(text).value(); }

void collect(json::value const& v, bool is_schema, std::set<std::string>& keywords) {
    if (auto const* object = v.if_object()) {
        for (auto const& pair : *object) {
            if (is_schema) keywords.emplace(pair.key());
            bool const names_schemas = is_schema && (pair.key() == "properties" || pair.key() == "$defs");
            collect(pair.value(), !names_schemas, keywords);
        }
    } else if (auto const* array = v.if_array()) {
        for (auto const& element : *array) collect(element, is_schema, keywords);
    }
}

} // namespace

template <> struct parley::annotations<weather> {
    static constexpr std::tuple value{reflect::title("The weather of a day"),
                                      reflect::required<&weather::city, &weather::hours>,
                                      reflect::description<&weather::city>("The city's name"),
                                      reflect::length<&weather::city>(1, 80),
                                      reflect::above<&weather::temperature>(-273.15),
                                      reflect::maximum<&weather::humidity>(100),
                                      reflect::length<&weather::hours>(0, 24),
                                      reflect::range<&weather::hours>(-100, 100),
                                      reflect::closed};
};

BOOST_AUTO_TEST_SUITE(reflect_json_schema)

BOOST_AUTO_TEST_CASE(a_struct_s_schema_has_types_bounds_descriptions_and_what_is_required) {
    BOOST_TEST((reflect::json_schema<weather>() == j(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","description":"The weather of a day",
        "properties":{"city":{"type":"string","minLength":1,"maxLength":80,"description":"The city's name"},
                      "temperature":{"type":"number","exclusiveMinimum":-273.15},
                      "in":{"type":"string","enum":["celsius","kelvin"]},
                      "humidity":{"type":["integer","null"],"minimum":0,"maximum":100},
                      "hours":{"type":"array","items":{"type":"number","minimum":-100,"maximum":100},"maxItems":24}},
        "required":["city","hours"],"additionalProperties":false})")));
}

BOOST_AUTO_TEST_CASE(the_strict_form_requires_every_key_and_says_bounds_in_words) {
    BOOST_TEST((reflect::strict_json_schema<weather>().value() == j(R"-({"type":"object","description":"The weather of a day",
        "properties":{"city":{"type":"string","description":"The city's name (string of 1 to 80 characters)"},
                      "temperature":{"type":"number","description":"number above -273.15"},
                      "in":{"type":"string","enum":["celsius","kelvin"]},
                      "humidity":{"type":["integer","null"],"description":"integer of at most 100"},
                      "hours":{"type":"array","items":{"type":"number","description":"number from -100 to 100"},"description":"array of 0 to 24 items"}},
        "required":["city","temperature","in","humidity","hours"],"additionalProperties":false})-")));
}

BOOST_AUTO_TEST_CASE(bases_times_durations_arrays_secrets_and_optional_enums_have_schemas) {
    auto const schema = reflect::json_schema<strict_child>();
    BOOST_TEST((schema.at("properties") == j(R"({"id":{"type":"integer","minimum":-2147483648,"maximum":2147483647},
        "scale":{"anyOf":[{"type":"string","enum":["celsius","kelvin"]},{"type":"null"}]},"wait":{"type":"integer","description":"in seconds"},
        "when":{"type":"string","format":"date-time"},"pair":{"type":"array","items":{"type":"integer","minimum":-2147483648,"maximum":2147483647},"minItems":2,"maxItems":2},
        "key":{"type":"string"}})")));
    BOOST_TEST(!schema.contains("additionalProperties"));
    BOOST_TEST(!schema.contains("required"));
    auto const strict = reflect::strict_json_schema<strict_child>().value();
    BOOST_TEST(strict.at("required").as_array().size() == 6u);
    BOOST_TEST(strict.at("additionalProperties").as_bool() == false);
}

BOOST_AUTO_TEST_CASE(a_struct_that_contains_itself_refers_to_itself) {
    auto const root = reflect::json_schema<tree>();
    BOOST_TEST((root.at("properties").at("children") == j(R"({"type":"array","items":{"$ref":"#"}})")));
    auto const nested = reflect::json_schema<forest>();
    BOOST_TEST((nested.at("properties").at("first") == j(R"({"$ref":"#/$defs/tree"})")));
    BOOST_TEST((nested.at("properties").at("second") == j(R"({"anyOf":[{"$ref":"#/$defs/tree"},{"type":"null"}]})")));
    BOOST_TEST((nested.at("$defs").at("tree").at("properties").at("children").at("items") == j(R"({"$ref":"#/$defs/tree"})")));
    BOOST_TEST(nested.at("$defs").as_object().size() == 1u);
}

BOOST_AUTO_TEST_CASE(structs_of_the_same_name_have_definitions_of_their_own) {
    auto const schema = reflect::json_schema<two_trees>();
    BOOST_TEST(schema.at("$defs").as_object().size() == 2u);
    auto const one = schema.at("properties").at("one").at("$ref").as_string();
    auto const two = schema.at("properties").at("two").at("$ref").as_string();
    BOOST_TEST((one != two));
    BOOST_TEST(schema.at("$defs").at("tree").at("properties").as_object().contains("value"));
    BOOST_TEST(schema.at("$defs").at("tree.2").at("properties").as_object().contains("label"));
}

BOOST_AUTO_TEST_CASE(a_tagged_union_is_any_of_its_alternatives_with_their_tags) {
    auto const schema = reflect::json_schema<std::variant<leaf, branch>>();
    auto const& leaves = schema.at("anyOf").at(0);
    BOOST_TEST((leaves == j(R"({"type":"object","properties":{"type":{"type":"string","const":"leaf"},"text":{"type":"string"}},"required":["type"]})")));
    BOOST_TEST((schema.at("anyOf").at(1) == j(R"({"$ref":"#/$defs/branch"})")));
    auto const& parts = schema.at("$defs").at("branch").at("properties").at("parts").at("items").at("anyOf");
    BOOST_TEST((parts.at(1) == j(R"({"$ref":"#/$defs/branch"})")));
    auto const strict = reflect::strict_json_schema<std::variant<leaf, branch>>().value();
    BOOST_TEST((strict.at("anyOf").at(0).at("properties").at("type") == j(R"({"type":"string","enum":["leaf"]})")));
}

BOOST_AUTO_TEST_CASE(a_recursive_union_has_a_schema_from_within_too) {
    auto const schema = reflect::json_schema<branch>();
    auto const& inner = schema.at("properties").at("parts").at("items").at("anyOf").at(1);
    BOOST_TEST((inner == j(R"({"$ref":"#/$defs/branch"})"))); // the root has no tag, the alternative has one
    BOOST_TEST((schema.at("$defs").at("branch").at("properties").at("type") == j(R"({"type":"string","const":"branch"})")));
}

BOOST_AUTO_TEST_CASE(variants_by_kind_and_maps_have_schemas) {
    BOOST_TEST((reflect::json_schema<choices>().at("properties") ==
                j(R"({"either":{"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]},
                      "map":{"type":"object","additionalProperties":{"type":"integer","minimum":-2147483648,"maximum":2147483647}}})")));
}

BOOST_AUTO_TEST_CASE(integers_of_64_bits_need_no_bounds_but_the_lower_one_of_unsigned) {
    auto schema = reflect::json_schema<std::int64_t>();
    schema.erase("$schema");
    BOOST_TEST((schema == j(R"({"type":"integer"})")));
    BOOST_TEST(reflect::json_schema<std::uint64_t>().at("minimum").to_number<int>() == 0);
    BOOST_TEST(!reflect::json_schema<std::uint64_t>().contains("maximum"));
}

BOOST_AUTO_TEST_CASE(the_strict_form_uses_only_keywords_that_providers_know) {
    std::set<std::string> keywords;
    for (auto const& schema : {reflect::strict_json_schema<weather>(), reflect::strict_json_schema<strict_child>(), reflect::strict_json_schema<forest>(),
                               reflect::strict_json_schema<branch>(), reflect::strict_json_schema<two_trees>()})
        collect(schema.value(), true, keywords);
    std::set<std::string> const known{"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf", "$ref", "$defs", "description"};
    for (auto const& keyword : keywords) BOOST_TEST(known.contains(keyword), keyword);
    BOOST_TEST(keywords.size() == known.size());
}

BOOST_AUTO_TEST_CASE(what_the_strict_form_cannot_say_is_an_error_with_its_place) {
    auto const refused = reflect::strict_json_schema<choices>();
    BOOST_REQUIRE(refused.has_error());
    BOOST_TEST((refused.error().code == errc::unsupported));
    BOOST_TEST(refused.error().where == "/map");
    BOOST_TEST(reflect::strict_json_schema<holder<json::value>>().has_error());
    BOOST_TEST(reflect::strict_json_schema<holder<json::object>>().has_error());
    BOOST_TEST(reflect::strict_json_schema<holder<json::array>>().has_error());
    BOOST_TEST(reflect::strict_json_schema<holder<reflect::json_text>>().has_error());
    BOOST_TEST(reflect::strict_json_schema<holder<pair_of_ints>>().has_error());
    BOOST_TEST((reflect::json_schema<pair_of_ints>().at("prefixItems").as_array().size() == 2u));
}

BOOST_AUTO_TEST_SUITE_END()
