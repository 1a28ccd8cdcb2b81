#include "support/scripted_peer.hpp"

#include <parley/auth/client_credentials.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(auth_client_credentials)

namespace auth = parley::auth;
using parley::errc;
using parley::error;
using parley::test::reply;
using parley::test::scripted_peer;

namespace {

constexpr auto discovered = R"({"authorization_endpoint":"https://h/oidc/v1/authorize","token_endpoint":"https://h/oidc/v1/token","more":[1]})";
constexpr auto token = R"({"access_token":"cde","token_type":"Some","expires_in":3600})";

auth::client_credentials_options options() {
    auth::client_credentials_options made;
    made.at.host = "https://h";
    made.client_id = "b";
    made.client_secret = parley::secret::make("c").value();
    return made;
}

auth::client_credentials strategy() { return auth::client_credentials(options()); }

} // namespace

BOOST_AUTO_TEST_CASE(the_endpoint_is_looked_up_and_asked_with_the_secret_in_a_header) {
    scripted_peer peer;
    auto s = strategy();
    BOOST_TEST(peer.then(reply(200, discovered)).then(reply(200, token)).signature(s) == "Authorization: Some cde\n");
    BOOST_TEST_REQUIRE(peer.asked.size() == 2u);
    BOOST_TEST(peer.asked[0] == "GET https://h/oidc/.well-known/oauth-authorization-server\nAccept: application/json\n");
    BOOST_TEST(peer.asked[1] == "POST https://h/oidc/v1/token\nContent-Type: application/x-www-form-urlencoded\nAccept: application/json\n"
                                "Authorization: Basic Yjpj\n\ngrant_type=client_credentials&scope=all-apis");
}

BOOST_AUTO_TEST_CASE(a_given_endpoint_is_not_looked_up_and_scopes_go_sorted_and_once_each) {
    scripted_peer peer;
    auto o = options();
    o.at.token_endpoint = "https://login.example.com/t/v2.0/token";
    o.how = auth::client_auth::form;
    o.client_secret = parley::secret::make("a b&c").value();
    o.scopes = {"jobs", "clusters", "jobs"};
    auth::client_credentials s(o);
    BOOST_TEST(peer.then(reply(200, R"({"access_token":"x"})")).signature(s) == "Authorization: Bearer x\n");
    BOOST_TEST(peer.asked.at(0) == "POST https://login.example.com/t/v2.0/token\nContent-Type: application/x-www-form-urlencoded\nAccept: application/json\n"
                                   "\ngrant_type=client_credentials&scope=clusters+jobs&client_id=b&client_secret=a+b%26c");
}

BOOST_AUTO_TEST_CASE(an_entra_application_gets_tokens_for_azure_openai) {
    auto const application_secret = parley::secret::make("x").value();
    // tag::entra[]
    auth::client_credentials_options o;
    o.at.token_endpoint = "https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token";
    o.client_id = "<application>";
    o.client_secret = application_secret;
    o.scopes = {"https://cognitiveservices.azure.com/.default"};
    o.how = auth::client_auth::form;
    auth::client_credentials entra(std::move(o));
    // end::entra[]
    BOOST_TEST(scripted_peer().failure(entra).message == "The address is not an absolute URL."); // a tenant has no angle brackets
}

BOOST_AUTO_TEST_CASE(a_name_and_a_secret_are_encoded_before_they_are_joined) {
    scripted_peer peer;
    auto o = options();
    o.at.token_endpoint = "https://h/t";
    o.client_id = "a:b";
    auth::client_credentials s(o);
    peer.then(reply(200, token)).signature(s);
    BOOST_TEST(peer.requests.at(0).header.find("authorization").value() == "Basic YSUzQWI6Yw=="); // a%3Ab:c
}

BOOST_AUTO_TEST_CASE(the_host_of_accounts_is_asked_for_its_account) {
    scripted_peer peer;
    auto o = options();
    o.at.host = "accounts.cloud.databricks.com";
    o.at.account_id = "abc";
    auth::client_credentials s(o);
    peer.then(reply(500, "")).failure(s);
    BOOST_TEST(peer.requests.at(0).url.to_string() == "https://accounts.cloud.databricks.com/oidc/accounts/abc/.well-known/oauth-authorization-server");
}

BOOST_AUTO_TEST_CASE(a_new_token_is_minted_before_the_old_one_ends) {
    scripted_peer peer;
    auto s = strategy();
    peer.then(reply(200, discovered)).then(reply(200, token)).drive(s);
    peer.now += std::chrono::minutes(39);
    BOOST_TEST(std::holds_alternative<auth::ready>(s.next(peer.now)));
    peer.now += std::chrono::minutes(1);
    BOOST_TEST(peer.then(reply(200, discovered)).then(reply(200, R"({"access_token":"new","expires_in":3600})")).signature(s) == "Authorization: Bearer new\n");
}

