#ifndef PARLEY_FALLBACK_HPP
#define PARLEY_FALLBACK_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/detail/asker.hpp>
#include <parley/detail/layer.hpp>
#include <parley/errc.hpp>
#include <parley/error.hpp>
#include <parley/result.hpp>

#include <boost/asio/awaitable.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0 {

/// Says whether somebody else may succeed where this failed: the provider is not reachable, not ready or overrun, the quota is used up, or the
/// model is not served (any more). What is wrong with the request or the credentials stays a failure.
inline bool is_worth_another(error const& why) noexcept {
    constexpr errc further[] = {errc::quota_exhausted, errc::model_not_found, errc::endpoint_retired, errc::web_page};
    return is(why, condition::retryable) || std::find(std::begin(further), std::end(further), why.code) != std::end(further);
}

/// When a fallback goes on to the next.
struct fallback_rules {
    std::function<bool(error const&)> when = is_worth_another;
};

namespace detail {

class fallback_asker final : public asker {
public:
    explicit fallback_asker(fallback_rules rules) : rules_(std::move(rules)) {}

    void add(std::unique_ptr<asker> client, std::string model) { choices_.push_back({std::move(client), std::move(model)}); }

    boost::asio::awaitable<result<chat::response>> chat(chat::request q) override { return ask(std::move(q), {}); }
    boost::asio::awaitable<result<chat::response>> stream(chat::request q, answer_sink to) override { return ask(std::move(q), std::move(to)); }

private:
    struct choice {
        std::unique_ptr<asker> client;
        std::string model;
    };

    boost::asio::awaitable<result<chat::response>> ask(chat::request q, answer_sink to) {
        bool const streams = to.at_once || to.waiting;
        auto const has_spoken = std::make_shared<bool>(false);
        if (streams) to = std::move(to).after([has_spoken](chat::event const& e) { *has_spoken = *has_spoken || chat::is_output(e); });
        std::vector<chat::failed_try> tried;
        for (std::size_t i = 0;; ++i) {
            auto const& next = choices_[i];
            auto mine = q;
            if (!next.model.empty()) mine.model = next.model;
            auto const model = mine.model;
            result<chat::response> answer = error(errc::cancelled);
            if (streams) answer = co_await next.client->stream(std::move(mine), to);
            else answer = co_await next.client->chat(std::move(mine));
            if (answer) {
                if (!tried.empty()) answer->tried = std::move(tried);
                co_return answer;
            }
            auto why = answer.error();
            if (*has_spoken || i + 1 == choices_.size() || !rules_.when(why)) {
                for (auto const& t : tried) why.message += " Before that, " + t.model + " failed: " + t.code + ".";
                co_return why;
            }
            auto& failed = tried.emplace_back();
            failed.model = model;
            failed.code = name(why.code);
            failed.message = std::move(why.message);
        }
    }

    fallback_rules rules_;
    std::vector<choice> choices_;
};

} // namespace detail

/// A client that asks somebody else when one fails: each in turn, until one answers.
///
/// Once an answer has begun, its failure is final: nobody answers half a sentence of another. Where events were handed out before, such as
/// `started`, the next answer begins with its own. Who was asked before stands in `response::tried`, or in the error's message. It has all
/// operations that are made of `async_chat` and `async_stream`. Copies share it; calls may overlap and may begin on any thread.
class fallback : public detail::layer<fallback, detail::fallback_asker> {
public:
    /// @param primary any client: who is asked first, for the model that the request names.
    template <class Client>
        requires(!std::same_as<Client, fallback>)
    explicit fallback(Client primary, fallback_rules rules = {}) : layer(primary.get_executor(), std::make_shared<detail::fallback_asker>(std::move(rules))) {
        shared().add(detail::make_asker(primary), {});
    }

    /// Adds who is asked when all before have failed; before the first call.
    /// @param model that it is asked for; empty = the one that the request names.
    template <class Client> fallback& otherwise(Client const& next, std::string model = {}) {
        shared().add(detail::make_asker(next), std::move(model));
        return *this;
    }
};

} // namespace parley::inline v0

#endif
