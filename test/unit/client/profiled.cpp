#include <parley/detail/profiled.hpp>

#include <parley/chat/ask.hpp>

#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_profiled)

namespace {

namespace chat = parley::chat;
using parley::detail::request_defaults;

/// Features of which nothing is wanted.
parley::profile::feature_options nothing() {
    parley::profile::feature_options of;
    of.caching_prompt = of.enable_encrypted_reasoning = false;
    of.reasoning_effort = of.prompt_cache_retention = std::nullopt;
    of.extended_thinking_budget = std::nullopt;
    return of;
}
parley::profile::feature_options effort(std::string how_much) {
    auto of = nothing();
    of.reasoning_effort = std::move(how_much);
    return of;
}
parley::profile::feature_options caching() {
    auto of = nothing();
    of.caching_prompt = true;
    return of;
}
parley::profile::feature_options budget(std::int64_t tokens) {
    auto of = nothing();
    of.extended_thinking_budget = tokens;
    return of;
}

chat::request filled(request_defaults const& with, chat::request q) {
    with.fill(q);
    return q;
}

std::optional<std::string> effort_of(std::string family, std::string model) {
    request_defaults with{model, {}, {}, std::move(family), effort("high")};
    auto const q = filled(with, parley::ask("").user("Why?"));
    return q.reasoning ? q.reasoning->effort : std::nullopt;
}

/// Which messages are marked.
std::vector<bool> marks(chat::request const& q) {
    std::vector<bool> found;
    for (auto const& m : q.messages) found.push_back(m.cache.has_value());
    return found;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_a_request_says_itself_stays) {
    request_defaults with{"openai/gpt-x", "openai/", {}};
    with.sampling.temperature = 0.5;
    with.sampling.max_output_tokens = 100;
    auto const own = filled(with, parley::ask("gpt-y").temperature(0.1).user("Why?"));
    BOOST_TEST(own.model == "gpt-y");
    BOOST_TEST(own.temperature.value() == 0.1);
    BOOST_TEST(own.max_output_tokens.value() == 100);
    BOOST_TEST(filled(with, parley::ask("").user("Why?")).model == "gpt-x");
}

BOOST_AUTO_TEST_CASE(models_that_take_a_word_for_their_effort_get_that_of_the_profile) {
    for (auto const* model : {"gpt-5-mini", "openhands/gpt-5", "litellm_proxy/o3", "o4-mini"}) BOOST_TEST(effort_of("openai_chat", model).value_or("") == "high", model);
    BOOST_TEST(effort_of("openai_responses", "gpt-5.1").has_value());
    BOOST_TEST(effort_of("anthropic", "claude-opus-4-8").has_value());
    BOOST_TEST(effort_of("gemini", "gemini-3.1-pro-preview").has_value());
}

BOOST_AUTO_TEST_CASE(other_models_do_not) {
    for (auto const* model : {"gpt-4o", "gpt-5-chat-latest", "openhands/claude-opus-4-8", "my-gpt-5", "llama-4"}) BOOST_TEST(!effort_of("openai_chat", model).has_value(), model);
    BOOST_TEST(!effort_of("anthropic", "claude-sonnet-4-5").has_value());
    BOOST_TEST(!effort_of("gemini", "gemini-2.5-flash").has_value());
    BOOST_TEST(!effort_of("databricks", "databricks/databricks-gpt-5").has_value());
    request_defaults with{"gpt-5", {}, {}, "openai_chat", nothing()};
    BOOST_TEST(!filled(with, parley::ask("").user("Why?")).reasoning.has_value());
    with.features = effort("high");
    chat::request own = parley::ask("").user("Why?");
    own.reasoning.emplace().effort = "low";
    BOOST_TEST(filled(with, own).reasoning->effort.value() == "low");
}

BOOST_AUTO_TEST_CASE(who_chooses_tokens_or_forces_a_tool_does_not_make_anthropic_s_models_think) {
    request_defaults with{"claude-opus-4-8", {}, {}, "anthropic", effort("high")};
    BOOST_TEST(!filled(with, parley::ask("").temperature(0.2).user("Why?")).reasoning.has_value());
    chat::request forced = parley::ask("").user("Why?");
    forced.tool_choice.emplace().mode = chat::tool_mode::required;
    BOOST_TEST(!filled(with, forced).reasoning.has_value());
    with.sampling.top_k = 5;
    BOOST_TEST(!filled(with, parley::ask("").user("Why?")).reasoning.has_value());
    request_defaults const other{"gpt-5", {}, {}, "openai_chat", effort("high")};
    BOOST_TEST(filled(other, parley::ask("").temperature(0.2).user("Why?")).reasoning.has_value());
}

BOOST_AUTO_TEST_CASE(models_that_are_told_in_tokens_how_long_to_think_keep_room_for_an_answer) {
    auto const tokens = [](request_defaults const& with, chat::request q) {
        auto const made = filled(with, std::move(q));
        return made.reasoning ? made.reasoning->budget_tokens.value_or(-1) : 0;
    };
    request_defaults const with{"claude-sonnet-4-5", {}, {}, "anthropic", budget(200'000)}, little{"claude-haiku-4-5", {}, {}, "anthropic", budget(2'000)};
    BOOST_TEST(tokens(with, parley::ask("").user("Why?")) == 59'904);
    BOOST_TEST(tokens(with, parley::ask("").max_output_tokens(10'000).user("Why?")) == 5'904);
    BOOST_TEST(tokens(with, parley::ask("").max_output_tokens(5'000).user("Why?")) == 0);
    BOOST_TEST(tokens(little, parley::ask("").user("Why?")) == 2'000);
    BOOST_TEST(tokens(little, parley::ask("").temperature(0.2).user("Why?")) == 0);
    BOOST_TEST(tokens(little, parley::ask("claude-3-5-haiku").user("Why?")) == 0);
    BOOST_TEST(tokens({"claude-haiku-4-5", {}, {}, "openai_chat", budget(2'000)}, parley::ask("").user("Why?")) == 0);
}

BOOST_AUTO_TEST_CASE(who_began_a_turn_with_tools_and_without_thoughts_does_not_begin_to_think) {
    request_defaults const with{"claude-sonnet-4-5", {}, {}, "anthropic", budget(2'000)};
    chat::request q = parley::ask("").user("Why?");
    auto& turn = q.messages.emplace_back();
    turn.role = chat::role::assistant;
    turn.content.emplace_back().emplace<chat::tool_call>().name = "look";
    q.messages.emplace_back().role = chat::role::tool;
    BOOST_TEST(!filled(with, q).reasoning.has_value());
    q.messages[1].content.emplace_back().emplace<chat::thinking>().text = "Hm.";
    BOOST_TEST(filled(with, q).reasoning.has_value());
    BOOST_TEST(filled(with, parley::ask("").user("Why?").assistant("So.").user("Really?")).reasoning.has_value());
}

BOOST_AUTO_TEST_CASE(what_a_request_says_of_its_body_stays) {
    request_defaults with{"gpt-5", {}, {}, "openai_responses", {}};
    with.features.reasoning_summary = "auto";
    BOOST_TEST((filled(with, parley::ask("").user("Why?")).extra ==
                boost::json::object{{"prompt_cache_retention", "24h"}, {"reasoning", {{"summary", "auto"}}}, {"include", {"reasoning.encrypted_content"}}}));
    chat::request own = parley::ask("").user("Why?");
    own.extra = {{"include", {"web_search_call.results"}}, {"prompt_cache_retention", "in_memory"}, {"reasoning", {{"summary", "detailed"}}}};
    BOOST_TEST((filled(with, own).extra == own.extra));
}

BOOST_AUTO_TEST_CASE(instructions_and_conversation_are_marked_as_coming_again) {
    request_defaults const with{"claude-x", {}, {}, "anthropic", caching()};
    BOOST_TEST(marks(filled(with, parley::ask("").system("Be brief.").system("Be kind.").user("Why?").assistant("So.").user("Really?"))) == (std::vector{false, true, false, false, true}));
    BOOST_TEST(marks(filled(with, parley::ask("").user("Why?"))) == (std::vector{true}));
    BOOST_TEST(marks(filled(with, parley::ask("").system("Be brief."))) == (std::vector{true}));
    BOOST_TEST(filled(with, parley::ask("")).messages.empty());
}

BOOST_AUTO_TEST_CASE(who_says_what_comes_again_is_not_corrected_nor_are_families_that_cache_by_themselves) {
    request_defaults with{"claude-x", {}, {}, "anthropic", caching()};
    BOOST_TEST(marks(filled(with, parley::ask("").system("Be brief.").user("A book.").cache().user("Why?"))) == (std::vector{false, true, false}));
    with.family = "openai_chat";
    BOOST_TEST(marks(filled(with, parley::ask("").user("Why?"))) == (std::vector{false}));
    with.family = "anthropic";
    with.features.caching_prompt = false;
    BOOST_TEST(marks(filled(with, parley::ask("").user("Why?"))) == (std::vector{false}));
}

BOOST_AUTO_TEST_CASE(the_waits_of_a_profile_bound_those_between_attempts) {
    using namespace std::chrono_literals;
    parley::profile::retry_options of; // 8 s at least, 64 at most
    auto const usual = parley::detail::with_waits({}, of);
    BOOST_TEST((usual.first_wait == 8s));
    BOOST_TEST((usual.longest_wait == 64s));
    of.retry_min_wait = 0s;
    of.retry_multiplier = 0.25;
    BOOST_TEST((parley::detail::with_waits({}, of).first_wait == 250ms));
    of.retry_multiplier = 1e30;
    BOOST_TEST((parley::detail::with_waits({}, of).first_wait == 64s));
    of.retry_max_wait = 0s;
    parley::retry_rules mine;
    mine.first_wait = 7ms;
    BOOST_TEST((parley::detail::with_waits(mine, of).first_wait == 7ms));
    BOOST_TEST((parley::detail::with_waits(mine, of).longest_wait == 60s));
}

BOOST_AUTO_TEST_SUITE_END()
