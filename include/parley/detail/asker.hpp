#ifndef PARLEY_DETAIL_ASKER_HPP
#define PARLEY_DETAIL_ASKER_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/result.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace parley::inline v0::detail {

/// Where the events of an answer go: to the one that is not empty.
struct answer_sink {
    std::function<void(chat::event const&)> at_once = {};
    std::function<boost::asio::awaitable<void>(chat::event)> waiting = {}; ///< stops the sender until it is done

    answer_sink() = default;
    /// @param sink `void(chat::event const&)`, or `asio::awaitable<void>(chat::event)`.
    template <class Sink>
        requires(!std::same_as<std::remove_cvref_t<Sink>, answer_sink> && std::invocable<Sink&, chat::event const&>)
    explicit answer_sink(Sink sink) {
        if constexpr (std::is_void_v<std::invoke_result_t<Sink&, chat::event const&>>) at_once = std::move(sink);
        else waiting = std::move(sink);
    }

    /// Returns a sink that lets `note` see each event first.
    answer_sink after(std::function<void(chat::event const&)> note) && {
        answer_sink made;
        if (at_once)
            made.at_once = [note = std::move(note), to = std::move(at_once)](chat::event const& e) {
                note(e);
                to(e);
            };
        else
            made.waiting = [note = std::move(note), to = std::move(waiting)](chat::event e) {
                note(e);
                return to(std::move(e));
            };
        return made;
    }
};

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
        if (to.waiting) return client_.async_stream(std::move(q), std::move(to.waiting), boost::asio::use_awaitable);
        return client_.async_stream(std::move(q), std::move(to.at_once), boost::asio::use_awaitable);
    }

private:
    Client client_;
};

template <class Client> std::unique_ptr<asker> make_asker(Client const& client) { return std::make_unique<asker_of<Client>>(client); }

} // namespace parley::inline v0::detail

#endif
