#include <parley/errc.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <system_error>

BOOST_AUTO_TEST_SUITE(base_errc)

using parley::condition;
using parley::errc;

namespace {

constexpr int last = static_cast<int>(errc::web_page);

} // namespace

BOOST_AUTO_TEST_CASE(every_code_has_a_name_and_a_sentence_of_its_own) {
    std::set<std::string> names, sentences;
    for (int code = 1; code <= last; ++code) {
        names.emplace(name(static_cast<errc>(code)));
        sentences.emplace(sentence(static_cast<errc>(code)));
        BOOST_TEST(sentence(static_cast<errc>(code)).ends_with('.'));
    }
    BOOST_TEST(names.size() == static_cast<std::size_t>(last));
    BOOST_TEST(sentences.size() == static_cast<std::size_t>(last));
    BOOST_TEST(!names.contains("unknown"));
}

BOOST_AUTO_TEST_CASE(numbers_that_are_no_code_have_no_name_and_belong_to_no_group) {
    for (int code : {0, -1, last + 1, 1 << 30}) {
        BOOST_TEST(name(static_cast<errc>(code)) == "unknown");
        BOOST_TEST(sentence(static_cast<errc>(code)) == "Unknown error.");
        for (auto group : {condition::retryable, condition::auth, condition::quota}) BOOST_TEST(!is(static_cast<errc>(code), group));
    }
}

BOOST_AUTO_TEST_CASE(values_are_stable) {
    BOOST_TEST(static_cast<int>(errc::invalid_argument) == 1);
    BOOST_TEST(static_cast<int>(errc::version_newer) == 8);
    BOOST_TEST(static_cast<int>(errc::unauthenticated) == 27);
    BOOST_TEST(static_cast<int>(errc::cancelled) == 51);
}

BOOST_AUTO_TEST_CASE(codes_belong_to_the_groups_that_say_what_can_be_done) {
    BOOST_TEST(is(errc::rate_limited, condition::retryable));
    BOOST_TEST(is(errc::rate_limited, condition::quota));
    BOOST_TEST(is(errc::quota_exhausted, condition::quota));
    BOOST_TEST(!is(errc::quota_exhausted, condition::retryable));
    BOOST_TEST(is(errc::forbidden, condition::auth));
    BOOST_TEST(!is(errc::forbidden, condition::retryable));
    BOOST_TEST(is(errc::timed_out, condition::retryable));
    BOOST_TEST(!is(errc::cancelled, condition::retryable));
    BOOST_TEST(!is(errc::invalid_json, condition::retryable));
}

BOOST_AUTO_TEST_CASE(a_boost_error_code_is_compared_with_codes_and_groups) {
    boost::system::error_code const code = errc::overloaded;
    BOOST_TEST((code == errc::overloaded));
    BOOST_TEST((code != errc::rate_limited));
    BOOST_TEST((code == condition::retryable));
    BOOST_TEST((code != condition::auth));
    BOOST_TEST(code.message() == "The provider is overloaded.");
    BOOST_TEST(std::string(code.category().name()) == "parley");
    BOOST_TEST(code.failed());
}

BOOST_AUTO_TEST_CASE(a_std_error_code_is_compared_with_codes_and_groups) {
    std::error_code const code = boost::system::error_code(errc::login_required);
    BOOST_TEST((code == std::error_code(boost::system::error_code(errc::login_required))));
    BOOST_TEST((code == std::error_condition(boost::system::error_condition(condition::auth))));
    BOOST_TEST((code != std::error_condition(boost::system::error_condition(condition::quota))));
    BOOST_TEST(code.message() == "An interactive login is needed.");
    BOOST_TEST(std::string(code.category().name()) == "parley");
}

BOOST_AUTO_TEST_CASE(an_enumerator_converts_to_a_std_error_code_directly) {
    std::error_code const code = errc::rate_limited;
    BOOST_TEST((code == errc::rate_limited));
    BOOST_TEST((code == condition::retryable));
    BOOST_TEST((code == condition::quota));
    BOOST_TEST((code != condition::auth));
    std::error_condition const group = condition::quota;
    BOOST_TEST(group.message() == "A rate limit or quota is exceeded.");
}

BOOST_AUTO_TEST_CASE(codes_of_other_categories_are_in_no_group) {
    boost::system::error_code const other(static_cast<int>(errc::overloaded), boost::system::generic_category());
    BOOST_TEST((other != condition::retryable));
    BOOST_TEST((other != errc::overloaded));
    BOOST_TEST((boost::system::error_code() != condition::retryable));
}

BOOST_AUTO_TEST_CASE(groups_say_what_they_mean) {
    boost::system::error_condition const group = condition::retryable;
    BOOST_TEST(group.message() == "Trying again can help.");
    BOOST_TEST(std::string(group.category().name()) == "parley.condition");
    BOOST_TEST(boost::system::error_condition(99, group.category()).message() == "Unknown condition.");
}

BOOST_AUTO_TEST_SUITE_END()
