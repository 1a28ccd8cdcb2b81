#ifndef PARLEY_TRANSPORT_BEAST_DETAIL_ROUND_TRIP_HPP
#define PARLEY_TRANSPORT_BEAST_DETAIL_ROUND_TRIP_HPP

#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/transport/beast/detail/connection.hpp>
#include <parley/transport/beast/detail/http1.hpp>
#include <parley/transport/beast/detail/places.hpp>
#include <parley/transport/beast/detail/pool.hpp>
#include <parley/transport/beast/detail/read_buffer.hpp>
#include <parley/transport/beast/detail/tls_context.hpp>
#include <parley/transport/beast/detail/watchdog.hpp>
#include <parley/transport/beast/options.hpp>
#include <parley/transport/limits.hpp>
#include <parley/transport/proxy.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::transport::detail {

/// What the exchanges of one transport share, and keep alive.
struct https_state {
    boost::asio::any_io_executor executor;
    https_options options;
    detail::places places;
    pool connections;
    block_pool blocks;

    https_state(boost::asio::any_io_executor on, https_options o)
        : executor(std::move(on)), options(std::move(o)), places(options.max_per_origin), connections(options.max_idle_per_origin, options.max_idle_time) {}

    /// Returns how the request reaches its host.
    /// @return `errc::insecure_transport` where it would travel in the clear beyond this machine.
    result<route> route_of(http::request const& request) {
        auto const& to = request.url;
        route found;
        if (!request.instance_metadata) found.by = options.proxies.find(to); // the address means another machine to the proxy
        if (found.by && found.by->url.is_encrypted()) return error(errc::misconfigured, "Proxies are spoken to in plain http.", found.by->url.authority());
        if (!found.by) found.addresses = request.addresses;
        if (to.is_encrypted()) {
            auto const context = tls();
            if (!context) return context.error();
            found.context = *context;
            return found;
        }
        bool const stays_here = to.is_loopback() && (!found.by || found.by->url.is_loopback());
        bool const is_metadata = request.instance_metadata && to.host() == "169.254.169.254";
        if (stays_here || is_metadata || options.allow_plain_http) return found;
        return error(errc::insecure_transport, "Plain http is allowed to this machine only.", to.authority());
    }

private:
    result<std::shared_ptr<boost::asio::ssl::context>> tls() {
        std::lock_guard const lock(mutex_);
        if (!context_) context_ = make_tls_context(options.tls);
        return *context_;
    }

    std::mutex mutex_;
    std::optional<result<std::shared_ptr<boost::asio::ssl::context>>> context_;
};

/// One request on its way, and its answer.
class round_trip {
public:
    round_trip(std::shared_ptr<https_state> with, boost::asio::any_io_executor const& strand, http::request request, limits const& allowed)
        : with_(std::move(with)), clocks_(std::make_shared<watchdog>(strand, allowed)), allowed_(allowed), request_(std::move(request)),
          where_(request_.url.authority()), reader_(allowed, request_.method == "HEAD"), buffer_(with_->blocks) {}
    round_trip(round_trip const&) = delete;
    round_trip& operator=(round_trip const&) = delete;
    ~round_trip() { clocks_->stop(); }

    /// Sends the request and reads the answer's head.
    awaitable<result<void>> start() {
        if (auto const valid = check(request_); !valid) co_return valid.error();
        auto const along = with_->route_of(request_);
        if (!along) co_return along.error();
        clocks_->follow(co_await boost::asio::this_coro::cancellation_state);
        if (auto const before = no_trouble(); !before) co_return before;
        clocks_->wind(&limits::connect);
        if (with_->options.max_per_origin != 0) {
            auto const strand = co_await boost::asio::this_coro::executor;
            place_.emplace(with_->places, request_.url.origin(), strand);
            auto const came = co_await place_->wait(*clocks_, where_);
            if (!came) co_return came;
        }
        link_ = with_->connections.take(request_.url.origin());
        if (link_ && !along->is_of(link_->socket())) link_.reset();
        if (link_) {
            clocks_->guard(link_->socket());
            auto const asked = co_await ask(along->by);
            if (asked || !may_ask_again(asked.error())) co_return asked;
            clocks_->stop();
            link_.reset();
            clocks_->wind(&limits::connect);
        }
        auto fresh = co_await connect(request_.url, *along, allowed_, with_->executor, with_->blocks, *clocks_);
        if (!fresh) co_return fresh.error();
        link_ = std::move(*fresh);
        clocks_->guard(link_->socket());
        co_return co_await ask(along->by);
    }

