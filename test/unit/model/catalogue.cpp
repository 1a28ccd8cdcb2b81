#include <parley/model/catalogue.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(model_catalogue)

namespace model = parley::model;
using model::match;

namespace {

model::info row(std::string vendor, std::string id, std::vector<std::string> aliases = {}) {
    model::info made;
    made.vendor = std::move(vendor);
    made.id = std::move(id);
    made.aliases = std::move(aliases);
    return made;
}

model::catalogue sample() {
    return model::catalogue({row("openai", "gpt-4o"), row("openai", "gpt-4o-2024-05-13"), row("azure", "gpt-4o"), row("azure", "only-azure"),
                             row("anthropic", "claude-sonnet-4-5-20250929", {"claude-sonnet-4-5"}), row("google", "gemini-2.5-pro"),
                             row("databricks", "databricks-gpt-5"), row("groq", "openai/gpt-oss-120b"), row("a", "shared"), row("b", "shared")});
}

std::string found(std::string_view name) {
    auto const models = sample();
    auto const here = models.find(name);
    constexpr std::string_view words[] = {"unknown", "ambiguous", "exact", "alias", "dated", "prefixed"};
    std::string text(words[static_cast<int>(here.how)]);
    if (here) text += " " + here.model->vendor + " " + here.model->id;
    if (!here.prefix.empty()) text += " prefix " + std::string(here.prefix);
    if (!here.snapshot.empty()) text += " snapshot " + std::string(here.snapshot);
    return text;
}

} // namespace

BOOST_AUTO_TEST_CASE(an_id_is_found_exactly) {
    BOOST_TEST(found("gemini-2.5-pro") == "exact google gemini-2.5-pro");
    BOOST_TEST(found("gpt-4o-2024-05-13") == "exact openai gpt-4o-2024-05-13"); // not a snapshot of gpt-4o: it has a row
    BOOST_TEST(found("openai/gpt-oss-120b") == "exact groq openai/gpt-oss-120b");
}

BOOST_AUTO_TEST_CASE(other_names_are_aliases) {
    BOOST_TEST(found("claude-sonnet-4-5") == "alias anthropic claude-sonnet-4-5-20250929");
    BOOST_TEST(found("GPT-4o") == "alias openai gpt-4o");
    BOOST_TEST(found("Claude-Sonnet-4-5") == "alias anthropic claude-sonnet-4-5-20250929");
}

BOOST_AUTO_TEST_CASE(a_date_behind_a_name_is_a_snapshot) {
    BOOST_TEST(found("gpt-4o-2024-08-06") == "dated openai gpt-4o snapshot -2024-08-06");
    BOOST_TEST(found("gpt-4o@20240806") == "dated openai gpt-4o snapshot @20240806");
    BOOST_TEST(found("claude-sonnet-4-5-20260101") == "dated anthropic claude-sonnet-4-5-20250929 snapshot -20260101");
    BOOST_TEST(found("openai/gpt-4o-2024-08-06") == "dated openai gpt-4o prefix openai/ snapshot -2024-08-06");
}

BOOST_AUTO_TEST_CASE(what_looks_like_a_date_but_is_none_makes_a_name_unknown) {
    for (std::string_view name : {"gpt-4o-2024-13-06", "gpt-4o-20240832", "gpt-4o_2024-08-06", "gpt-4o2024-08-06", "gpt-4o-0806", "-2024-08-06", "gpt-4o-2024-08-06-2024-08-06"})
        BOOST_TEST(found(name) == "unknown", name);
}

BOOST_AUTO_TEST_CASE(prefixes_name_the_vendor_or_a_proxy) {
    BOOST_TEST(found("openai/gpt-4o") == "prefixed openai gpt-4o prefix openai/");
    BOOST_TEST(found("azure/gpt-4o") == "prefixed azure gpt-4o prefix azure/");
    BOOST_TEST(found("gemini/gemini-2.5-pro") == "prefixed google gemini-2.5-pro prefix gemini/");
    BOOST_TEST(found("models/gemini-2.5-pro") == "prefixed google gemini-2.5-pro prefix models/");
    BOOST_TEST(found("databricks/databricks-gpt-5") == "prefixed databricks databricks-gpt-5 prefix databricks/");
    BOOST_TEST(found("openhands/claude-sonnet-4-5") == "prefixed anthropic claude-sonnet-4-5-20250929 prefix openhands/");
    BOOST_TEST(found("litellm_proxy/gpt-4o") == "prefixed openai gpt-4o prefix litellm_proxy/");
    BOOST_TEST(found("litellm_proxy/azure/gpt-4o") == "prefixed azure gpt-4o prefix litellm_proxy/azure/");
    BOOST_TEST(found("groq/openai/gpt-oss-120b") == "prefixed groq openai/gpt-oss-120b prefix groq/");
}

BOOST_AUTO_TEST_CASE(another_vendors_model_is_not_found_behind_a_vendors_name) {
    for (std::string_view name : {"anthropic/gpt-4o", "google/claude-sonnet-4-5", "bedrock/gpt-4o", "openai/anthropic/gpt-4o", "azure/openai/gpt-4o", "OpenAI/gpt-4o"})
        BOOST_TEST(found(name) == "unknown", name);
}

BOOST_AUTO_TEST_CASE(a_bare_name_means_the_maker_of_the_model) {
    BOOST_TEST(found("gpt-4o") == "exact openai gpt-4o");
    BOOST_TEST(found("only-azure") == "exact azure only-azure");
    BOOST_TEST(found("shared") == "ambiguous");
    BOOST_TEST(found("shared-2024-08-06") == "ambiguous");
    BOOST_TEST(found("b/shared") == "prefixed b shared prefix b/");
}

BOOST_AUTO_TEST_CASE(nothing_is_guessed) {
    for (std::string_view name : {"", "/", "openai/", "gpt", "gpt-4", "gpt-4o-mini", "gpt-4o ", "claude-sonet-4-5", "gemini-2.5-pr", "openhands/", "openhands//gpt-4o", "ft:gpt-4o:x"})
        BOOST_TEST(found(name) == "unknown", name);
}

BOOST_AUTO_TEST_CASE(put_replaces_the_row_of_the_same_vendor_and_id) {
    auto models = sample();
    auto const before = models.models().size();
    auto renewed = row("azure", "gpt-4o");
    renewed.context = 5;
    models.put(renewed);
    BOOST_TEST(models.models().size() == before);
    BOOST_TEST(models.row("azure", "gpt-4o")->context.value() == 5);
    BOOST_TEST(!models.row("openai", "gpt-4o")->context.has_value());
    models.put(row("new", "gpt-4o"));
    BOOST_TEST(models.models().size() == before + 1);
    BOOST_TEST(models.row("new", "other") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
