#ifndef PARLEY_SYNC_CLIENT_HPP
#define PARLEY_SYNC_CLIENT_HPP

#include <parley/client.hpp>
#include <parley/detail/operations.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <concepts>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

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
        boost::asio::co_spawn(context_, rooted<R>(std::move(operation)), [&](std::exception_ptr thrown, std::optional<result<R>> value) {
            std::lock_guard const lock(mutex_);
            mine.thrown = thrown;
            mine.value = std::move(value);
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

/// The client for programs without an event loop: calls block. It owns its own context and no thread.
///
/// Threads may share it; they take turns running it. It must not be destroyed while a call runs.
template <class Family, class Auth, class Transport = any_transport> class sync_client : private detail::checked_policies<Family, Auth, Transport> {
    using async_client = client<Family, Auth, Transport>;

public:
    /// @param auth    such as a `secret`, for `auth::api_key`.
    /// @param factory makes the transport out of an executor, such as `https_factory()`.
    template <std::invocable<boost::asio::any_io_executor> Factory>
    sync_client(Auth auth, Factory factory, client_options options = {})
        : context_(std::make_unique<detail::shared_context>()),
          client_(std::make_unique<async_client>(std::move(auth), Transport(factory(context_->context().get_executor())), std::move(options))) {}

    /// Sends a request and waits for the whole answer. Errors as those of `client::async_chat`.
    result<chat::response> chat(chat::request request) { return context_->wait(call::chat(client_->state_, std::move(request))); }

    /// Sends a request, calls `sink` for each event of the answer, on this thread, and returns the answer that they make up.
    /// @param sink `void(chat::event const&)`; while it runs, no more is read from the sender. What it throws ends the call and comes out here.
    /// Errors as those of `client::async_stream`.
    template <std::invocable<chat::event const&> Sink> result<chat::response> stream(chat::request request, Sink&& sink) {
        running one(*context_, std::make_unique<call>(client_->state_));
        auto const opened = context_->wait(one->open(std::move(request)));
        if (!opened) return opened.error();
        std::vector<chat::event> arrived;
        auto const keep = [&](chat::event const& e) { arrived.push_back(e); };
        for (;;) {
            arrived.clear();
            auto const more = context_->wait(one->advance(keep));
            for (auto const& e : arrived) sink(e);
            if (!more) return more.error();
            if (!*more) return one->finish();
        }
    }

    /// Asks for an answer of a described type; needs `parley/ask_for.hpp`. Errors as those of `client::async_ask_for`.
    template <class T> result<structured<T>> ask_for(chat::request request) {
        return context_->wait(detail::include_ask_for_hpp<T>::ask(*client_, std::move(request)));
    }
    /// The same; `rules` say whether the model may mend an answer that does not fit.
    template <class T> result<structured<T>> ask_for(chat::request request, answer_rules const& rules) {
        return context_->wait(detail::include_ask_for_hpp<T>::ask(*client_, std::move(request), rules));
    }

    /// Asks, runs the tools that the model calls, tells it what came of them, and so on until it answers; needs `parley/tool_loop.hpp`. Tools and
    /// what `rules` call run on the thread that leads, which may belong to another call. Errors as those of `client::async_run`.
    template <class Rules = run_rules> auto run(chat::request request, toolbox const& tools, Rules const& rules = {}) {
        return context_->wait(detail::include_tool_loop_hpp<async_client>::run(*client_, std::move(request), tools, rules));
    }

private:
    using call = typename async_client::call;

    /// A call that ends where its sockets and timers live: on the context, whichever thread runs it.
    class running {
    public:
        running(detail::shared_context& context, std::unique_ptr<call> held) : context_(context), held_(std::move(held)) {}
        running(running const&) = delete;
        running& operator=(running const&) = delete;
        ~running() {
            boost::asio::post(context_.context(), [ended = std::move(held_)] {});
        }
        call* operator->() const noexcept { return held_.get(); }

    private:
        detail::shared_context& context_;
        std::unique_ptr<call> held_;
    };

    std::unique_ptr<detail::shared_context> context_; // outlives the client, whose sockets live in it
    std::unique_ptr<async_client> client_;
};

} // namespace parley::inline v0

#endif
