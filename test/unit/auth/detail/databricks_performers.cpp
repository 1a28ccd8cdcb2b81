#include "support/machine.hpp"
#include "support/scripted_peer.hpp"

#include <parley/auth/detail/databricks_performers.hpp>
#include <parley/auth/unified.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(auth_detail_databricks_performers)

namespace auth = parley::auth;
using parley::errc;
using parley::error;
using parley::result;
using parley::test::machine;
using parley::test::output;
using parley::test::reply;
using parley::test::scripted_peer;
using parley::test::texts;

namespace {

constexpr auto adb = "https://adb-1.4.azuredatabricks.net";
constexpr auto gcp = "https://1.gcp.databricks.com";

/// One way, what it finds, and the sentence with which it fails.
struct failure {
    std::string way;
    texts given;
    std::vector<result<auth::answer>> answers;
    std::string words;
    errc code;
    texts variables = {};
    std::vector<std::string> programs = {};
};

auth::answer endpoint() { return reply(200, R"({"token_endpoint":"https://h/token"})"); }
auth::answer refusal(int status, std::string const& code = {}) { return reply(status, code.empty() ? "" : R"({"error":")" + code + R"("})"); }

} // namespace

BOOST_AUTO_TEST_CASE(each_of_the_fifteen_ways_fails_with_its_own_words) {
    texts const github{{"ACTIONS_ID_TOKEN_REQUEST_URL", "https://g/"}, {"ACTIONS_ID_TOKEN_REQUEST_TOKEN", "rt"}};
    texts const devops{{"SYSTEM_ACCESSTOKEN", "sat"}, {"SYSTEM_TEAMFOUNDATIONCOLLECTIONURI", "https://d/o/"}, {"SYSTEM_TEAMPROJECTID", "P"}, {"SYSTEM_PLANID", "L"}, {"SYSTEM_JOBID", "J"}, {"SYSTEM_HOSTTYPE", "build"}};
    auto const version = output("Databricks CLI v0.295.0");
    std::vector<failure> const all{
        {"pat", {{"host", "https://h"}, {"token", "***"}}, {}, "token is not set or cannot be used.", errc::misconfigured},
        {"basic", {{"host", "https://h"}, {"username", "u"}, {"password", "***"}}, {}, "password is not set or cannot be used.", errc::misconfigured},
        {"oauth-m2m", {{"host", "https://h"}, {"client_id", "b"}, {"client_secret", "c"}}, {endpoint(), refusal(401, "invalid_client")}, "The token endpoint answered 401 (invalid_client).", errc::unauthenticated},
        {"oauth-m2m", {{"host", "https://h"}, {"client_id", "b"}, {"client_secret", "c"}}, {refusal(404)}, "databricks OAuth is not supported for this host", errc::misconfigured},
        {"databricks-cli", {{"host", "https://h"}}, {version, output("", 1, "Error: a new access token could not be retrieved because the refresh token is invalid")}, "refresh token is invalid: log in again with `databricks auth login`", errc::login_required, {}, {"databricks"}},
        {"databricks-cli", {{"host", "https://h"}}, {version, output("", 2, "boom")}, "the Databricks CLI ended with 2", errc::process_failed, {}, {"databricks"}},
        {"databricks-cli", {{"host", "https://h"}}, {version, output("no JSON")}, "cannot unmarshal CLI result", errc::invalid_response, {}, {"databricks"}},
        {"metadata-service", {{"host", "https://h"}, {"metadata_service_url", "http://localhost:9/t"}}, {refusal(500)}, "The metadata service answered 500.", errc::server_error},
        {"github-oidc", {{"host", "https://h"}}, {endpoint(), refusal(403)}, "GitHub's token service answered 403.", errc::forbidden, github},
        {"azure-devops-oidc", {{"host", "https://h"}}, {endpoint(), auth::answer(reply(200, "{}"))}, "Azure DevOps' token service gave no token.", errc::invalid_response, devops},
        {"env-oidc", {{"host", "https://h"}}, {endpoint(), refusal(400, "invalid_grant")}, "The token endpoint answered 400 (invalid_grant).", errc::unauthenticated, {{"DATABRICKS_OIDC_TOKEN", "id"}}},
        {"file-oidc", {{"host", "https://h"}, {"databricks_id_token_filepath", "/t"}}, {endpoint()}, "file \"/t\" does not exist", errc::misconfigured},
        {"github-oidc-azure", {{"host", adb}, {"azure_client_id", "app"}, {"azure_tenant_id", "ten"}}, {auth::answer(reply(200, R"({"value":"id"})")), refusal(400, "invalid_request")}, "Entra answered 400 (invalid_request).", errc::unauthenticated, github},
        {"azure-msi", {{"host", adb}, {"azure_use_msi", "true"}}, {error(errc::connect_failed)}, "The instance metadata service cannot be reached: ", errc::connect_failed},
        {"azure-client-secret", {{"host", adb}, {"azure_client_id", "app"}, {"azure_client_secret", "sec"}}, {refusal(404)}, "azure_tenant_id is not set, and the workspace does not tell it.", errc::misconfigured},
        {"azure-cli", {{"host", adb}}, {output("", 1, "ERROR: No subscription found")}, "cannot get access token: az ended with 1", errc::misconfigured, {}, {"az"}},
        {"google-credentials", {{"host", gcp}, {"google_credentials", "[]"}}, {}, "The file of Google credentials cannot be read.", errc::misconfigured},
        {"google-id", {{"host", gcp}, {"google_service_account", "sa@p"}}, {error(errc::timed_out)}, "The instance metadata service cannot be reached: ", errc::timed_out},
    };
    std::size_t known = 0;
    for (auto const& way : auth::detail::databricks_performers)
        for (auto const& one : all)
            if (one.way == way.name) {
                ++known;
                break;
            }
    BOOST_TEST(known == auth::detail::databricks_performers.size());

    for (auto const& one : all) {
        BOOST_TEST_CONTEXT(one.way << ": " << one.words) {
            auto given = one.given;
            given["auth_type"] = one.way;
            auth::unified s(machine(one.variables, {}, one.programs), given);
            scripted_peer peer;
            if (one.way != "pat" && one.way != "basic") peer.then(reply(404, "")); // the host says nothing about itself
            for (auto const& answer : one.answers) peer.answers.push_back(answer);
            auto const why = peer.failure(s);
            BOOST_TEST(why.message.starts_with("default auth: " + one.words), why.message);
            BOOST_TEST(why.message.find(". Config: host=") != std::string::npos, why.message);
            BOOST_TEST((why.code == one.code), name(why.code));
            BOOST_TEST(peer.answers.empty());
            BOOST_TEST(s.auth_type().empty());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
