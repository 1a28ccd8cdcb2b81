#ifndef PARLEY_LIMITED_HPP
#define PARLEY_LIMITED_HPP

#include <parley/chat/part.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/detail/allowance.hpp>
#include <parley/detail/asker.hpp>
#include <parley/detail/layer.hpp>
#include <parley/result.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace parley::inline v0 {

/// How much a program asks of a provider, whatever it wants.
struct call_limits {
    double requests_per_second = 0;               ///< on average, and as many at once, one at least; zero = any number
    double tokens_per_minute = 0;                 ///< input and output, on average, and as many at once; zero = any number
    std::chrono::milliseconds longest_wait{0};    ///< a call that would have to wait longer fails at once; zero = it waits
};

/// Estimates the tokens of a request's input before anybody has counted them: one for four bytes of text.
inline std::int64_t estimated_input_tokens(chat::request const& q) {
    std::size_t bytes = 0;
    for (auto const& m : q.messages)
        for (auto const& part : m.content) {
            if (auto const* const t = std::get_if<chat::text>(&part)) bytes += t->text.size();
            else if (auto const* const call = std::get_if<chat::tool_call>(&part)) bytes += call->received_arguments().size();
            else if (auto const* const told = std::get_if<chat::tool_result>(&part))
                for (auto const& piece : told->content)
                    if (auto const* const said = std::get_if<chat::text>(&piece)) bytes += said->text.size();
        }
    return static_cast<std::int64_t>(bytes / 4 + 1);
}

namespace detail {

class limited_asker final : public asker {
public:
    limited_asker(std::unique_ptr<asker> inner, call_limits limits)
        : inner_(std::move(inner)), limits_(limits), requests_(limits.requests_per_second, std::max(limits.requests_per_second, 1.0)),
          tokens_(limits.tokens_per_minute / 60, limits.tokens_per_minute) {}

    boost::asio::awaitable<result<chat::response>> chat(chat::request q) override {
        auto const taken = estimated_input_tokens(q);
        auto const begun = co_await begin(q, taken);
        if (!begun) co_return begun.error();
        auto answer = co_await inner_->chat(std::move(q));
        settle(answer, taken);
        co_return answer;
    }

    boost::asio::awaitable<result<chat::response>> stream(chat::request q, answer_sink to) override {
        auto const taken = estimated_input_tokens(q);
        auto const begun = co_await begin(q, taken);
        if (!begun) co_return begun.error();
        auto answer = co_await inner_->stream(std::move(q), std::move(to));
        settle(answer, taken);
        co_return answer;
    }

private:
    using clock = std::chrono::steady_clock;

    /// Waits for the call's turn.
    boost::asio::awaitable<result<void>> begin(chat::request const& q, std::int64_t tokens) {
        auto const now = clock::now();
        auto const wait = std::max(requests_.take(1, now), tokens_.take(static_cast<double>(tokens), now));
        auto const give_back = [&] {
            requests_.give(1);
            tokens_.give(static_cast<double>(tokens));
        };
        if (limits_.longest_wait.count() > 0 && wait > limits_.longest_wait) {
            give_back();
            error why(errc::rate_limited, "The program's own limit allows the call only later.", q.model);
            why.provider.retry_after = std::chrono::ceil<std::chrono::milliseconds>(wait);
            co_return why;
        }
        if (wait.count() <= 0) co_return result<void>();
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, now + wait);
        boost::system::error_code ec;
        co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
        if (!ec) co_return result<void>();
        give_back();
        co_return error(errc::cancelled);
    }

    /// What the call really used takes the place of the estimate; nothing is known of a call that failed.
    void settle(result<chat::response> const& answer, std::int64_t estimated) {
        if (answer && answer->usage.total_tokens() != 0) tokens_.give(static_cast<double>(estimated - answer->usage.total_tokens()));
    }

    std::unique_ptr<asker> inner_;
    call_limits limits_;
    allowance requests_, tokens_;
};

} // namespace detail

/// A client that asks no more often than it may: calls wait for their turn, in the order in which they came.
///
/// A call counts as one request, however often the client within tries again. Its tokens are estimated when it begins and corrected when its
/// answer is there. It has all operations that are made of `async_chat` and `async_stream`; cancelling ends the waiting. Copies share the limits;
/// calls may overlap and may begin on any thread.
class limited : public detail::layer<limited, detail::limited_asker> {
public:
    /// @param client any client.
    template <class Client>
        requires(!std::same_as<Client, limited>)
    limited(Client client, call_limits limits) : layer(client.get_executor(), std::make_shared<detail::limited_asker>(detail::make_asker(client), limits)) {}
};

} // namespace parley::inline v0

#endif
