#ifndef PARLEY_DETAIL_INITIATE_HPP
#define PARLEY_DETAIL_INITIATE_HPP

#include <parley/detail/completion.hpp>
#include <parley/result.hpp>

#include <boost/asio/any_io_executor.hpp>
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

/// A coroutine's root: cancellation becomes a result, and results need no default constructor. What is made goes straight to its place: frames that do
/// not hold it are small enough for Asio to keep and use again.
template <class R> boost::asio::awaitable<void> rooted(boost::asio::awaitable<result<R>> inner, std::optional<result<R>>& made) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    made.emplace(co_await std::move(inner));
}

/// Runs a coroutine on a strand of its own.
template <class R> void start(boost::asio::any_io_executor const& executor, boost::asio::awaitable<result<R>> operation, completion<R> done) {
    namespace asio = boost::asio;
    auto const done_executor = done.executor(executor);
    asio::any_io_executor const strand = asio::make_strand(executor);
    // Asio 1.26's own way from the caller's signal to a coroutine on another strand refers to what the caller may have freed meanwhile.
    auto const stop = std::make_shared<asio::cancellation_signal>();
    if (auto slot = done.get_cancellation_slot(); slot.is_connected())
        slot.assign([stop, strand](asio::cancellation_type type) { asio::dispatch(strand, [stop, type] { stop->emit(type); }); });
    auto made = std::make_unique<std::optional<result<R>>>();
    auto root = rooted<R>(std::move(operation), *made);
    auto finish = [done = std::move(done), stop, made = std::move(made)](std::exception_ptr thrown) mutable {
        if (thrown) std::rethrow_exception(thrown);
        std::move(done)(std::move(**made));
    };
    asio::co_spawn(strand, std::move(root), asio::bind_cancellation_slot(stop->slot(), asio::bind_executor(done_executor, std::move(finish))));
}

/// Runs a coroutine on a strand of its own and completes `token` with `void(result<R>)`.
///
/// What a caller's callable throws inside the coroutine leaves through the executor's `run()`.
template <class R, class Token>
auto initiate(boost::asio::any_io_executor executor, boost::asio::awaitable<result<R>> operation, Token&& token) {
    return boost::asio::async_initiate<Token, void(result<R>)>(
        [](auto handler, boost::asio::any_io_executor const& on, boost::asio::awaitable<result<R>> run) {
            start<R>(on, std::move(run), completion<R>(std::move(handler)));
        },
        token, std::move(executor), std::move(operation));
}

} // namespace parley::inline v0::detail

#endif
