#ifndef PARLEY_BLOCKING_HPP
#define PARLEY_BLOCKING_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/detail/operations.hpp>
#include <parley/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <concepts>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

namespace parley::inline v0 {

namespace detail {

/// An `io_context` that is run by whoever waits: one thread at a time leads, the others wait until their call is done or they lead.
class shared_context {
public:
    shared_context() : work_(context_.get_executor()) {}

    boost::asio::io_context& context() noexcept { return context_; }

    /// Runs a coroutine to its end. Any thread may call.
    template <class R> result<R> wait(boost::asio::awaitable<result<R>> operation) {
        struct outcome {
            bool is_done = false;
            std::exception_ptr thrown;
            std::optional<result<R>> value;
        } mine;
        boost::asio::co_spawn(context_, rooted<R>(std::move(operation), mine.value), [&](std::exception_ptr thrown) {
            std::lock_guard const lock(mutex_);
            mine.thrown = thrown;
            mine.is_done = true;
            changed_.notify_all();
        });
        std::unique_lock lock(mutex_);
        while (!mine.is_done) {
            if (has_leader_) {
                changed_.wait(lock);
                continue;
            }
            has_leader_ = true;
            while (!mine.is_done) {
                lock.unlock();
                context_.run_one();
                lock.lock();
            }
            has_leader_ = false;
            changed_.notify_all();
        }
        if (mine.thrown) std::rethrow_exception(mine.thrown);
        return std::move(*mine.value);
    }

private:
    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool has_leader_ = false;
};

} // namespace detail

/// Any client for programs without an event loop: calls block. It owns its own context and no thread.
///
/// Threads may share it; they take turns running the context, so what a call calls back (sinks, tools, rules) may run on the thread of another
/// call. It must not be destroyed while a call runs.
/// @tparam Client such as `fallback`; deduced from what the factory makes. `sync_client` is the blocking form of `client`.
template <class Client> class blocking {
public:
    /// @param factory makes the client out of an executor.
    template <std::invocable<boost::asio::any_io_executor> Factory>
    explicit blocking(Factory factory)
        : context_(std::make_unique<detail::shared_context>()), client_(std::make_unique<Client>(factory(context_->context().get_executor()))) {}

    /// Sends a request and waits for the whole answer. Errors as those of `client::async_chat`.
    result<chat::response> chat(chat::request request) {
        return context_->wait(client_->async_chat(std::move(request), boost::asio::use_awaitable));
    }

    /// Sends a request, calls `sink` for each event of the answer, and returns the answer that they make up.
    /// @param sink `void(chat::event const&)`, copyable. Errors as those of `client::async_stream`.
    template <std::invocable<chat::event const&> Sink> result<chat::response> stream(chat::request request, Sink sink) {
        return context_->wait(client_->async_stream(std::move(request), std::move(sink), boost::asio::use_awaitable));
    }

    /// Asks for an answer of a described type; needs `parley/ask_for.hpp`. Errors as those of `client::async_ask_for`.
    template <class T> result<structured<T>> ask_for(chat::request request) {
        return context_->wait(detail::include_ask_for_hpp<T>::ask(*client_, std::move(request)));
    }
    /// The same; `rules` say whether the model may mend an answer that does not fit.
    template <class T> result<structured<T>> ask_for(chat::request request, answer_rules const& rules) {
        return context_->wait(detail::include_ask_for_hpp<T>::ask(*client_, std::move(request), rules));
    }

    /// Asks, runs the tools that the model calls, tells it what came of them, and so on until it answers; needs `parley/tool_loop.hpp`. Errors as
    /// those of `client::async_run`.
    template <class Rules = run_rules> auto run(chat::request request, toolbox const& tools, Rules const& rules = {}) {
        return context_->wait(detail::include_tool_loop_hpp<Client>::run(*client_, std::move(request), tools, rules));
    }

protected:
    detail::shared_context& context() noexcept { return *context_; }
    Client& client() noexcept { return *client_; }

private:
    std::unique_ptr<detail::shared_context> context_; // outlives the client, whose sockets live in it
    std::unique_ptr<Client> client_;
};

template <class Factory> blocking(Factory) -> blocking<std::remove_cvref_t<std::invoke_result_t<Factory, boost::asio::any_io_executor>>>;

} // namespace parley::inline v0

#endif
