#ifndef PARLEY_DETAIL_ASKER_HPP
#define PARLEY_DETAIL_ASKER_HPP

#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/detail/answer_sink.hpp>
#include <parley/detail/operations.hpp>
#include <parley/result.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <utility>

namespace parley::inline v0::detail {

/// A client as a coroutine sees it: what operations of several calls are written against, once for all clients.
class asker {
public:
    asker() = default;
    asker(asker const&) = delete;
    asker& operator=(asker const&) = delete;
    virtual ~asker() = default;

    virtual boost::asio::awaitable<result<chat::response>> chat(chat::request) = 0;
    virtual boost::asio::awaitable<result<chat::response>> stream(chat::request, answer_sink) = 0;
};

/// Any client: what has `async_chat` and `async_stream` and shares its state with its copies.
template <class Client> class asker_of final : public asker {
public:
    explicit asker_of(Client client) : client_(std::move(client)) {}

    boost::asio::awaitable<result<chat::response>> chat(chat::request q) override { return client_.async_chat(std::move(q), boost::asio::use_awaitable); }
    boost::asio::awaitable<result<chat::response>> stream(chat::request q, answer_sink to) override {
        auto const ask = [&](auto sink) { return client_.async_stream(std::move(q), std::move(sink), boost::asio::use_awaitable); };
        return std::move(to).pass_to(ask);
    }

private:
    Client client_;
};

template <class Client> std::unique_ptr<asker> make_asker(Client const& client) { return std::make_unique<asker_of<kept_client<Client>>>(client); }

} // namespace parley::inline v0::detail

#endif
