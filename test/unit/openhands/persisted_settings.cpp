#include <parley/openhands/persisted_settings.hpp>

#include <parley/migrate/load.hpp>
#include <parley/profile/fernet.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

BOOST_AUTO_TEST_SUITE(openhands_persisted_settings)

namespace migrate = parley::migrate;
namespace openhands = parley::openhands;
namespace reflect = parley::reflect;
using openhands::persisted_settings;
using parley::errc;

namespace {

openhands::settings_change change(std::string_view text) { return reflect::parse<openhands::settings_change>(text).value(); }

} // namespace

BOOST_AUTO_TEST_CASE(nested_settings_migrate_with_the_document) {
    auto const made = migrate::load<persisted_settings>(
        R"({"agent_settings":{"agent_kind":"llm","schema_version":1,"llm":{"model":"m"},"mcp_config":{"mcpServers":{"s":{"command":"c"}}}},
            "conversation_settings":{"max_iterations":3},"active_profile":"p","mine":1,"schema_version":2,"misc_settings":{"a":[1]}})").value();
    BOOST_TEST(made.from == 2);
    BOOST_TEST(made.to == 6);
    auto const steps_at = [&](std::string_view pointer) { return std::count_if(made.steps.begin(), made.steps.end(), [&](auto const& s) { return s.pointer == pointer; }); };
    BOOST_TEST(steps_at("") == 4);
    BOOST_TEST(steps_at("/agent_settings") == 8);
    BOOST_TEST(steps_at("/agent_settings/llm") == 1);
    BOOST_TEST(steps_at("/conversation_settings") == 1);
    auto const& agent = std::get<openhands::openhands_agent_settings>(made.value.agent_settings);
    BOOST_TEST(agent.mcp_config.at("s").command.value() == "c");
    BOOST_TEST(made.value.conversation_settings.max_iterations == 3);
    BOOST_TEST(made.value.active_profile.value() == "p");
    BOOST_TEST((migrate::load<persisted_settings>(reflect::to_text(made.value, reflect::secrets::plain())).value().value == made.value));
}

BOOST_AUTO_TEST_CASE(an_empty_document_is_the_default) {
    BOOST_TEST((migrate::load<persisted_settings>("{}").value().value == persisted_settings()));
    BOOST_TEST((migrate::load<persisted_settings>(R"({"agent_settings":{},"conversation_settings":{}})").value().value == persisted_settings()));
}

BOOST_AUTO_TEST_CASE(a_newer_part_makes_the_whole_newer) {
    auto const made = migrate::load<persisted_settings>(R"({"agent_settings":{"schema_version":10},"schema_version":6})");
    BOOST_TEST_REQUIRE(made.has_error());
    BOOST_TEST((made.error().code == errc::version_newer));
    BOOST_TEST(made.error().where == "/agent_settings/schema_version");
}

BOOST_AUTO_TEST_CASE(steps_of_nested_settings_see_decrypted_values) {
    auto const key = parley::profile::fernet::from_secret(parley::secret::make("a key of this test").value()).value();
    auto const text = R"({"agent_settings":{"schema_version":1,"agent_kind":"llm","llm":{"model":"m","api_key":")" + key.seal("quiet-key").value() +
                      R"("},"mcp_config":{"mcpServers":{"s":{"url":"u","headers":{"Authorization":")" + key.seal("Bearer quiet-token").value() + R"("}}}}}})";
    migrate::options how;
    how.read.cipher = key;
    auto const made = migrate::load<persisted_settings>(text, how).value().value;
    auto const& agent = std::get<0>(made.agent_settings);
    BOOST_TEST(agent.llm.api_key.reveal() == "quiet-key");
    BOOST_TEST(agent.mcp_config.at("s").auth.value().value.reveal() == "quiet-token");
    auto const written = reflect::to_text(made, reflect::cipher_ref(key)).value();
    BOOST_TEST(written.find("quiet") == std::string::npos);
    BOOST_TEST((migrate::load<persisted_settings>(written, how).value().value == made));

    auto const blind = migrate::load<persisted_settings>(text);
    BOOST_TEST_REQUIRE(blind.has_error());
    BOOST_TEST((blind.error().code == errc::step_failed));
    BOOST_TEST(blind.error().where == "/agent_settings/mcp_config/s/headers/Authorization");
}

BOOST_AUTO_TEST_CASE(an_update_changes_all_its_parts_or_none) {
    persisted_settings settings;
    auto const before = settings;
    auto const good = change(R"({"agent_settings_diff":{"llm":{"model":"n"}},"conversation_settings_diff":{"max_iterations":4},"misc_settings_diff":{"a":{"b":1}}})");
    BOOST_TEST(openhands::update(settings, good).has_value());
    BOOST_TEST(std::get<0>(settings.agent_settings).llm.model == "n");
    BOOST_TEST(settings.conversation_settings.max_iterations == 4);
    BOOST_TEST(settings.misc_settings == boost::json::parse(R"({"a":{"b":1}})").as_object());

    settings = before;
    auto const refused = openhands::update(settings, change(R"({"agent_settings_diff":{"llm":{"model":"n"}},"conversation_settings_diff":{"max_iterations":0}})"));
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST((refused.error().code == errc::invalid_document));
    BOOST_TEST(refused.error().problems.front().pointer == "/conversation_settings_diff/max_iterations");
    BOOST_TEST((settings == before));
}

BOOST_AUTO_TEST_CASE(misc_settings_merge_and_refuse_null_fields) {
    persisted_settings settings;
    BOOST_TEST(openhands::update(settings, change(R"({"misc_settings_diff":{"ui":{"a":1,"b":[1,2]},"x":1}})")).has_value());
    BOOST_TEST(openhands::update(settings, change(R"({"misc_settings_diff":{"ui":{"a":null,"b":[3]}}})")).has_value());
    BOOST_TEST(settings.misc_settings == boost::json::parse(R"({"ui":{"b":[3]},"x":1})").as_object());
    auto const refused = openhands::update(settings, change(R"({"misc_settings_diff":{"x":null}})"));
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().where == "/misc_settings_diff/x");
}

BOOST_AUTO_TEST_CASE(a_change_says_something_and_nothing_unknown) {
    persisted_settings settings;
    BOOST_TEST((openhands::update(settings, change("{}")).error().code == errc::invalid_argument));
    BOOST_TEST((reflect::parse<openhands::settings_change>(R"({"agent_settings":{}})").error().code == errc::invalid_document));
}

BOOST_AUTO_TEST_SUITE_END()
