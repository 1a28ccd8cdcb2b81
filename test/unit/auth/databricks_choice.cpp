#include <parley/auth/databricks_choice.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(auth_databricks_choice)

namespace auth = parley::auth;
using parley::errc;

namespace {

using texts = std::map<std::string, std::string>;

parley::result<auth::databricks_choice> chosen(texts const& given, texts variables = {}, texts const& programs = {}) {
    variables.emplace("PATH", "/bin:/usr/bin");
    auto from = parley::environment::isolated(variables);
    from.program_size = [programs](std::string const& path) -> std::optional<std::uint64_t> {
        auto const found = programs.find(path);
        return found == programs.end() ? std::nullopt : std::optional<std::uint64_t>(std::stoull(found->second));
    };
    auto const config = auth::databricks_config::resolve(given, from);
    if (!config) return config.error();
    return auth::choose(*config, from);
}

std::string name(texts const& given, texts const& variables = {}, texts const& programs = {}) {
    auto const c = chosen(given, variables, programs);
    return c ? std::string(c->name) : to_string(c.error());
}

std::string why_not(char const* way, texts const& given, texts const& variables = {}, texts const& programs = {}) {
    auto const c = chosen(given, variables, programs);
    if (c) return "chosen: " + std::string(c->name);
    for (auto const& p : c.error().problems)
        if (p.pointer == way) return p.found;
    return "not tried";
}

} // namespace

BOOST_AUTO_TEST_CASE(each_way_is_chosen_where_its_needs_are_met) {
    texts const github{{"ACTIONS_ID_TOKEN_REQUEST_URL", "https://g"}, {"ACTIONS_ID_TOKEN_REQUEST_TOKEN", "t"}};
    texts const devops{{"SYSTEM_ACCESSTOKEN", "t"}, {"SYSTEM_TEAMFOUNDATIONCOLLECTIONURI", "u"}, {"SYSTEM_TEAMPROJECTID", "p"}, {"SYSTEM_PLANID", "l"}, {"SYSTEM_JOBID", "j"}, {"SYSTEM_HOSTTYPE", "h"}};
    std::string const azure = "https://adb-1.2.azuredatabricks.net";
    std::string const gcp = "https://1.2.gcp.databricks.com";
    BOOST_TEST(name({{"host", "h"}, {"token", "t"}}) == "pat");
    BOOST_TEST(name({{"host", "h"}, {"username", "u"}, {"password", "p"}}) == "basic");
    BOOST_TEST(name({{"host", "h"}, {"client_id", "i"}, {"client_secret", "s"}}) == "oauth-m2m");
    BOOST_TEST(name({{"host", "h"}}, {}, {{"/usr/bin/databricks", "50000000"}}) == "databricks-cli");
    BOOST_TEST(name({{"host", "h"}, {"databricks_cli_path", "/opt/databricks"}}, {}, {{"/opt/databricks", "50000000"}}) == "databricks-cli");
    BOOST_TEST(name({{"host", "h"}, {"metadata_service_url", "http://127.0.0.1:80/x"}}) == "metadata-service");
    BOOST_TEST(name({{"host", "h"}}, github) == "github-oidc");
    BOOST_TEST(name({{"host", "h"}}, devops) == "azure-devops-oidc");
    BOOST_TEST(name({{"host", "h"}}, {{"DATABRICKS_OIDC_TOKEN", "t"}}) == "env-oidc");
    BOOST_TEST(name({{"host", "h"}, {"oidc_token_env", "MINE"}}, {{"MINE", "t"}}) == "env-oidc");
    BOOST_TEST(name({{"host", "h"}, {"databricks_id_token_filepath", "/t"}}) == "file-oidc");
    BOOST_TEST(name({{"host", azure}, {"azure_client_id", "i"}, {"azure_tenant_id", "t"}, {"auth_type", "github-oidc-azure"}}, github) == "github-oidc-azure");
    BOOST_TEST(name({{"host", azure}, {"azure_use_msi", "true"}}) == "azure-msi");
    BOOST_TEST(name({{"host", azure}, {"azure_client_id", "i"}, {"azure_client_secret", "s"}}) == "azure-client-secret");
    BOOST_TEST(name({{"host", azure}}, {}, {{"/bin/az", "10"}}) == "azure-cli");
    BOOST_TEST(name({{"host", gcp}, {"google_credentials", "c"}}) == "google-credentials");
    BOOST_TEST(name({{"host", gcp}, {"google_service_account", "a"}}) == "google-id");
}

