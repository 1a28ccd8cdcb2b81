#include "support/machine.hpp"
#include "support/scripted_peer.hpp"

#include <parley/auth/unified.hpp>
#include <parley/http/base64.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace auth = parley::auth;
namespace http = parley::http;
namespace json = boost::json;
using parley::errc;
using parley::error;
using parley::test::machine;
using parley::test::output;
using parley::test::reply;
using parley::test::scripted_peer;
using parley::test::texts;
using namespace std::chrono_literals;

namespace {

constexpr auto post = "\nContent-Type: application/x-www-form-urlencoded\nAccept: application/json\n";
constexpr auto adb = "https://adb-1.4.azuredatabricks.net";

http::response endpoints(std::string const& at = "https://h/oidc/v1/token") { return reply(200, R"({"token_endpoint":")" + at + R"("})"); }
http::response token(std::string const& name = "t") { return reply(200, R"({"access_token":")" + name + R"(","token_type":"Bearer","expires_in":3600})"); }
http::response silent() { return reply(404, ""); }

std::string asked_about(std::string const& host) { return "GET " + host + "/.well-known/databricks-config\nAccept: application/json\n"; }
std::string discovery(std::string const& host) { return "GET " + host + "/oidc/.well-known/oauth-authorization-server\nAccept: application/json\n"; }

std::string exchanged(std::string const& id, std::string const& more = {}) {
    return std::string("POST https://h/oidc/v1/token") + post + "\ngrant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=" + id +
           "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt&scope=all-apis" + more;
}

std::string because(error const& why, std::string const& name) {
    for (auto const& p : why.problems)
        if (p.pointer == name) return p.found;
    return "not tried";
}

struct fixture {
    scripted_peer peer;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(auth_unified, fixture)

BOOST_AUTO_TEST_CASE(a_personal_token_asks_nobody) {
    auth::unified s(machine({{"DATABRICKS_HOST", "https://h"}, {"DATABRICKS_TOKEN", "dapi1"}}));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer dapi1\n");
    BOOST_TEST(s.auth_type() == "pat");
    BOOST_TEST(peer.asked.empty());
    BOOST_TEST(!s.refused(reply(401, "")));
}

BOOST_AUTO_TEST_CASE(a_workspace_of_a_unified_host_is_named_whoever_signs) {
    texts given{{"host", "https://h?o=7"}, {"token", "dapi1"}};
    auth::unified s(machine(), given);
    peer.then(reply(200, R"({"host_type":"unified"})"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer dapi1\nX-Databricks-Workspace-Id: 7\n");
    BOOST_TEST(peer.asked.at(0) == asked_about("https://h"));

    scripted_peer other;
    auth::unified alone(machine(), given);
    other.then(reply(200, R"({"host_type":"workspace"})"));
    BOOST_TEST(other.signature(alone) == "Authorization: Bearer dapi1\n");
}

BOOST_AUTO_TEST_CASE(a_name_and_a_password_go_as_basic) {
    auth::unified s(machine(), {{"host", "https://h"}, {"username", "user"}, {"password", "pass"}});
    BOOST_TEST(peer.signature(s) == "Authorization: Basic dXNlcjpwYXNz\n");
    BOOST_TEST(s.auth_type() == "basic");
    BOOST_TEST(peer.asked.empty());
}

BOOST_AUTO_TEST_CASE(oauth_m2m_asks_the_host_about_itself_then_where_its_endpoint_is_then_for_a_token) {
    auth::unified s(machine(), {{"host", "https://h"}, {"client_id", "b"}, {"client_secret", "c"}});
    peer.then(silent()).then(endpoints()).then(token());
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer t\n");
    BOOST_TEST_REQUIRE(peer.asked.size() == 3u);
    BOOST_TEST(peer.asked[0] == asked_about("https://h"));
    BOOST_TEST(peer.asked[1] == discovery("https://h"));
    BOOST_TEST(peer.asked[2] == std::string("POST https://h/oidc/v1/token") + post + "Authorization: Basic Yjpj\n\ngrant_type=client_credentials&scope=all-apis");
    BOOST_TEST(s.auth_type() == "oauth-m2m");
}

BOOST_AUTO_TEST_CASE(what_the_host_says_about_itself_fills_what_nobody_said) {
    auth::unified s(machine(), {{"host", "https://h"}, {"client_id", "b"}, {"client_secret", "c"}});
    peer.then(reply(200, R"({"oidc_endpoint":"https://h/oidc/accounts/{account_id}/","account_id":"abc","workspace_id":"7","host_type":"unified"})"));
    peer.then(endpoints("https://h/oidc/accounts/abc/v1/token")).then(token());
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer t\nX-Databricks-Workspace-Id: 7\n");
    BOOST_TEST(peer.asked.at(1) == "GET https://h/oidc/accounts/abc/.well-known/oauth-authorization-server\nAccept: application/json\n");
}

BOOST_AUTO_TEST_CASE(each_kind_of_host_is_asked_where_its_endpoint_is) {
    struct row {
        std::string host, account, workspace, host_type, path, signature;
    };
    std::string const of_workspace = "/oidc/.well-known/oauth-authorization-server", of_account = "/oidc/accounts/abc/.well-known/oauth-authorization-server", plain = "Authorization: Bearer t\n";
    for (auto const& [host, account, workspace, host_type, path, expected] :
         {row{"https://h.cloud.databricks.com", "", "", "workspace", of_workspace, plain}, row{"https://h.cloud.databricks.com", "abc", "7", "workspace", of_workspace, plain},
          row{"https://accounts.cloud.databricks.com", "abc", "", "account", of_account, plain}, row{"https://accounts-dod.cloud.databricks.us", "abc", "", "", of_account, plain},
          row{"https://u.databricks.com", "abc", "7", "unified", of_account, plain + "X-Databricks-Workspace-Id: 7\n"}, row{"https://u.databricks.com", "abc", "", "unified", of_account, plain}}) {
        scripted_peer other;
        auth::unified s(machine(), {{"host", host}, {"account_id", account}, {"workspace_id", workspace}, {"client_id", "b"}, {"client_secret", "c"}});
        other.then(reply(200, R"({"host_type":")" + host_type + R"("})")).then(endpoints()).then(token());
        BOOST_TEST(other.signature(s) == expected);
        BOOST_TEST(other.requests.at(1).url.to_string() == host + path);
    }
}

BOOST_AUTO_TEST_CASE(the_host_is_asked_about_itself_once_and_briefly) {
    auth::unified s(machine(), {{"host", "https://h"}, {"client_id", "b"}, {"client_secret", "c"}});
    auto const first = std::get<auth::fetch>(s.next(peer.now));
    BOOST_TEST((first.limit == 5s));
    peer.then(reply(503, "")).then(endpoints()).then(token("a")).drive(s);
    peer.now += 45min;
    peer.then(endpoints()).then(token("b"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer b\n");
    BOOST_TEST(peer.asked.size() == 5u);
}

BOOST_AUTO_TEST_CASE(databricks_cli_is_asked_for_its_version_and_then_for_a_token) {
    auth::unified s(machine({}, {}, {"databricks"}), {{"host", "https://h"}});
    peer.then(silent()).then(output("Databricks CLI v0.296.0\n")).then(output(R"({"access_token":"x","token_type":"Bearer","expiry":"2027-01-15T09:00:00.5+00:00"})"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer x\n");
    BOOST_TEST(peer.asked.at(1) == "run databricks version");
    BOOST_TEST(peer.asked.at(2) == "run databricks auth token --host https://h --force-refresh");
    BOOST_TEST(s.auth_type() == "databricks-cli");
}

BOOST_AUTO_TEST_CASE(databricks_cli_says_that_a_login_is_needed) {
    auth::unified s(machine({}, {}, {"databricks"}), {{"host", "https://h"}, {"auth_type", "databricks-cli"}});
    peer.then(silent()).then(output("Databricks CLI v0.200.0\n")).then(output("", 1, "Error: databricks OAuth is not configured for this host. secret=xyz"));
    auto const why = peer.failure(s);
    BOOST_TEST((why.code == errc::login_required));
    BOOST_TEST(why.message.starts_with("default auth: databricks OAuth is not configured for this host: log in with `databricks auth login`. Config: host=https://h"));
}

BOOST_AUTO_TEST_CASE(databricks_cli_gives_the_scopes_of_its_login_and_no_others) {
    auto const asked = machine({}, {{"/home/u/.databrickscfg", "[work]\nhost = https://h\nscopes = jobs, clusters\n"}}, {"databricks"});
    auth::unified s(asked, {{"host", "https://h"}, {"scopes", "jobs"}});
    BOOST_TEST(because(peer.then(silent()).failure(s), "databricks-cli") == "scopes are chosen where a person logs in: name them in the profile");
    BOOST_TEST(peer.asked.size() == 1u);

    scripted_peer other;
    auth::unified profile(asked, {{"profile", "work"}});
    other.then(silent()).then(output("Databricks CLI v0.295.0\n")).then(output(R"({"access_token":"x","expires_in":60})"));
    BOOST_TEST(other.signature(profile) == "Authorization: Bearer x\n");
    BOOST_TEST(other.asked.at(2) == "run databricks auth token --profile work");
}

BOOST_AUTO_TEST_CASE(a_metadata_service_on_this_machine_is_asked_for_the_hosts_token) {
    auth::unified s(machine(), {{"host", "https://h"}, {"metadata_service_url", "http://127.0.0.1:9/token"}});
    peer.then(silent()).then(reply(200, R"({"access_token":"x","token_type":"Bearer","expires_on":"1800003600"})"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer x\n");
    BOOST_TEST(peer.asked.at(1) == "GET http://127.0.0.1:9/token\nAccept: application/json\nX-Databricks-Metadata-Version: 1\nX-Databricks-Host: https://h\n");

    auth::unified unknown(machine(), {{"host", "https://h"}, {"metadata_service_url", "http://localhost:9"}});
    BOOST_TEST(because(scripted_peer().then(silent()).then(reply(404, "")).failure(unknown), "metadata-service") == "The metadata service knows no such host. [https://h]");
    auth::unified far(machine(), {{"host", "https://h"}, {"metadata_service_url", "http://example.com"}});
    BOOST_TEST(because(scripted_peer().then(silent()).failure(far), "metadata-service") == "only localhost URLs are allowed");
}

BOOST_AUTO_TEST_CASE(githubs_token_is_exchanged) {
    auth::unified s(machine({{"ACTIONS_ID_TOKEN_REQUEST_URL", "https://g/?v=1"}, {"ACTIONS_ID_TOKEN_REQUEST_TOKEN", "rt"}}), {{"host", "https://h"}, {"client_id", "me"}});
    peer.then(silent()).then(endpoints()).then(reply(200, R"({"value":"id1"})")).then(token());
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer t\n");
    BOOST_TEST(peer.asked.at(2) == "GET https://g/?v=1&audience=https%3A%2F%2Fh%2Foidc%2Fv1%2Ftoken\nAccept: application/json\nAuthorization: Bearer rt\n");
    BOOST_TEST(peer.asked.at(3) == exchanged("id1", "&client_id=me"));
    BOOST_TEST(s.auth_type() == "github-oidc");
}

BOOST_AUTO_TEST_CASE(the_audience_is_the_given_one_or_the_account_or_the_endpoint) {
    texts const variables{{"ACTIONS_ID_TOKEN_REQUEST_URL", "https://g/"}, {"ACTIONS_ID_TOKEN_REQUEST_TOKEN", "rt"}};
    auth::unified account(machine(variables), {{"host", "https://h"}, {"account_id", "abc"}});
    peer.then(silent()).then(endpoints()).then(reply(500, "")).failure(account);
    BOOST_TEST(peer.requests.at(2).url.query() == "audience=abc");
    scripted_peer other;
    auth::unified given(machine(variables), {{"host", "https://h"}, {"account_id", "abc"}, {"token_audience", "me"}});
    other.then(silent()).then(endpoints()).then(reply(500, "")).failure(given);
    BOOST_TEST(other.requests.at(2).url.query() == "audience=me");
}

BOOST_AUTO_TEST_CASE(azure_devops_token_is_exchanged) {
    texts const variables{{"SYSTEM_ACCESSTOKEN", "sat"}, {"SYSTEM_TEAMFOUNDATIONCOLLECTIONURI", "https://d/o/"}, {"SYSTEM_TEAMPROJECTID", "P"}, {"SYSTEM_PLANID", "L"}, {"SYSTEM_JOBID", "J"}, {"SYSTEM_HOSTTYPE", "build"}};
    auth::unified s(machine(variables), {{"host", "https://h"}});
    peer.then(silent()).then(endpoints()).then(reply(200, R"({"oidcToken":"id2"})")).then(token());
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer t\n");
    BOOST_TEST(peer.asked.at(2) == "POST https://d/o/P/_apis/distributedtask/hubs/build/plans/L/jobs/J/oidctoken?api-version=7.2-preview.1\n"
                                   "Accept: application/json\nAuthorization: Bearer sat\n");
    BOOST_TEST(peer.asked.at(3) == exchanged("id2"));
    auto fewer = variables;
    fewer.erase("SYSTEM_JOBID");
    auth::unified declines(machine(fewer), {{"host", "https://h"}});
    BOOST_TEST(because(scripted_peer().then(silent()).failure(declines), "azure-devops-oidc") == "SYSTEM_JOBID is not set");
}

BOOST_AUTO_TEST_CASE(a_token_in_a_variable_is_read_at_each_exchange) {
    auto variables = std::make_shared<texts>(texts{{"MINE", "one"}});
    auto from = machine();
    from.variable = [variables](std::string const& name) { return variables->contains(name) ? std::optional(variables->at(name)) : std::nullopt; };
    auth::unified s(from, {{"host", "https://h"}, {"oidc_token_env", "MINE"}});
    peer.then(silent()).then(endpoints()).then(token());
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer t\n");
    BOOST_TEST(peer.asked.at(2) == exchanged("one"));
    (*variables)["MINE"] = "two";
    peer.now += 45min;
    peer.then(endpoints()).then(token()).drive(s);
    BOOST_TEST(peer.asked.back() == exchanged("two"));
    variables->clear();
    auth::unified missing(from, {{"host", "https://h"}, {"auth_type", "env-oidc"}});
    BOOST_TEST(because(scripted_peer().then(silent()).failure(missing), "env-oidc") == "DATABRICKS_OIDC_TOKEN is not set");
}

BOOST_AUTO_TEST_CASE(a_token_in_a_file_is_exchanged) {
    texts const given{{"host", "https://h"}, {"databricks_id_token_filepath", "/run/token"}, {"auth_type", "file-oidc"}};
    auth::unified s(machine({}, {{"/run/token", "id3\n"}}), given);
    peer.then(silent()).then(endpoints()).then(token());
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer t\n");
    BOOST_TEST(peer.asked.at(2) == exchanged("id3"));

    auth::unified absent(machine(), given), blank(machine({}, {{"/run/token", " \n"}}), given);
    BOOST_TEST(scripted_peer().then(silent()).then(endpoints()).failure(absent).message.starts_with("default auth: file \"/run/token\" does not exist. Config: "));
    BOOST_TEST(scripted_peer().then(silent()).then(endpoints()).failure(blank).message.starts_with("default auth: file \"/run/token\" is empty. Config: "));
}

BOOST_AUTO_TEST_CASE(an_exchange_that_is_refused_says_why) {
    texts const given{{"host", "https://h"}, {"databricks_id_token_filepath", "/run/token"}, {"auth_type", "file-oidc"}};
    auth::unified s(machine({}, {{"/run/token", "id3"}}), given);
    auto const why = peer.then(silent()).then(endpoints()).then(reply(500, "")).failure(s);
    BOOST_TEST(why.message.starts_with("default auth: The token endpoint answered 500. Config: "));
    BOOST_TEST(why.where == "https://h/oidc/v1/token");
    auth::unified without(machine({}, {{"/run/token", "id3"}}), given);
    BOOST_TEST((scripted_peer().then(silent()).then(endpoints()).then(reply(200, "{}")).failure(without).code == errc::invalid_response));
}

BOOST_AUTO_TEST_CASE(githubs_token_stands_for_an_entra_application) {
    auth::unified s(machine({{"ACTIONS_ID_TOKEN_REQUEST_URL", "https://g/"}, {"ACTIONS_ID_TOKEN_REQUEST_TOKEN", "rt"}}),
                    {{"host", adb}, {"azure_client_id", "app"}, {"azure_tenant_id", "ten"}, {"auth_type", "github-oidc-azure"}});
    peer.then(silent()).then(reply(200, R"({"value":"id1"})")).then(token());
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer t\n");
    BOOST_TEST(peer.asked.at(1).starts_with("GET https://g/?audience=api%3A%2F%2FAzureADTokenExchange\n"));
    BOOST_TEST(peer.asked.at(2) == std::string("POST https://login.microsoftonline.com/ten/oauth2/token") + post +
                                       "\ngrant_type=client_credentials&client_id=app&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&"
                                       "client_assertion=id1&resource=2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
}

BOOST_AUTO_TEST_CASE(a_managed_identity_asks_the_instance_for_two_tokens) {
    auth::unified s(machine(), {{"host", adb}, {"azure_use_msi", "true"}, {"azure_client_id", "app"}, {"azure_workspace_resource_id", "/sub/rg/ws"}});
    peer.then(silent()).then(reply(200, R"({"access_token":"one","expires_on":"1800003600"})")).then(reply(200, R"({"access_token":"two","expires_on":"1800001800"})"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer one\nX-Databricks-Azure-SP-Management-Token: two\nX-Databricks-Azure-Workspace-Resource-Id: /sub/rg/ws\n");
    BOOST_TEST(peer.asked.at(1) == "GET http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=2ff814a6-3304-4ab8-85cb-cd0e6f879c1d&client_id=app\n"
                                   "Accept: application/json\nMetadata: true\n");
    BOOST_TEST(peer.asked.at(2).starts_with("GET http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.core.windows.net%2F&"));
    BOOST_TEST(peer.requests.at(1).instance_metadata);

    // Entra's tokens are not used in their last 40 seconds.
    peer.now += 30min - 41s;
    BOOST_TEST((std::get<auth::fetch>(s.next(peer.now)).when == auth::urgency::ahead));
    peer.now += 1s;
    BOOST_TEST((std::get<auth::fetch>(s.next(peer.now)).when == auth::urgency::urgent));
}

BOOST_AUTO_TEST_CASE(a_managed_identity_fails_with_its_own_words) {
    texts const given{{"host", adb}, {"azure_use_msi", "1"}, {"auth_type", "azure-msi"}};
    for (auto const& [body, words] : {std::pair<char const*, char const*>(R"({"access_token":""})", "invalid token."), {R"({"access_token":"x","expires_on":"soon"})", "invalid token expiry."}}) {
        auth::unified s(machine(), given);
        auto const why = scripted_peer().then(silent()).then(reply(200, body)).failure(s);
        BOOST_TEST(why.message.find(words) != std::string::npos, why.message);
    }
    auth::unified nowhere(machine(), given);
    BOOST_TEST((scripted_peer().then(silent()).then(error(errc::connect_failed)).failure(nowhere).code == errc::connect_failed));
}

BOOST_AUTO_TEST_CASE(an_entra_application_finds_its_tenant_at_the_workspace) {
    auth::unified s(machine(), {{"host", adb}, {"azure_client_id", "app"}, {"azure_client_secret", "sec"}});
    peer.then(silent()).then(reply(302, "", {{"Location", "https://login.microsoftonline.com/ten/oauth2/authorize?x"}})).then(token("one")).then(token("two"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer one\nX-Databricks-Azure-SP-Management-Token: two\n");
    BOOST_TEST(peer.asked.at(1) == std::string("GET ") + adb + "/aad/auth\nAccept: application/json\n");
    auto const asked = std::string("POST https://login.microsoftonline.com/ten/oauth2/token") + post + "\ngrant_type=client_credentials&client_id=app&client_secret=sec&resource=";
    BOOST_TEST(peer.asked.at(2) == asked + "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
    BOOST_TEST(peer.asked.at(3) == asked + "https%3A%2F%2Fmanagement.core.windows.net%2F");
    BOOST_TEST(s.auth_type() == "azure-client-secret");
}

BOOST_AUTO_TEST_CASE(a_workspace_is_found_by_its_resource_id) {
    texts const given{{"azure_workspace_resource_id", "/subscriptions/S/ws"}, {"azure_client_id", "app"}, {"azure_client_secret", "sec"}, {"azure_tenant_id", "ten"}};
    auth::unified s(machine(), given);
    BOOST_TEST(s.host() == "");
    peer.then(token("arm")).then(reply(200, R"({"properties":{"workspaceUrl":"adb-1.4.azuredatabricks.net"}})")).then(token("one")).then(token("two"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer one\nX-Databricks-Azure-SP-Management-Token: two\nX-Databricks-Azure-Workspace-Resource-Id: /subscriptions/S/ws\n");
    BOOST_TEST(peer.asked.at(0).ends_with("&resource=https%3A%2F%2Fmanagement.azure.com%2F"));
    BOOST_TEST(peer.asked.at(1) == "GET https://management.azure.com/subscriptions/S/ws?api-version=2018-04-01\nAccept: application/json\nAuthorization: Bearer arm\n");
    BOOST_TEST(peer.asked.size() == 4u);
    BOOST_TEST(s.host() == adb);
    peer.now += 45min;
    peer.then(token("three")).then(token("four"));
    BOOST_TEST(peer.signature(s).starts_with("Authorization: Bearer three\n"));

    for (auto const& [answer, words] : {std::pair(reply(404, R"({"error":{"code":"ResourceNotFound","message":"It was not found."}})"), "Azure Resource Manager answered 404 (ResourceNotFound)."),
                                        std::pair(reply(200, R"({"properties":{}})"), "Azure Resource Manager names no address of the workspace."),
                                        std::pair(reply(200, R"({"properties":{"workspaceUrl":"a b"}})"), "Azure Resource Manager names no address of the workspace.")}) {
        auth::unified lost(machine(), given);
        scripted_peer other;
        auto const why = other.then(token("arm")).then(answer).failure(lost);
        BOOST_TEST(because(why, "azure-client-secret") == words + std::string(" [https://management.azure.com/subscriptions/S/ws]"));
    }
}

BOOST_AUTO_TEST_CASE(entras_refusal_is_cut_to_what_helps) {
    auth::unified s(machine(), {{"host", adb}, {"azure_client_id", "app"}, {"azure_client_secret", "sec"}, {"azure_tenant_id", "ten"}, {"auth_type", "azure-client-secret"}});
    peer.then(silent()).then(reply(401, R"({"error":"invalid_client","error_description":"AADSTS7000215: Invalid client. Trace ID: 1 Correlation ID: 2","error_uri":"https://e/"})"));
    auto const why = peer.failure(s);
    BOOST_TEST(why.message.starts_with("default auth: Entra answered 401 (invalid_client). Config: "));
    BOOST_TEST(why.provider.text == "AADSTS7000215: Invalid client. See https://e/");
    BOOST_TEST(why.message.find("sec,") == std::string::npos);

    auth::unified without(machine(), {{"host", adb}, {"azure_client_id", "app"}, {"azure_client_secret", "sec"}, {"auth_type", "azure-client-secret"}});
    BOOST_TEST(scripted_peer().then(silent()).then(reply(404, "")).failure(without).message.starts_with("default auth: azure_tenant_id is not set"));
}

BOOST_AUTO_TEST_CASE(azure_cli_gives_two_tokens_or_one) {
    auto const one = R"({"accessToken":"one","expires_on":1800003600})", two = R"({"accessToken":"two","expiresOn":"2027-01-15 09:00:00.000000"})";
    texts const given{{"host", adb}, {"azure_workspace_resource_id", "/subscriptions/S/resourceGroups/g"}};
    auth::unified s(machine({}, {}, {"az"}), given);
    peer.then(silent()).then(output(one)).then(output(two));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer one\nX-Databricks-Azure-SP-Management-Token: two\nX-Databricks-Azure-Workspace-Resource-Id: /subscriptions/S/resourceGroups/g\n");
    BOOST_TEST(peer.asked.at(1) == "run az account get-access-token --resource 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d --subscription S --output json");

    scripted_peer fewer;
    auth::unified without(machine({}, {}, {"az"}), {{"host", adb}});
    fewer.then(silent()).then(output(one)).then(output("", 1, "no access"));
    BOOST_TEST(fewer.signature(without) == "Authorization: Bearer one\n");
}

BOOST_AUTO_TEST_CASE(azure_cli_is_told_the_tenant_only_by_those_who_have_a_choice) {
    texts const given{{"host", adb}, {"azure_tenant_id", "T"}};
    auto const tok = R"({"accessToken":"one","expires_on":1800003600})";
    auto const get = std::string("run az account get-access-token --resource 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
    auth::unified person(machine({}, {}, {"az"}), given);
    peer.then(silent()).then(output(R"({"user":{"type":"user","name":"me"}})")).then(output(tok)).then(output(R"({})")).then(output(tok)).drive(person);
    BOOST_TEST(peer.asked.at(1) == "run az account show --output json");
    BOOST_TEST(peer.asked.at(2) == get + " --tenant T --output json");

    scripted_peer managed;
    auth::unified identity(machine({}, {}, {"az"}), given);
    managed.then(silent()).then(output(R"({"user":{"type":"servicePrincipal","name":"systemAssignedIdentity"}})")).then(output(tok)).drive(identity);
    BOOST_TEST(managed.asked.at(2) == get + " --output json");

    scripted_peer guest;
    auth::unified principal(machine({}, {}, {"az"}), given);
    guest.then(silent()).then(output(R"({"user":{"type":"servicePrincipal","name":"x"}})")).then(output("", 1, "wrong tenant")).then(output(tok)).drive(principal);
    BOOST_TEST(guest.asked.at(3) == get + " --output json");
}

BOOST_AUTO_TEST_CASE(azure_cli_fails_with_its_own_words) {
    texts const given{{"host", adb}, {"auth_type", "azure-cli"}};
    for (auto const& [said, words] : {std::pair(output("", 1, "ERROR: x"), "cannot get access token"), std::pair(output("no JSON"), "cannot unmarshal CLI result"),
                                      std::pair(output(R"({"accessToken":"x","expiresOn":"soon"})"), "cannot parse expiry")}) {
        auth::unified s(machine({}, {}, {"az"}), given);
        auto const why = scripted_peer().then(silent()).then(said).failure(s);
        BOOST_TEST(why.message.starts_with(std::string("default auth: ") + words), why.message);
    }
    auth::unified absent(machine(), given);
    BOOST_TEST(because(scripted_peer().then(silent()).failure(absent), "azure-cli") == "az is not installed");
}

namespace {

constexpr auto gcp = "https://1.gcp.databricks.com";

struct rsa_key {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_RSA_gen(2048), &EVP_PKEY_free};

    std::string pem() const {
        std::unique_ptr<BIO, decltype(&BIO_free)> const out(BIO_new(BIO_s_mem()), &BIO_free);
        PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        char* text = nullptr;
        auto const size = BIO_get_mem_data(out.get(), &text);
        return std::string(text, static_cast<std::size_t>(size));
    }
    bool has_signed(std::string const& text, std::string const& signature) const {
        std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
        EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
        auto const bytes = [](std::string const& s) { return reinterpret_cast<unsigned char const*>(s.data()); };
        return EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
    }
};

std::string from_base64url(std::string text) {
    for (auto& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
    return http::from_base64(text).value();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_key_of_google_signs_for_two_tokens) {
    rsa_key const key;
    json::object account{{"client_email", "sa@p"}, {"private_key", key.pem()}, {"private_key_id", "k1"}, {"token_uri", "https://g/token"}};
    auth::unified s(machine({}, {{"/key.json", json::serialize(account)}}), {{"host", gcp}, {"google_credentials", "/key.json"}});
    peer.then(silent()).then(reply(200, R"({"id_token":"id"})")).then(token("access"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer id\nX-Databricks-GCP-SA-Access-Token: access\n");
    BOOST_TEST(s.auth_type() == "google-credentials");

    std::string const begin = std::string("POST https://g/token") + post + "\ngrant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
    for (auto const& [at, claim, value] : {std::tuple(1, "target_audience", gcp), std::tuple(2, "scope", "https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/compute")}) {
        auto const& asked = peer.asked.at(static_cast<std::size_t>(at));
        BOOST_TEST_REQUIRE(asked.starts_with(begin));
        auto const jwt = asked.substr(begin.size());
        auto const first = jwt.find('.'), second = jwt.rfind('.');
        BOOST_TEST(from_base64url(jwt.substr(0, first)) == R"({"alg":"RS256","typ":"JWT","kid":"k1"})");
        auto const claims = json::parse(from_base64url(jwt.substr(first + 1, second - first - 1))).as_object();
        BOOST_TEST(claims.at("iss").as_string() == "sa@p");
        BOOST_TEST(claims.at("aud").as_string() == "https://g/token");
        BOOST_TEST(claims.at("exp").as_int64() - claims.at("iat").as_int64() == 3600);
        BOOST_TEST(claims.at(claim).as_string() == value);
        BOOST_TEST(key.has_signed(jwt.substr(0, second), from_base64url(jwt.substr(second + 1))));
    }
}

BOOST_AUTO_TEST_CASE(a_key_of_google_does_without_the_second_token_and_not_without_a_key) {
    rsa_key const key;
    json::object account{{"client_email", "sa@p"}, {"private_key", key.pem()}, {"token_uri", "https://g/token"}};
    auth::unified s(machine(), {{"host", gcp}, {"google_credentials", json::serialize(account)}});
    peer.then(silent()).then(reply(200, R"({"id_token":"id"})")).then(reply(403, ""));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer id\n");

    texts given{{"host", gcp}, {"google_credentials", R"({"private_key":"no key"})"}, {"auth_type", "google-credentials"}};
    auth::unified broken(machine(), given);
    BOOST_TEST(scripted_peer().then(silent()).failure(broken).message.starts_with("default auth: The private key cannot be used. Config: "));
    given["google_credentials"] = "/nowhere";
    auth::unified absent(machine(), given);
    BOOST_TEST(scripted_peer().then(silent()).failure(absent).message.starts_with("default auth: The file of Google credentials cannot be read."));
}

BOOST_AUTO_TEST_CASE(an_account_of_google_is_impersonated_by_whoever_runs_the_program) {
    texts const given{{"host", gcp}, {"google_service_account", "sa@p"}};
    auth::unified s(machine(), given);
    peer.then(silent()).then(token("own")).then(reply(200, R"({"token":"id"})")).then(reply(200, R"({"accessToken":"access","expireTime":"2027-01-15T09:00:00Z"})"));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer id\nX-Databricks-GCP-SA-Access-Token: access\n");
    BOOST_TEST(peer.asked.at(1) == "GET http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token\nAccept: application/json\nMetadata-Flavor: Google\n");
    BOOST_TEST(peer.asked.at(2) == "POST https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/sa%40p:generateIdToken\nContent-Type: application/json\n"
                                   "Accept: application/json\nAuthorization: Bearer own\n\n" R"({"audience":"https://1.gcp.databricks.com","includeEmail":true})");
    BOOST_TEST(peer.asked.at(3).ends_with(R"({"scope":["https://www.googleapis.com/auth/cloud-platform","https://www.googleapis.com/auth/compute"]})"));

    scripted_peer developer;
    auth::unified logged_in(machine({}, {{"/home/u/.config/gcloud/application_default_credentials.json", R"({"type":"authorized_user","refresh_token":"r","client_id":"c","client_secret":"s"})"}}), given);
    developer.then(silent()).then(token("own")).then(reply(403, R"({"error":{"code":403}})"));
    BOOST_TEST(because(developer.failure(logged_in), "google-id").starts_with("Google answered 403."));
    BOOST_TEST(developer.asked.at(1) == std::string("POST https://oauth2.googleapis.com/token") + post + "\ngrant_type=refresh_token&refresh_token=r&client_id=c&client_secret=s");
}

BOOST_AUTO_TEST_CASE(a_way_that_fails_is_passed_over_and_the_next_one_tried) {
    auth::unified s(machine({}, {{"/run/token", "id3"}}), {{"host", "https://h"}, {"client_id", "b"}, {"client_secret", "c"}, {"databricks_id_token_filepath", "/run/token"}, {"auth_type", ""}});
    auto const why = peer.failure(s);
    BOOST_TEST(why.message.starts_with("validate: more than one authorization method configured: file-oidc and oauth."));

    scripted_peer other;
    auth::unified falls(machine({{"DATABRICKS_OIDC_TOKEN", "id4"}}), {{"host", "https://h"}, {"client_id", "b"}, {"client_secret", "c"}});
    other.then(silent()).then(endpoints()).then(reply(401, R"({"error":"invalid_client"})")).then(endpoints()).then(token());
    BOOST_TEST(other.signature(falls) == "Authorization: Bearer t\n");
    BOOST_TEST(falls.auth_type() == "env-oidc");
}

BOOST_AUTO_TEST_CASE(a_failure_lists_what_was_tried_and_why_it_did_not_apply) {
    auth::unified s(machine(), {{"host", "https://h"}, {"client_id", "b"}, {"client_secret", "c3cret"}});
    auto const why = peer.then(silent()).then(reply(404, "")).failure(s);
    BOOST_TEST((why.code == errc::login_required));
    BOOST_TEST(why.message == "default auth: cannot configure default credentials, please check https://docs.databricks.com/en/dev-tools/auth.html#databricks-client-unified-authentication "
                              "to configure credentials for your preferred authentication method. Config: host=https://h, client_id=b, client_secret=***");
    BOOST_TEST(because(why, "pat") == "token is not set");
    BOOST_TEST(because(why, "oauth-m2m") == "databricks OAuth is not supported for this host [https://h/oidc/.well-known/oauth-authorization-server]");
    BOOST_TEST(because(why, "databricks-cli") == "databricks CLI not found");
    BOOST_TEST(because(why, "azure-cli") == "not an Azure workspace");
    BOOST_TEST(because(why, "google-id") == "not a Google Cloud workspace");
    BOOST_TEST(because(why, "host metadata") == "The host's description of itself answered 404. [https://h/.well-known/databricks-config]");
    BOOST_TEST(why.problems.size() == 16u);
    BOOST_TEST(to_string(why).find("c3cret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_chosen_type_is_the_only_one_tried_and_an_unknown_one_is_named) {
    auth::unified s(machine({{"DATABRICKS_TOKEN", "x"}}), {{"host", "https://h"}, {"auth_type", "oauth-m2m"}, {"client_id", "b"}});
    auto const why = peer.then(silent()).failure(s);
    BOOST_TEST(because(why, "oauth-m2m") == "client_secret is not set");
    BOOST_TEST(because(why, "pat") == "not tried");
    auth::unified unknown(machine(), {{"host", "https://h"}, {"auth_type", "magic"}});
    BOOST_TEST(scripted_peer().failure(unknown).message.starts_with("default auth: auth type \"magic\" not found, please check "));
}

BOOST_AUTO_TEST_CASE(explicit_values_win_over_the_machine) {
    auto const from = machine({{"DATABRICKS_HOST", "https://other"}, {"DATABRICKS_TOKEN", "dapi1"}});
    // tag::unified[]
    auth::unified anyone(from, {{"host", "https://my-workspace.cloud.databricks.com"}}); // `from`: environment::of_process()
    // end::unified[]
    BOOST_TEST(peer.signature(anyone) == "Authorization: Bearer dapi1\n");
}

BOOST_AUTO_TEST_CASE(nothing_is_read_before_a_request_is_to_be_signed) {
    auto from = machine();
    auto const looked = std::make_shared<int>(0);
    from.variable = [looked](std::string const&) { return ++*looked, std::optional<std::string>(); };
    from.read_file = [looked](std::string const&) -> parley::result<std::string> { return ++*looked, error(errc::not_found); };
    auth::unified s(from);
    BOOST_TEST(*looked == 0);
    peer.failure(s);
    BOOST_TEST(*looked != 0);
}

BOOST_AUTO_TEST_SUITE_END()
