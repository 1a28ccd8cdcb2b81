#include <parley/model/table.hpp>

#include <parley/model/cost.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(model_table)

namespace model = parley::model;

namespace {

model::date day(std::string_view text) { return model::parse_date(text).value(); }

std::string input_price(std::string_view name, std::string_view when, std::int64_t tokens = 1, model::service how = model::service::standard) {
    auto const models = model::built_in_models();
    auto const found = models.find(name);
    auto const* price = found ? model::price_of(*found.model, day(when), tokens, how) : nullptr;
    return price && price->input ? price->input->text() : "not known";
}

} // namespace

BOOST_AUTO_TEST_CASE(every_row_makes_sense) {
    for (auto const* vendor : {&model::detail::openai, &model::detail::anthropic, &model::detail::google, &model::detail::databricks})
        for (auto const& row : vendor->rows) BOOST_TEST(model::detail::info_of_row(*vendor, row).second, row.id);
}

BOOST_AUTO_TEST_CASE(a_row_that_makes_no_sense_is_noticed) {
    using model::detail::info_of_row, model::detail::openai;
    BOOST_TEST(info_of_row(openai, {.id = "m", .prices = "input 1; above 5 output 2", .as_of = "2026-01-01"}).second);
    BOOST_TEST(!info_of_row(openai, {.id = "m", .prices = "input"}).second);
    BOOST_TEST(!info_of_row(openai, {.id = "m", .prices = "inputs 1"}).second);
    BOOST_TEST(!info_of_row(openai, {.id = "m", .prices = "input 1.2.3"}).second);
    BOOST_TEST(!info_of_row(openai, {.id = "m", .prices = "service cheap"}).second);
    BOOST_TEST(!info_of_row(openai, {.id = "m", .prices = "above 2k"}).second);
    BOOST_TEST(!info_of_row(openai, {.id = "m", .input = "smell"}).second);
    BOOST_TEST(!info_of_row(openai, {.id = "m", .capabilities = "flying"}).second);
    BOOST_TEST(!info_of_row(openai, {.id = "m", .released = "soon"}).second);
}

BOOST_AUTO_TEST_CASE(every_row_says_where_it_is_from_and_of_which_day) {
    auto const models = model::built_in_models();
    BOOST_TEST(models.models().size() > 100u);
    for (auto const& row : models.models())
        for (std::string_view fact : {"context", "prices", "retires"}) {
            auto const* origin = model::origin_of(row, fact);
            BOOST_TEST_REQUIRE(origin, row.id);
            BOOST_TEST(!origin->source.empty(), row.id);
            BOOST_TEST(origin->as_of.has_value(), row.id);
        }
}

BOOST_AUTO_TEST_CASE(every_name_means_one_model) {
    auto const models = model::built_in_models();
    std::set<std::string> names;
    for (auto const& row : models.models()) {
        BOOST_TEST(names.insert(row.id).second, row.id);
        for (auto const& alias : row.aliases) BOOST_TEST(names.insert(alias).second, alias);
        BOOST_TEST((models.find(row.id).model == &row), row.id);
        BOOST_TEST((models.find(row.vendor + '/' + row.id).how == model::match::prefixed), row.id);
        for (auto const& alias : row.aliases) BOOST_TEST((models.find(alias).how == model::match::alias), alias);
    }
}

BOOST_AUTO_TEST_CASE(facts_of_a_row_fit_together) {
    for (auto const& row : model::built_in_models().models()) {
        if (row.context && row.max_output) BOOST_TEST(*row.max_output <= *row.context, row.id);
        if (row.released && row.retires) BOOST_TEST((*row.released < *row.retires), row.id);
        if (row.deprecated && row.retires) BOOST_TEST((*row.deprecated < *row.retires), row.id);
        for (auto const& p : row.prices) {
            if (p.input && p.output) BOOST_TEST(*p.input <= *p.output, row.id);
            if (p.input && p.cache_read) BOOST_TEST(*p.cache_read <= *p.input, row.id);
            if (p.cache_write && p.cache_write_1h) BOOST_TEST(*p.cache_write <= *p.cache_write_1h, row.id);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_successor_that_is_known_is_still_there_when_the_model_goes) {
    auto const models = model::built_in_models();
    for (auto const& row : models.models()) {
        auto const next = models.find(row.successor);
        if (!next || !row.retires) continue;
        BOOST_TEST((model::stage_on(*next.model, *row.retires) != model::stage::retired), row.id);
    }
}

BOOST_AUTO_TEST_CASE(prices_change_with_the_day_the_input_and_the_service) {
    BOOST_TEST(input_price("o3", "2025-06-09") == "10");
    BOOST_TEST(input_price("o3", "2025-06-10") == "2");
    BOOST_TEST(input_price("gemini-3.8-flash", "2026-12-31") == "0.75");
    BOOST_TEST(input_price("gemini-3.8-flash", "2027-01-01") == "1.5");
    BOOST_TEST(input_price("gemini-2.5-pro", "2026-11-21", 200'000) == "1.25");
    BOOST_TEST(input_price("gemini-2.5-pro", "2026-11-21", 200'001) == "2.5");
    BOOST_TEST(input_price("claude-haiku-4-5", "2026-11-21", 1, model::service::batch) == "0.5");
    BOOST_TEST(input_price("gpt-5.4", "2026-11-21", 1, model::service::priority) == "5");
    BOOST_TEST(input_price("gpt-5.4", "2026-11-21", 300'000, model::service::priority) == "not known");
    BOOST_TEST(input_price("databricks-gpt-5", "2026-11-21") == "not known");
}

BOOST_AUTO_TEST_CASE(names_of_everyday_use_are_found) {
    // tag::find[]
    auto const models = model::built_in_models();
    auto const found = models.find("openhands/claude-sonnet-4-5-20250929");
    BOOST_TEST(found.model->id == "claude-sonnet-4-5-20250929");
    BOOST_TEST((found.how == model::match::prefixed));
    BOOST_TEST(found.model->context.value() == 200'000);

    BOOST_TEST((models.find("gpt-4.1-2025-04-14").how == model::match::dated));
    BOOST_TEST((models.find("claude-sonet-4-5").how == model::match::unknown)); // no guess
    // end::find[]
}

BOOST_AUTO_TEST_CASE(a_retired_model_names_its_successor) {
    auto const models = model::built_in_models();
    auto const& opus = *models.find("claude-opus-4-0").model;
    BOOST_TEST((model::stage_on(opus, day("2026-06-14")) == model::stage::deprecated));
    BOOST_TEST((model::stage_on(opus, day("2026-06-15")) == model::stage::retired));
    BOOST_TEST(opus.successor == "claude-opus-4-8");
}

BOOST_AUTO_TEST_SUITE_END()
