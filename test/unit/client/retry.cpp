#include <parley/retry.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>

BOOST_AUTO_TEST_SUITE(client_retry)

using parley::errc;
using parley::error;
using parley::wait_before_retry;
using namespace std::chrono_literals;

namespace {

error failed(errc code, int status = 0, std::optional<std::chrono::milliseconds> asked = {}) {
    error e(code);
    e.provider.http_status = status;
    e.provider.retry_after = asked;
    return e;
}

constexpr parley::retry_rules rules;

} // namespace

BOOST_AUTO_TEST_CASE(what_reached_no_model_is_tried_again) {
    for (auto const& e : {failed(errc::rate_limited, 429), failed(errc::overloaded, 529), failed(errc::service_unavailable, 503), failed(errc::connect_failed),
                          failed(errc::name_resolution_failed)})
        BOOST_TEST(is_retried(e, rules), e);
}

BOOST_AUTO_TEST_CASE(what_may_have_been_billed_is_tried_again_only_where_that_is_allowed) {
    parley::retry_rules bold;
    bold.server_errors = true;
    for (auto const& e : {failed(errc::server_error, 500), failed(errc::service_unavailable, 502), failed(errc::service_unavailable, 504), failed(errc::connection_lost)}) {
        BOOST_TEST(!is_retried(e, rules), e);
        BOOST_TEST(is_retried(e, bold), e);
    }
}

BOOST_AUTO_TEST_CASE(what_would_fail_again_is_not_tried_again) {
    parley::retry_rules bold;
    bold.server_errors = true;
    for (auto const code : {errc::quota_exhausted, errc::unauthenticated, errc::invalid_request, errc::context_too_long, errc::tls_failed, errc::cancelled, errc::timed_out, errc::truncated})
        BOOST_TEST(!is_retried(failed(code, 429), bold), name(code));
}

BOOST_AUTO_TEST_CASE(waits_double_up_to_the_longest_and_are_a_random_part_of_it) {
    parley::retry_rules many;
    many.attempts = 100;
    auto const e = failed(errc::rate_limited, 429);
    BOOST_TEST((wait_before_retry(e, many, 1, 1h, 1) == 500ms));
    BOOST_TEST((wait_before_retry(e, many, 2, 1h, 1) == 1000ms));
    BOOST_TEST((wait_before_retry(e, many, 3, 1h, 0.5) == 1000ms));
    BOOST_TEST((wait_before_retry(e, many, 50, 1h, 1) == 60s));
    BOOST_TEST((wait_before_retry(e, many, 50, 1h, 0) == 0ms));
}

BOOST_AUTO_TEST_CASE(the_provider_is_waited_for_as_long_as_it_asks) {
    BOOST_TEST((wait_before_retry(failed(errc::rate_limited, 429, 7s), rules, 1, 1h, 1) == 7s));
    BOOST_TEST((wait_before_retry(failed(errc::rate_limited, 429, 1ms), rules, 1, 1h, 1) == 500ms));
}

BOOST_AUTO_TEST_CASE(no_attempt_begins_that_has_no_time) {
    BOOST_TEST(!wait_before_retry(failed(errc::rate_limited, 429, 7s), rules, 1, 7s, 1));
    BOOST_TEST(!wait_before_retry(failed(errc::rate_limited, 429), rules, 1, 0ms, 0));
}

BOOST_AUTO_TEST_CASE(attempts_are_counted) {
    BOOST_TEST(wait_before_retry(failed(errc::rate_limited, 429), rules, 2, 1h, 0).has_value());
    BOOST_TEST(!wait_before_retry(failed(errc::rate_limited, 429), rules, 3, 1h, 0));
}

BOOST_AUTO_TEST_SUITE_END()
