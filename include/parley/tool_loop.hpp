#ifndef PARLEY_TOOL_LOOP_HPP
#define PARLEY_TOOL_LOOP_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/message.hpp>
#include <parley/chat/part.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/chat/tool.hpp>
#include <parley/chat/turn.hpp>
#include <parley/chat/usage.hpp>
#include <parley/detail/asker.hpp>
#include <parley/detail/gather.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/detail/operations.hpp>
#include <parley/result.hpp>
#include <parley/toolbox.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0 {

/// What happens to a tool call that the model makes.
enum class verdict {
    run,     ///< the tool runs
    decline, ///< it does not; the model is told so
    stop,    ///< nothing of this answer runs; the operation ends with the answer that makes the call
};

/// How far the model may go by itself.
struct run_rules {
    int max_steps = 16;       ///< how often the model is asked, at most
    bool concurrent = true;   ///< calls of one answer wait at the same time; false = one begins when the one before has ended
    std::function<boost::asio::awaitable<verdict>(chat::tool_call const&)> approve = {}; ///< asked about each call in turn; empty = all run
    std::function<void(chat::event const&)> on_event = {};            ///< where there is one, the answers are streamed to it; each begins with `started`
    std::function<void(chat::tool_result const&)> on_result = {};     ///< gets what the model is told of each call
};

/// What came of a conversation with tools.
struct run_outcome {
    chat::response response;          ///< the last answer
    std::vector<chat::message> turns; ///< those that came after the request's, the last answer's included: with them the conversation goes on
    chat::usage usage;                ///< of all steps together
    int steps = 0;                    ///< how often the model was asked
};

namespace detail {

/// Returns the calls that an answer makes, each id once: some models repeat themselves.
inline std::vector<chat::tool_call> calls_of(chat::message const& turn) {
    std::vector<chat::tool_call> calls;
    for (auto const& part : turn.content) {
        auto const* const call = std::get_if<chat::tool_call>(&part);
        if (!call) continue;
        auto const is_same = [&](chat::tool_call const& other) { return !call->id.empty() && other.id == call->id; };
        if (std::none_of(calls.begin(), calls.end(), is_same)) calls.push_back(*call);
    }
    return calls;
}

/// Calls that such an answer makes may be incomplete, or are not meant.
inline bool is_cut_off(chat::finish_reason why) noexcept {
    return why == chat::finish_reason::length || why == chat::finish_reason::content_filter || why == chat::finish_reason::refusal;
}

inline boost::asio::awaitable<tool_answer> run_tool(toolbox::handler const& handler, std::string arguments) {
    try {
        co_return co_await handler(std::move(arguments));
    } catch (std::exception const& why) {
        co_return error(errc::tool_failed, why.what());
    }
}

inline boost::asio::awaitable<tool_answer> say(error why) { co_return why; }

inline chat::tool_result result_of(chat::tool_call const& call, tool_answer answer) {
    chat::tool_result told;
    told.id = call.id;
    told.is_error = !answer;
    if (answer) told.content = std::move(*answer);
    else told.content.emplace_back().emplace<chat::text>().text = "Error: " + to_string(answer.error()); // some families have no mark for it
    return told;
}

/// Runs the tools that are called.
/// @return the turn that tells the model what came of them; an empty one where the run is to stop.
inline boost::asio::awaitable<chat::message> run_calls(std::vector<chat::tool_call> const& calls, toolbox const& tools, run_rules const& rules) {
    chat::message turn;
    turn.role = chat::role::tool;
    std::vector<boost::asio::awaitable<tool_answer>> work;
    for (auto const& call : calls) {
        auto const* const handler = tools.find(call.name);
        auto decided = verdict::run;
        if (handler && rules.approve) decided = co_await rules.approve(call);
        if (decided == verdict::stop) co_return turn;
        if (!handler) work.push_back(say(error(errc::not_found, "There is no such tool.", call.name)));
        else if (decided == verdict::decline) work.push_back(say(error(errc::forbidden, "The user declined this call.", call.name)));
        else work.push_back(run_tool(*handler, std::string(call.received_arguments())));
    }
    std::vector<tool_answer> answers;
    if (rules.concurrent) {
        answers = co_await gather(std::move(work));
    } else {
        for (auto& one : work) answers.push_back(co_await std::move(one));
    }
    for (std::size_t i = 0; i != calls.size(); ++i) {
        auto told = result_of(calls[i], std::move(answers[i]));
        if (rules.on_result) rules.on_result(told);
        turn.content.emplace_back(std::move(told));
    }
    co_return turn;
}

inline boost::asio::awaitable<result<run_outcome>> run_tools(std::unique_ptr<asker> client, chat::request q, toolbox tools, run_rules rules) {
    run_outcome made;
    auto const is_callers = [own = q.tools](chat::tool_call const& call) {
        return std::any_of(own.begin(), own.end(), [&](chat::tool const& t) { return toolbox::name_of(t) == call.name; });
    };
    tools.offer(q);
    for (;;) {
        result<chat::response> answer = error(errc::cancelled);
        if (rules.on_event) answer = co_await client->stream(q, answer_sink(rules.on_event));
        else answer = co_await client->chat(q);
        if (!answer) co_return answer.error();
        if (made.steps++ == 0) made.usage = answer->usage;
        else made.usage += answer->usage;

        auto const turn = chat::turn_of(*answer);
        made.turns.push_back(turn);
        made.response = std::move(*answer);
        auto const calls = calls_of(turn);
        bool const goes_on = made.response.finish_reason == chat::finish_reason::pause;
        if (!goes_on && (calls.empty() || is_cut_off(made.response.finish_reason) || std::any_of(calls.begin(), calls.end(), is_callers))) co_return made;
        q.messages.push_back(turn);
        if (!calls.empty()) {
            auto told = co_await run_calls(calls, tools, rules);
            if ((co_await boost::asio::this_coro::cancellation_state).cancelled() != boost::asio::cancellation_type::none) co_return error(errc::cancelled);
            if (told.content.empty()) co_return made;
            made.turns.push_back(told);
            q.messages.push_back(std::move(told));
            // A model that must call a tool would never answer.
            if (q.tool_choice && (q.tool_choice->mode == chat::tool_mode::required || q.tool_choice->mode == chat::tool_mode::one)) q.tool_choice = chat::tool_choice();
        }
        if (made.steps >= rules.max_steps) co_return error(errc::step_limit_reached, "The model had not answered after " + std::to_string(made.steps) + " steps.", q.model);
    }
}

template <class Client> struct include_tool_loop_hpp {
    template <class Token> static auto start(Client& client, chat::request q, toolbox const& tools, run_rules const& rules, Token&& token) {
        return initiate<run_outcome>(client.get_executor(), run(client, std::move(q), tools, rules), std::forward<Token>(token));
    }
    static boost::asio::awaitable<result<run_outcome>> run(Client const& client, chat::request q, toolbox tools, run_rules rules = {}) {
        return run_tools(make_asker(client), std::move(q), std::move(tools), std::move(rules));
    }
};

} // namespace detail
} // namespace parley::inline v0

#endif
