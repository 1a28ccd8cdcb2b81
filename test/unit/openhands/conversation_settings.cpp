#include <parley/openhands/conversation_settings.hpp>

#include <parley/migrate/load.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(openhands_conversation_settings)

namespace migrate = parley::migrate;
namespace openhands = parley::openhands;
using openhands::conversation_settings;
using parley::errc;

namespace {

parley::result<void> update(conversation_settings& settings, char const* patch) { return openhands::update(settings, boost::json::parse(patch).as_object()); }

} // namespace

BOOST_AUTO_TEST_CASE(version_0_has_the_same_fields) {
    auto const made = migrate::load<conversation_settings>(R"({"max_iterations":7,"confirmation_mode":true,"security_analyzer":"none","mine":1})").value();
    BOOST_TEST(made.from == 0);
    BOOST_TEST(made.value.max_iterations == 7);
    BOOST_TEST(made.value.confirmation_mode);
    BOOST_TEST((made.value.security_analyzer == openhands::security_analyzer::none));
    BOOST_TEST(parley::reflect::to_text(made.value) == R"({"max_iterations":7,"confirmation_mode":true,"security_analyzer":"none","mine":1,"schema_version":1})");
}

BOOST_AUTO_TEST_CASE(no_analyzer_survives_being_written) {
    auto const made = migrate::load<conversation_settings>(R"({"security_analyzer":null,"schema_version":1})").value().value;
    BOOST_TEST(!made.security_analyzer.has_value());
    BOOST_TEST((migrate::load<conversation_settings>(parley::reflect::to_text(made)).value().value == made));
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
    for (std::string const text : {R"({"max_iterations":0})", R"({"security_analyzer":"grandma"})", R"({"confirmation_mode":null})"})
        BOOST_TEST((migrate::load<conversation_settings>(text).error().code == errc::invalid_document), text);
    BOOST_TEST((migrate::load<conversation_settings>(R"({"schema_version":2})").error().code == errc::version_newer));
}

BOOST_AUTO_TEST_CASE(an_update_changes_what_it_names) {
    conversation_settings settings;
    BOOST_TEST(update(settings, R"({"max_iterations":9,"mine":{"a":1,"b":2}})").has_value());
    BOOST_TEST(update(settings, R"({"mine":{"a":null},"confirmation_mode":true})").has_value());
    BOOST_TEST(settings.max_iterations == 9);
    BOOST_TEST(settings.confirmation_mode);
    BOOST_TEST(settings.extra == boost::json::parse(R"({"mine":{"b":2}})").as_object());
}

BOOST_AUTO_TEST_CASE(null_means_no_analyzer_and_is_an_error_elsewhere) {
    conversation_settings settings;
    BOOST_TEST(update(settings, R"({"security_analyzer":null})").has_value());
    BOOST_TEST(!settings.security_analyzer.has_value());
    auto const before = settings;
    auto const refused = update(settings, R"({"max_iterations":null,"confirmation_mode":true,"mine":null})");
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST((refused.error().code == errc::invalid_document));
    BOOST_TEST(refused.error().problems.size() == 2u);
    BOOST_TEST(refused.error().where == "/max_iterations");
    BOOST_TEST((settings == before));
}

BOOST_AUTO_TEST_SUITE_END()
