#include <parley/catalog/model_settings.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(catalog_model_settings)

namespace catalog = parley::catalog;
namespace json = boost::json;
using parley::errc;

namespace {

catalog::model_row stored() {
    catalog::model_row row;
    row.vendor = "openai";
    row.name = "gpt-5";
    row.display_name = "GPT-5";
    row.family = "gpt";
    row.info.context = 400'000;
    row.info.max_output = 128'000;
    row.info.capabilities.tools = true;
    row.deprecated = true;
    return row;
}

parley::result<catalog::model_settings> changed(std::string const& patch, catalog::model_row const& row = stored()) {
    return catalog::changed_settings(row, catalog::security_class_id{3}, json::parse(patch).as_object());
}

} // namespace

BOOST_AUTO_TEST_CASE(what_a_change_does_not_name_stays_within_the_info_too) {
    auto expected = catalog::settings_of(stored(), catalog::security_class_id{3});
    BOOST_TEST((changed("{}").value() == expected));
    expected.info.context = 5;
    expected.info.capabilities.reasoning = false;
    BOOST_TEST((changed(R"({"info": {"context": 5, "capabilities": {"reasoning": false}}})").value() == expected));
}

BOOST_AUTO_TEST_CASE(null_empties_what_may_be_empty_and_nothing_else) {
    auto const emptied = changed(R"({"display_name": null, "family": null, "security_class": null, "info": {"context": null}})").value();
    BOOST_TEST(!emptied.display_name);
    BOOST_TEST(!emptied.family);
    BOOST_TEST(!emptied.security_class);
    BOOST_TEST(!emptied.info.context);
    for (std::string const key : {"info", "enabled", "deprecated"}) {
        auto const refused = changed("{\"" + key + "\": null}");
        BOOST_REQUIRE(!refused);
        BOOST_TEST((refused.error().code == errc::invalid_document));
        BOOST_TEST(refused.error().problems.front().pointer == "/" + key);
    }
}

BOOST_AUTO_TEST_CASE(keys_that_there_are_not_and_values_of_another_kind_are_refused) {
    for (std::string const patch : {R"({"enabeld": true})", R"({"info": {"contxet": 1}})", R"({"enabled": 1})", R"({"retires_on": "soon"})", R"({"name": "gpt-6"})",
                                    R"({"info": {"context": "many"}})"})
        BOOST_TEST((changed(patch).error().code == errc::invalid_document), patch);
}

BOOST_AUTO_TEST_CASE(the_vendor_never_changes_and_may_be_named) {
    BOOST_TEST(changed(R"({"vendor": "openai", "enabled": false})")->enabled == false);
    for (std::string const patch : {R"({"vendor": "azure"})", R"({"vendor": null})", R"({"vendor": 1})"})
        BOOST_TEST((changed(patch).error().code == errc::invalid_argument), patch);
}

BOOST_AUTO_TEST_CASE(names_are_tidied_and_held_to_their_rules) {
    BOOST_TEST(changed(R"({"display_name": "  Ours  "})")->display_name.value() == "Ours");
    BOOST_TEST((changed(R"({"display_name": " "})").error().code == errc::invalid_name));
    BOOST_TEST((changed(R"({"family": "a\u0001"})").error().code == errc::invalid_name));
    BOOST_TEST((changed("{\"family\": \"" + std::string(41, 'f') + "\"}").error().code == errc::invalid_name));
}

BOOST_AUTO_TEST_CASE(a_model_that_was_migrated_is_never_enabled_again) {
    auto row = stored();
    row.enabled = false;
    row.migrated_to = catalog::model_id{9};
    BOOST_TEST((changed(R"({"enabled": true})", row).error().code == errc::conflict));
    BOOST_TEST(changed(R"({"display_name": "Was"})", row).has_value());
    row.migrated_to.reset();
    BOOST_TEST(changed(R"({"enabled": true})", row)->enabled);
}

BOOST_AUTO_TEST_CASE(a_day_of_retirement_is_set_and_taken_back) {
    auto row = stored();
    row.retires_on = changed(R"({"retires_on": "2026-12-31"})").value().retires_on;
    BOOST_TEST((row.retires_on == parley::model::date(std::chrono::year(2026) / 12 / 31)));
    BOOST_TEST(!changed(R"({"retires_on": null})", row)->retires_on);
}

BOOST_AUTO_TEST_SUITE_END()
