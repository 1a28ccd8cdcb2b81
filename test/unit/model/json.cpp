#include <parley/model/json.hpp>

#include <parley/model/info.hpp>
#include <parley/reflect/json_schema.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>

BOOST_AUTO_TEST_SUITE(model_json)

namespace model = parley::model;
namespace reflect = parley::reflect;

BOOST_AUTO_TEST_CASE(numbers_and_days_are_text) {
    model::price price;
    price.from = model::parse_date("2025-06-10").value();
    price.input = model::decimal::parse("0.0375").value();
    BOOST_TEST(reflect::to_text(price) == R"({"service":"standard","from":"2025-06-10","above_input_tokens":0,"input":"0.0375"})");
}

BOOST_AUTO_TEST_CASE(an_info_survives_being_written_and_read) {
    constexpr std::string_view text =
        R"({"id":"m-2","vendor":"v","name":"M","aliases":["m"],"context":1000,"max_output":10,"input":["text","pdf"],"output":["text"],)"
        R"("capabilities":{"tools":true,"reasoning":false},"prices":[{"service":"batch","above_input_tokens":5,"input":"1.25"}],"stage":"preview",)"
        R"("released":"2026-01-02","successor":"","origins":[{"fact":"","source":"a card","as_of":"2026-02-03"}]})";
    auto const about = reflect::parse<model::info>(text);
    BOOST_TEST_REQUIRE(about.has_value());
    BOOST_TEST(reflect::to_text(*about) == text);
    BOOST_TEST((*about->prices.front().input == model::decimal::parse("1.25").value()));
}

BOOST_AUTO_TEST_CASE(a_number_where_text_belongs_is_refused_with_its_place) {
    auto const price = reflect::parse<model::price>(R"({"input":1.25,"from":20260101,"output":"1.2.3"})");
    BOOST_TEST_REQUIRE(!price);
    BOOST_TEST((price.error().code == parley::errc::invalid_document));
    BOOST_TEST(price.error().problems.size() == 3u);
    BOOST_TEST(price.error().problems.front().pointer == "/input");
    BOOST_TEST(price.error().problems.front().expected == "decimal number as text");
}

BOOST_AUTO_TEST_CASE(the_schema_says_text) {
    auto const schema = reflect::to_text(reflect::json_schema<model::price>());
    BOOST_TEST(schema.find(R"("format":"date")") != std::string::npos);
    BOOST_TEST(schema.find(R"("pattern":)") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
