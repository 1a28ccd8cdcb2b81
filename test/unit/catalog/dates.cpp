#include <parley/catalog/dates.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string_view>

BOOST_AUTO_TEST_SUITE(catalog_dates)

namespace catalog = parley::catalog;
namespace model = parley::model;
using catalog::date_source, catalog::outlook;

namespace {

model::date day(std::string_view text) { return model::parse_date(text).value(); }

catalog::retirement retires(std::string_view text) { return {day(text), date_source::table}; }

} // namespace

BOOST_AUTO_TEST_CASE(the_administrators_day_beats_the_tables_and_that_the_providers) {
    auto const a = day("2027-01-01"), t = day("2027-02-01"), p = day("2027-03-01");
    BOOST_TEST((catalog::retirement_of(a, t, p) == catalog::retirement{a, date_source::administrator}));
    BOOST_TEST((catalog::retirement_of({}, t, p) == catalog::retirement{t, date_source::table}));
    BOOST_TEST((catalog::retirement_of({}, {}, p) == catalog::retirement{p, date_source::provider}));
    BOOST_TEST((catalog::retirement_of({}, {}, {}) == catalog::retirement{std::nullopt, date_source::none}));
}

BOOST_AUTO_TEST_CASE(E17_the_same_name_at_another_provider_is_another_model) {
    model::info openai, azure;
    openai.vendor = "openai";
    azure.vendor = "azure";
    openai.id = azure.id = "gpt-4o";
    openai.aliases = {"four-o"};
    openai.retires = day("2027-01-01");
    azure.retires = day("2028-01-01");
    model::catalogue const table({openai, azure});
    BOOST_TEST((catalog::retires_by_table(table, "openai", "gpt-4o") == openai.retires));
    BOOST_TEST((catalog::retires_by_table(table, "azure", "gpt-4o") == azure.retires));
    BOOST_TEST((catalog::retires_by_table(table, "openai", "four-o") == openai.retires));
    BOOST_TEST(!catalog::retires_by_table(table, "my-own-host", "gpt-4o"));
    BOOST_TEST(!catalog::retires_by_table(table, "anthropic", "gpt-4o"));
    BOOST_TEST(!catalog::retires_by_table(table, "openai", "gpt-5"));
}

BOOST_AUTO_TEST_CASE(E16_a_day_that_is_years_ahead_is_no_warning) {
    BOOST_TEST((catalog::outlook_on(retires("2029-11-21"), day("2026-11-21")) == outlook::clear));
    BOOST_TEST((catalog::outlook_on({}, day("2026-11-21")) == outlook::clear));
}

BOOST_AUTO_TEST_CASE(a_model_is_retiring_within_the_window_and_retired_from_the_day_on) {
    auto const when = retires("2027-06-15");
    BOOST_TEST((catalog::outlook_on(when, day("2026-12-14")) == outlook::clear));
    BOOST_TEST((catalog::outlook_on(when, day("2026-12-15")) == outlook::retiring));
    BOOST_TEST((catalog::outlook_on(when, day("2027-06-14")) == outlook::retiring));
    BOOST_TEST((catalog::outlook_on(when, day("2027-06-15")) == outlook::retired));
    BOOST_TEST((catalog::outlook_on(when, day("2030-01-01")) == outlook::retired));
    BOOST_TEST((catalog::outlook_on(when, day("2027-05-14"), std::chrono::months(1)) == outlook::clear));
    BOOST_TEST((catalog::outlook_on(when, day("2027-05-15"), std::chrono::months(1)) == outlook::retiring));
}

BOOST_AUTO_TEST_CASE(a_window_that_begins_on_no_day_begins_at_the_end_of_the_month) {
    BOOST_TEST((catalog::months_before(day("2026-08-31"), std::chrono::months(6)) == day("2026-02-28")));
    BOOST_TEST((catalog::months_before(day("2028-08-31"), std::chrono::months(6)) == day("2028-02-29")));
    BOOST_TEST((catalog::months_before(day("2027-01-31"), std::chrono::months(2)) == day("2026-11-30")));
}

BOOST_AUTO_TEST_SUITE_END()
