#ifndef PARLEY_OBSERVED_HPP
#define PARLEY_OBSERVED_HPP

#include <parley/call_record.hpp>
#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/clock.hpp>
#include <parley/detail/asker.hpp>
#include <parley/detail/layer.hpp>
#include <parley/model/catalogue.hpp>
#include <parley/model/cost.hpp>
#include <parley/model/date.hpp>
#include <parley/reflect/names.hpp>
#include <parley/result.hpp>

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace parley::inline v0 {

/// Watches the calls of a client. The functions are called where the calls run, so several at once where a client's executor has several threads;
/// a call's own come one after the other. They must not throw.
class observer {
public:
    virtual ~observer() = default;
    virtual void begun(call_record const&) {}
    virtual void first_output(call_record const&) {} ///< the first piece of a streamed answer is there
    virtual void ended(call_record const&) {}        ///< with an answer or an error
};

/// What an observer is told.
struct observe_rules {
    std::string provider = {};                         ///< `gen_ai.provider.name`, where the client does not know it
    std::shared_ptr<model::catalogue const> prices = {}; ///< makes `call_record::cost`; empty = no costs
    bool content = false;                              ///< also prompts and answers
    parley::clock clock = {};
};

namespace detail {

/// What a call cost, where that is known: by the model that answered, else the one that was asked for.
inline std::optional<model::decimal> cost_of(call_record const& call, model::catalogue const& prices) {
    auto found = prices.find(call.response_model);
    if (!found) found = prices.find(call.request.model);
    if (!found) return std::nullopt;
    auto const served = reflect::enumerator_from<model::service>(call.request.service_tier.value_or("standard")).value_or(model::service::standard);
    auto const bill = model::cost(call.usage, *found.model, model::date_of(call.begun), served);
    return bill ? bill->total : std::nullopt;
}

class observed_asker final : public asker {
public:
    observed_asker(std::unique_ptr<asker> inner, std::shared_ptr<observer> who, observe_rules rules)
        : inner_(std::move(inner)), who_(std::move(who)), rules_(std::move(rules)) {}

    boost::asio::awaitable<result<chat::response>> chat(chat::request q) override {
        watch one(*this, q, false);
        auto answer = co_await inner_->chat(std::move(q));
        one.end(answer);
        co_return answer;
    }

    boost::asio::awaitable<result<chat::response>> stream(chat::request q, answer_sink to) override {
        watch one(*this, q, true);
        auto watched = std::move(to).after([&one](chat::event const& e) { one.see(e); });
        auto answer = co_await inner_->stream(std::move(q), std::move(watched));
        one.end(answer);
        co_return answer;
    }

private:
    /// One call.
    class watch {
    public:
        watch(observed_asker& of, chat::request const& q, bool is_streamed) : of_(of), since_(std::chrono::steady_clock::now()) {
            call_.number = ++of.count_;
            call_.provider = of.rules_.provider;
            call_.begun = of.rules_.clock.now();
            call_.is_streamed = is_streamed;
            call_.request = q;
            if (!of.rules_.content) {
                call_.request.messages.clear();
                call_.request.tools.clear();
                call_.request.metadata.clear();
                call_.request.extra.clear();
            }
            of.who_->begun(call_);
        }

        void see(chat::event const& e) {
            if (call_.first_output || !chat::is_output(e)) return;
            call_.first_output = std::chrono::steady_clock::now() - since_;
            of_.who_->first_output(call_);
        }

        void end(result<chat::response> const& answer) {
            call_.elapsed = std::chrono::steady_clock::now() - since_;
            if (answer) {
                call_.attempts = answer->attempts.value_or(1);
                call_.response_id = answer->id;
                call_.response_model = answer->model;
                auto const stopped = [&](std::string const& raw, chat::finish_reason why) {
                    call_.finish_reasons.push_back(raw.empty() ? std::string(reflect::enumerator_name(why)) : raw);
                };
                stopped(answer->finish_raw, answer->finish_reason);
                for (auto const& other : answer->alternatives) stopped(other.finish_raw, other.finish_reason);
                call_.usage = answer->usage;
                if (of_.rules_.prices) call_.cost = cost_of(call_, *of_.rules_.prices);
                if (of_.rules_.content) call_.response = *answer;
            } else {
                call_.error_type = name(answer.error().code);
                call_.attempts = answer.error().provider.attempts;
            }
            of_.who_->ended(call_);
        }

    private:
        observed_asker& of_;
        std::chrono::steady_clock::time_point since_;
        call_record call_;
    };

    std::unique_ptr<asker> inner_;
    std::shared_ptr<observer> who_;
    observe_rules rules_;
    std::atomic<std::uint64_t> count_ = 0;
};

} // namespace detail

/// A client whose calls are watched.
///
/// Each answer of a conversation with tools, and each round of mending, is a call of its own. It has all operations that are made of `async_chat`
/// and `async_stream`. Copies share it; calls may overlap and may begin on any thread.
class observed : public detail::layer<observed, detail::observed_asker> {
public:
    /// @param client any client.
    /// @param who    is told; kept as long as calls run.
    template <class Client>
        requires(!std::same_as<Client, observed>)
    observed(Client client, std::shared_ptr<observer> who, observe_rules rules = {})
        : layer(client.get_executor(), std::make_shared<detail::observed_asker>(detail::make_asker(client), std::move(who), named<Client>(std::move(rules)))) {}

private:
    template <class Client> static observe_rules named(observe_rules rules) {
        if constexpr (requires { Client::provider_name(); })
            if (rules.provider.empty()) rules.provider = Client::provider_name();
        return rules;
    }
};

} // namespace parley::inline v0

#endif