BOOST_AUTO_TEST_CASE(a_host_without_oauth_says_so) {
    scripted_peer peer;
    auto s = strategy();
    auto const why = peer.then(reply(404, "")).failure(s);
    BOOST_TEST((why.code == errc::misconfigured));
    BOOST_TEST(why.message == "databricks OAuth is not supported for this host");
    BOOST_TEST(why.where == "https://h/oidc/.well-known/oauth-authorization-server");
    BOOST_TEST(why.provider.http_status == 404);
}

BOOST_AUTO_TEST_CASE(a_refusal_gives_the_servers_code_and_never_what_was_sent) {
    for (std::string const body : {R"({"error":"invalid_client","error_description":"Client authentication failed"})",
                                   R"({"errorCode":"invalid_client","errorSummary":"Client authentication failed"})"}) {
        scripted_peer peer;
        auto s = strategy();
        auto const why = peer.then(reply(200, discovered)).then(reply(401, body)).failure(s);
        BOOST_TEST((why.code == errc::unauthenticated));
        BOOST_TEST(why.message == "The token endpoint answered 401 (invalid_client).");
        BOOST_TEST(why.where == "https://h/oidc/v1/token");
        BOOST_TEST(why.provider.code == "invalid_client");
        BOOST_TEST(why.provider.text == "Client authentication failed");
    }
    scripted_peer peer;
    auto o = options();
    o.at.token_endpoint = "https://h/t";
    o.how = auth::client_auth::form;
    o.client_secret = parley::secret::make("s3cr3t value").value();
    auth::client_credentials s(o);
    auto const why = peer.then(reply(400, R"({"error":"s3cr3t value","error_description":"no such secret: s3cr3t value"})")).failure(s);
    BOOST_TEST(why.message == "The token endpoint answered 400.");
    BOOST_TEST(why.provider.code == "");
    BOOST_TEST(why.provider.text == "");

    scripted_peer telltale;
    o.how = auth::client_auth::basic;
    auth::client_credentials in_header(o);
    BOOST_TEST(telltale.then(reply(401, R"({"error":"no","error_description":"not s3cr3t value!"})")).failure(in_header).provider.text == "");
}

BOOST_AUTO_TEST_CASE(answers_are_read_defensively) {
    struct row {
        std::string body;
        errc code;
    };
    for (auto const& [body, code] : {row{"", errc::invalid_response}, row{"[]", errc::invalid_response}, row{"{}", errc::invalid_response},
                                     row{R"({"access_token":7})", errc::invalid_response}, row{R"({"access_token":"a\nb"})", errc::invalid_response},
                                     row{R"({"access_token":"***"})", errc::invalid_response}, row{R"({"access_token":"x","expires_in":0})", errc::invalid_response},
                                     row{R"({"access_token":"x","expires_in":"soon"})", errc::invalid_response}}) {
        scripted_peer peer;
        auto s = strategy();
        auto const why = peer.then(reply(200, discovered)).then(reply(200, body)).failure(s);
        BOOST_TEST((why.code == code), body << ": " << to_string(why));
    }
    scripted_peer page;
    auto s = strategy();
    BOOST_TEST((page.then(reply(200, "<html>", {{"Content-Type", "text/html; charset=utf-8"}})).failure(s).code == errc::web_page));
}

BOOST_AUTO_TEST_CASE(an_endpoint_that_is_open_to_all_is_not_asked) {
    scripted_peer peer;
    auto s = strategy();
    BOOST_TEST((peer.then(reply(200, R"({"token_endpoint":"http://h/t"})")).failure(s).code == errc::insecure_transport));
    auto o = options();
    o.at.host = "http://h";
    auth::client_credentials open(o);
    BOOST_TEST((scripted_peer().failure(open).code == errc::insecure_transport));
}

BOOST_AUTO_TEST_CASE(without_a_name_a_secret_or_a_host_nothing_is_asked) {
    auto o = options();
    o.client_secret = {};
    auth::client_credentials nameless(o);
    BOOST_TEST((scripted_peer().failure(nameless).code == errc::misconfigured));
    o = options();
    o.at.host.clear();
    auth::client_credentials homeless(o);
    BOOST_TEST(scripted_peer().failure(homeless).message == "no host configured");
}

BOOST_AUTO_TEST_CASE(a_server_that_cannot_be_reached_is_named) {
    scripted_peer peer;
    auto s = strategy();
    auto const why = peer.then(error(errc::name_resolution_failed)).failure(s);
    BOOST_TEST((why.code == errc::name_resolution_failed));
    BOOST_TEST(why.message == "The authorization server cannot be reached: The host's name cannot be resolved.");
    BOOST_TEST(why.where == "https://h/oidc/.well-known/oauth-authorization-server");
    BOOST_TEST(peer.asked.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
