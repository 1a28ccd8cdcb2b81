#ifndef PARLEY_DETAIL_EXCHANGE_HPP
#define PARLEY_DETAIL_EXCHANGE_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/fold.hpp>
#include <parley/chat/replay.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/client_options.hpp>
#include <parley/detail/additions.hpp>
#include <parley/detail/answer_sink.hpp>
#include <parley/detail/any_auth.hpp>
#include <parley/detail/any_family.hpp>
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
template <class Transport> struct client_state {
    any_family const& family;
    Transport transport;
    authorizer<Transport> auth;
    result<family::place> place;
    transport::limits limits;
    std::chrono::milliseconds deadline;
    retry_rules retry;
    family::misfit misfit;
    std::string user_agent;
    additions added;

    client_state(any_family const& speaks, any_auth strategy, Transport via, client_options options)
        : family(speaks), transport(std::move(via)), auth(std::move(strategy), options.clock, environment::of_process().run, agent_of(options.user_agent)),
          place(place_of(speaks, options)), limits(options.limits), deadline(options.deadline), retry(options.retry), misfit(options.misfit),
          user_agent(agent_of(options.user_agent)), added{std::move(options.headers), std::move(options.body)} {}

private:
    static result<family::place> place_of(any_family const& speaks, client_options const& options) {
        auto const text = options.base_url.empty() ? speaks.at->base_url : std::string_view(options.base_url);
        if (text.empty()) return error(errc::misconfigured, "The family has no vendor, so the client needs a base_url.");
        auto base = http::url::parse(text);
        if (!base) return base.error();
        return family::place{std::move(*base)};
    }
};

/// One call from request to answer.
template <class Transport> class call {
public:
    using state = client_state<Transport>;

    explicit call(std::shared_ptr<state> with)
        : state_(std::move(with)), begun_(std::chrono::steady_clock::now()) {}

    /// Sends the request and reads the whole answer, as often as the rules of trying again say.
    static boost::asio::awaitable<result<chat::response>> chat(std::shared_ptr<state> with, chat::request q) {
        call self(std::move(with));
        self.model_ = q.model;
        if (auto const suits = self.suit(q); !suits) co_return self.about(suits.error());
        for (;;) {
            auto const got = co_await self.send(self.encode(q));
            auto answer = got ? self.state_->family.decode(*got) : result<chat::response>(got.error());
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

    /// Sends the request and hands out the answer's events.
    static boost::asio::awaitable<result<chat::response>> stream(std::shared_ptr<state> with, chat::request q, answer_sink to) {
        call self(std::move(with));
        auto const opened = co_await self.open(std::move(q));
        if (!opened) co_return opened.error();
        std::vector<chat::event> arrived;
        auto const keep = [&](chat::event const& e) { arrived.push_back(e); };
        auto const sink = to.waiting ? chat::event_sink(keep) : chat::event_sink(to.at_once);
        for (;;) {
            auto const more = co_await self.advance(sink);
            for (auto& e : arrived) co_await to.waiting(std::move(e));
            arrived.clear();
            if (!more) co_return more.error();
            if (!*more) co_return self.finish();
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
            auto const read = decoder_->feed(*piece, both);
            if (!read) co_return about(read.error());
            co_return true;
        }
        end_ = decoder_->finish(both);
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
        auto adjusted = family::fit(q, state_->family.name, state_->misfit);
        if (!adjusted) return adjusted.error();
        adjusted_ = std::move(*adjusted);
        return {};
    }

    /// Sends a request once, and gives an answer of success.
    boost::asio::awaitable<result<http::response>> send(result<http::request> made) {
        auto allowed = prepare(made);
        if (!allowed) allowed = co_await sign(*made);
        if (!*allowed) co_return allowed->error();
        auto got = co_await state_->transport.send(std::move(*made), **allowed);
        if (got && !got->is_success()) co_return failure(*got);
        co_return got;
    }

    boost::asio::awaitable<result<void>> open_once(chat::request const& q) {
        auto made = encode(q);
        auto allowed = prepare(made);
        if (!allowed) allowed = co_await sign(*made);
        if (!*allowed) co_return allowed->error();
        auto opened = co_await state_->transport.open(std::move(*made), **allowed);
        if (!opened) co_return opened.error();
        exchange_.emplace(std::move(*opened));
        if (exchange_->head().is_success() && is_stream()) {
            decoder_ = state_->family.make_decoder();
            co_return result<void>();
        }
        auto whole = exchange_->head();
        for (;;) {
            auto const piece = co_await exchange_->read();
            if (!piece) co_return piece.error();
            if (piece->empty()) break;
            whole.body += *piece;
        }
        exchange_.reset();
        if (!whole.is_success()) co_return failure(whole);
        auto answer = state_->family.decode(whole); // a host that does not stream
        if (!answer) co_return answer.error();
        unstreamed_ = std::move(*answer);
        co_return result<void>();
    }

    /// What an answer of failure means. Credentials that were refused are renewed once, where the strategy has others.
    error failure(http::response const& r) {
        auto why = state_->family.failure(r);
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
        if (!state_->place) return state_->place.error();
        return make(*state_->place);
    }

    result<http::request> encode(chat::request const& q) const {
        auto encoded = made([&](family::place const& at) { return state_->family.encode(q, at); });
        if (!encoded) return encoded;
        if (auto const fits = state_->added.add_to_body(*encoded); !fits) return fits.error();
        return encoded;
    }

    /// Makes a request ready to be sent: signed, and with the client's own headers.
    /// @return the clocks of its exchange; nothing where `sign` is the one to ask. Most strategies have what they need, and a coroutine less is quicker.
    std::optional<result<transport::limits>> prepare(result<http::request>& made) const {
        if (!made) return made.error();
        made->header.set("User-Agent", state_->user_agent);
        auto const is_signed = state_->auth.sign_at_once(*made);
        if (!is_signed) return std::nullopt;
        return completed(*made, *is_signed);
    }
    boost::asio::awaitable<result<transport::limits>> sign(http::request& made) const {
        auto const allowed = limits();
        if (!allowed) co_return allowed.error();
        std::shared_ptr<Transport> const via(state_, &state_->transport);
        auto const is_signed = co_await state_->auth.sign(made, via, *allowed);
        co_return completed(made, is_signed);
    }
    result<transport::limits> completed(http::request& made, result<void> const& is_signed) const {
        if (!is_signed) return is_signed.error();
        state_->added.set_headers(made);
        return limits();
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
    std::unique_ptr<any_stream_decoder> decoder_;
    chat::fold fold_;
    chat::end end_ = chat::end::truncated;
};

} // namespace parley::inline v0::detail

#endif
