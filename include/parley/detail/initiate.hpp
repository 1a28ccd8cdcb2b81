#ifndef PARLEY_DETAIL_INITIATE_HPP
#define PARLEY_DETAIL_INITIATE_HPP

#include <parley/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace parley::inline v0::detail {

/// A coroutine's root: cancellation becomes a result, and results need no default constructor.
template <class R> boost::asio::awaitable<std::optional<result<R>>> rooted(boost::asio::awaitable<result<R>> inner) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    co_return co_await std::move(inner);
}

/// Runs a coroutine on a strand of its own and completes `token` with `void(result<R>)`.
///
/// What a caller's callable throws inside the coroutine leaves through the executor's `run()`.
template <class R, class Token>
auto initiate(boost::asio::any_io_executor executor, boost::asio::awaitable<result<R>> operation, Token&& token) {
    return boost::asio::async_initiate<Token, void(result<R>)>(
        [](auto handler, boost::asio::any_io_executor ex, boost::asio::awaitable<result<R>> inner) {
            auto const handler_executor = boost::asio::get_associated_executor(handler, ex);
            auto const strand = boost::asio::make_strand(ex);
            // Asio 1.26's own way from the caller's signal to a coroutine on another strand refers to what the caller may have freed meanwhile.
            auto const stop = std::make_shared<boost::asio::cancellation_signal>();
            if (auto slot = boost::asio::get_associated_cancellation_slot(handler); slot.is_connected())
                slot.assign([stop, strand](boost::asio::cancellation_type type) { boost::asio::dispatch(strand, [stop, type] { stop->emit(type); }); });
            auto finish = [handler = std::move(handler), stop](std::exception_ptr thrown, std::optional<result<R>> done) mutable {
                if (thrown) std::rethrow_exception(thrown);
                std::move(handler)(std::move(*done));
            };
            boost::asio::co_spawn(strand, rooted<R>(std::move(inner)),
                                  boost::asio::bind_cancellation_slot(stop->slot(), boost::asio::bind_executor(handler_executor, std::move(finish))));
        },
        token, std::move(executor), std::move(operation));
}

} // namespace parley::inline v0::detail

#endif
