#include <parley/model/cost.hpp>

#include <parley/chat/usage.hpp>
#include <parley/model/table.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(model_cost)

namespace model = parley::model;
using parley::chat::usage;
using parley::errc;

static_assert(model::Usage<usage>);
static_assert(!model::Usage<int>);

namespace {

model::date day(std::string_view text) { return model::parse_date(text).value(); }
std::optional<model::decimal> usd(std::string_view text) { return model::decimal::parse(text).value(); }

/// Two periods; in the second, requests with more than 200,000 tokens of input cost more.
model::info with_tiers() {
    model::info about;
    about.id = "m";
    model::price first;
    first.input = usd("10");
    first.output = usd("40");
    model::price base;
    base.from = day("2026-01-01");
    base.input = usd("3");
    base.cache_read = usd("0.30");
    base.cache_write = usd("3.75");
    base.cache_write_1h = usd("6");
    base.output = usd("15");
    auto large = base;
    large.above_input_tokens = 200'000;
    large.input = usd("6");
    large.cache_read = usd("0.60");
    large.cache_write = usd("7.50");
    large.cache_write_1h = usd("12");
    large.output = usd("22.50");
    auto batch = base;
    batch.service = model::service::batch;
    batch.input = usd("1.5");
    batch.output = usd("7.5");
    batch.cache_read = {};
    about.prices = {large, batch, first, base};
    return about;
}

usage used(std::int64_t input, std::int64_t cached, std::int64_t write, std::int64_t write_1h, std::int64_t output, std::int64_t reasoning) {
    usage u;
    u.input_tokens = input;
    u.cached_input_tokens = cached;
    u.cache_write_tokens = write;
    u.cache_write_1h_tokens = write_1h;
    u.output_tokens = output;
    u.reasoning_tokens = reasoning;
    return u;
}

std::string total(usage const& u, std::string_view when = "2026-11-21", model::service how = model::service::standard) {
    auto const bill = model::cost(u, with_tiers(), day(when), how);
    return !bill ? "error" : bill->total ? bill->total->text() : "not known";
}

} // namespace

BOOST_AUTO_TEST_CASE(each_token_stands_in_one_line) {
    auto const bill = model::cost(used(1000, 600, 200, 100, 500, 400), with_tiers(), day("2026-11-21")).value();
    BOOST_TEST(bill.input.tokens == 100);
    BOOST_TEST(bill.cache_read.tokens == 600);
    BOOST_TEST(bill.cache_write.tokens == 200);
    BOOST_TEST(bill.cache_write_1h.tokens == 100);
    BOOST_TEST(bill.output.tokens == 100);
    BOOST_TEST(bill.reasoning.tokens == 400);
    BOOST_TEST((bill.input.amount == usd("0.0003")));
    BOOST_TEST((bill.cache_read.amount == usd("0.00018")));
    BOOST_TEST((bill.cache_write.amount == usd("0.00075")));
    BOOST_TEST((bill.cache_write_1h.amount == usd("0.0006")));
    BOOST_TEST((bill.output.amount == usd("0.0015")));
    BOOST_TEST((bill.reasoning.amount == usd("0.006")));
    BOOST_TEST((bill.total == usd("0.00933")));
    BOOST_TEST(bill.unpriced.empty());
}

