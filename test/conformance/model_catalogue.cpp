#include <parley/model/cost.hpp>
#include <parley/model/models_dev.hpp>
#include <parley/model/table.hpp>

#include "support/shared_data.hpp"

#include <parley/chat/usage.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(conformance_model_catalogue, *parley::test::needs_shared_data())

namespace json = boost::json;
namespace model = parley::model;

namespace {

constexpr char const* cards_folder = "catalog/models.dev";

std::vector<model::models_dev_card> cards() {
    std::vector<model::models_dev_card> made;
    auto const folder = parley::test::shared_data_folder() + "/" + cards_folder;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
        auto const path = std::filesystem::relative(entry.path(), folder).string();
        if (path.ends_with(".toml") && !path.ends_with("provider.toml")) made.push_back({path, parley::test::shared_data(cards_folder + ("/" + path))});
    }
    return made;
}

/// A value of a card, found in its text line by line: not as the library reads it.
std::string value_in(std::string const& text, std::string_view table, std::string_view key) {
    std::istringstream lines(text);
    std::string line, here;
    while (std::getline(lines, line)) {
        if (line.starts_with("[")) here = line;
        auto const equals = line.find(" = ");
        if (here != table || equals == std::string::npos || std::string_view(line).substr(0, equals) != key) continue;
        auto value = line.substr(equals + 3);
        std::erase(value, '_');
        if (value.find('.') != std::string::npos) value.erase(value.find_last_not_of('0') + 1);
        if (value.ends_with('.')) value.pop_back();
        return value;
    }
    return {};
}

/// The price for a million tokens, in millionths of a dollar: prices in the table have at most six decimals.
std::int64_t micro_dollars(std::optional<model::decimal> const& price) { return std::stoll(price.value().shifted(6).value().text()); }

} // namespace

BOOST_AUTO_TEST_CASE(every_card_is_read_and_its_numbers_are_those_of_its_text) {
    auto const all = cards();
    auto const read = model::read_models_dev_cards(all);
    BOOST_TEST(all.size() >= 400u);
    BOOST_TEST(read.models.size() == all.size());
    for (auto const& s : read.skipped)
        BOOST_TEST((s.where.ends_with("/base_model") || s.where.ends_with("/experimental/modes/fast/cost")), s.where << ": " << s.why);

    model::catalogue const models(read.models);
    std::size_t checked = 0;
    for (auto const& card : all) {
        auto const vendor = card.path.substr(0, card.path.find('/'));
        auto const id = card.path.substr(vendor.size() + 8, card.path.size() - vendor.size() - 13);
        auto const* row = models.row(vendor, id);
        BOOST_TEST_REQUIRE(row, card.path);
        auto const check = [&](std::string_view table, std::string_view key, std::string const& mine) {
            auto const theirs = value_in(card.text, table, key);
            if (theirs.empty()) return;
            BOOST_TEST(mine == theirs, card.path << ' ' << table << ' ' << key << ": " << mine << " != " << theirs);
            ++checked;
        };
        check("[limit]", "context", row->context ? std::to_string(*row->context) : "");
        check("[limit]", "output", row->max_output ? std::to_string(*row->max_output) : "");
        if (row->prices.empty()) continue;
        check("[cost]", "input", row->prices.front().input ? row->prices.front().input->text() : "");
        check("[cost]", "output", row->prices.front().output ? row->prices.front().output->text() : "");
        check("[cost]", "cache_read", row->prices.front().cache_read ? row->prices.front().cache_read->text() : "");
        check("[cost]", "cache_write", row->prices.front().cache_write ? row->prices.front().cache_write->text() : "");
    }
    std::printf("%zu cards, %zu numbers compared, %zu notes\n", all.size(), checked, read.skipped.size());
    BOOST_TEST(checked > 1500u);
}

BOOST_AUTO_TEST_CASE(the_built_in_table_agrees_with_the_cards) {
    model::catalogue const theirs(model::read_models_dev_cards(cards()).models);
    auto const day = model::parse_date("2026-06-30").value();
    std::size_t checked = 0;
    for (auto const& mine : model::built_in_models().models()) {
        auto const* row = theirs.row(mine.vendor, mine.id);
        if (!row || mine.vendor == "databricks") continue;
        ++checked;
        BOOST_TEST((!row->context || row->context == mine.context), mine.id);
        BOOST_TEST((!row->max_output || row->max_output == mine.max_output), mine.id);
        for (std::int64_t const input : {1, 200'001, 272'001}) {
            auto const* ours = model::price_of(mine, day, input);
            auto const* card = model::price_of(*row, day, input);
            BOOST_TEST_REQUIRE((ours && card), mine.id);
            // A card that gives the smaller context of such a model says nothing of the price above it.
            if (ours->above_input_tokens != card->above_input_tokens && mine.id.find("sonnet-4") != std::string::npos) continue;
            BOOST_TEST((ours->input == card->input), mine.id);
            BOOST_TEST((ours->output == card->output), mine.id);
            if (mine.id != "claude-3-sonnet-20240229") BOOST_TEST((ours->cache_read == card->cache_read), mine.id); // it had no cache
        }
    }
    std::printf("%zu rows compared\n", checked);
    BOOST_TEST(checked > 60u);
}

