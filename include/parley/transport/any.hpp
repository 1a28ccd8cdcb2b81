#ifndef PARLEY_TRANSPORT_ANY_HPP
#define PARLEY_TRANSPORT_ANY_HPP

#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/limits.hpp>
#include <parley/transport/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace parley::inline v0 {

/// An exchange of any transport.
class any_exchange {
public:
    template <class E>
        requires(!std::is_same_v<E, any_exchange> && transport::Exchange<E>)
    explicit any_exchange(E exchange) : held_(std::make_unique<model<E>>(std::move(exchange))) {}

    http::response const& head() const noexcept;
    boost::asio::awaitable<result<std::string_view>> read();

private:
    struct base {
        virtual ~base() = default;
        virtual http::response const& head() const noexcept = 0;
        virtual boost::asio::awaitable<result<std::string_view>> read() = 0;
    };
    template <class E> struct model final : base {
        E exchange;
        explicit model(E e) : exchange(std::move(e)) {}
        http::response const& head() const noexcept override { return exchange.head(); }
        boost::asio::awaitable<result<std::string_view>> read() override { return exchange.read(); }
    };

    std::unique_ptr<base> held_;
};

/// Any transport behind one type: what clients use unless told otherwise, so that their source files need not see Beast and TLS.
///
/// Copies share the transport. Calls may overlap; an operation must not outlive all copies.
class any_transport {
public:
    template <class T>
        requires(!std::is_same_v<T, any_transport> && transport::Transport<T>)
    any_transport(T transport) : held_(std::make_shared<model<T>>(std::move(transport))) {} // implicit: stands for what it holds

    boost::asio::any_io_executor get_executor();
    boost::asio::awaitable<result<http::response>> send(http::request request, transport::limits limits);
    boost::asio::awaitable<result<any_exchange>> open(http::request request, transport::limits limits);

private:
    struct base {
        virtual ~base() = default;
        virtual boost::asio::any_io_executor get_executor() = 0;
        virtual boost::asio::awaitable<result<http::response>> send(http::request, transport::limits) = 0;
        virtual boost::asio::awaitable<result<any_exchange>> open(http::request, transport::limits) = 0;
    };
    template <class T> struct model final : base {
        T transport;
        explicit model(T t) : transport(std::move(t)) {}
        boost::asio::any_io_executor get_executor() override { return transport.get_executor(); }
        boost::asio::awaitable<result<http::response>> send(http::request request, transport::limits limits) override {
            return transport.send(std::move(request), limits);
        }
        boost::asio::awaitable<result<any_exchange>> open(http::request request, transport::limits limits) override {
            auto opened = co_await transport.open(std::move(request), limits);
            if (!opened) co_return std::move(opened).error();
            co_return any_exchange(std::move(*opened));
        }
    };

    std::shared_ptr<base> held_;
};

} // namespace parley::inline v0

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/transport/impl/any.ipp>
#endif

#endif