BOOST_AUTO_TEST_CASE(above_the_threshold_the_whole_request_costs_more) {
    BOOST_TEST(total(used(200'000, 0, 0, 0, 0, 0)) == "0.6");
    BOOST_TEST(total(used(200'001, 0, 0, 0, 0, 0)) == "1.200006");
    BOOST_TEST(total(used(200'001, 200'001, 0, 0, 1000, 0)) == "0.1425006"); // cached input counts towards the threshold
    BOOST_TEST(total(used(200'001, 0, 100'000, 100'000, 0, 0)) == "1.950006");
    auto const bill = model::cost(used(200'001, 0, 0, 0, 0, 0), with_tiers(), day("2026-11-21")).value();
    BOOST_TEST(bill.above_input_tokens == 200'000);
}

BOOST_AUTO_TEST_CASE(the_price_of_the_day_counts) {
    BOOST_TEST(total(used(1'000'000, 0, 0, 0, 0, 0), "2025-12-31") == "10");
    BOOST_TEST(total(used(1'000, 0, 0, 0, 0, 0), "2026-01-01") == "0.003");
    auto const bill = model::cost(used(1, 0, 0, 0, 0, 0), with_tiers(), day("2026-03-01")).value();
    BOOST_TEST((bill.price_from == day("2026-01-01")));
}

BOOST_AUTO_TEST_CASE(a_batch_has_its_own_price) {
    BOOST_TEST(total(used(1'000'000, 0, 0, 0, 100'000, 0), "2026-11-21", model::service::batch) == "2.25");
    BOOST_TEST(total(used(1, 0, 0, 0, 0, 0), "2025-11-21", model::service::batch) == "not known");
    BOOST_TEST(total(used(1, 0, 0, 0, 0, 0), "2026-11-21", model::service::flex) == "not known");
}

BOOST_AUTO_TEST_CASE(tokens_without_a_price_are_named_and_never_free) {
    auto const bill = model::cost(used(1000, 400, 300, 0, 10, 0), with_tiers(), day("2025-06-01")).value();
    BOOST_TEST((bill.unpriced == std::vector<std::string>{"cache_read", "cache_write"}));
    BOOST_TEST(!bill.total.has_value());
    BOOST_TEST(!bill.cache_read.amount.has_value());
    BOOST_TEST((bill.input.amount == usd("0.003")));
    BOOST_TEST((bill.cache_write_1h.amount == model::decimal())); // there are no such tokens
}

BOOST_AUTO_TEST_CASE(a_model_without_prices_makes_a_bill_without_a_total) {
    auto const bill = model::cost(used(1, 0, 0, 0, 1, 1), model::info{}, day("2026-11-21")).value();
    BOOST_TEST((bill.unpriced == std::vector<std::string>{"input", "reasoning"}));
    BOOST_TEST(!bill.total.has_value());
    BOOST_TEST((model::cost(usage{}, model::info{}, day("2026-11-21")).value().total == model::decimal()));
}

BOOST_AUTO_TEST_CASE(reasoning_costs_what_output_costs_unless_it_has_a_price) {
    auto about = with_tiers();
    BOOST_TEST((model::cost(used(0, 0, 0, 0, 1'000'000, 1'000'000), about, day("2026-11-21")).value().total == usd("15")));
    for (auto& p : about.prices) p.reasoning = usd("35");
    BOOST_TEST((model::cost(used(0, 0, 0, 0, 1'000'000, 1'000'000), about, day("2026-11-21")).value().total == usd("35")));
}

BOOST_AUTO_TEST_CASE(a_usage_whose_parts_exceed_the_whole_is_refused) {
    for (auto const& u : {used(10, 11, 0, 0, 0, 0), used(10, 5, 5, 5, 0, 0), used(0, 0, 0, 0, 5, 6), used(-1, 0, 0, 0, 0, 0), used(5, -1, 0, 0, 0, 0)})
        BOOST_TEST((model::cost(u, with_tiers(), day("2026-11-21")).error().code == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(a_million_million_tokens_have_an_exact_price) {
    BOOST_TEST(total(used(1'000'000'000'000, 0, 0, 0, 1'000'000'000'000, 0)) == "28500000");
    auto const most = std::numeric_limits<std::int64_t>::max();
    auto about = with_tiers();
    for (auto& p : about.prices) p.input = usd("99999999");
    BOOST_TEST((model::cost(used(most, 0, 0, 0, 0, 0), about, day("2026-11-21")).error().code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(a_known_model_has_a_price) {
    // tag::cost[]
    parley::chat::usage answered;
    answered.input_tokens = 250'000;
    answered.cached_input_tokens = 100'000;
    answered.output_tokens = 1'000;

    auto const models = model::built_in_models();
    auto const found = models.find("anthropic/claude-sonnet-4-5");
    auto const bill = model::cost(answered, *found.model, model::parse_date("2026-03-01").value());
    BOOST_TEST(bill->input.amount->text() == "0.9"); // 150,000 at 6 dollars a million: the request has more than 200,000 tokens
    BOOST_TEST(bill->cache_read.amount->text() == "0.06");
    BOOST_TEST(bill->output.amount->text() == "0.0225");
    BOOST_TEST(bill->total->text() == "0.9825");
    // end::cost[]
}

BOOST_AUTO_TEST_SUITE_END()
