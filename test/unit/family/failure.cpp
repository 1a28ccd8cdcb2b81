#include <parley/family/detail/failure.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(family_failure)

using parley::errc;
using namespace std::chrono_literals;
namespace detail = parley::family::detail;
namespace http = parley::http;

namespace {

parley::error failure(int status, std::string body, http::header header = {}) {
    http::response r;
    r.status = status;
    r.header = std::move(header);
    r.body = std::move(body);
    return detail::read_failure(r);
}

std::optional<std::chrono::milliseconds> wait(http::header header, int status = 429, std::string body = "") {
    return failure(status, std::move(body), std::move(header)).provider.retry_after;
}

struct row {
    int status;
    std::string_view body;
    errc code;
};

void check(std::initializer_list<row> rows) {
    for (auto const& [status, body, code] : rows) {
        auto const e = failure(status, std::string(body));
        BOOST_TEST((e.code == code), status << " " << body << " is " << name(e.code) << ", not " << name(code));
        BOOST_TEST(e.provider.http_status == status);
        BOOST_TEST(e.message == sentence(e.code));
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(openai_says_by_its_code_what_is_wrong) {
    check({
        {400, R"({"error":{"message":"m","type":"invalid_request_error","param":"x","code":"unsupported_parameter"}})", errc::invalid_request},
        {400, R"({"error":{"message":"m","type":"invalid_request_error","code":"context_length_exceeded"}})", errc::context_too_long},
        {400, R"({"error":{"message":"m","type":"invalid_request_error","code":"previous_response_not_found"}})", errc::state_lost},
        {404, R"({"error":{"message":"Item with id 'rs_1' not found. Items are not persisted when `store` is set to false.","type":"invalid_request_error"}})", errc::state_lost},
        {400, R"({"error":{"message":"Item 'rs_1' of type 'reasoning' was provided without its required following item.","type":"invalid_request_error"}})", errc::state_lost},
        {400, R"({"error":{"message":"m","type":"invalid_request_error","code":"model_not_found"}})", errc::model_not_found},
        {404, R"({"error":{"message":"m","type":"invalid_request_error","code":"DeploymentNotFound"}})", errc::model_not_found},
        {401, R"({"error":{"message":"m","type":"invalid_request_error","code":"invalid_api_key"}})", errc::unauthenticated},
        {401, R"({"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}})", errc::unauthenticated},
        {429, R"({"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}})", errc::quota_exhausted},
        {429, R"({"error":{"message":"You exceeded your current quota, please check your plan"}})", errc::quota_exhausted},
        {429, R"({"error":{"message":"Rate limit reached for m on tokens per min","type":"tokens","code":"rate_limit_exceeded"}})", errc::rate_limited},
        {429, R"({"error":{"message":"Request too large for m on tokens per min (TPM): Limit 1, Requested 2.","type":"tokens","code":"rate_limit_exceeded"}})", errc::context_too_long},
        {400, R"({"error":{"message":"filtered","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}})", errc::content_filtered},
        {400, R"({"error":{"message":"flagged","type":"invalid_request_error","code":"invalid_prompt"}})", errc::content_filtered},
        {503, R"({"error":{"message":"That model is currently overloaded with other requests.","type":"server_error"}})", errc::overloaded},
        {500, R"({"error":{"message":"The server had an error","type":"server_error"}})", errc::server_error},
    });
}

BOOST_AUTO_TEST_CASE(anthropic_says_by_its_text_what_its_type_does_not_tell) {
    check({
        {400, R"({"type":"error","error":{"type":"invalid_request_error","message":"role 'system' is not supported on this model"}})", errc::invalid_request},
        {400, R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 201000 tokens > 200000 maximum"}})", errc::context_too_long},
        {400, R"({"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 1 + 2 > 2"}})", errc::context_too_long},
        {400, R"({"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}})", errc::quota_exhausted},
        {400, R"({"type":"error","error":{"type":"invalid_request_error","message":"messages.1.content.0: Invalid `signature` in `thinking` block"}})", errc::state_lost},
        {400, R"({"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}})", errc::content_filtered},
        {401, R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}})", errc::unauthenticated},
        {403, R"({"type":"error","error":{"type":"permission_error","message":"no"}})", errc::forbidden},
        {404, R"({"type":"error","error":{"type":"not_found_error","message":"model: claude-x"}})", errc::model_not_found},
        {404, R"({"type":"error","error":{"type":"not_found_error","message":"Not found"}})", errc::not_found},
        {413, R"({"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}})", errc::request_too_large},
        {429, R"({"type":"error","error":{"type":"rate_limit_error","message":"Rate limited"}})", errc::rate_limited},
        {500, R"({"type":"error","error":{"type":"api_error","message":"Internal server error"}})", errc::server_error},
        {529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})", errc::overloaded},
    });
}

