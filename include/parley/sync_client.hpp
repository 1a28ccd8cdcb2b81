#ifndef PARLEY_SYNC_CLIENT_HPP
#define PARLEY_SYNC_CLIENT_HPP

#include <parley/blocking.hpp>
#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/client.hpp>
#include <parley/detail/erased_client.hpp>
#include <parley/detail/policies.hpp>
#include <parley/result.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <concepts>
#include <memory>
#include <utility>

namespace parley::inline v0 {

namespace detail {

/// What `sync_client` does whatever its policies are.
template <class Transport> struct blocking_calls {
    using state = std::shared_ptr<client_state<Transport>>;

    static result<chat::response> chat(shared_context& in, state with, chat::request request);
    static result<chat::response> stream(shared_context& in, state with, chat::request request, chat::event_sink sink);
};

} // namespace detail

/// The client for programs without an event loop: calls block. It owns its own context and no thread. What every blocking client can do stands at
/// `blocking`.
///
/// Threads may share it; they take turns running it. It must not be destroyed while a call runs.
template <class Family, class Auth, class Transport = any_transport>
class sync_client : private detail::checked_policies<Family, Auth, Transport>, public blocking<detail::erased_client> {
    using services = detail::include_services_hpp<Family>;
    using calls = detail::blocking_calls<any_transport>;

public:
    /// @param auth    such as a `secret`, for `auth::api_key`.
    /// @param factory makes the transport out of an executor, such as `https_factory()`.
    template <std::invocable<boost::asio::any_io_executor> Factory>
    sync_client(Auth auth, Factory factory, client_options options = {})
        : blocking([&](boost::asio::any_io_executor executor) { return parley::client<Family, Auth, Transport>(std::move(auth), Transport(factory(executor)), std::move(options)); }) {}

    /// Sends a request and waits for the whole answer. Errors as those of `client::async_chat`.
    result<chat::response> chat(chat::request request) { return calls::chat(this->context(), this->client().state(), std::move(request)); }

    /// Sends a request, calls `sink` for each event of the answer, on this thread, and returns the answer that they make up.
    /// @param sink `void(chat::event const&)`; while it runs, no more is read from the sender. What it throws ends the call and comes out here.
    /// Errors as those of `client::async_stream`.
    template <std::invocable<chat::event const&> Sink> result<chat::response> stream(chat::request request, Sink&& sink) {
        return calls::stream(this->context(), this->client().state(), std::move(request), sink);
    }

    /// Turns texts into vectors; needs `parley/services.hpp`. Errors as those of `client::async_embed`.
    template <class Request = provider::embedding_request> auto embed(Request const& request) {
        return this->context().wait(services::embed(this->client().state(), request));
    }
    /// Asks how many tokens a request's input has; needs `parley/services.hpp`. Errors as those of `client::async_count_tokens`.
    template <class Request = chat::request> auto count_tokens(Request request) {
        return this->context().wait(services::count_tokens(this->client().state(), std::move(request)));
    }
    /// Asks which models the provider serves; needs `parley/services.hpp`. Errors as those of `client::async_list_models`.
    template <class Services = services> auto list_models() { return this->context().wait(Services::list_models(this->client().state())); }
};

} // namespace parley::inline v0

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/impl/sync_client.ipp>
#endif

#endif
