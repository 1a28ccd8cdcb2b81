#include <parley/chat/ask.hpp>
#include <parley/family/model_rules.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(family_model_rules)

namespace chat = parley::chat;
using parley::ask;
using parley::errc;
using parley::family::fit;
using parley::family::misfit;

namespace {

chat::request asked(char const* model) {
    chat::request q = ask(model).user("hi");
    return q;
}

chat::request with_effort(char const* model, char const* effort) {
    auto q = asked(model);
    q.reasoning.emplace().effort = effort;
    return q;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_request_that_suits_its_model_stays_as_it_is) {
    auto q = asked("gpt-4o");
    q.temperature = 0.5;
    q.top_logprobs = 3;
    q.stop = {"x"};
    auto const before = q;
    BOOST_TEST(fit(q, "openai_chat").value().empty());
    BOOST_TEST((q == before));
    auto thinking = with_effort("o3", "high");
    thinking.temperature = 1;
    BOOST_TEST(fit(thinking, "openai_responses").value().empty());
    BOOST_TEST(thinking.temperature.value() == 1);
    auto unknown = asked("house-model");
    unknown.stop = {"x"};
    BOOST_TEST(fit(unknown, "openai_chat").value().empty());
    BOOST_TEST(unknown.stop.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_the_model_would_reject_is_refused_by_name_and_rule) {
    struct row {
        char const* family;
        char const* model;
        void (*set)(chat::request&);
        char const* where;
        char const* message;
    };
    for (auto const& [family, model, set, where, message] : {
             row{"openai_chat", "o3-mini", [](chat::request& q) { q.temperature = 0; }, "/temperature", "The model o3-mini takes only 1."},
             row{"openai_responses", "openai/gpt-5", [](chat::request& q) { q.top_p = 0.5; }, "/top_p", "The model openai/gpt-5 takes only 1."},
             row{"openai_chat", "gpt-5.6-sol", [](chat::request& q) { q.top_logprobs = 2; }, "/top_logprobs", "The model gpt-5.6-sol takes none."},
             row{"openai_chat", "gpt-5.6-luna", [](chat::request& q) { q.stop = {"x"}; }, "/stop", "The model gpt-5.6-luna takes none."},
             row{"openai_chat", "gpt-4.1", [](chat::request& q) { q.temperature = 2.5; }, "/temperature", "The model gpt-4.1 takes from 0 to 2."},
             row{"openai_chat", "gpt-4.1", [](chat::request& q) { q.reasoning.emplace().effort = "low"; }, "/reasoning/effort", "The model gpt-4.1 takes none."},
             row{"openai_chat", "o4-mini", [](chat::request& q) { q.reasoning.emplace().effort = "minimal"; }, "/reasoning/effort", "The model o4-mini takes only low, medium, high."},
             row{"anthropic", "claude-x", [](chat::request& q) { q.max_output_tokens = 9, q.temperature = 1.5; }, "/temperature", "The model claude-x takes from 0 to 1."},
             row{"anthropic", "claude-sonnet-4-5", [](chat::request& q) { q.max_output_tokens = 9, q.temperature = 1, q.top_p = 0.5; }, "/top_p",
                 "The model claude-sonnet-4-5 takes it only without temperature."},
         }) {
        auto q = asked(model);
        set(q);
        auto const before = q;
        auto const refused = fit(q, family);
        BOOST_TEST_REQUIRE(!refused, model << where);
        BOOST_TEST((q == before));
        BOOST_TEST((refused.error().code == errc::unsupported));
        BOOST_TEST(refused.error().where == where);
        BOOST_TEST(refused.error().message == message);
    }
}

BOOST_AUTO_TEST_CASE(a_limit_that_the_family_itself_fills_in_may_be_missing) {
    auto q = asked("claude-x");
    BOOST_TEST(fit(q, "anthropic").value().empty());
    BOOST_TEST(!q.max_output_tokens);
}

BOOST_AUTO_TEST_CASE(the_rule_of_the_longest_beginning_counts) {
    auto q = asked("gpt-5-chat-latest");
    q.temperature = 0.5;
    BOOST_TEST(fit(q, "openai_chat").has_value());
    q.model = "gpt-5-mini";
    BOOST_TEST(!fit(q, "openai_chat"));
    auto const takes = [](char const* model, char const* effort) {
        auto thinking = with_effort(model, effort);
        return fit(thinking, "openai_chat").has_value();
    };
    BOOST_TEST(!takes("gpt-5-mini", "none"));
    BOOST_TEST(takes("gpt-5.1", "none"));
    BOOST_TEST(!takes("gpt-5.1", "xhigh"));
    BOOST_TEST(takes("gpt-5.2", "xhigh"));
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_adjusted_where_the_caller_says_so_and_each_change_is_told) {
    auto q = with_effort("o3", "minimal");
    q.temperature = 0.2;
    q.stop = {"x"};
    auto const adjusted = fit(q, "openai_chat", misfit::adjust).value();
    BOOST_TEST(!q.temperature);
    BOOST_TEST(q.stop.empty());
    BOOST_TEST(q.reasoning.value().effort.value() == "low");
    BOOST_TEST_REQUIRE(adjusted.size() == 3u);
    BOOST_TEST(adjusted[0] == "temperature was left out: The model o3 takes only 1.");
    BOOST_TEST(adjusted[1] == "stop was left out: The model o3 takes none.");
    BOOST_TEST(adjusted[2] == "effort was set to low: The model o3 takes only low, medium, high.");
    BOOST_TEST(fit(q, "openai_chat").value().empty());
    auto greater = with_effort("gpt-5.1", "xhigh"), unheard_of = with_effort("o3", "boundless");
    BOOST_TEST(fit(greater, "openai_chat", misfit::adjust).value().size() == 1u);
    BOOST_TEST(greater.reasoning.value().effort.value() == "high");
    BOOST_TEST(fit(unheard_of, "openai_chat", misfit::adjust).value().size() == 1u);
    BOOST_TEST(!unheard_of.reasoning);
}

BOOST_AUTO_TEST_SUITE_END()