BOOST_AUTO_TEST_CASE(google_says_it_in_the_details) {
    check({
        {400, R"({"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}})", errc::invalid_request},
        {400, R"({"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}})", errc::unauthenticated},
        {400, R"({"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}})", errc::unauthenticated},
        {400, R"({"error":{"code":400,"message":"Function call `f` is missing a thought_signature in functionCall parts.","status":"INVALID_ARGUMENT"}})", errc::state_lost},
        {400, R"({"error":{"code":400,"message":"The input token count (2) exceeds the maximum number of tokens allowed (1).","status":"INVALID_ARGUMENT"}})", errc::context_too_long},
        {403, R"({"error":{"code":403,"message":"m","status":"PERMISSION_DENIED"}})", errc::forbidden},
        {404, R"({"error":{"code":404,"message":"models/x is not found for API version v1beta","status":"NOT_FOUND"}})", errc::model_not_found},
        {404, "data: {\"error\":{\"code\":404,\"message\":\"models/x is not found\",\"status\":\"NOT_FOUND\"}}\r\n\r\n", errc::model_not_found},
        {429, R"({"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}})", errc::rate_limited},
        {429, R"({"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED"}})", errc::rate_limited},
        {429, R"([{"error":{"code":429,"message":"m","errors":[{"message":"m","reason":"rateLimitExceeded"}],"status":"RESOURCE_EXHAUSTED"}}])", errc::rate_limited},
        {499, R"({"error":{"code":499,"message":"The operation was cancelled.","status":"CANCELLED"}})", errc::service_unavailable},
        {503, R"({"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}})", errc::overloaded},
        {503, R"({"error":{"code":503,"message":"m","status":"UNAVAILABLE"}})", errc::service_unavailable},
    });
}

BOOST_AUTO_TEST_CASE(a_quota_of_a_day_is_used_up_and_one_of_a_minute_is_a_rate_limit) {
    auto const violation = [](std::string const& ids) {
        return failure(429, R"({"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[)"
                            R"({"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"},)"
                            R"({"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[)" + ids + "]}]}}");
    };
    std::string const minute = R"({"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"})", day = R"({"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"})";
    BOOST_TEST((violation(minute).code == errc::rate_limited));
    BOOST_TEST((violation(minute).provider.retry_after == 34400ms));
    for (auto const& ids : {day, minute + "," + day, day + "," + minute}) {
        BOOST_TEST((violation(ids).code == errc::quota_exhausted));
        BOOST_TEST(!violation(ids).provider.retry_after);
        BOOST_TEST(violation(ids).provider.code == "GenerateRequestsPerDayPerProjectPerModel-FreeTier");
    }
}

BOOST_AUTO_TEST_CASE(other_hosts_have_shapes_of_their_own) {
    check({
        {400, R"({"error":{"message":"Failed to call a function.","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"<f"}})", errc::invalid_output},
        {400, R"({"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}})", errc::context_too_long},
        {400, R"({"object":"error","message":"m","type":"invalid_model","param":null,"code":"1500"})", errc::model_not_found},
        {422, R"({"detail":[{"type":"missing","loc":["body","messages"],"msg":"Field required","input":null}]})", errc::invalid_request},
        {422, R"({"object":"error","message":{"detail":[{"type":"missing","msg":"Field required"}]},"type":"invalid_request_error","param":null,"code":null})", errc::invalid_request},
        {401, R"({"detail":"Unauthorized"})", errc::unauthenticated},
        {400, R"({"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 10 but the request contains 11 tokens."})", errc::context_too_long},
        {402, R"({"error":"You have exceeded your monthly included credits for Inference Providers."})", errc::quota_exhausted},
        {404, R"({"error":"model 'x' not found, try pulling it first"})", errc::model_not_found},
        {503, R"({"error":["Service Unavailable"]})", errc::service_unavailable},
        {429, R"({"error":"Model is overloaded","error_type":"overloaded"})", errc::overloaded},
        {400, R"({"error_code":"REQUEST_LIMIT_EXCEEDED","message":"Exceeded workspace QPS rate limit"})", errc::rate_limited},
        {400, R"({"error":"invalid_grant","error_description":"expired"})", errc::invalid_request},
        {403, R"({"success":false,"errors":[{"code":10000,"message":"Authentication error"}]})", errc::forbidden},
    });
    BOOST_TEST(failure(422, R"({"detail":[{"msg":"Field required"},{"msg":"Not a number"}]})").provider.text == "Field required; Not a number");
    BOOST_TEST(failure(422, R"({"message":{"detail":[{"msg":"Field required"}]}})").provider.text == "Field required");
    auto const outside = failure(400, R"({"code":"c","error":"sentence"})");
    BOOST_TEST(outside.provider.code == "c");
    BOOST_TEST(outside.provider.text == "sentence");
    auto const oauth = failure(400, R"({"error":"invalid_grant","error_description":"expired"})");
    BOOST_TEST(oauth.provider.code == "invalid_grant");
    BOOST_TEST(oauth.provider.text == "expired");
    BOOST_TEST(failure(403, R"({"errors":[{"code":10000,"message":"Authentication error"}]})").provider.text == "Authentication error");
}

