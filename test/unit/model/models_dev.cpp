#include <parley/model/models_dev.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(model_models_dev)

namespace model = parley::model;
using parley::errc;

namespace {

constexpr char const* card = R"(# a comment
name = "Model \"One\" \u00e9"
release_date = "2026-03-05"
reasoning = true
tool_call = { supported = true, parallel = false }
structured_output = false
status = "beta"

[[reasoning_options]]
type = "effort"
values = [
  "low", # the first
  "high",
]

[cost]
input = 2.50
output = 15
cache_read = 0.049999999999999996
input_audio = 1.00

[[cost.tiers]]
tier = { type = "context", size = 272_000 }
input = 5.00
output = 22.50

[limit]
context = 1_050_000
input = 922_000
output = 128_000

[modalities]
input = ["text", "image", "pdf"]
output = ['text']

[experimental.modes.fast]
cost = { input = 5.00, output = 30.00 }
provider = { body = { service_tier = "priority" } }
)";

model::reading read(std::string path, std::string text) { return model::read_models_dev_cards({{std::move(path), std::move(text)}}, {"cards", {}, {}}); }

/// What was noted about a card, as text.
std::string note(std::string text) {
    auto const made = read("openai/models/m.toml", std::move(text));
    BOOST_TEST_REQUIRE(made.skipped.size() == 1u);
    return made.skipped.front().where + ": " + made.skipped.front().why;
}

std::string text(std::optional<model::decimal> const& number) { return number ? number->text() : "none"; }

} // namespace

