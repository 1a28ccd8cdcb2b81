#ifndef PARLEY_DETAIL_LAYER_HPP
#define PARLEY_DETAIL_LAYER_HPP

#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/detail/asker.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/detail/operations.hpp>
#include <parley/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <utility>

namespace parley::inline v0::detail {

/// A client that is made of other clients: what all of them have in common. Copies share it.
/// @tparam Derived the client.
/// @tparam Asker   what it does.
template <class Derived, class Asker> class layer : public operations<Derived> {
public:
    using executor_type = boost::asio::any_io_executor;

    executor_type get_executor() const { return executor_; }

    /// Sends a request and waits for the whole answer; see `client::async_chat`.
    template <class Token> auto async_chat(chat::request request, Token&& token) {
        return initiate<chat::response>(executor_, chat(asker_, std::move(request)), std::forward<Token>(token));
    }

    /// Sends a request and hands out the answer's events as they arrive; see `client::async_stream`.
    /// @param sink `void(chat::event const&)`, or `asio::awaitable<void>(chat::event)`.
    template <class Sink, class Token> auto async_stream(chat::request request, Sink sink, Token&& token) {
        return initiate<chat::response>(executor_, stream(asker_, std::move(request), answer_sink(std::move(sink))), std::forward<Token>(token));
    }

protected:
    layer(executor_type executor, std::shared_ptr<Asker> asks) : executor_(std::move(executor)), asker_(std::move(asks)) {}

    Asker& shared() const noexcept { return *asker_; }

private:
    // They keep alive what they run.
    static boost::asio::awaitable<result<chat::response>> chat(std::shared_ptr<Asker> with, chat::request q) { co_return co_await with->chat(std::move(q)); }
    static boost::asio::awaitable<result<chat::response>> stream(std::shared_ptr<Asker> with, chat::request q, answer_sink to) {
        co_return co_await with->stream(std::move(q), std::move(to));
    }

    executor_type executor_;
    std::shared_ptr<Asker> asker_;
};

} // namespace parley::inline v0::detail

#endif
