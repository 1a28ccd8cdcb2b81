#ifndef PARLEY_DETAIL_PROFILED_HPP
#define PARLEY_DETAIL_PROFILED_HPP

// What a profile adds to each call of a client: what requests leave open.

#include <parley/chat/message.hpp>
#include <parley/chat/part.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/tool.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/retry.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace parley::inline v0::detail {

/// Models that take something that others of their family reject, or mean something else by.
struct taker {
    std::string_view family, begins; ///< of the family's name and of the model's, without what stands before a slash
    bool takes = true;               ///< of several rows that of the longest beginning counts
};
/// Those that are told in a word how much to think.
/// Sources: OpenAI guide on reasoning models; Anthropic on adaptive thinking; Gemini guide on thinking (levels, from version 3 on).
inline constexpr taker effort_takers[] = {
    {"openai", "o1"},
    {"openai", "o3"},
    {"openai", "o4"},
    {"openai", "gpt-5"},
    {"openai", "gpt-5-chat", false},
    {"anthropic", "claude-opus-4-6"},
    {"anthropic", "claude-opus-4-7"},
    {"anthropic", "claude-opus-4-8"},
    {"anthropic", "claude-sonnet-4-6"},
    {"anthropic", "claude-sonnet-5"},
    {"gemini", "gemini-3"},
};
/// Those that are told in tokens. Source: Anthropic on extended thinking.
inline constexpr taker budget_takers[] = {{"anthropic", "claude-sonnet-4-5"}, {"anthropic", "claude-haiku-4-5"}};
/// What these may write at most, what of that is left for the answer itself, and the least that is worth a thought.
inline constexpr std::int64_t longest_output = 64'000, room_for_answer = 4'096, least_budget = 1'024;
/// Those whose cached prompts can be kept for longer. Source: OpenAI guide on prompt caching.
inline constexpr taker retention_takers[] = {
    {"openai", "gpt-4.1"},
    {"openai", "gpt-4.1-mini", false},
    {"openai", "gpt-4.1-nano", false},
    {"openai", "gpt-5"},
    {"openai", "gpt-5-mini", false},
    {"openai", "gpt-5-nano", false},
};

template <std::size_t N> bool takes(taker const (&rows)[N], std::string_view family, std::string_view model) noexcept {
    model.remove_prefix(model.rfind('/') + 1); // npos + 1 == 0
    taker const* found = nullptr;
    for (auto const& row : rows)
        if (family.starts_with(row.family) && model.starts_with(row.begins) && (!found || row.begins.size() > found->begins.size())) found = &row;
    return found && found->takes;
}

/// Whether a request leaves the model free to think: Anthropic's think with the usual sampling alone, and not where a tool must be called.
inline bool lets_think(std::string_view family, chat::request const& q) noexcept {
    if (family != "anthropic") return true;
    bool const must_call = q.tool_choice && (q.tool_choice->mode == chat::tool_mode::required || q.tool_choice->mode == chat::tool_mode::one);
    return !q.temperature && !q.top_p && !q.top_k && !must_call;
}

/// Whether the model's turn is over or began with thoughts: Anthropic's cannot begin to think after their first tool call.
inline bool may_begin_to_think(chat::request const& q) noexcept {
    auto const last = std::find_if(q.messages.rbegin(), q.messages.rend(), [](chat::message const& m) { return m.role == chat::role::assistant; });
    if (last == q.messages.rend()) return true;
    auto const holds = [&]<class Part>(Part const*) { return std::any_of(last->content.begin(), last->content.end(), [](chat::part const& p) { return std::holds_alternative<Part>(p); }); };
    return !holds(static_cast<chat::tool_call const*>(nullptr)) || holds(static_cast<chat::thinking const*>(nullptr));
}

/// Lets the model think for so many tokens, or for as many as leave room for an answer.
inline void think_for(chat::request& q, std::int64_t budget) {
    auto const most = std::min(budget, q.max_output_tokens.value_or(longest_output) - room_for_answer);
    if (most >= least_budget) q.reasoning.emplace().budget_tokens = most;
}

