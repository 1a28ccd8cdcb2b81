#ifndef PARLEY_DETAIL_EXCHANGE_HPP
#define PARLEY_DETAIL_EXCHANGE_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/fold.hpp>
#include <parley/chat/replay.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/clock.hpp>
#include <parley/detail/additions.hpp>
#include <parley/detail/authorizer.hpp>
#include <parley/environment.hpp>
#include <parley/family/family.hpp>
#include <parley/family/model_rules.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/retry.hpp>
#include <parley/transport/limits.hpp>
#include <parley/transport/transport.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::detail {

/// What a client's calls share, and keep alive.
template <class Family, class Auth, class Transport> struct client_state {
    Transport transport;
    authorizer<Auth> auth;
    result<http::url> base;
    transport::limits limits;
    std::chrono::milliseconds deadline;
    retry_rules retry;
    family::misfit misfit;
    std::string user_agent;
    additions added;

    client_state(Transport via, Auth strategy, parley::clock clock, result<http::url> where, transport::limits allowed, std::chrono::milliseconds whole,
                 retry_rules rules, family::misfit policy, std::string product, additions more)
        : transport(std::move(via)), auth(std::move(strategy), clock, environment::of_process().run, agent_of(product)), base(std::move(where)), limits(allowed), deadline(whole), retry(rules), misfit(policy),
          user_agent(agent_of(product)), added(std::move(more)) {}
};

