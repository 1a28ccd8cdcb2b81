#ifndef PARLEY_DETAIL_GATHER_HPP
#define PARLEY_DETAIL_GATHER_HPP

#include <parley/config.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace parley::inline v0::detail {

/// Runs coroutines at the same time, where the awaiting one runs, which is on one thread at a time; returns when all of them have ended.
///
/// Cancelling the awaiting one cancels them; it must have said `throw_if_cancelled(false)`, for all are waited for all the same.
template <class T> boost::asio::awaitable<std::vector<T>> gather(std::vector<boost::asio::awaitable<T>> work) {
    namespace asio = boost::asio;
    struct meeting {
        asio::steady_timer changed;
        std::vector<std::optional<T>> got;
        std::deque<asio::cancellation_signal> signals;
        std::size_t left;
        std::exception_ptr thrown;

        meeting(asio::any_io_executor const& on, std::size_t count)
            : changed(on, std::chrono::steady_clock::time_point::max()), got(count), signals(count), left(count) {}

        static asio::awaitable<void> keep(asio::awaitable<T> one, std::shared_ptr<meeting> with, std::size_t at) {
            with->got[at] = co_await std::move(one);
        }
    };
    auto const executor = co_await asio::this_coro::executor;
    auto const met = std::make_shared<meeting>(executor, work.size());
    for (std::size_t i = 0; i != work.size(); ++i) {
        auto done = [met](std::exception_ptr thrown) {
            if (thrown) met->thrown = thrown;
            if (--met->left == 0) met->changed.cancel();
        };
        asio::co_spawn(executor, meeting::keep(std::move(work[i]), met, i), asio::bind_cancellation_slot(met->signals[i].slot(), std::move(done)));
    }
    while (met->left != 0) {
        boost::system::error_code ec;
        co_await met->changed.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        if (met->left == 0) break;
        for (auto& signal : met->signals) signal.emit(asio::cancellation_type::terminal);
    }
    if (met->thrown) std::rethrow_exception(met->thrown);
    std::vector<T> all;
    for (auto& one : met->got) all.push_back(std::move(*one));
    co_return all;
}

} // namespace parley::inline v0::detail

#endif