BOOST_AUTO_TEST_CASE(a_card_becomes_an_info) {
    auto const made = read("providers/openai/models/m.toml", card);
    BOOST_TEST_REQUIRE(made.models.size() == 1u);
    BOOST_TEST(made.skipped.empty());
    auto const& about = made.models.front();
    BOOST_TEST(about.vendor == "openai");
    BOOST_TEST(about.id == "m");
    BOOST_TEST(about.name == "Model \"One\" \xC3\xA9");
    BOOST_TEST(about.context.value() == 1'050'000);
    BOOST_TEST(about.max_input.value() == 922'000);
    BOOST_TEST(about.max_output.value() == 128'000);
    BOOST_TEST(model::takes(about, model::modality::pdf).value());
    BOOST_TEST(!model::takes(about, model::modality::audio).value());
    BOOST_TEST((about.output == std::vector{model::modality::text}));
    BOOST_TEST(about.capabilities.tools.value());
    BOOST_TEST(!about.capabilities.structured_output.value());
    BOOST_TEST(!about.capabilities.prompt_caching.has_value());
    BOOST_TEST((about.stage == model::stage::preview));
    BOOST_TEST(model::to_text(about.released.value()) == "2026-03-05");
    BOOST_TEST(model::origin_of(about, "prices")->source == "cards");
}

BOOST_AUTO_TEST_CASE(prices_are_exact_and_have_tiers) {
    auto const prices = read("openai/models/m.toml", card).models.front().prices;
    BOOST_TEST_REQUIRE(prices.size() == 3u);
    BOOST_TEST(text(prices[0].input) == "2.5");
    BOOST_TEST(text(prices[0].cache_read) == "0.049999999999999996");
    BOOST_TEST(text(prices[0].cache_write) == "none");
    BOOST_TEST(prices[1].above_input_tokens == 272'000);
    BOOST_TEST(text(prices[1].output) == "22.5");
    BOOST_TEST((prices[2].service == model::service::priority));
    BOOST_TEST(text(prices[2].output) == "30");
}

BOOST_AUTO_TEST_CASE(the_list_says_from_which_day_its_prices_hold) {
    auto const today = model::parse_date("2026-11-21").value();
    auto const made = model::read_models_dev_cards({{"openai/models/m.toml", card}}, {"cards", today, today});
    for (auto const& p : made.models.front().prices) BOOST_TEST((p.from == today));
    BOOST_TEST((made.models.front().origins.front().as_of == today));
}

BOOST_AUTO_TEST_CASE(a_card_takes_from_its_base_what_it_does_not_say) {
    auto const made = model::read_models_dev_cards({
        {"models/maker/base.toml", "name = \"Base\"\nreasoning = true\n[limit]\ncontext = 10\noutput = 5\n[cost]\ninput = 1\noutput = 2\n"
                                   "[[cost.tiers]]\ntier = { size = 4 }\ninput = 9\n"},
        {"providers/host/models/its/name.toml", "base_model = \"maker/base\"\nbase_model_omit = [\"cost.tiers\", \"reasoning\"]\n[limit]\noutput = 3\n"},
        {"providers/host/models/second.toml", "base_model = \"host/its/name\"\nname = \"Second\"\n"},
    });
    BOOST_TEST(made.skipped.empty());
    BOOST_TEST_REQUIRE(made.models.size() == 2u); // what is shared is no model of a provider
    auto const& first = made.models[0];
    BOOST_TEST(first.id == "its/name");
    BOOST_TEST(first.name == "Base");
    BOOST_TEST(first.context.value() == 10);
    BOOST_TEST(first.max_output.value() == 3);
    BOOST_TEST(first.prices.size() == 1u);
    BOOST_TEST(!first.capabilities.reasoning.has_value());
    BOOST_TEST(made.models[1].name == "Second");
    BOOST_TEST(made.models[1].max_output.value() == 3);
}

BOOST_AUTO_TEST_CASE(a_base_that_is_missing_or_goes_in_circles_is_noted_and_the_card_stays) {
    auto const made = model::read_models_dev_cards({
        {"a/models/alone.toml", "name = \"Alone\"\nbase_model = \"b/nowhere\"\n"},
        {"a/models/itself.toml", "name = \"Itself\"\nbase_model = \"a/itself\"\n"},
        {"a/models/x.toml", "name = \"X\"\nbase_model = \"a/y\"\n"},
        {"a/models/y.toml", "name = \"Y\"\nbase_model = \"a/x\"\n"},
    });
    BOOST_TEST(made.models.size() == 4u);
    BOOST_TEST(made.models.front().name == "Alone");
    BOOST_TEST(made.skipped.size() >= 3u);
    BOOST_TEST(made.skipped.front().where == "a/models/alone.toml/base_model");
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_noted_with_its_place) {
    BOOST_TEST(note("release_date = \"2026-03\"") == "openai/models/m.toml/release_date: a day such as 2026-11-21 is expected");
    BOOST_TEST(note("reasoning = \"yes\"") == "openai/models/m.toml/reasoning: true or false is expected");
    BOOST_TEST(note("limit = 5") == "openai/models/m.toml/limit: an object is expected");
    BOOST_TEST(note("[limit]\ncontext = -5") == "openai/models/m.toml/limit/context: a number of tokens is expected");
    BOOST_TEST(note("[limit]\ncontext = 1.5") == "openai/models/m.toml/limit/context: a number of tokens is expected");
    BOOST_TEST(note("[limit]\ncontext = true") == "openai/models/m.toml/limit/context: text or a number is expected");
    BOOST_TEST(note("[cost]\ninput = -1") == "openai/models/m.toml/cost/input: a price is expected that is not negative and can be exact");
    BOOST_TEST(note("[cost]\ninput = 1e-20") == "openai/models/m.toml/cost/input: a price is expected that is not negative and can be exact");
    BOOST_TEST(note("[cost]\ntiers = 1") == "openai/models/m.toml/cost/tiers: a list is expected");
    BOOST_TEST(note("[cost]\ntiers = [1]") == "openai/models/m.toml/cost/tiers/0: an object is expected");
    BOOST_TEST(note("[[cost.tiers]]\ntier = { type = \"night\", size = 5 }") == "openai/models/m.toml/cost/tiers/0/tier: only prices above a size of the context are known");
    BOOST_TEST(note("[modalities]\ninput = [\"smell\"]") == "openai/models/m.toml/modalities/input: text, image, audio, video or pdf is expected");
    BOOST_TEST(note("status = \"odd\"") == "openai/models/m.toml/status: alpha, beta or deprecated is expected");
    BOOST_TEST(note("[experimental.modes.fast]\ncost = { input = 1 }\nprovider = { body = { speed = \"fast\" } }") ==
               "openai/models/m.toml/experimental/modes/fast/cost: only the price of priority service is known");
}

BOOST_AUTO_TEST_CASE(a_card_that_is_no_toml_is_skipped_with_its_line) {
    for (std::string_view bad : {"name", "name =", "= 5", "name = five", "name = \"open", "a = [1, 2", "a = { b = 1", "[table", "[[table]", "a = 1 b = 2", "a = 1\na = 2",
                                 "a = \"\\q\"", "a = \"\\ud800\"", "a.b = 1\na = 2", "a = 1\n[a]\nb = 1", "a = 1\n[[a]]", "[a.]\n", "a = [1 2]", "a = {b = 1 c = 2}"}) {
        auto const made = read("openai/models/m.toml", "name = \"fine\"\n" + std::string(bad) + "\n");
        BOOST_TEST(made.models.empty(), bad);
        BOOST_TEST_REQUIRE(made.skipped.size() == 1u, bad);
        BOOST_TEST(made.skipped.front().why.find("The text is not valid TOML: ") == 0u, bad);
        BOOST_TEST(made.skipped.front().why.find("(line ") != std::string::npos, bad);
    }
    std::string deep = "a = ";
    for (int i = 0; i != 10'000; ++i) deep += '[';
    BOOST_TEST(read("openai/models/m.toml", deep).models.empty());
}

BOOST_AUTO_TEST_CASE(toml_in_all_its_forms_is_read) {
    auto const made = read("v/models/m.toml", "\"name\" = '''\nA\n''quoted''''' # end\r\nlimit.context = +1_0\r\nlimit . \"output\" = 5e0\r\n[ modalities ]\r\n"
                                              "input = [\r\n  'text'\r\n  , # one\r\n  \"im\\u0061ge\", ]\r\n");
    BOOST_TEST(made.skipped.empty());
    BOOST_TEST_REQUIRE(made.models.size() == 1u);
    BOOST_TEST(made.models.front().name == "A\n''quoted''");
    BOOST_TEST(made.models.front().context.value() == 10);
    BOOST_TEST(made.models.front().max_output.value() == 5);
    BOOST_TEST(made.models.front().input.size() == 2u);
    BOOST_TEST(read("v/models/m.toml", "name = \"\"\"one \\\n   two\"\"\"").models.front().name == "one two");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_card_is_skipped) {
    for (std::string_view path : {"openai/provider.toml", "openai/models/m.json", "m.toml", "openai/models/.toml", ""}) {
        auto const made = read(std::string(path), "name = \"x\"");
        BOOST_TEST(made.models.empty(), path);
        BOOST_TEST(made.skipped.size() == 1u, path);
    }
}

BOOST_AUTO_TEST_CASE(the_service_gives_all_providers_at_once) {
    // tag::update[]
    auto const list = model::read_models_dev(R"({"openai": {"id": "openai", "models": {"gpt-x": {
        "name": "GPT X", "reasoning": true, "limit": {"context": 400000, "output": 128000},
        "cost": {"input": 1.25, "output": 1e1, "context_over_200k": {"input": 2.5, "output": 15}}}}}})");
    BOOST_TEST(list->models.front().prices.front().output->text() == "10");
    BOOST_TEST(list->skipped.empty());
    // end::update[]
    auto const& about = list->models.front();
    BOOST_TEST(about.vendor == "openai");
    BOOST_TEST(about.id == "gpt-x");
    BOOST_TEST(about.prices.size() == 2u);
    BOOST_TEST(about.prices.back().above_input_tokens == 200'000);
}

BOOST_AUTO_TEST_CASE(what_is_no_list_is_an_error) {
    BOOST_TEST((model::read_models_dev("[]").error().code == errc::invalid_document));
    BOOST_TEST((model::read_models_dev("3").error().code == errc::invalid_document));
    for (std::string_view bad : {"", "{", "{\"a\": -}", "{\"a\": 1 2}", "{\"a\" 1}", "nul", "\"open"}) {
        auto const made = model::read_models_dev(bad);
        BOOST_TEST_REQUIRE(!made, bad);
        BOOST_TEST((made.error().code == errc::invalid_json), bad);
        for (auto const& p : made.error().problems) BOOST_TEST(!p.offset.has_value());
    }
    auto const made = model::read_models_dev(R"({"a": 5, "b": {"models": []}, "c": {"models": {"m": 1}}, "d": {}})");
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->models.empty());
    BOOST_TEST(made->skipped.size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