BOOST_AUTO_TEST_CASE(each_way_that_does_not_apply_says_why) {
    std::string const azure = "https://a.azuredatabricks.net", gcp = "https://a.gcp.databricks.com";
    texts const host{{"host", "h"}};
    BOOST_TEST(why_not("pat", host) == "token is not set");
    BOOST_TEST(why_not("pat", {{"token", "t"}}) == "host is not set");
    BOOST_TEST(why_not("basic", {{"host", "h"}, {"username", "u"}}) == "password is not set");
    BOOST_TEST(why_not("oauth-m2m", {{"host", "h"}, {"client_id", "i"}}) == "client_secret is not set");
    BOOST_TEST(why_not("databricks-cli", {}, {}, {{"/bin/databricks", "50000000"}}) == "host is not set");
    BOOST_TEST(why_not("databricks-cli", host) == "databricks CLI not found");
    BOOST_TEST(why_not("databricks-cli", host, {}, {{"/bin/databricks", "4000"}}) == "legacy databricks CLI detected");
    BOOST_TEST(why_not("databricks-cli", {{"host", "h"}, {"scopes", "jobs"}}, {}, {{"/bin/databricks", "50000000"}}).starts_with("scopes are chosen where a person logs in"));
    BOOST_TEST(why_not("metadata-service", host) == "metadata_service_url is not set");
    BOOST_TEST(why_not("metadata-service", {{"host", "h"}, {"metadata_service_url", "http://localhost.evil.example"}}) == "only localhost URLs are allowed");
    BOOST_TEST(why_not("github-oidc", host, {{"ACTIONS_ID_TOKEN_REQUEST_URL", "u"}}) == "actions_id_token_request_token is not set");
    BOOST_TEST(why_not("azure-devops-oidc", host) == "SYSTEM_ACCESSTOKEN is not set");
    BOOST_TEST(why_not("env-oidc", {{"host", "h"}, {"oidc_token_env", "MINE"}}) == "MINE is not set");
    BOOST_TEST(why_not("file-oidc", host) == "databricks_id_token_filepath is not set");
    BOOST_TEST(why_not("github-oidc-azure", host) == "not an Azure workspace");
    BOOST_TEST(why_not("github-oidc-azure", {{"host", azure}, {"azure_client_id", "i"}}) == "azure_tenant_id is not set");
    BOOST_TEST(why_not("azure-msi", host) == "not an Azure workspace");
    BOOST_TEST(why_not("azure-msi", {{"host", azure}, {"azure_use_msi", "false"}}) == "azure_use_msi is not set");
    BOOST_TEST(why_not("azure-client-secret", host) == "not an Azure workspace");
    BOOST_TEST(why_not("azure-client-secret", {{"host", azure}, {"azure_client_id", "i"}}) == "azure_client_secret is not set");
    BOOST_TEST(why_not("azure-cli", host) == "not an Azure workspace");
    BOOST_TEST(why_not("azure-cli", {{"host", azure}}) == "az is not installed");
    BOOST_TEST(why_not("google-credentials", host) == "not a Google Cloud workspace");
    BOOST_TEST(why_not("google-credentials", {{"host", gcp}}) == "google_credentials is not set");
    BOOST_TEST(why_not("google-id", host) == "not a Google Cloud workspace");
    BOOST_TEST(why_not("google-id", {{"host", gcp}}) == "google_service_account is not set");
}

BOOST_AUTO_TEST_CASE(ways_that_come_before_are_reported_as_tried) {
    auto const c = chosen({{"host", "h"}, {"client_id", "i"}, {"client_secret", "s"}}).value();
    BOOST_TEST_REQUIRE(c.tried.size() == 2u);
    BOOST_TEST(c.tried[0].name == "pat");
    BOOST_TEST(c.tried[1].name == "basic");
}

BOOST_AUTO_TEST_CASE(an_auth_type_that_nobody_knows_is_named) {
    auto const c = chosen({{"host", "h"}, {"token", "t"}, {"auth_type", "magic"}});
    BOOST_TEST_REQUIRE(!c);
    BOOST_TEST(c.error().message.starts_with("default auth: auth type \"magic\" not found, please check https://"));
    BOOST_TEST(c.error().message.ends_with("Config: host=https://h, token=***, auth_type=magic"));
}

BOOST_AUTO_TEST_SUITE_END()
