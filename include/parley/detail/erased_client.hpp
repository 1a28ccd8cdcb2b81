#ifndef PARLEY_DETAIL_ERASED_CLIENT_HPP
#define PARLEY_DETAIL_ERASED_CLIENT_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/message.hpp>
#include <parley/chat/part.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/chat/tool.hpp>
#include <parley/client_options.hpp>
#include <parley/config.hpp>
#include <parley/detail/answer_sink.hpp>
#include <parley/detail/any_auth.hpp>
#include <parley/detail/any_family.hpp>
#include <parley/detail/completion.hpp>
#include <parley/detail/operations.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace parley::inline v0::detail {

template <class Transport> struct client_state;

/// A client whose policies were chosen elsewhere, by types or at run time: what all clients have in common, compiled once. Copies share it.
///
/// There is one instance, `erased_client`. It is a template so that who includes this and calls nothing compiles nothing: what inline functions
/// use is compiled even where nobody calls them.
template <class Transport> class basic_erased_client : public operations<basic_erased_client<Transport>> {
public:
    using executor_type = boost::asio::any_io_executor;

    /// @param family has static storage.
    basic_erased_client(any_family const& family, any_auth&& auth, Transport&& transport, client_options&& options);

    executor_type get_executor() const;

    /// Returns the family that the client speaks.
    any_family const& speaks() const noexcept;

    /// Sends a request and waits for the whole answer.
    /// @param request what is asked; inside a `co_await` expression made by `ask(…)`, or named first.
    /// @param token   any completion token for `void(result<chat::response>)`.
    /// @par Errors
    /// `errc::unsupported` naming what the family cannot carry; those of the strategy; those of the transport; those that the provider answers
    /// with (`unauthenticated`, `rate_limited`, …), its own words in `provider`; `invalid_response`. `where` is the host, the part or the model.
    /// @par Cancellation
    /// Terminal: closes the connection and completes with `errc::cancelled`.
    template <class Token> auto async_chat(chat::request request, Token&& token) {
        return boost::asio::async_initiate<Token, void(result<chat::response>)>(
            [](auto handler, std::shared_ptr<state_type> with, chat::request&& q) {
                start_chat(std::move(with), std::move(q), completion<chat::response>(std::move(handler)));
            },
            token, state_, std::move(request));
    }

    /// Sends a request and hands out the answer's events as they arrive; completes with the answer that they make up.
    /// @param request as for `async_chat`.
    /// @param sink    `void(chat::event const&)`, or `asio::awaitable<void>(chat::event)`, which stops the sender until it is done. Called on
    ///                the call's strand; kept until the call is done.
    /// @param token   any completion token for `void(result<chat::response>)`.
    /// @par Errors
    /// As for `async_chat`; `errc::truncated` where the stream ended without its mark. The events that arrived before have been handed out.
    template <class Sink, class Token> auto async_stream(chat::request request, Sink sink, Token&& token) {
        return boost::asio::async_initiate<Token, void(result<chat::response>)>(
            [](auto handler, std::shared_ptr<state_type> with, chat::request&& q, answer_sink&& to) {
                start_stream(std::move(with), std::move(q), std::move(to), completion<chat::response>(std::move(handler)));
            },
            token, state_, std::move(request), answer_sink(std::move(sink)));
    }

    using state_type = client_state<Transport>;

    /// Returns what the client's calls share.
    std::shared_ptr<state_type> const& state() const noexcept { return state_; }

private:
    // Each call runs on a strand of its own and keeps the state alive.
    static void start_chat(std::shared_ptr<state_type> with, chat::request&& request, completion<chat::response> done);
    static void start_stream(std::shared_ptr<state_type> with, chat::request&& request, answer_sink&& sink, completion<chat::response> done);

    std::shared_ptr<state_type> state_;
};

} // namespace parley::inline v0::detail

#ifdef PARLEY_SEPARATE_COMPILATION
// The lists that requests and answers are made of: every source with a client copies or destroys them.
extern template class std::vector<parley::chat::choice>;
extern template class std::vector<parley::chat::failed_try>;
extern template class std::vector<parley::chat::message>;
extern template class std::vector<parley::chat::part>;
extern template class std::vector<parley::chat::token_logprob>;
extern template class std::vector<parley::chat::tool>;
#else
#include <parley/detail/impl/erased_client.ipp>
#endif

#endif
