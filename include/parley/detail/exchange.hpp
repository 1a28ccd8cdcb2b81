#ifndef PARLEY_DETAIL_EXCHANGE_HPP
#define PARLEY_DETAIL_EXCHANGE_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/fold.hpp>
#include <parley/chat/replay.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/clock.hpp>
#include <parley/detail/authorizer.hpp>
#include <parley/family/family.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/transport/limits.hpp>
#include <parley/transport/transport.hpp>
#include <parley/version.hpp>

#include <boost/asio/awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::detail {

/// What a client's calls share, and keep alive.
template <class Family, class Auth, class Transport> struct client_state {
    Transport transport;
    authorizer<Auth> auth;
    result<http::url> base;
    transport::limits limits;
    std::chrono::milliseconds deadline;
    std::string user_agent;

    client_state(Transport via, Auth strategy, parley::clock clock, result<http::url> where, transport::limits allowed, std::chrono::milliseconds whole,
                 std::string agent)
        : transport(std::move(via)), auth(std::move(strategy), clock), base(std::move(where)), limits(allowed), deadline(whole), user_agent(std::move(agent)) {}
};

/// One call from request to answer.
template <class Family, class Auth, class Transport> class call {
public:
    using state = client_state<Family, Auth, Transport>;

    explicit call(std::shared_ptr<state> with) : state_(std::move(with)), begun_(std::chrono::steady_clock::now()) {}

    /// Sends the request and reads the whole answer.
    static boost::asio::awaitable<result<chat::response>> chat(std::shared_ptr<state> with, chat::request q) {
        call self(std::move(with));
        auto ready = co_await self.prepare(q);
        if (!ready) co_return self.about(ready.error(), q);
        auto const limits = self.limits();
        if (!limits) co_return self.about(limits.error(), q);
        auto got = co_await self.state_->transport.send(std::move(*ready), *limits);
        if (!got) co_return self.about(got.error(), q);
        if (!got->is_success()) co_return self.about(Family::failure(*got), q);
        auto answer = Family::decode(*got);
        if (!answer) co_return self.about(answer.error(), q);
        co_return answer;
    }

    /// Sends the request and waits for the answer's head.
    boost::asio::awaitable<result<void>> open(chat::request q) {
        q.stream = true;
        model_ = q.model;
        auto ready = co_await prepare(q);
        if (!ready) co_return about(ready.error(), q);
        auto const allowed = limits();
        if (!allowed) co_return about(allowed.error(), q);
        auto opened = co_await state_->transport.open(std::move(*ready), *allowed);
        if (!opened) co_return about(opened.error(), q);
        exchange_.emplace(std::move(*opened));
        if (exchange_->head().is_success() && is_stream()) co_return result<void>();
        auto whole = exchange_->head();
        for (;;) {
            auto const piece = co_await exchange_->read();
            if (!piece) co_return about(piece.error(), q);
            if (piece->empty()) break;
            whole.body += *piece;
        }
        if (!whole.is_success()) co_return about(Family::failure(whole), q);
        auto answer = Family::decode(whole); // a host that does not stream
        if (!answer) co_return about(answer.error(), q);
        unstreamed_ = std::move(*answer);
        co_return result<void>();
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
        return fold_.finish(end_);
    }

private:
    using exchange_type = typename transport::requires_::exchange_of<decltype(std::declval<Transport&>().open(std::declval<http::request>(), transport::limits()))>::type;

    boost::asio::awaitable<result<http::request>> prepare(chat::request const& q) {
        if (!state_->base) co_return state_->base.error();
        family::place const at{*state_->base};
        auto encoded = Family::encode(q, at);
        if (!encoded) co_return encoded.error();
        if (!state_->user_agent.empty()) encoded->header.set("User-Agent", state_->user_agent);
        auto const allowed = limits();
        if (!allowed) co_return allowed.error();
        auto const has_signed = co_await state_->auth.sign(*encoded, state_->transport, *allowed);
        if (!has_signed) co_return has_signed.error();
        co_return encoded;
    }

    /// The clocks of the next exchange, none of which runs beyond the call's deadline.
    result<transport::limits> limits() const {
        auto allowed = state_->limits;
        if (state_->deadline.count() <= 0) return allowed;
        auto const left = state_->deadline - std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun_);
        if (left.count() <= 0) return error(errc::timed_out, "The call was not done within " + std::to_string(state_->deadline.count()) + " ms.");
        allowed.total = allowed.total.count() > 0 ? std::min(allowed.total, left) : left;
        return allowed;
    }

    bool is_stream() const {
        auto const type = exchange_->head().header.find("content-type").value_or("text/event-stream");
        return type.find("json") == std::string_view::npos && type.find("html") == std::string_view::npos;
    }

    error about(error why, chat::request const& q) const { return about(std::move(why), q.model); }
    error about(error why) const { return about(std::move(why), model_); }
    error about(error why, std::string const& model) const {
        if (why.where.empty()) why.where = model;
        if (why.provider.http_status != 0) why.provider.attempts = 1;
        return why;
    }

    std::shared_ptr<state> state_;
    std::chrono::steady_clock::time_point begun_;
    std::string model_;
    std::optional<exchange_type> exchange_;
    std::optional<chat::response> unstreamed_;
    typename Family::stream_decoder decoder_;
    chat::fold fold_;
    chat::end end_ = chat::end::truncated;
};

} // namespace parley::inline v0::detail

#endif
