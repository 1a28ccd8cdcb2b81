#include "support/shared_data.hpp"

#include <parley/auth/databricks_choice.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

BOOST_AUTO_TEST_SUITE(conformance_databricks_auth, *parley::test::needs_shared_data())

namespace auth = parley::auth;
namespace json = boost::json;

namespace {

std::string text_at(json::object const& o, char const* key) {
    auto const* const v = o.if_contains(key);
    return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

std::map<std::string, std::string> texts(json::value const& v) {
    std::map<std::string, std::string> all;
    for (auto const& member : v.as_object()) all.emplace(member.key(), member.value().as_string());
    return all;
}

/// The process that a row describes; `az` is installed where its PATH is the folder of the test data.
parley::environment environment_of(std::map<std::string, std::string> variables) {
    auto made = parley::environment::isolated(variables);
    made.home = [home = variables["HOME"]]() -> std::optional<std::string> { return home.empty() ? std::nullopt : std::optional(home); };
    made.read_file = [](std::string const& path) -> parley::result<std::string> {
        std::ifstream file(parley::test::shared_data_folder() + "/databricks/" + path, std::ios::binary);
        if (!file) return parley::error(parley::errc::not_found);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    };
    made.program_size = [](std::string const& path) { return path == "testdata/az" ? std::optional<std::uint64_t>(100) : std::nullopt; };
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_permutation_is_resolved_as_databricks_own_tools_do) {
    std::istringstream rows(parley::test::shared_data("databricks/auth_permutations.jsonl"));
    int count = 0;
    for (std::string line; std::getline(rows, line); ++count) {
        auto const row = json::parse(line).as_object();
        BOOST_TEST_CONTEXT(text_at(row, "name")) {
            auto const environment = environment_of(texts(row.at("env")));
            auto const config = auth::databricks_config::resolve(texts(row.at("params")), environment);
            auto const choice = config ? auth::choose(*config, environment) : parley::result<auth::databricks_choice>(config.error());
            if (row.contains("error")) {
                BOOST_TEST(!choice);
                if (!choice) BOOST_TEST(choice.error().message == text_at(row, "error"));
            } else {
                BOOST_TEST(choice.has_value(), (choice ? std::string() : choice.error().message));
                if (!choice) continue;
                BOOST_TEST(choice->name == text_at(row, "auth_type"));
                BOOST_TEST((*config)["host"] == text_at(row, "host"));
                BOOST_TEST((config->cloud() == auth::cloud::azure) == row.at("is_azure").as_bool());
            }
        }
    }
    std::printf("databricks auth: %d permutations\n", count);
    BOOST_TEST(count != 0);
}

BOOST_AUTO_TEST_CASE(every_host_is_normalised_as_databricks_own_tools_do) {
    auto const rows = json::parse(parley::test::shared_data("databricks/tables.json")).at("host_go").as_array();
    BOOST_TEST(!rows.empty());
    for (auto const& row : rows) {
        auto const at = [&](std::size_t i) { return std::string(row.at(i).as_string()); };
        std::map<std::string, std::string> given{{"host", at(0)}};
        if (!at(1).empty()) given["workspace_id"] = at(1);
        if (!at(2).empty()) given["account_id"] = at(2);
        auto const config = auth::databricks_config::resolve(given, parley::environment::isolated());
        BOOST_TEST_REQUIRE(config.has_value());
        BOOST_TEST((*config)["host"] == at(3));
        BOOST_TEST((*config)["workspace_id"] == at(4));
        BOOST_TEST((*config)["account_id"] == at(5));
    }
}

BOOST_AUTO_TEST_CASE(a_host_may_leave_out_what_goes_without_saying) {
    auto const rows = json::parse(parley::test::shared_data("databricks/tables.json")).at("host_py").as_array();
    BOOST_TEST(!rows.empty());
    for (auto const& row : rows) {
        auto const config = auth::databricks_config::resolve({{"host", std::string(row.at(0).as_string())}}, parley::environment::isolated());
        BOOST_TEST_REQUIRE(config.has_value());
        // Tools in Go keep the port, and look their logins up under the host with it; so do we.
        std::string const port = ":443", given(row.at(0).as_string());
        BOOST_TEST((*config)["host"] == std::string(row.at(1).as_string()) + (given.ends_with(port) ? port : ""));
    }
}

BOOST_AUTO_TEST_SUITE_END()
