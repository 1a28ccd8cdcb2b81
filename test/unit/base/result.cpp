#include <parley/result.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>

BOOST_AUTO_TEST_SUITE(base_result)

using parley::errc;
using parley::error;
using parley::result;

namespace {

result<int> half(int n) {
    if (n % 2 != 0) return error(errc::invalid_argument, "The number is odd.", std::to_string(n));
    return n / 2;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_result_has_a_value_or_an_error) {
    BOOST_TEST(half(4).value() == 2);
    BOOST_TEST(half(3).has_error());
    BOOST_TEST(half(3).error().message == "The number is odd.");
    BOOST_TEST(half(3).error().where == "3");
}

BOOST_AUTO_TEST_CASE(asking_an_error_for_its_value_throws_the_whole_error) {
    auto const is_ours = [](parley::exception const& thrown) {
        return thrown.error().code == errc::invalid_argument && thrown.error().where == "5" && thrown.error().message == "The number is odd.";
    };
    BOOST_CHECK_EXCEPTION((void)half(5).value(), parley::exception, is_ours);
    BOOST_CHECK_THROW((void)half(5).value(), boost::system::system_error);
    BOOST_CHECK_THROW((void)half(5).value(), std::exception);
}

BOOST_AUTO_TEST_CASE(a_code_alone_makes_an_error) {
    result<void> const failed = error(errc::cancelled);
    BOOST_TEST(!failed);
    BOOST_CHECK_THROW(failed.value(), parley::exception);
    BOOST_TEST(result<void>().has_value());
}

BOOST_AUTO_TEST_CASE(a_result_holds_what_can_only_be_moved) {
    result<std::unique_ptr<int>> made = std::make_unique<int>(7);
    auto const owned = std::move(made).value();
    BOOST_TEST(*owned == 7);
}

BOOST_AUTO_TEST_SUITE_END()
