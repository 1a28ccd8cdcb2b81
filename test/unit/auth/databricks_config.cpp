#include <parley/auth/databricks_config.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>

BOOST_AUTO_TEST_SUITE(auth_databricks_config)

namespace auth = parley::auth;
using parley::errc;

namespace {

constexpr char const* config_file = R"(; a comment
[DEFAULT]
host = https://default.example.com/
token = from-default

[two words]
host=https://two.example.com
token = "quoted # token" # a comment
[comments]
host = https://c.example.com
username = me
password = %Y#X$Z # a comment
[empty]
[__settings__]
auth_storage = secure
)";

parley::environment with_file(std::string text, std::map<std::string, std::string> variables = {}) {
    auto made = parley::environment::isolated(std::move(variables));
    made.home = [] { return std::optional<std::string>("/home/me"); };
    made.read_file = [text = std::move(text)](std::string const& path) -> parley::result<std::string> {
        if (path == "/home/me/.databrickscfg") return text;
        return parley::error(errc::not_found);
    };
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(given_values_come_before_variables_and_these_before_the_file) {
    auto const from = with_file(config_file, {{"DATABRICKS_HOST", "https://variable.example.com"}, {"DATABRICKS_CONFIG_PROFILE", "DEFAULT"}});
    auto const config = auth::databricks_config::resolve({{"token", "given"}}, from).value();
    BOOST_TEST(config["token"] == "given");
    BOOST_TEST(config["host"] == "https://variable.example.com");
    auto const sources = config.sources();
    BOOST_TEST(sources.at("token") == "dynamic configuration");
    BOOST_TEST(sources.at("host") == "DATABRICKS_HOST environment variable");
}

BOOST_AUTO_TEST_CASE(the_default_profile_is_read_where_nothing_else_is_known) {
    auto const config = auth::databricks_config::resolve({}, with_file(config_file)).value();
    BOOST_TEST(config["host"] == "https://default.example.com");
    BOOST_TEST(config["profile"] == "DEFAULT");
    BOOST_TEST(config.sources().at("token") == "DEFAULT config file");
}

BOOST_AUTO_TEST_CASE(the_file_is_not_read_where_a_credential_is_given) {
    auto const config = auth::databricks_config::resolve({{"token", "given"}}, with_file(config_file)).value();
    BOOST_TEST(!config.has("host"));
    BOOST_TEST(!config.has("profile"));
}

BOOST_AUTO_TEST_CASE(a_profile_inherits_nothing_and_its_name_may_hold_blanks) {
    auto const config = auth::databricks_config::resolve({{"profile", "two words"}}, with_file(config_file)).value();
    BOOST_TEST(config["host"] == "https://two.example.com");
    BOOST_TEST(config["token"] == "quoted # token");
}

BOOST_AUTO_TEST_CASE(a_comment_needs_a_blank_before_it) {
    BOOST_TEST((auth::databricks_config::resolve({{"profile", "comments"}}, with_file(config_file)).value()["password"] == "%Y#X$Z"));
}

BOOST_AUTO_TEST_CASE(a_named_profile_that_is_missing_or_empty_is_an_error) {
    for (auto const* name : {"missing", "empty"}) {
        auto const config = auth::databricks_config::resolve({{"profile", name}}, with_file(config_file));
        BOOST_TEST_REQUIRE(!config);
        BOOST_TEST((config.error().code == errc::misconfigured));
        BOOST_TEST(config.error().message == "resolve: /home/me/.databrickscfg has no " + std::string(name) + " profile configured. Config: profile=" + name);
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_as_sections_is_an_error) {
    auto const config = auth::databricks_config::resolve({}, with_file("[DEFAULT\nhost = x\n"));
    BOOST_TEST_REQUIRE(!config);
    BOOST_TEST(config.error().message.starts_with("resolve: cannot parse config file: "));
}

BOOST_AUTO_TEST_CASE(two_ways_to_authenticate_are_an_error_that_shows_no_secret) {
    auto const config = auth::databricks_config::resolve({{"host", "x"}, {"token", "very-secret"}, {"client_id", "id"}, {"client_secret", "hush"}}, parley::environment::isolated());
    BOOST_TEST_REQUIRE(!config);
    BOOST_TEST(config.error().message == "validate: more than one authorization method configured: oauth and pat. Config: host=x, token=***, client_id=id, client_secret=***");
}

BOOST_AUTO_TEST_CASE(an_auth_type_settles_which_of_two_ways_is_meant) {
    BOOST_TEST(auth::databricks_config::resolve({{"host", "x"}, {"token", "t"}, {"username", "u"}, {"auth_type", "pat"}}, parley::environment::isolated()).has_value());
}

BOOST_AUTO_TEST_CASE(a_name_that_is_no_attribute_is_refused) {
    auto const config = auth::databricks_config::resolve({{"hots", "x"}}, parley::environment::isolated());
    BOOST_TEST_REQUIRE(!config);
    BOOST_TEST((config.error().code == errc::invalid_argument));
    BOOST_TEST(config.error().where == "hots");
}

BOOST_AUTO_TEST_CASE(the_host_tells_the_cloud_unless_something_else_does) {
    auto const cloud = [](std::map<std::string, std::string> given) { return auth::databricks_config::resolve(given, parley::environment::isolated()).value().cloud(); };
    BOOST_TEST((cloud({{"host", "adb-1.2.azuredatabricks.net"}}) == auth::cloud::azure));
    BOOST_TEST((cloud({{"host", "https://1.2.gcp.databricks.com:443/x"}}) == auth::cloud::gcp));
    BOOST_TEST((cloud({{"host", "dbc.cloud.databricks.com"}}) == auth::cloud::aws));
    BOOST_TEST((cloud({{"host", "dbc.cloud.databricks.com"}, {"cloud", "GCP"}}) == auth::cloud::gcp));
    BOOST_TEST((cloud({{"azure_workspace_resource_id", "/sub/rg/ws"}}) == auth::cloud::azure));
}

BOOST_AUTO_TEST_SUITE_END()
