#include "support/scripted_peer.hpp"

#include <parley/auth/detail/sha256.hpp>
#include <parley/auth/discovery.hpp>
#include <parley/auth/pkce.hpp>
#include <parley/http/base64.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstring>
#include <string>

BOOST_AUTO_TEST_SUITE(auth_pkce)

namespace auth = parley::auth;
namespace http = parley::http;
using parley::errc;
using parley::error;
using parley::secret;
using parley::test::reply;
using parley::test::scripted_peer;

namespace {

parley::environment zeros() {
    auto made = parley::environment::isolated();
    made.random = [](void* bytes, std::size_t count) { std::memset(bytes, 0, count); };
    return made;
}

auth::oauth_app app() {
    auth::oauth_app made;
    made.client_id = "app";
    made.redirect_uri = "http://localhost:8020";
    return made;
}

http::url url(char const* text) { return http::url::parse(text).value(); }

auth::pkce proof() {
    auto made = auth::pkce::generate(zeros());
    made.state = secret::make("s t").value();
    return made;
}

constexpr parley::time_point now{std::chrono::hours(1)};

} // namespace

BOOST_AUTO_TEST_CASE(a_verifier_has_64_random_bytes_and_a_state_16) {
    auto const drawn = auth::pkce::generate(parley::environment::isolated()), again = auth::pkce::generate(parley::environment::isolated());
    BOOST_TEST(drawn.verifier.reveal().size() == 86u);
    BOOST_TEST(drawn.state.reveal().size() == 22u);
    BOOST_TEST(drawn.challenge.size() == 43u);
    BOOST_TEST(!(drawn.verifier == again.verifier));
    BOOST_TEST(!(drawn.state == again.state));
}

