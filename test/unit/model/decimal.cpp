#include <parley/model/decimal.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(model_decimal)

namespace model = parley::model;
using model::decimal;
using parley::errc;

namespace {

std::string read(std::string_view text) {
    auto const number = decimal::parse(text);
    return number ? number->text() : "error";
}

errc refused(std::string_view text) {
    auto const number = decimal::parse(text);
    BOOST_TEST_REQUIRE(!number, text);
    return number.error().code;
}

decimal exact(std::string_view text) { return decimal::parse(text).value(); }

} // namespace

BOOST_AUTO_TEST_CASE(text_comes_back_in_its_shortest_form) {
    for (auto const& [text, shortest] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
             {"0", "0"},
             {"-0.000", "0"},
             {"3", "3"},
             {"+3.10", "3.1"},
             {"-1.5", "-1.5"},
             {"000.500", "0.5"},
             {"100000000000000", "100000000000000"},
             {"0.0000000375", "0.0000000375"},
             {"0.000000000000000000000001", "0.000000000000000000000001"},
             {"-99999999999999.999999999999999999999999", "-99999999999999.999999999999999999999999"},
         })
        BOOST_TEST(read(text) == shortest, text);
}

BOOST_AUTO_TEST_CASE(exponents_are_read_without_rounding) {
    BOOST_TEST(read("1.5e-07") == "0.00000015");
    BOOST_TEST(read("3.75E-8") == "0.0000000375");
    BOOST_TEST(read("2.9999900000000002e-06") == "0.0000029999900000000002");
    BOOST_TEST(read("12e+3") == "12000");
    BOOST_TEST(read("10000000000000000000000000000000000000000e-36") == "10000");
    BOOST_TEST(read("0.00000000000000000000000000000000000000015e30") == "0.00000000015");
    BOOST_TEST(read("0e999999999999999999999") == "0");
}

BOOST_AUTO_TEST_CASE(other_text_is_no_number) {
    for (std::string_view text : {"", "-", "+", ".", ".5", "5.", "1e", "1e+", "1.e5", "0x10", "1_000", "1,5", " 1", "1 ", "nan", "inf", "--1", "1e5.5", "1-"})
        BOOST_TEST((refused(text) == errc::invalid_argument), text);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_exact_is_refused) {
    for (std::string_view text : {"1e15", "1e-25", "0.0000000000000000000000001", "340282366920938463463374607431768211456", "1e999999999999999999999",
                                  "-1e-999999999999999999999", "123456789012345678901234567890123456789012"})
        BOOST_TEST((refused(text) == errc::limit_exceeded), text);
}

BOOST_AUTO_TEST_CASE(a_long_text_is_quoted_only_in_part) {
    auto const number = decimal::parse(std::string(1000, 'x'));
    BOOST_TEST(number.error().where == std::string(40, 'x'));
}

BOOST_AUTO_TEST_CASE(a_million_million_of_the_cheapest_tokens_cost_an_exact_amount) {
    auto const amount = exact("0.0000000375").times(1'000'000'000'000);
    BOOST_TEST(amount.value() == exact("37500"));
    BOOST_TEST(exact("0.000600").times(1'000'000'000'000).value().text() == "600000000");
}

BOOST_AUTO_TEST_CASE(sums_do_not_drift) {
    auto const tenth = exact("0.1");
    decimal sum;
    for (int i = 0; i != 1000; ++i) sum = sum.plus(tenth).value();
    BOOST_TEST(sum == exact("100"));
    BOOST_TEST(exact("0.1").plus(exact("0.2")).value() == exact("0.3"));
    BOOST_TEST(exact("1").plus(exact("-1")).value() == decimal());
}

BOOST_AUTO_TEST_CASE(overflow_is_an_error) {
    auto const most = exact("170000000000000");
    BOOST_TEST((most.plus(most).error().code == errc::limit_exceeded));
    BOOST_TEST((most.times(2).error().code == errc::limit_exceeded));
    BOOST_TEST((exact("-1").times(std::numeric_limits<std::int64_t>::min()).error().code == errc::limit_exceeded));
    BOOST_TEST((exact("1").shifted(15).error().code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(the_point_moves_only_where_that_is_exact) {
    BOOST_TEST(exact("3.75").shifted(-6).value().text() == "0.00000375");
    BOOST_TEST(exact("0.00000375").shifted(6).value().text() == "3.75");
    BOOST_TEST(decimal().shifted(-100).value() == decimal());
    BOOST_TEST(decimal().shifted(100).value() == decimal());
    BOOST_TEST((exact("0.0000000000000000001").shifted(-6).error().code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(numbers_are_ordered_by_value) {
    BOOST_TEST(exact("0.1") < exact("0.10000000000000000001"));
    BOOST_TEST(exact("-2") < exact("1"));
    BOOST_TEST(exact("1.50") == exact("1.5"));
    BOOST_TEST(exact("2") >= exact("1.999"));
}

BOOST_AUTO_TEST_SUITE_END()