BOOST_AUTO_TEST_CASE(a_sentence_may_have_a_code_before_it) {
    auto const coded = failure(400, "REQUEST_LIMIT_EXCEEDED: Try again later.");
    BOOST_TEST((coded.code == errc::rate_limited));
    BOOST_TEST(coded.provider.code == "REQUEST_LIMIT_EXCEEDED");
    BOOST_TEST(coded.provider.text == "Try again later.");
    for (auto const* const plain : {"ERROR: no code", "A_B:no space", "A_B", "No_Code: x"}) {
        BOOST_TEST(failure(400, plain).provider.code == "", plain);
        BOOST_TEST(failure(400, plain).provider.text == plain);
    }
}

BOOST_AUTO_TEST_CASE(every_status_of_failure_has_a_class_whatever_the_body_is) {
    for (auto const* const body : {"", "<html><body>Bad Gateway</body></html>", "no JSON", "{", "[]", "{}", "null", "3", R"({"error":null})", R"({"error":{}})", R"({"error":[]})",
                                   R"([[[]]])", R"({"details":[1,{"@type":3}]})", "data:", "data: {"})
        for (int status = 400; status != 600; ++status) {
            auto const e = failure(status, body);
            BOOST_TEST((e.code == detail::code_of_status(status)), status << " " << body << " is " << name(e.code));
            BOOST_TEST((e.code != errc::invalid_response));
        }
    check({{502, "", errc::service_unavailable}, {599, "", errc::server_error}, {418, "", errc::invalid_request}, {408, "", errc::timed_out}, {410, "", errc::endpoint_retired}});
}

BOOST_AUTO_TEST_CASE(a_web_page_is_no_answer_of_success) {
    BOOST_TEST((failure(200, "\xEF\xBB\xBF\n<!DOCTYPE html><html>").code == errc::web_page));
    BOOST_TEST((failure(200, "{").code == errc::invalid_response));
    BOOST_TEST(!is(errc::web_page, parley::condition::retryable));
    BOOST_TEST(failure(401, "<html>login</html>").provider.text.empty());
    BOOST_TEST(failure(401, "Invalid Token").provider.text == "Invalid Token");
}

BOOST_AUTO_TEST_CASE(the_request_is_named_by_a_header_or_by_the_body) {
    for (auto const* const name : {"X-Request-Id", "request-id", "apim-request-id", "x-amzn-RequestId"})
        BOOST_TEST(failure(400, R"({"error":{},"request_id":"other"})", {{name, "q1"}}).provider.request_id == "q1", name);
    BOOST_TEST(failure(400, R"({"type":"error","error":{"type":"t"},"request_id":"q2"})").provider.request_id == "q2");
    BOOST_TEST(failure(400, R"({"message":"m","request_id":"q3"})").provider.request_id == "q3");
    BOOST_TEST(failure(400, R"({"error_code":"c","details":[{"@type":"type.googleapis.com/google.rpc.RequestInfo","request_id":"q4"}]})").provider.request_id == "q4");
}

BOOST_AUTO_TEST_CASE(the_wait_is_read_from_the_headers) {
    BOOST_TEST((wait({{"Retry-After", "60"}}) == 60s));
    BOOST_TEST((wait({{"Retry-After", "1.5"}}) == 1500ms));
    BOOST_TEST((wait({{"Retry-After", "60"}, {"retry-after-ms", "250"}}) == 250ms));
    BOOST_TEST((wait({{"x-ms-retry-after-ms", "250"}}) == 250ms));
    BOOST_TEST((wait({{"Retry-After", "Sat, 21 Nov 2026 07:01:30 GMT"}, {"Date", "Sat, 21 Nov 2026 07:00:00 GMT"}}) == 90s));
    BOOST_TEST((wait({{"Retry-After", "Sat, 21 Nov 2026 06:00:00 GMT"}, {"Date", "Sat, 21 Nov 2026 07:00:00 GMT"}}) == 0s));
    BOOST_TEST((wait({{"Retry-After", "86400"}}) == 24h));
    for (auto const* const unreadable : {"-3", "soon", "", "nan", "inf", "1e300", "Sat, 21 Nov 2026 07:01:30 GMT"}) BOOST_TEST(!wait({{"Retry-After", unreadable}}), unreadable);
}