BOOST_AUTO_TEST_CASE(a_challenge_is_the_hash_of_its_verifier) {
    // The example of RFC 7636, appendix B.
    BOOST_TEST(http::base64url(auth::detail::sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    auto const drawn = auth::pkce::generate(zeros());
    BOOST_TEST(drawn.verifier.reveal() == std::string(86, 'A'));
    BOOST_TEST(drawn.challenge == http::base64url(auth::detail::sha256(std::string(86, 'A'))));
}

BOOST_AUTO_TEST_CASE(a_browser_is_sent_with_everything_the_server_needs) {
    auto const p = proof();
    BOOST_TEST(auth::authorize_url(url("https://h/oidc/v1/authorize"), app(), p) ==
               "https://h/oidc/v1/authorize?response_type=code&client_id=app&redirect_uri=http%3A%2F%2Flocalhost%3A8020&scope=offline_access%20all-apis&state=s%20t&"
               "code_challenge=" + p.challenge + "&code_challenge_method=S256");
}

BOOST_AUTO_TEST_CASE(a_web_backend_logs_a_person_in) {
    auto const endpoints = auth::oauth_endpoints{url("https://h/oidc/v1/authorize"), url("https://h/oidc/v1/token")};
    auto const environment = zeros();
    std::string const query = "code=c1&state=AAAAAAAAAAAAAAAAAAAAAA";
    auto const send = [](http::request const&) -> parley::result<http::response> { return reply(200, R"({"access_token":"a","refresh_token":"r"})"); };
    // tag::login[]
    auth::oauth_app app;
    app.client_id = "my-app";
    app.redirect_uri = "https://my.example.com/callback";

    auto const proof = auth::pkce::generate(environment); // keep it in the person's session
    auto const page = auth::authorize_url(endpoints.authorization, app, proof); // redirect the browser there

    // The browser comes back to /callback?<query>.
    auto const code = auth::read_callback(query, proof); // `state mismatch` where somebody else sent it
    if (!code) return; // say what went wrong
    auto const request = auth::exchange(endpoints.token, app, *code, proof);
    auto const tokens = auth::read_tokens(request, send(request), parley::clock().now());
    // end::login[]
    BOOST_TEST(page.starts_with("https://h/oidc/v1/authorize?"));
    BOOST_TEST_REQUIRE(tokens.has_value());
    BOOST_TEST(tokens->refresh_token.reveal() == "r");
}

BOOST_AUTO_TEST_CASE(a_code_comes_back_with_its_state) {
    auto const got = auth::read_callback("code=a%2Bb&state=s+t&iss=https%3A%2F%2Fh%2Foidc", proof());
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST(got->code.reveal() == "a+b");
    BOOST_TEST(got->issuer == "https://h/oidc");
}

BOOST_AUTO_TEST_CASE(the_state_is_compared_before_anything_else) {
    for (char const* const query : {"", "code=c", "code=c&state=", "code=c&state=other", "error=access_denied&state=other", "state=s+t&state=s+t&code=c"}) {
        auto const got = auth::read_callback(query, proof());
        BOOST_TEST(!got, query);
        if (!got) BOOST_TEST(got.error().message == "state mismatch");
    }
}

BOOST_AUTO_TEST_CASE(a_login_that_was_refused_says_so) {
    auto const got = auth::read_callback("error=access_denied&error_description=No+way&state=s+t", proof());
    BOOST_TEST_REQUIRE(!got);
    BOOST_TEST((got.error().code == errc::unauthenticated));
    BOOST_TEST(got.error().message == "The login was not completed (access_denied).");
    BOOST_TEST(got.error().provider.text == "No way");
    BOOST_TEST((auth::read_callback("state=s+t", proof()).error().code == errc::invalid_response));
    BOOST_TEST((auth::read_callback("state=%zz", proof()).error().code == errc::invalid_response));
}

BOOST_AUTO_TEST_CASE(a_code_is_exchanged_without_a_secret_where_the_app_has_none) {
    auto const p = proof();
    auth::authorization const got{secret::make("c1").value()};
    auto public_app = app();
    BOOST_TEST(scripted_peer::text_of(auth::exchange(url("https://h/t"), public_app, got, p)) ==
               "POST https://h/t\nContent-Type: application/x-www-form-urlencoded\nAccept: application/json\n\n"
               "grant_type=authorization_code&code=c1&redirect_uri=http%3A%2F%2Flocalhost%3A8020&client_id=app&code_verifier=" + std::string(86, 'A'));
    auto confidential = app();
    confidential.client_secret = secret::make("x y").value();
    BOOST_TEST(auth::exchange(url("https://h/t"), confidential, got, p).body.ends_with("&client_secret=x+y"));
    BOOST_TEST(auth::refresh(url("https://h/t"), public_app, secret::make("r1").value()).body == "grant_type=refresh_token&refresh_token=r1&client_id=app");
}

BOOST_AUTO_TEST_CASE(tokens_are_read_and_an_old_refresh_token_stays_where_no_new_one_comes) {
    auto const sent = auth::refresh(url("https://h/t"), app(), secret::make("r1").value());
    auto const first = auth::read_tokens(sent, reply(200, R"({"access_token":"a","token_type":"bearer","expires_in":60,"refresh_token":"r2"})"), now);
    BOOST_TEST_REQUIRE(first.has_value());
    BOOST_TEST(first->access_token.reveal() == "a");
    BOOST_TEST(first->token_type == "Bearer");
    BOOST_TEST(first->refresh_token.reveal() == "r2");
    BOOST_TEST((first->expires == now + std::chrono::seconds(60)));
    auto const kept = auth::read_tokens(sent, reply(200, R"({"access_token":"a"})"), now, first->refresh_token);
    BOOST_TEST(kept.value().refresh_token.reveal() == "r2");
}

BOOST_AUTO_TEST_CASE(a_login_that_has_ended_is_an_error_of_its_own) {
    auto const sent = auth::refresh(url("https://h/t"), app(), secret::make("r1").value());
    for (char const* const body : {R"({"error":"invalid_grant","error_description":"x"})", R"({"error":"invalid_request","error_description":"Refresh token is invalid"})"}) {
        auto const got = auth::read_tokens(sent, reply(400, body), now);
        BOOST_TEST((got.error().code == errc::login_required));
        BOOST_TEST(got.error().provider.http_status == 400);
    }
    BOOST_TEST((auth::read_tokens(sent, reply(401, R"({"error":"invalid_client"})"), now).error().code == errc::unauthenticated));
}

BOOST_AUTO_TEST_CASE(entra_is_told_the_origin_where_it_takes_the_app_for_one_in_a_browser) {
    auto const sent = auth::exchange(url("https://h/t"), app(), {secret::make("c1").value()}, proof());
    auto const got = auth::read_tokens(sent, reply(400, R"({"error":"invalid_request","error_description":"AADSTS9002327: Tokens issued for …"})"), now);
    BOOST_TEST(auth::wants_origin(got.error()));
    BOOST_TEST(auth::with_origin(sent, app()).header.find("origin").value() == "http://localhost:8020");
}

BOOST_AUTO_TEST_SUITE_END()
