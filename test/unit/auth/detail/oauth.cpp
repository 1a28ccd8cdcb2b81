#include "support/scripted_peer.hpp"

#include <parley/auth/detail/oauth.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

BOOST_AUTO_TEST_SUITE(auth_detail_oauth)

namespace auth = parley::auth;
namespace http = parley::http;
using parley::errc;
using parley::test::reply;
using namespace std::chrono_literals;

namespace {

constexpr parley::time_point now{1'800'000'000s};

http::url url() { return http::url::parse("https://h/t?k=1").value(); }

parley::result<auth::detail::token_reply> token(char const* text) { return auth::detail::read_token("It", boost::json::parse(text).as_object(), now); }

} // namespace

BOOST_AUTO_TEST_CASE(a_form_is_encoded_and_leaves_out_what_has_no_value) {
    auth::detail::form const body{{"a b", "c&d=e+f"}, {"none", ""}, {"u", "na\xC3\xAFve~-._"}};
    BOOST_TEST(body.to(url()).body == "a+b=c%26d%3De%2Bf&u=na%C3%AFve~-._");
}

BOOST_AUTO_TEST_CASE(the_end_of_a_token_is_read_however_it_is_written) {
    BOOST_TEST((token(R"({"access_token":"x","expires_in":60})").value().expires == now + 60s));
    BOOST_TEST((token(R"({"access_token":"x","expires_in":"60"})").value().expires == now + 60s));
    BOOST_TEST((token(R"({"access_token":"x","expires_in":60.9})").value().expires == now + 60s));
    BOOST_TEST((token(R"({"access_token":"x","expires_on":1800000060})").value().expires == now + 60s));
    BOOST_TEST((token(R"({"access_token":"x","expires_on":"1800000060"})").value().expires == now + 60s));
    BOOST_TEST((token(R"({"access_token":"x","expiry":"2027-01-15T08:01:00Z"})").value().expires == now + 60s));
    BOOST_TEST((token(R"({"access_token":"x","expiry":"2027-01-15 08:01:00.0"})").value().expires == now + 60s));
    BOOST_TEST((token(R"({"access_token":"x"})").value().expires == now + 1h));
    BOOST_TEST((token(R"({"access_token":"x","expires_in":-5})").value().expires == now));
    BOOST_TEST((token(R"({"access_token":"x","expires_in":9223372036854775807})").value().expires > now + 24h));
    for (char const* const text : {R"({"access_token":"x","expires_in":null})", R"({"access_token":"x","expires_in":"1h"})", R"({"access_token":"x","expiry":"March 20, 2024"})"})
        BOOST_TEST(token(text).error().message == "It gave a token without a readable end: invalid token expiry.");
}

BOOST_AUTO_TEST_CASE(a_type_that_cannot_stand_in_a_header_is_bearer) {
    BOOST_TEST(token(R"({"access_token":"x","token_type":"bearer"})").value().type == "Bearer");
    BOOST_TEST(token(R"({"access_token":"x","token_type":"a\r\nb"})").value().type == "Bearer");
    BOOST_TEST(token(R"({"access_token":"x","token_type":"Some"})").value().type == "Some");
}

BOOST_AUTO_TEST_CASE(a_refusal_says_status_code_and_address_without_the_query) {
    struct row {
        int status;
        errc code;
    };
    for (auto const& [status, code] : {row{400, errc::unauthenticated}, row{401, errc::unauthenticated}, row{403, errc::forbidden}, row{404, errc::misconfigured}, row{429, errc::rate_limited},
                                       row{500, errc::server_error}, row{503, errc::service_unavailable}, row{302, errc::invalid_response}}) {
        auto const why = auth::detail::refusal("It", auth::detail::get(url()), reply(status, R"({"error":"odd code"})", {{"Retry-After", "7"}, {"x-request-id", "r1"}}), now);
        BOOST_TEST((why.code == code), status);
        BOOST_TEST(why.message == "It answered " + std::to_string(status) + ".");
        BOOST_TEST(why.where == "https://h/t");
        BOOST_TEST((why.provider.retry_after == 7s));
        BOOST_TEST(why.provider.request_id == "r1");
    }
}

BOOST_AUTO_TEST_CASE(a_sentence_that_repeats_a_secret_is_not_kept) {
    auto const body = auth::detail::form{{"grant_type", "x"}, {"client_secret", "long enough=&"}}.to(url());
    BOOST_TEST(auth::detail::repeats("you sent long enough=&", body));
    BOOST_TEST(!auth::detail::repeats("you sent nothing of use", body));
    auto header = auth::detail::get(url());
    header.header.set("Authorization", auth::detail::basic("name", "pass word"));
    BOOST_TEST(auth::detail::repeats("not bmFtZTpwYXNzIHdvcmQ=", header));
    header.header.set("Authorization", auth::detail::basic("name", auth::detail::form_encoded("pass word")));
    BOOST_TEST(auth::detail::repeats("not pass word", header));
    header.header.set("Authorization", "Bearer token1");
    BOOST_TEST(auth::detail::repeats("not token1", header));
    BOOST_TEST(!auth::detail::repeats("not at all", header));
}

BOOST_AUTO_TEST_SUITE_END()
