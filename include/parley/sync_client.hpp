#ifndef PARLEY_SYNC_CLIENT_HPP
#define PARLEY_SYNC_CLIENT_HPP

#include <parley/blocking.hpp>
#include <parley/client.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>

#include <concepts>
#include <memory>
#include <utility>
#include <vector>

namespace parley::inline v0 {

/// The client for programs without an event loop: calls block. It owns its own context and no thread. What every blocking client can do stands at
/// `blocking`.
///
/// Threads may share it; they take turns running it. It must not be destroyed while a call runs.
template <class Family, class Auth, class Transport = any_transport>
class sync_client : private detail::checked_policies<Family, Auth, Transport>, public blocking<client<Family, Auth, Transport>> {
    using async_client = parley::client<Family, Auth, Transport>;
    using base = blocking<async_client>;
    using call = typename async_client::call;

public:
    /// @param auth    such as a `secret`, for `auth::api_key`.
    /// @param factory makes the transport out of an executor, such as `https_factory()`.
    template <std::invocable<boost::asio::any_io_executor> Factory>
    sync_client(Auth auth, Factory factory, client_options options = {})
        : base([&](boost::asio::any_io_executor executor) { return async_client(std::move(auth), Transport(factory(executor)), std::move(options)); }) {}

    /// Sends a request and waits for the whole answer. Errors as those of `client::async_chat`.
    result<chat::response> chat(chat::request request) { return this->context().wait(call::chat(this->client().state_, std::move(request))); }

    /// Sends a request, calls `sink` for each event of the answer, on this thread, and returns the answer that they make up.
    /// @param sink `void(chat::event const&)`; while it runs, no more is read from the sender. What it throws ends the call and comes out here.
    /// Errors as those of `client::async_stream`.
    template <std::invocable<chat::event const&> Sink> result<chat::response> stream(chat::request request, Sink&& sink) {
        running one(this->context(), std::make_unique<call>(this->client().state_));
        auto const opened = this->context().wait(one->open(std::move(request)));
        if (!opened) return opened.error();
        std::vector<chat::event> arrived;
        auto const keep = [&](chat::event const& e) { arrived.push_back(e); };
        for (;;) {
            arrived.clear();
            auto const more = this->context().wait(one->advance(keep));
            for (auto const& e : arrived) sink(e);
            if (!more) return more.error();
            if (!*more) return one->finish();
        }
    }

    /// Turns texts into vectors; needs `parley/services.hpp`. Errors as those of `client::async_embed`.
    template <class Request = provider::embedding_request> auto embed(Request const& request) {
        return this->context().wait(async_client::services::template embed<call>(this->client().state_, request));
    }
    /// Asks how many tokens a request's input has; needs `parley/services.hpp`. Errors as those of `client::async_count_tokens`.
    template <class Request = chat::request> auto count_tokens(Request request) {
        return this->context().wait(async_client::services::template count_tokens<call>(this->client().state_, std::move(request)));
    }
    /// Asks which models the provider serves; needs `parley/services.hpp`. Errors as those of `client::async_list_models`.
    template <class Call = call> auto list_models() {
        return this->context().wait(async_client::services::template list_models<Call>(this->client().state_));
    }

private:
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
};

} // namespace parley::inline v0

#endif