BOOST_AUTO_TEST_CASE(without_another_hint_a_rate_limit_waits_for_what_is_used_up) {
    BOOST_TEST((wait({{"x-ratelimit-reset-requests", "1m12s"}}) == 72s));
    BOOST_TEST((wait({{"x-ratelimit-reset-tokens", "6ms"}}) == 6ms));
    BOOST_TEST((wait({{"x-ratelimit-reset-requests", "2m59.56s"}, {"x-ratelimit-reset-tokens", "6ms"}}) == 179560ms));
    BOOST_TEST((wait({{"x-ratelimit-reset-requests", "1m12s"}, {"x-ratelimit-remaining-requests", "3"}, {"x-ratelimit-reset-tokens", "6ms"}, {"x-ratelimit-remaining-tokens", "0"}}) == 6ms));
    http::header const anthropic{{"Date", "Sat, 21 Nov 2026 07:00:00 GMT"}, {"anthropic-ratelimit-requests-remaining", "0"}, {"anthropic-ratelimit-requests-reset", "2026-11-21T07:00:12.5Z"},
                                 {"anthropic-ratelimit-tokens-remaining", "80000"}, {"anthropic-ratelimit-tokens-reset", "2026-11-21T07:05:00Z"}};
    BOOST_TEST((wait(anthropic) == 12500ms));
    auto unknown_now = anthropic;
    unknown_now.erase("date");
    BOOST_TEST(!wait(unknown_now));
    BOOST_TEST(!wait({{"x-ratelimit-reset-requests", "1m12s"}}, 500), "every answer has these headers");
    BOOST_TEST(!wait({{"x-ratelimit-reset-requests", "1 fortnight"}}));
}

BOOST_AUTO_TEST_CASE(the_wait_is_read_from_the_text) {
    auto const said = [](std::string const& text) { return wait({}, 429, R"({"error":{"message":")" + text + R"("}})"); };
    BOOST_TEST((said("Please try again in 1.574s. Visit the page to learn more.") == 1574ms));
    BOOST_TEST((said("Please try again in 6ms.") == 6ms));
    BOOST_TEST((said("Please try again in 1m2.5s.") == 62500ms));
    BOOST_TEST((said("Please retry in 48.939935699s.") == 48940ms));
    BOOST_TEST((said("Please retry after 20 seconds.") == 20s));
    BOOST_TEST((said("Try again in 2 hours, or try again in 5s") == 2h));
    BOOST_TEST(!said("Please try again in a while."));
    BOOST_TEST(!said("Please try again in 5 lightyears."));
    BOOST_TEST(!said("Slow down."));
}

BOOST_AUTO_TEST_CASE(there_is_no_wait_where_trying_again_does_not_help) {
    BOOST_TEST(!wait({{"Retry-After", "60"}}, 401));
    BOOST_TEST(!wait({{"Retry-After", "60"}}, 429, R"({"error":{"code":"insufficient_quota","message":"Please try again in 20s"}})"));
    BOOST_TEST((wait({{"Retry-After", "60"}}, 503) == 60s));
}

BOOST_AUTO_TEST_CASE(an_error_object_inside_a_stream_has_the_class_that_it_has_outside) {
    auto const inside = [](char const* text) { return detail::read_failure(*parley::reflect::parse_value(text)); };
    BOOST_TEST((inside(R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})").code == errc::overloaded));
    BOOST_TEST((inside(R"({"type":"error","error":{"type":"invalid_request_error","message":"m"}})").code == errc::invalid_request));
    BOOST_TEST((inside(R"({"type":"error","code":"rate_limit_exceeded","message":"Please try again in 6ms."})").provider.retry_after == 6ms));
    BOOST_TEST((inside(R"({"error":{"code":502,"message":"m"}})").code == errc::service_unavailable));
    BOOST_TEST((inside(R"([{"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}])").code == errc::service_unavailable));
    BOOST_TEST((inside(R"({"error":"boom"})").code == errc::server_error));
    BOOST_TEST((inside(R"({"code":"server_error","message":"The model stopped"})").code == errc::server_error));
    BOOST_TEST(inside(R"({"error":{"code":"c"}})").provider.http_status == 0);
}

BOOST_AUTO_TEST_SUITE_END()
