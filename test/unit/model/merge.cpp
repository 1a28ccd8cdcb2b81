#include <parley/model/merge.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(model_merge)

namespace model = parley::model;

namespace {

model::date day(std::string_view text) { return model::parse_date(text).value(); }

model::price price(std::string_view input, std::optional<model::date> from = {}, model::service how = model::service::standard) {
    model::price made;
    made.service = how;
    made.from = from;
    made.input = model::decimal::parse(input).value();
    return made;
}

model::info old_row() {
    model::info made;
    made.vendor = "openai";
    made.id = "gpt-4o";
    made.aliases = {"four-o"};
    made.context = 128'000;
    made.max_output = 4'096;
    made.capabilities.tools = true;
    made.prices = {price("5"), price("2.5", {}, model::service::batch)};
    made.origins = {{"", "the table", day("2026-01-01")}};
    return made;
}

model::info update() {
    model::info made;
    made.vendor = "openai";
    made.id = "gpt-4o";
    made.origins = {{"", "a newer list", day("2026-11-01")}};
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_the_update_says_counts_and_the_rest_stays) {
    auto newer = update();
    newer.max_output = 16'384;
    newer.capabilities.reasoning = false;
    newer.aliases = {"omni", "four-o"};
    auto row = old_row();
    model::merge(row, newer);
    BOOST_TEST(row.context.value() == 128'000);
    BOOST_TEST(row.max_output.value() == 16'384);
    BOOST_TEST(row.capabilities.tools.value());
    BOOST_TEST(!row.capabilities.reasoning.value());
    BOOST_TEST((row.aliases == std::vector<std::string>{"four-o", "omni"}));
    BOOST_TEST(row.prices.size() == 2u);
}

BOOST_AUTO_TEST_CASE(each_fact_says_where_it_is_from) {
    auto newer = update();
    newer.context = 128'000; // the same: the older source still stands for it
    newer.max_output = 16'384;
    newer.capabilities.reasoning = false;
    auto row = old_row();
    model::merge(row, newer);
    BOOST_TEST(model::origin_of(row, "context")->source == "the table");
    BOOST_TEST(model::origin_of(row, "max_output")->source == "a newer list");
    BOOST_TEST((model::origin_of(row, "max_output")->as_of == day("2026-11-01")));
    BOOST_TEST(model::origin_of(row, "capabilities/reasoning")->source == "a newer list");
    model::merge(row, newer);
    BOOST_TEST(row.origins.size() == 3u);
}

BOOST_AUTO_TEST_CASE(prices_for_every_day_replace_all_others) {
    auto newer = update();
    newer.prices = {price("2.5")};
    auto row = old_row();
    model::merge(row, newer);
    BOOST_TEST((row.prices == newer.prices));
    BOOST_TEST(model::origin_of(row, "prices")->source == "a newer list");
}

BOOST_AUTO_TEST_CASE(prices_with_a_first_day_join_the_older_ones) {
    auto newer = update();
    newer.prices = {price("2.5", day("2026-11-01"))};
    auto row = old_row();
    model::merge(row, newer);
    BOOST_TEST(row.prices.size() == 3u);
    newer.prices = {price("2.0", day("2026-11-01"))};
    model::merge(row, newer);
    BOOST_TEST(row.prices.size() == 3u);
    BOOST_TEST((row.prices.back() == newer.prices.back()));
}

BOOST_AUTO_TEST_CASE(a_catalogue_gains_rows_and_facts) {
    model::catalogue models({old_row()});
    auto newer = update();
    newer.max_output = 16'384;
    model::merge(models, newer);
    newer.vendor = "azure";
    model::merge(models, newer);
    BOOST_TEST(models.models().size() == 2u);
    BOOST_TEST(models.row("openai", "gpt-4o")->max_output.value() == 16'384);
    BOOST_TEST(models.row("openai", "gpt-4o")->context.value() == 128'000);
    BOOST_TEST(!models.row("azure", "gpt-4o")->context.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
