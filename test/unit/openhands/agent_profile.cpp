#include <parley/openhands/agent_profile.hpp>

#include <parley/migrate/load.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(openhands_agent_profile)

namespace migrate = parley::migrate;
using parley::errc;
using parley::openhands::agent_profile;

BOOST_AUTO_TEST_CASE(skills_give_way_to_disabled_skills) {
    auto const made = migrate::load<agent_profile>(R"({"schema_version":1,"name":"a","llm_profile_ref":"l","skills":["s"],"id":"i","revision":2,"mine":1})").value();
    BOOST_TEST(made.from == 1);
    BOOST_TEST(parley::reflect::to_text(made.value) ==
               R"({"id":"i","name":"a","agent_kind":"openhands","revision":2,"llm_profile_ref":"l","disabled_skills":[],"mine":1,"schema_version":2})");
}

BOOST_AUTO_TEST_CASE(the_empty_tools_of_an_untouched_default_are_the_standard_set) {
    auto const tools = [](std::string const& rest) { return migrate::load<agent_profile>(R"({"schema_version":1,"tools":[],)" + rest + "}").value().value.tools; };
    BOOST_TEST(!tools(R"("name":"default")").has_value());
    BOOST_TEST(!tools(R"("name":"default","revision":0)").has_value());
    BOOST_TEST(tools(R"("name":"default","revision":1)").value().empty());
    BOOST_TEST(tools(R"("name":"mine","revision":0)").value().empty());
}

BOOST_AUTO_TEST_CASE(a_profile_without_version_is_current) {
    auto const made = migrate::load<agent_profile>(R"({"name":"a","llm_profile_ref":"l","skills":["kept"]})").value();
    BOOST_TEST(made.from == 2);
    BOOST_TEST(made.steps.empty());
    BOOST_TEST(made.value.extra.contains("skills"));
}

BOOST_AUTO_TEST_CASE(a_profile_of_an_acp_agent_keeps_its_own_keys) {
    auto const text = R"({"name":"a","agent_kind":"acp","revision":0,"acp_server":"codex","schema_version":2})";
    BOOST_TEST(parley::reflect::to_text(migrate::load<agent_profile>(text).value().value) == text);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
    BOOST_TEST((migrate::load<agent_profile>(R"({"llm_profile_ref":"l"})").error().code == errc::invalid_document));
    BOOST_TEST((migrate::load<agent_profile>(R"({"name":"","llm_profile_ref":"l"})").error().code == errc::invalid_document));
    BOOST_TEST((migrate::load<agent_profile>(R"({"name":"a","revision":-1})").error().code == errc::invalid_document));
    BOOST_TEST((migrate::load<agent_profile>(R"({"name":"a","schema_version":3})").error().code == errc::version_newer));
    BOOST_TEST((migrate::load<agent_profile>(R"({"name":"a","schema_version":0})").error().code == errc::no_migration_step));
}

BOOST_AUTO_TEST_SUITE_END()