/// One call from request to answer.
template <class Family, class Auth, class Transport> class call {
public:
    using state = client_state<Family, Auth, Transport>;

    explicit call(std::shared_ptr<state> with) : state_(std::move(with)), begun_(std::chrono::steady_clock::now()) {}

    /// Sends the request and reads the whole answer, as often as the rules of trying again say.
    static boost::asio::awaitable<result<chat::response>> chat(std::shared_ptr<state> with, chat::request q) {
        call self(std::move(with));
        self.model_ = q.model;
        if (auto const suits = self.suit(q); !suits) co_return self.about(suits.error());
        for (;;) {
            auto answer = co_await self.ask(q);
            if (answer) {
                self.finish(*answer);
                co_return answer;
            }
            auto const again = co_await self.wait_after(answer.error());
            if (!again) co_return self.about(again.error());
        }
    }

    /// Sends a request that is no chat, and reads the whole answer, as often as the rules of trying again say.
    /// @param subject what an error is about, such as a model.
    /// @param make    makes the request for the place where the family is served.
    /// @return an answer of success.
    static boost::asio::awaitable<result<http::response>> fetch(std::shared_ptr<state> with, std::string subject,
                                                                std::function<result<http::request>(family::place const&)> make) {
        call self(std::move(with));
        self.model_ = std::move(subject);
        for (;;) {
            auto answer = co_await self.send(self.made(make));
            if (answer) co_return answer;
            auto const again = co_await self.wait_after(answer.error());
            if (!again) co_return self.about(again.error());
        }
    }

    /// Sends the request and waits for the answer's head, as often as the rules of trying again say.
    boost::asio::awaitable<result<void>> open(chat::request q) {
        q.stream = true;
        model_ = q.model;
        if (auto const suits = suit(q); !suits) co_return about(suits.error());
        for (;;) {
            auto const opened = co_await open_once(q);
            if (opened) co_return opened;
            auto const again = co_await wait_after(opened.error());
            if (!again) co_return about(again.error());
        }
    }

    /// Reads the next piece of the answer and hands out its events.
    /// @return whether there may be more.
    boost::asio::awaitable<result<bool>> advance(chat::event_sink sink) {
        auto const both = [&](chat::event const& e) {
            fold_(e);
            sink(e);
        };
        if (unstreamed_) {
            chat::replay(*unstreamed_, both);
            end_ = chat::end::complete;
            co_return false;
        }
        auto const piece = co_await exchange_->read();
        if (!piece) co_return about(piece.error());
        if (!piece->empty()) {
            auto const read = decoder_.feed(*piece, both);
            if (!read) co_return about(read.error());
            co_return true;
        }
        end_ = decoder_.finish(both);
        co_return false;
    }

    /// The answer that the events make up, once `advance` has said that there is no more.
    /// @return `errc::truncated` where the stream ended without its mark.
    result<chat::response> finish() {
        if (end_ != chat::end::complete) return about(error(end_ == chat::end::truncated ? errc::truncated : errc::invalid_response));
        auto answer = fold_.finish(end_);
        finish(answer);
        return answer;
    }

private:
    using exchange_type = typename transport::requires_::exchange_of<decltype(std::declval<Transport&>().open(std::declval<http::request>(), transport::limits()))>::type;

    /// Holds the request against the rules of its model.
    result<void> suit(chat::request& q) {
        auto fitted = family::fit(std::move(q), Family::name, state_->misfit);
        if (!fitted) return fitted.error();
        q = std::move(fitted->request);
        adjusted_ = std::move(fitted->adjusted);
        return {};
    }

    boost::asio::awaitable<result<chat::response>> ask(chat::request const& q) {
        auto const got = co_await send(encode(q));
        if (!got) co_return got.error();
        co_return Family::decode(*got);
    }

    /// Sends a request once, and gives an answer of success.
    boost::asio::awaitable<result<http::response>> send(result<http::request> made) {
        auto ready = co_await prepare(std::move(made));
        if (!ready) co_return ready.error();
        auto const allowed = limits();
        if (!allowed) co_return allowed.error();
        auto got = co_await state_->transport.send(std::move(*ready), *allowed);
        if (got && !got->is_success()) co_return failure(*got);
        co_return got;
    }

    boost::asio::awaitable<result<void>> open_once(chat::request const& q) {
        auto ready = co_await prepare(encode(q));
        if (!ready) co_return ready.error();
        auto const allowed = limits();
        if (!allowed) co_return allowed.error();
        auto opened = co_await state_->transport.open(std::move(*ready), *allowed);
        if (!opened) co_return opened.error();
        exchange_.emplace(std::move(*opened));
        if (exchange_->head().is_success() && is_stream()) co_return result<void>();
        auto whole = exchange_->head();
        for (;;) {
            auto const piece = co_await exchange_->read();
            if (!piece) co_return piece.error();
            if (piece->empty()) break;
            whole.body += *piece;
        }
        exchange_.reset();
        if (!whole.is_success()) co_return failure(whole);
        auto answer = Family::decode(whole); // a host that does not stream
        if (!answer) co_return answer.error();
        unstreamed_ = std::move(*answer);
        co_return result<void>();
    }

    /// What an answer of failure means. Credentials that were refused are renewed once, where the strategy has others.
    error failure(http::response const& r) {
        auto why = Family::failure(r);
        may_renew_ = (r.status == 400 || r.status == 401 || r.status == 403) && !std::exchange(has_renewed_, true) && state_->auth.refused(r);
        return why;
    }

    /// Waits until the next attempt.
    /// @return the failure itself where there is to be none; `errc::cancelled`.
    boost::asio::awaitable<result<void>> wait_after(error why) {
        if (std::exchange(may_renew_, false)) {
            ++attempts_;
            co_return result<void>();
        }
        auto const& rules = state_->retry;
        auto const left = (state_->deadline.count() > 0 ? state_->deadline : rules.budget) - elapsed();
        auto const wait = wait_before_retry(why, rules, attempts_, left, static_cast<double>(std::random_device()()) / std::random_device::max());
        if (!wait) {
            if (why.provider.retry_after && attempts_ < rules.attempts && is_retried(why, rules))
                why.message += " The provider asks to wait " + std::to_string(why.provider.retry_after->count()) + " ms, longer than the call may take.";
            co_return why;
        }
        ++attempts_;
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, *wait);
        boost::system::error_code ec;
        co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
        if (ec) co_return error(errc::cancelled);
        co_return result<void>();
    }

    std::chrono::milliseconds elapsed() const { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun_); }

    void finish(chat::response& answer) const {
        answer.adjusted = adjusted_;
        answer.attempts = attempts_;
        answer.elapsed_ms = elapsed().count();
    }

    template <class Make> result<http::request> made(Make const& make) const {
        if (!state_->base) return state_->base.error();
        family::place const at{*state_->base};
        return make(at);
    }

    result<http::request> encode(chat::request const& q) const {
        auto encoded = made([&](family::place const& at) { return Family::encode(q, at); });
        if (!encoded) return encoded;
        if (auto const fits = state_->added.add_to_body(*encoded); !fits) return fits.error();
        return encoded;
    }

    /// Makes a request ready to be sent: signed, and with the client's own headers.
    boost::asio::awaitable<result<http::request>> prepare(result<http::request> made) {
        if (!made) co_return made.error();
        made->header.set("User-Agent", state_->user_agent);
        auto const allowed = limits();
        if (!allowed) co_return allowed.error();
        std::shared_ptr<Transport> const via(state_, &state_->transport);
        auto const has_signed = co_await state_->auth.sign(*made, via, *allowed);
        if (!has_signed) co_return has_signed.error();
        state_->added.set_headers(*made);
        co_return made;
    }

    /// The clocks of the next exchange, none of which runs beyond the call's deadline.
    result<transport::limits> limits() const {
        auto allowed = state_->limits;
        if (state_->deadline.count() <= 0) return allowed;
        auto const left = state_->deadline - elapsed();
        if (left.count() <= 0) return error(errc::timed_out, "The call was not done within " + std::to_string(state_->deadline.count()) + " ms.");
        allowed.total = allowed.total.count() > 0 ? std::min(allowed.total, left) : left;
        return allowed;
    }

    bool is_stream() const {
        auto const type = exchange_->head().header.find("content-type").value_or("text/event-stream");
        return type.find("json") == std::string_view::npos && type.find("html") == std::string_view::npos;
    }

    error about(error why) const {
        if (why.where.empty()) why.where = model_;
        why.provider.attempts = attempts_;
        return why;
    }

    std::shared_ptr<state> state_;
    std::chrono::steady_clock::time_point begun_;
    std::string model_;
    std::vector<std::string> adjusted_;
    int attempts_ = 1;
    bool may_renew_ = false, has_renewed_ = false;
    std::optional<exchange_type> exchange_;
    std::optional<chat::response> unstreamed_;
    typename Family::stream_decoder decoder_;
    chat::fold fold_;
    chat::end end_ = chat::end::truncated;
};

} // namespace parley::inline v0::detail

#endif
