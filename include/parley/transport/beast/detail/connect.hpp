#ifndef PARLEY_TRANSPORT_BEAST_DETAIL_CONNECT_HPP
#define PARLEY_TRANSPORT_BEAST_DETAIL_CONNECT_HPP

// From a host's name to a TCP connection, within one clock.

#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/transport/beast/detail/watchdog.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace parley::inline v0::transport::detail {

using tcp = boost::asio::ip::tcp;
using boost::asio::awaitable;

inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Lets a coroutine wait for callbacks, no longer than the clocks allow, and leave them behind.
class callback_signal {
public:
    explicit callback_signal(boost::asio::any_io_executor const& executor) : timer_(executor) {}

    bool is_given() const noexcept { return is_given_; }
    void give() {
        is_given_ = true;
        timer_.cancel();
    }

    /// @return what went wrong with the waiting: a clock, or the caller.
    awaitable<std::optional<error>> wait(watchdog& clocks, std::string const& where) {
        timer_.expires_at(clocks.deadline());
        if (!is_given_) co_await timer_.async_wait(as_result);
        boost::system::error_code const no_failure;
        if (is_given_ || clocks.is_cancelled()) co_return clocks.trouble(errc::cancelled, no_failure, where);
        co_return clocks.timed_out(where);
    }

private:
    boost::asio::steady_timer timer_;
    bool is_given_ = false;
};

/// Looks up a host's addresses. A lookup of the system cannot be stopped, so it is left behind when a clock rings or the caller cancels.
inline awaitable<result<std::vector<tcp::endpoint>>> look_up(http::url const& to, watchdog& clocks) {
    struct lookup {
        tcp::resolver resolver;
        callback_signal done;
        boost::system::error_code failure;
        std::vector<tcp::endpoint> found;
        explicit lookup(boost::asio::any_io_executor const& executor) : resolver(executor), done(executor) {}
    };
    auto const where = to.authority();
    boost::system::error_code no_address;
    auto const address = boost::asio::ip::make_address(to.host(), no_address);
    if (!no_address) co_return std::vector<tcp::endpoint>(1, tcp::endpoint(address, to.port()));
    auto const state = std::make_shared<lookup>(co_await boost::asio::this_coro::executor);
    state->resolver.async_resolve(to.host(), std::to_string(to.port()), tcp::resolver::numeric_service,
                                  [state](boost::system::error_code failure, tcp::resolver::results_type found) {
                                      state->failure = failure;
                                      for (auto const& each : found) state->found.push_back(each.endpoint());
                                      state->done.give();
                                  });
    auto wrong = co_await state->done.wait(clocks, where);
    if (wrong) state->resolver.cancel();
    else wrong = clocks.trouble(errc::name_resolution_failed, state->failure, where);
    if (wrong) co_return std::move(*wrong);
    co_return std::move(state->found);
}

/// Puts addresses of both families by turns, in the order that the system prefers within each (RFC 8305, section 4).
inline std::vector<tcp::endpoint> by_turns(std::vector<tcp::endpoint> const& found) {
    std::vector<tcp::endpoint> families[2], mixed;
    for (auto const& each : found) families[each.protocol() != found.front().protocol()].push_back(each);
    for (std::size_t i = 0; mixed.size() != found.size(); ++i)
        for (auto const& family : families)
            if (i < family.size()) mixed.push_back(family[i]);
    return mixed;
}

/// Attempts to connect that race each other: the next address gets its turn when one has failed, or has not answered for a while.
class race : public std::enable_shared_from_this<race> {
public:
    static constexpr std::chrono::milliseconds head_start{250}; // RFC 8305, section 5

    /// @param strand  that the callbacks run on.
    /// @param sockets the executor of the sockets.
    race(boost::asio::any_io_executor strand, boost::asio::any_io_executor sockets, std::vector<tcp::endpoint> to)
        : done(strand), strand_(strand), sockets_(std::move(sockets)), to_(std::move(to)), turn_(strand) {}

    void start() {
        if (done.is_given()) return;
        if (next_ == to_.size()) {
            if (running_ == 0) finish();
            return;
        }
        auto& attempt = attempts_.emplace_back(sockets_);
        ++running_;
        attempt.async_connect(to_[next_++], boost::asio::bind_executor(strand_, [self = shared_from_this(), &attempt](boost::system::error_code const& ended) {
                                  self->end(attempt, ended);
                              }));
        turn_.expires_after(head_start);
        turn_.async_wait([self = shared_from_this()](boost::system::error_code const& stopped) {
            if (!stopped) self->start();
        });
    }

    /// Ends all attempts that still run.
    void finish() {
        done.give();
        turn_.cancel();
        boost::system::error_code ignored;
        for (auto& each : attempts_) each.close(ignored);
    }

    callback_signal done;
    std::optional<tcp::socket> winner;
    boost::system::error_code failure = boost::asio::error::host_not_found; ///< of the attempt that failed last

private:
    void end(tcp::socket& attempt, boost::system::error_code const& ended) {
        --running_;
        if (done.is_given()) return;
        if (!ended) {
            winner.emplace(std::move(attempt));
            return finish();
        }
        failure = ended;
        start();
    }

    boost::asio::any_io_executor strand_, sockets_;
    std::vector<tcp::endpoint> to_;
    std::size_t next_ = 0, running_ = 0;
    std::list<tcp::socket> attempts_;
    boost::asio::steady_timer turn_;
};

/// Connects to whichever of the addresses answers first.
inline awaitable<result<tcp::socket>> connect_to_first(std::vector<tcp::endpoint> to, boost::asio::any_io_executor sockets, watchdog& clocks, std::string where) {
    auto const attempts = std::make_shared<race>(co_await boost::asio::this_coro::executor, std::move(sockets), std::move(to));
    attempts->start();
    auto wrong = co_await attempts->done.wait(clocks, where);
    attempts->finish();
    if (!wrong && !attempts->winner) wrong = clocks.trouble(errc::connect_failed, attempts->failure, where);
    if (wrong) co_return std::move(*wrong);
    boost::system::error_code ignored;
    attempts->winner->set_option(tcp::no_delay(true), ignored);
    co_return std::move(*attempts->winner);
}

} // namespace parley::inline v0::transport::detail

#endif
