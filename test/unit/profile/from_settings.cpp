#include <parley/profile/from_settings.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>

BOOST_AUTO_TEST_SUITE(profile_from_settings)

namespace {

using parley::errc;
namespace profile = parley::profile;

} // namespace

BOOST_AUTO_TEST_CASE(texts_are_read_as_their_fields_are) {
    auto const p = profile::from_settings({{"model", "gpt-5"},
                                           {"api_key", "sk-1"},
                                           {"num_retries", "2"},
                                           {"temperature", "0.25"},
                                           {"stream", "true"},
                                           {"api_mode", "responses"},
                                           {"extra_headers", R"({"X-Team":"blue"})"},
                                           {"reasoning_effort", "low"},
                                           {"base_url", ""},
                                           {"databricks_host", "https://ws.example"},
                                           {"databricks_max_retries", "7"}})
                       .value();
    BOOST_TEST(p.model == "gpt-5");
    BOOST_TEST(p.api_key.reveal() == "sk-1");
    BOOST_TEST(p.retry.num_retries == 2);
    BOOST_TEST(p.sampling.temperature.value_or(0) == 0.25);
    BOOST_TEST(p.api.stream);
    BOOST_TEST((p.api.api_mode == profile::api_mode::responses));
    BOOST_TEST(p.extra_headers.value().at("X-Team").reveal() == "blue");
    BOOST_TEST(p.features.reasoning_effort.value_or("") == "low");
    BOOST_TEST(!p.base_url.has_value());
    BOOST_TEST(p.databricks.host.value_or("") == "https://ws.example");
    BOOST_TEST(p.databricks.max_retries.value_or(0) == 7);
}

BOOST_AUTO_TEST_CASE(a_text_that_looks_like_a_number_stays_a_text_where_the_field_is_one) {
    BOOST_TEST(profile::from_settings({{"model", "5"}, {"api_version", "2024"}}).value().api_version.value_or("") == "2024");
}

BOOST_AUTO_TEST_CASE(overrides_win) {
    BOOST_TEST(profile::from_settings({{"model", "a"}}, {{"model", "b"}}).value().model == "b");
}

BOOST_AUTO_TEST_CASE(names_that_no_field_has_and_texts_that_do_not_fit_are_all_named) {
    auto const bad = profile::from_settings({{"model", "a"}, {"llm_model", "b"}, {"num_retries", "many"}});
    BOOST_TEST_REQUIRE(bad.has_error());
    BOOST_TEST((bad.error().code == errc::invalid_document));
    BOOST_TEST(bad.error().problems.size() == 2u);
    BOOST_TEST(profile::from_settings({{"model", "a"}, {"num_retries", "-1"}}).error().where == "/num_retries");
    BOOST_TEST(profile::from_settings({}).error().where == "/model");
}

BOOST_AUTO_TEST_CASE(a_profile_comes_in_its_canonical_form) {
    auto const p = profile::from_settings({{"model", "litellm_proxy/claude-sonnet-4-5-20250929"}, {"base_url", "https://llm-proxy.app.all-hands.dev/v1"}}).value();
    BOOST_TEST(p.model == "openhands/claude-sonnet-4-5-20250929");
}

BOOST_AUTO_TEST_CASE(every_field_of_a_profile_has_its_name_in_the_map) {
    // What the schema calls properties, the file has as keys: a field that is added is bridged.
    auto const schema = parley::reflect::json_schema<profile::llm_profile>();
    auto const& fields = schema.at("properties").get_object();
    for (auto const* key : {"model", "api_key", "base_url", "usage_id", "aws_region_name", "timeout", "seed", "drop_params", "caching_prompt", "max_message_chars", "databricks_client_secret",
                            "stored_u2m_tokens", "databricks_ssl_verify"})
        BOOST_TEST(fields.contains(key), key);
    BOOST_TEST(fields.size() >= 60u);
}

BOOST_AUTO_TEST_SUITE_END()
