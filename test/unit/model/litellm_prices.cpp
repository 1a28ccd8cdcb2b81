#include <parley/model/litellm_prices.hpp>

#include <parley/chat/usage.hpp>
#include <parley/model/cost.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(model_litellm_prices)

namespace model = parley::model;
using parley::errc;

namespace {

/// Reads a file with one row.
model::reading read(std::string_view name, std::string_view members) {
    auto made = model::read_litellm_prices("{\"" + std::string(name) + "\": {" + std::string(members) + "}}", {"LiteLLM", {}, {}});
    BOOST_TEST_REQUIRE(made.has_value());
    return *made;
}

constexpr std::string_view chat = R"("mode": "chat", "litellm_provider": "anthropic", )";

std::vector<model::price> prices(std::string_view members) { return read("m", std::string(chat) + std::string(members)).models.at(0).prices; }

std::string text(std::optional<model::decimal> const& number) { return number ? number->text() : "none"; }

} // namespace

BOOST_AUTO_TEST_CASE(a_row_becomes_an_info) {
    auto const made = read("gemini/gemini-x", R"("mode": "chat", "litellm_provider": "gemini", "max_input_tokens": 1048576, "max_output_tokens": 65536.0, "max_tokens": 65536,
        "input_cost_per_token": 1.25e-06, "deprecation_date": "2026-10-16", "supports_function_calling": true, "supports_response_schema": true,
        "supports_reasoning": false, "supports_prompt_caching": true, "supports_native_streaming": true,
        "supported_modalities": ["text", "image"], "supported_output_modalities": ["text"], "supports_pdf_input": true, "supports_vision": true)");
    BOOST_TEST(made.skipped.empty());
    auto const& about = made.models.at(0);
    BOOST_TEST(about.vendor == "google");
    BOOST_TEST(about.id == "gemini-x");
    BOOST_TEST(about.max_input.value() == 1'048'576);
    BOOST_TEST(about.max_output.value() == 65'536);
    BOOST_TEST(!about.context.has_value());
    BOOST_TEST(model::to_text(about.retires.value()) == "2026-10-16");
    BOOST_TEST(about.capabilities.tools.value());
    BOOST_TEST(about.capabilities.structured_output.value());
    BOOST_TEST(!about.capabilities.reasoning.value());
    BOOST_TEST(about.capabilities.streaming.value());
    BOOST_TEST((about.input == std::vector{model::modality::text, model::modality::image, model::modality::pdf}));
    BOOST_TEST((about.output == std::vector{model::modality::text}));
    BOOST_TEST(model::origin_of(about, "prices")->source == "LiteLLM");
}

BOOST_AUTO_TEST_CASE(prices_never_pass_through_binary_fractions) {
    auto const made = prices(R"("input_cost_per_token": 1.5e-07, "output_cost_per_token": 2.9999900000000002e-06, "cache_read_input_token_cost": 0.0000000375)");
    BOOST_TEST_REQUIRE(made.size() == 1u);
    BOOST_TEST(text(made[0].input) == "0.15");
    BOOST_TEST(text(made[0].output) == "2.9999900000000002");
    BOOST_TEST(text(made[0].cache_read) == "0.0375");
}

BOOST_AUTO_TEST_CASE(keys_name_the_part_the_threshold_and_the_service) {
    auto const made = prices(R"("input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05, "cache_creation_input_token_cost": 3.75e-06,
        "cache_creation_input_token_cost_above_1hr": 6e-06, "output_cost_per_reasoning_token": 2e-05,
        "input_cost_per_token_above_200k_tokens": 6e-06, "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 1.2e-05,
        "input_cost_per_token_batches": 1.5e-06, "input_cost_per_token_flex": 1e-06,
        "input_cost_per_token_above_200k_tokens_priority": 9e-06, "output_cost_per_token_priority": 3e-05)");
    auto const price = [&](model::service how, std::int64_t above) {
        for (auto const& p : made)
            if (p.service == how && p.above_input_tokens == above) return p;
        BOOST_ERROR("there is no such price");
        return model::price();
    };
    using model::service;
    BOOST_TEST(made.size() == 6u);
    BOOST_TEST(text(price(service::standard, 0).cache_write) == "3.75");
    BOOST_TEST(text(price(service::standard, 0).cache_write_1h) == "6");
    BOOST_TEST(text(price(service::standard, 0).reasoning) == "20");
    BOOST_TEST(text(price(service::standard, 200'000).input) == "6");
    BOOST_TEST(text(price(service::standard, 200'000).cache_write_1h) == "12");
    BOOST_TEST(text(price(service::standard, 200'000).output) == "15"); // it has no threshold
    BOOST_TEST(text(price(service::batch, 0).input) == "1.5");
    BOOST_TEST(text(price(service::batch, 0).output) == "none");
    BOOST_TEST(text(price(service::flex, 0).input) == "1");
    BOOST_TEST(text(price(service::priority, 200'000).input) == "9");
    BOOST_TEST(text(price(service::priority, 200'000).output) == "30");
}

BOOST_AUTO_TEST_CASE(prices_of_what_a_usage_does_not_count_are_left_alone) {
    BOOST_TEST(prices(R"("input_cost_per_audio_token": 1e-06, "input_cost_per_token_above_many_tokens": 1e-06, "input_cost_per_token_above_200k_tokens_each": 1,
        "output_cost_per_token_cache_hit": 1e-06, "input_cost_per_image": 0.04, "search_context_cost_per_query": {"search_context_size_low": 0.01})").empty());
}

BOOST_AUTO_TEST_CASE(a_free_model_costs_nothing_and_an_unpriced_one_is_unpriced) {
    auto const when = model::parse_date("2026-11-21").value();
    parley::chat::usage used;
    used.input_tokens = 10;
    used.output_tokens = 10;
    auto const free = read("m", std::string(chat) + R"("input_cost_per_token": 0.0, "output_cost_per_token": 0)").models.at(0);
    BOOST_TEST((model::cost(used, free, when).value().total == model::decimal()));
    auto const unpriced = read("m", std::string(chat) + R"("input_cost_per_token": null)").models.at(0);
    BOOST_TEST(!model::cost(used, unpriced, when).value().total.has_value());
}

BOOST_AUTO_TEST_CASE(rows_about_something_else_are_skipped_with_the_reason) {
    auto const image = read("1024-x-1024/dall-e", R"("mode": "image_generation", "litellm_provider": "openai")");
    BOOST_TEST(image.models.empty());
    BOOST_TEST(image.skipped.at(0).where == "/1024-x-1024/dall-e/mode");
    BOOST_TEST(image.skipped.at(0).why == "only models for chat are taken over");
    BOOST_TEST(read("m", R"("litellm_provider": "openai")").models.empty());
    BOOST_TEST(read("m", R"("mode": "chat")").skipped.at(0).where == "/m/litellm_provider");
    auto const whole = model::read_litellm_prices(R"({"sample_spec": {"mode": "one of: chat, …", "max_tokens": "text"}, "odd": [], "none": null})");
    BOOST_TEST(whole.value().models.empty());
    BOOST_TEST(whole.value().skipped.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_noted_and_the_row_stays) {
    auto const made = read("m", std::string(chat) + R"("max_input_tokens": "lots", "input_cost_per_token": -1e-06, "output_cost_per_token": "1e-06x",
        "supports_vision": "yes", "deprecation_date": "soon", "cache_read_input_token_cost": 1e-30)");
    BOOST_TEST(made.models.size() == 1u);
    BOOST_TEST(made.models.at(0).prices.empty());
    BOOST_TEST(made.skipped.size() == 6u);
}

BOOST_AUTO_TEST_CASE(what_is_no_price_file_is_an_error) {
    BOOST_TEST((model::read_litellm_prices("[]").error().code == errc::invalid_document));
    for (std::string_view bad : {"", "{", "{\"a\": 1,}", "{\"a\": -}", "{\"a\": \"b\\\"}", "{\"a\": 1}{"})
        BOOST_TEST((model::read_litellm_prices(bad).error().code == errc::invalid_json), bad);
    BOOST_TEST((model::read_litellm_prices(R"({"a": {}, "a": {}})").error().code == errc::invalid_document)); // which of them would count?
}

BOOST_AUTO_TEST_CASE(numbers_inside_text_stay_as_they_are) {
    auto const made = read("v1.5-\\\"2e3\\\"", std::string(chat) + R"("x": "a 12 \" 13", "supports_reasoning": true, "max_output_tokens": 5)");
    BOOST_TEST(made.models.at(0).id == "v1.5-\"2e3\"");
    BOOST_TEST(made.models.at(0).max_output.value() == 5);
}

BOOST_AUTO_TEST_SUITE_END()
