#ifndef PARLEY_ANY_CLIENT_HPP
#define PARLEY_ANY_CLIENT_HPP

#include <parley/chat/event.hpp>
#include <parley/chat/request.hpp>
#include <parley/chat/response.hpp>
#include <parley/detail/answer_sink.hpp>
#include <parley/detail/completion.hpp>
#include <parley/detail/operations.hpp>
#include <parley/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace parley::inline v0 {

/// What a client is made of, for people.
struct client_about {
    std::string provider = {};   ///< such as `databricks`
    std::string credential = {}; ///< which of the caller's credentials counts: `api_key`, `none`; of Databricks `u2m`, `m2m`, `pat`, `profile`, `unified`
};

/// Any client behind one type, for programs that choose family and strategy when they run; made by `make_client`, or out of a client of yours.
///
/// It has all operations that are made of `async_chat` and `async_stream`. Copies share the client. Calls may overlap and may begin on any thread;
/// each keeps what it needs alive.
class any_client : public detail::operations<any_client> {
public:
    using executor_type = boost::asio::any_io_executor;

    /// @param client has `get_executor`, `async_chat` and `async_stream` as `client` has them.
    template <class Client>
        requires(!std::is_same_v<Client, any_client>) && requires(Client& c) {
            { c.get_executor() } -> std::convertible_to<boost::asio::any_io_executor>;
        }
    explicit any_client(Client client, client_about about = {})
        : held_(std::make_shared<model<detail::kept_client<Client>>>(std::move(client), std::move(about))) {}

    /// Returns what `make_client` chose; empty where somebody else made the client and did not say.
    client_about const& about() const noexcept { return held_->about; }

    executor_type get_executor() const { return held_->get_executor(); }

    /// Sends a request and waits for the whole answer; see `client::async_chat`.
    template <class Token> auto async_chat(chat::request request, Token&& token) const {
        return boost::asio::async_initiate<Token, signature>(
            [](auto handler, std::shared_ptr<base> held, chat::request&& q) { held->chat(std::move(q), completion(std::move(handler))); }, token, held_,
            std::move(request));
    }

    /// Sends a request and hands out the answer's events as they arrive; see `client::async_stream`.
    /// @param sink `void(chat::event const&)`, or `asio::awaitable<void>(chat::event)`.
    template <class Sink, class Token> auto async_stream(chat::request request, Sink sink, Token&& token) const {
        return boost::asio::async_initiate<Token, signature>(
            [](auto handler, std::shared_ptr<base> held, chat::request&& q, detail::answer_sink&& to) {
                held->stream(std::move(q), std::move(to), completion(std::move(handler)));
            },
            token, held_, std::move(request), detail::answer_sink(std::move(sink)));
    }

private:
    using signature = void(result<chat::response>);
    using completion = detail::completion<chat::response>;

    struct base {
        client_about about;
        explicit base(client_about a) : about(std::move(a)) {}
        virtual ~base() = default;
        virtual boost::asio::any_io_executor get_executor() = 0;
        virtual void chat(chat::request&&, completion&&) = 0;
        virtual void stream(chat::request&&, detail::answer_sink&&, completion&&) = 0;
    };
    template <class Client> struct model final : base {
        Client client;
        model(Client c, client_about a) : base(std::move(a)), client(std::move(c)) {}
        boost::asio::any_io_executor get_executor() override { return client.get_executor(); }
        void chat(chat::request&& q, completion&& done) override { client.async_chat(std::move(q), std::move(done)); }
        void stream(chat::request&& q, detail::answer_sink&& to, completion&& done) override {
            auto const ask = [&](auto sink) { client.async_stream(std::move(q), std::move(sink), std::move(done)); };
            std::move(to).pass_to(ask);
        }
    };

    std::shared_ptr<base> held_;
};

} // namespace parley::inline v0

#endif
