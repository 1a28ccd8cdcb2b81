// Which headers each way to authenticate puts on a request, and whom it asks, at each kind of host and in each cloud.

#include "support/machine.hpp"
#include "support/scripted_peer.hpp"

#include <parley/auth/unified.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace auth = parley::auth;
using parley::test::machine;
using parley::test::output;
using parley::test::reply;
using parley::test::scripted_peer;
using parley::test::texts;

namespace {

struct host {
    std::string address, account_id, workspace_id, kind; // kind: as the host says it

    bool is_workspace() const { return kind == "workspace"; }
    texts with(texts more) const {
        more.insert({{"host", address}, {"account_id", account_id}, {"workspace_id", workspace_id}});
        return more;
    }
    /// What stands on requests beside the credentials.
    std::string more() const { return kind == "unified" && !workspace_id.empty() ? "X-Databricks-Workspace-Id: " + workspace_id + "\n" : ""; }
    std::string discovery() const { return address + "/oidc" + (is_workspace() ? "" : "/accounts/" + account_id) + "/.well-known/oauth-authorization-server"; }
};

std::vector<host> hosts(std::string const& workspace, std::string const& account, std::string const& unified) {
    return {{workspace, "", "", "workspace"}, {workspace, "acc", "7", "workspace"}, {account, "acc", "", "account"},
            {account, "acc", "7", "account"}, {unified, "acc", "7", "unified"},     {unified, "acc", "", "unified"}};
}

std::vector<host> const aws = hosts("https://dbc-1.cloud.databricks.com", "https://accounts.cloud.databricks.com", "https://acme.databricks.com");
std::vector<host> const azure = hosts("https://adb-1.4.azuredatabricks.net", "https://accounts.azuredatabricks.net", "https://acme.azuredatabricks.net");
std::vector<host> const gcp = hosts("https://1.gcp.databricks.com", "https://accounts.gcp.databricks.com", "https://acme.gcp.databricks.com");

template <class Check> void at_each_host(Check check) {
    for (auto const& cloud : {aws, azure, gcp})
        for (auto const& h : cloud) BOOST_TEST_CONTEXT(h.address << " " << h.kind << " " << h.account_id << " " << h.workspace_id) check(h);
}

parley::result<auth::answer> about(host const& h) { return auth::answer(reply(200, R"({"host_type":")" + h.kind + R"("})")); }
parley::http::response token(char const* name = "test-token") { return reply(200, std::string(R"({"access_token":")") + name + R"(","token_type":"Bearer","expires_in":3600})"); }

struct fixture {
    std::string signature(host const& h, texts const& given, parley::environment from, std::vector<auth::answer> answers, bool is_asked = true) {
        peer = scripted_peer();
        if (is_asked) peer.answers.push_back(about(h));
        for (auto& answer : answers) peer.answers.push_back(std::move(answer));
        auth::unified s(std::move(from), h.with(given));
        auto made = peer.signature(s);
        BOOST_TEST(peer.answers.empty());
        return made;
    }
    scripted_peer peer;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(conformance_databricks_headers, fixture)

BOOST_AUTO_TEST_CASE(a_token_and_a_password_ask_nobody_but_whether_the_host_serves_workspaces_too) {
    at_each_host([&](host const& h) {
        auto const is_asked = !h.workspace_id.empty();
        BOOST_TEST(signature(h, {{"token", "dapi1"}}, machine(), {}, is_asked) == "Authorization: Bearer dapi1\n" + h.more());
        BOOST_TEST(signature(h, {{"username", "user"}, {"password", "pass"}}, machine(), {}, is_asked) == "Authorization: Basic dXNlcjpwYXNz\n" + h.more());
    });
}

BOOST_AUTO_TEST_CASE(tokens_come_from_the_endpoint_that_the_host_names) {
    auto const endpoint = reply(200, R"({"token_endpoint":"https://token.example/v1"})"), github = reply(200, R"({"value":"id"})");
    texts const pipeline{{"ACTIONS_ID_TOKEN_REQUEST_URL", "https://g/"}, {"ACTIONS_ID_TOKEN_REQUEST_TOKEN", "rt"}};
    at_each_host([&](host const& h) {
        auto const expected = "Authorization: Bearer test-token\n" + h.more();
        auto const is_asked_rightly = [&] { return peer.requests.at(1).url.to_string() == h.discovery() && peer.requests.back().url.to_string() == "https://token.example/v1"; };
        BOOST_TEST(signature(h, {{"client_id", "b"}, {"client_secret", "c"}}, machine(), {endpoint, token()}) == expected);
        BOOST_TEST(is_asked_rightly());
        BOOST_TEST(signature(h, {}, machine(pipeline), {endpoint, github, token()}) == expected);
        BOOST_TEST(is_asked_rightly());
        BOOST_TEST(signature(h, {}, machine({{"DATABRICKS_OIDC_TOKEN", "id"}}), {endpoint, token()}) == expected);
        BOOST_TEST(is_asked_rightly());
        BOOST_TEST(signature(h, {{"databricks_id_token_filepath", "/t"}}, machine({}, {{"/t", "id"}}), {endpoint, token()}) == expected);
        BOOST_TEST(is_asked_rightly());
    });
}

BOOST_AUTO_TEST_CASE(the_metadata_service_and_the_cli_are_told_the_host) {
    at_each_host([&](host const& h) {
        auto const expected = "Authorization: Bearer test-token\n" + h.more();
        if (h.kind != "account") {
            BOOST_TEST(signature(h, {{"metadata_service_url", "http://localhost:9/t"}}, machine(), {reply(200, R"({"access_token":"test-token","token_type":"Bearer","expires_on":1800003600})")}) == expected);
            BOOST_TEST(peer.asked.at(1) == "GET http://localhost:9/t\nAccept: application/json\nX-Databricks-Metadata-Version: 1\nX-Databricks-Host: " + h.address + "\n");
        }
        auto const cli = machine({}, {}, {"databricks"});
        BOOST_TEST(signature(h, {}, cli, {output("Databricks CLI v0.200.0"), output(R"({"access_token":"test-token","expires_in":60})")}) == expected);
        BOOST_TEST(peer.asked.at(2) == "run databricks auth token --host " + h.address + (h.kind == "account" ? " --account-id acc" : ""));
    });
}

BOOST_AUTO_TEST_CASE(entra_gives_a_token_for_the_workspace_and_one_for_its_management) {
    for (std::string const resource : {"", "/subscriptions/S/ws"})
        for (auto const& h : azure)
            BOOST_TEST_CONTEXT(h.address << " " << h.kind << " " << resource) {
                auto const expected = std::string("Authorization: Bearer one\nX-Databricks-Azure-SP-Management-Token: two\n") +
                                      (resource.empty() ? "" : "X-Databricks-Azure-Workspace-Resource-Id: " + resource + "\n") + h.more();
                texts given{{"azure_workspace_resource_id", resource}, {"azure_tenant_id", "ten"}, {"azure_client_id", "app"}, {"azure_client_secret", "sec"}};
                BOOST_TEST(signature(h, given, machine(), {token("one"), token("two")}) == expected);
                for (std::size_t i : {1u, 2u}) BOOST_TEST(peer.requests.at(i).url.to_string() == "https://login.microsoftonline.com/ten/oauth2/token");

                auto const one = output(R"({"accessToken":"one","expires_on":1800003600})"), two = output(R"({"accessToken":"two","expires_on":1800003600})");
                given = {{"azure_workspace_resource_id", resource}};
                BOOST_TEST(signature(h, given, machine({}, {}, {"az"}), {one, two}) == expected);
            }
}

BOOST_AUTO_TEST_SUITE_END()
