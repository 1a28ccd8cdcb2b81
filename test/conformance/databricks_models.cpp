#include "support/shared_data.hpp"

#include <parley/provider/databricks_models.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(conformance_databricks_models, *parley::test::needs_shared_data())

namespace json = boost::json;
namespace provider = parley::provider;
using parley::test::shared_data;

namespace {

provider::databricks_family family_called(json::value const& word) {
    auto const& text = word.as_string();
    return text == "ANTHROPIC"          ? provider::databricks_family::anthropic
           : text == "GEMINI"           ? provider::databricks_family::gemini
           : text == "OPENAI_RESPONSES" ? provider::databricks_family::openai_responses
                                        : provider::databricks_family::openai_chat;
}

} // namespace

BOOST_AUTO_TEST_CASE(names_and_descriptions_lead_to_the_family_that_the_table_says) {
    auto const table = json::parse(shared_data("openhands/databricks/family_cases.json"));
    int rows = 0;
    for (auto const& row : table.at("name_patterns").as_array()) {
        auto const name = std::string(row.at("model").as_string());
        BOOST_TEST((provider::databricks_family_of(name) == family_called(row.at("family"))), name);
        ++rows;
    }
    for (auto const& row : table.at("external_provider").as_array()) {
        auto const who = std::string(row.at("provider").as_string());
        parley::http::response described;
        described.body = R"({"config":{"served_entities":[{"external_model":{"provider":")" + who + "\"}}]}}";
        BOOST_TEST((provider::read_databricks_probe(described) == family_called(row.at("family"))), who);
        ++rows;
    }
    BOOST_TEST(rows > 30);
}

BOOST_AUTO_TEST_CASE(limits_are_those_of_the_table) {
    auto const table = json::parse(shared_data("openhands/databricks/context_and_output_tables.json"));
    int rows = 0;
    for (auto const& [name, context] : table.at("DATABRICKS_CONTEXT_WINDOWS").as_object()) {
        BOOST_TEST(provider::databricks_limits_of({name.data(), name.size()}).context == context.as_int64(), name);
        ++rows;
    }
    for (auto const& [name, most] : table.at("DATABRICKS_MAX_OUTPUT").as_object()) {
        BOOST_TEST(provider::databricks_limits_of({name.data(), name.size()}).max_output == most.as_int64(), name);
        ++rows;
    }
    BOOST_TEST(rows > 70);
    BOOST_TEST(provider::databricks_limits().context == table.at("unknown_default").at("context").as_int64());
    BOOST_TEST(provider::databricks_limits().max_output == table.at("unknown_default").at("max_output").as_int64());
}

BOOST_AUTO_TEST_CASE(the_offer_without_a_workspace_is_the_curated_list) {
    auto const table = json::parse(shared_data("openhands/databricks/curated_models.json"));
    auto const offer = provider::databricks_offer();
    BOOST_TEST(offer.size() == table.as_array().size());
    for (auto const& row : table.as_array()) {
        std::string_view const name(row.at("name").as_string().data(), row.at("name").as_string().size());
        auto const at = std::find_if(offer.begin(), offer.end(), [&](auto const& one) { return one.name == name; });
        BOOST_TEST_REQUIRE((at != offer.end()), name);
        BOOST_TEST(at->is_recommended == row.at("recommended").as_bool(), name);
        BOOST_TEST((at->family == family_called(row.at("family"))), name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