/// Says that instructions and conversation come again with the next request, unless the request says itself what does.
inline void cache_prompt(chat::request& q) {
    auto& all = q.messages;
    if (all.empty() || std::any_of(all.begin(), all.end(), [](chat::message const& m) { return m.cache.has_value(); })) return;
    auto const conversation = std::find_if(all.begin(), all.end(), [](chat::message const& m) { return m.role != chat::role::system; });
    if (conversation != all.begin()) std::prev(conversation)->cache = chat::cache_hint::five_minutes;
    all.back().cache = chat::cache_hint::five_minutes;
}

/// Returns the rules of trying again with a profile's waits, which grow to the longest. Where that is zero they stay the caller's.
inline retry_rules with_waits(retry_rules rules, profile::retry_options const& of) {
    if (of.retry_max_wait.count() <= 0) return rules;
    auto const longest = std::chrono::milliseconds(std::min<std::chrono::seconds>(of.retry_max_wait, std::chrono::hours(24))).count();
    auto const first = std::max(of.retry_multiplier, static_cast<double>(of.retry_min_wait.count())) * 1000;
    rules.longest_wait = std::chrono::milliseconds(longest);
    rules.first_wait = std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(std::min(first, static_cast<double>(longest))));
    return rules;
}

/// What a request gets where it says nothing itself.
struct request_defaults {
    std::string model;  ///< as a person wrote it
    std::string prefix; ///< what does not belong to the names of models where the request goes, such as `openai/`
    profile::sampling_options sampling;
    std::string family = {};               ///< the name of the one that the request is written in
    profile::feature_options features = {}; ///< for models that take them

    void fill(chat::request& q) const {
        auto const fill_in = [](auto& wanted, auto const& value) {
            if (!wanted && value) wanted = static_cast<typename std::remove_reference_t<decltype(wanted)>::value_type>(*value);
        };
        if (q.model.empty()) q.model = model;
        if (!prefix.empty() && q.model.starts_with(prefix)) q.model.erase(0, prefix.size());
        fill_in(q.temperature, sampling.temperature);
        fill_in(q.top_p, sampling.top_p);
        fill_in(q.top_k, sampling.top_k);
        fill_in(q.seed, sampling.seed);
        fill_in(q.max_output_tokens, sampling.max_output_tokens);
        if (!q.reasoning && lets_think(family, q)) {
            if (has_text(features.reasoning_effort) && takes(effort_takers, family, q.model)) q.reasoning.emplace().effort = *features.reasoning_effort;
            else if (features.extended_thinking_budget && takes(budget_takers, family, q.model) && may_begin_to_think(q)) think_for(q, *features.extended_thinking_budget);
        }
        if (features.caching_prompt && family == "anthropic") cache_prompt(q);
        if (has_text(features.prompt_cache_retention) && takes(retention_takers, family, q.model)) add(q, "prompt_cache_retention", boost::json::string(*features.prompt_cache_retention));
        if (family != "openai_responses" || !takes(effort_takers, family, q.model)) return;
        if (has_text(features.reasoning_summary)) add(q, "reasoning", boost::json::object{{"summary", *features.reasoning_summary}});
        if (features.enable_encrypted_reasoning) add(q, "include", boost::json::array{"reasoning.encrypted_content"});
    }

private:
    static bool has_text(std::optional<std::string> const& text) noexcept { return text && !text->empty(); }
    /// Adds a member to the body, where the request says nothing of it.
    static void add(chat::request& q, char const* key, boost::json::value value) { q.extra.emplace(key, std::move(value)); }
};

/// A client whose requests are filled in.
template <class Client> class profiled {
public:
    profiled(Client inner, request_defaults defaults) : inner_(std::move(inner)), defaults_(std::move(defaults)) {}

    auto get_executor() { return inner_.get_executor(); }

    template <class Token> auto async_chat(chat::request request, Token&& token) {
        defaults_.fill(request);
        return inner_.async_chat(std::move(request), std::forward<Token>(token));
    }
    template <class Sink, class Token> auto async_stream(chat::request request, Sink sink, Token&& token) {
        defaults_.fill(request);
        return inner_.async_stream(std::move(request), std::move(sink), std::forward<Token>(token));
    }

private:
    Client inner_;
    request_defaults defaults_;
};

} // namespace parley::inline v0::detail

#endif
