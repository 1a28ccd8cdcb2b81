#include <parley/error.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(base_error)

using parley::condition;
using parley::errc;
using parley::error;

BOOST_AUTO_TEST_CASE(an_error_without_a_message_has_its_code_s_sentence) {
    BOOST_TEST(error(errc::cancelled).message == "The operation was cancelled.");
    BOOST_TEST(error(errc::cancelled, "Ours.").message == "Ours.");
    BOOST_TEST((error().code == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(an_error_belongs_to_the_groups_of_its_code) {
    BOOST_TEST(is(error(errc::rate_limited), condition::retryable));
    BOOST_TEST(!is(error(errc::invalid_json), condition::retryable));
    BOOST_TEST((make_error_code(error(errc::forbidden)) == condition::auth));
}

BOOST_AUTO_TEST_CASE(the_text_names_every_problem_with_its_place) {
    error why(errc::invalid_document, {}, "settings.json");
    why.problems.push_back({"/a", "integer", "string", 7});
    why.problems.push_back({"", "object", "array", {}});
    BOOST_TEST(to_string(why) == "The document does not have the expected shape. [settings.json]\n"
                                 "  /a: expected integer, found string at byte 7\n"
                                 "  document: expected object, found array");
    std::ostringstream out;
    out << why;
    BOOST_TEST(out.str() == "invalid_document: " + to_string(why));
}

BOOST_AUTO_TEST_CASE(what_the_provider_said_is_not_in_the_text) {
    error why(errc::server_error, {}, "api.example.com");
    why.provider.text = "the far side's own words";
    why.provider.code = "E1234";
    why.provider.request_id = "request-1";
    for (auto const& secret_part : {"own words", "E1234", "request-1"}) BOOST_TEST(to_string(why).find(secret_part) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_exception_carries_the_whole_error) {
    error why(errc::quota_exhausted, "No credit.", "host");
    why.provider.http_status = 429;
    why.provider.retry_after = std::chrono::seconds(3);
    why.problems.push_back({"/x", "a", "b", 1});
    parley::exception const thrown(why);
    BOOST_TEST((thrown.error().code == errc::quota_exhausted));
    BOOST_TEST(thrown.error().provider.http_status == 429);
    BOOST_TEST((thrown.error().provider.retry_after == std::chrono::milliseconds(3000)));
    BOOST_TEST(thrown.error().problems.size() == 1u);
    BOOST_TEST((thrown.code() == errc::quota_exhausted));
    BOOST_TEST((thrown.code() == condition::quota));
    BOOST_TEST(std::string(thrown.what()) == to_string(why));
}

BOOST_AUTO_TEST_SUITE_END()