BOOST_AUTO_TEST_CASE(endpoints_of_databricks_have_the_limits_of_their_list) {
    auto const tables = json::parse(parley::test::shared_data("openhands/databricks/context_and_output_tables.json"));
    auto const models = model::built_in_models();
    auto const& contexts = tables.at("DATABRICKS_CONTEXT_WINDOWS").as_object();
    BOOST_TEST(!contexts.empty());
    for (auto const& pair : contexts) {
        std::string const name(pair.key());
        auto const found = models.find(name);
        BOOST_TEST_REQUIRE(static_cast<bool>(found), name);
        BOOST_TEST(found.model->context.value() == pair.value().to_number<std::int64_t>());
        BOOST_TEST(found.model->max_output.value() == tables.at("DATABRICKS_MAX_OUTPUT").at(pair.key()).to_number<std::int64_t>());
    }
}

BOOST_AUTO_TEST_CASE(recorded_usages_have_an_exact_price_or_say_why_not) {
    auto const models = model::built_in_models();
    auto const day = model::parse_date("2026-11-21").value();
    std::map<model::match, int> names;
    int billed = 0, unpriced = 0;
    std::istringstream lines(parley::test::shared_data("recordings/expected.jsonl"));
    for (std::string line; std::getline(lines, line);) {
        auto const row = json::parse(line);
        auto const* usage = row.as_object().if_contains("expect") && row.at("expect").is_object() ? row.at("expect").as_object().if_contains("usage") : nullptr;
        if (!usage || !usage->is_object() || row.at("confidence").as_string() != "consensus") continue;
        auto const recording = json::parse(parley::test::shared_data("recordings/" + std::string(row.at("file").as_string())));
        auto const* request = recording.as_object().if_contains("request");
        auto const* body = request && request->is_object() ? request->as_object().if_contains("body") : nullptr;
        auto const* name = body && body->is_object() ? body->as_object().if_contains("model") : nullptr;
        if (!name || !name->is_string()) continue;
        auto const found = models.find(std::string(name->as_string()));
        ++names[found.how];
        if (!found) continue;

        auto const tokens = [&](char const* key) {
            auto const* value = usage->as_object().if_contains(key);
            return value && value->is_number() ? value->to_number<std::int64_t>() : 0;
        };
        parley::chat::usage used;
        used.input_tokens = tokens("input");
        used.cached_input_tokens = tokens("cached");
        used.cache_write_tokens = tokens("cache_write");
        used.output_tokens = tokens("output");
        used.reasoning_tokens = tokens("reasoning");
        auto const bill = model::cost(used, *found.model, day);
        BOOST_TEST_REQUIRE(bill.has_value(), row.at("file"));
        if (!bill->total) {
            ++unpriced;
            BOOST_TEST(!bill->unpriced.empty());
            continue;
        }
        ++billed;
        auto const* price = model::price_of(*found.model, day, used.input_tokens);
        auto const times = [](std::int64_t count, std::optional<model::decimal> const& each) { return count == 0 ? 0 : count * micro_dollars(each); };
        auto const pico_dollars = times(used.uncached_input_tokens(), price->input) + times(used.cached_input_tokens, price->cache_read) +
                                  times(used.cache_write_tokens, price->cache_write) + times(used.output_tokens, price->output);
        BOOST_TEST(bill->total->shifted(12).value().text() == std::to_string(pico_dollars), row.at("file"));
    }
    std::printf("%d billed, %d without a price; names: %d exact, %d alias, %d dated, %d prefixed, %d unknown\n", billed, unpriced, names[model::match::exact],
                names[model::match::alias], names[model::match::dated], names[model::match::prefixed], names[model::match::unknown]);
    BOOST_TEST(billed > 50);
}

BOOST_AUTO_TEST_CASE(misspelt_names_of_recordings_stay_unknown) {
    auto const models = model::built_in_models();
    for (std::string_view name : {"claude-sonet-4-5", "gpt-5.2-proo", "claude-nonexistent-rig-test", "this-model-does-not-exist-12345", "bad model", "gpt-35-turbo"})
        BOOST_TEST((models.find(name).how == model::match::unknown), name);
}

BOOST_AUTO_TEST_SUITE_END()