    /// Reads the next piece of the body; an empty one is its end. It lives until the next read.
    awaitable<result<std::string_view>> read() {
        clocks_->follow(co_await boost::asio::this_coro::cancellation_state);
        if (auto const before = no_trouble(); !before) co_return before.error(); // since the last read
        while (piece_.empty() && link_) {
            clocks_->wind(&limits::idle);
            auto const got = co_await advance();
            if (!got) co_return got.error();
        }
        pause();
        co_return std::exchange(piece_, std::string_view());
    }

    /// Reads the rest of the body.
    awaitable<result<http::response>> rest() {
        auto answer = std::move(reader_.head());
        answer.body.reserve(std::min(reader_.announced(), most_reserved));
        for (;;) {
            answer.body += std::exchange(piece_, std::string_view());
            if (!link_) co_return answer;
            clocks_->wind(&limits::idle);
            auto const got = co_await advance();
            if (!got) co_return got.error();
        }
    }

    http::response const& head() const noexcept { return reader_.head(); }

private:
    static constexpr std::size_t most_reserved = std::size_t(1) << 20;

    result<void> no_trouble() const {
        if (auto wrong = clocks_->trouble(errc::cancelled, {}, where_)) return std::move(*wrong);
        return {};
    }

    awaitable<result<void>> ask(proxy const* by) {
        clocks_->wind(&limits::first_byte);
        auto const head = head_of(request_, along_in_the_clear(by));
        auto written = link_->write_at_once(head, request_.body);
        if (!written.failure && written.count != head.size() + request_.body.size())
            written = co_await link_->write(head, request_.body, written.count, *clocks_);
        sent_ = written.count;
        auto wrong = clocks_->trouble(errc::connection_lost, written.failure, where_);
        if (wrong) co_return std::move(*wrong);
        while (!reader_.has_head()) {
            auto const got = co_await advance();
            if (!got) co_return got;
            if (link_) clocks_->wind(&limits::idle);
        }
        pause();
        co_return result<void>();
    }

    /// While nobody reads, the clock of the whole exchange runs alone.
    void pause() {
        if (!link_) return;
        clocks_->wind(&limits::total);
        clocks_->watch();
    }
    proxy const* along_in_the_clear(proxy const* by) const { return request_.url.is_encrypted() ? nullptr : by; }

    /// Says whether a connection that had waited was gone already, and the request did nothing on it.
    bool may_ask_again(error const& why) const { return why.code == errc::connection_lost && received_ == 0 && (sent_ == 0 || is_safe(request_.method)); }

    /// Reads from the connection once. One whose answer is whole goes back to the pool.
    awaitable<result<void>> advance() {
        auto failure = co_await link_->read(buffer_, *clocks_);
        bool const is_end = failure == boost::asio::error::eof;
        if (is_end) failure.clear();
        auto wrong = clocks_->trouble(errc::connection_lost, failure, where_);
        if (wrong) co_return std::move(*wrong);
        if (is_end) {
            auto const ended = reader_.put_end();
            clocks_->stop();
            link_.reset();
            if (!ended) co_return about(ended.error());
            place_.reset();
            co_return result<void>();
        }
        received_ += buffer_.unread().size();
        auto const got = reader_.put(buffer_.unread());
        if (!got) co_return about(got.error());
        buffer_.consume(got->used);
        piece_ = got->body;
        if (!reader_.is_done()) co_return result<void>();
        clocks_->stop();
        // Bytes behind the answer belong to no request of ours.
        if (reader_.keeps_connection() && buffer_.unread().empty()) with_->connections.give(std::move(link_));
        link_.reset();
        place_.reset();
        co_return result<void>();
    }

    error about(error why) const {
        why.where = where_;
        return why;
    }

    std::shared_ptr<https_state> with_;
    std::shared_ptr<watchdog> clocks_;
    limits allowed_;
    http::request request_;
    std::string where_;
    response_reader reader_;
    read_buffer buffer_;
    std::optional<place> place_;       // where their number is limited; left after the connection is given back or closed
    std::unique_ptr<connection> link_; // null once the answer is read
    std::string_view piece_;           // of the body, in the buffer, which the caller has not taken yet
    std::size_t sent_ = 0, received_ = 0;
};

} // namespace parley::inline v0::transport::detail

#endif
