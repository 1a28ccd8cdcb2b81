#ifndef PARLEY_TRANSPORT_BEAST_HTTPS_HPP
#define PARLEY_TRANSPORT_BEAST_HTTPS_HPP

// Include this in the one source file that makes the transport: the coroutines over Beast and TLS are what costs seconds to compile.

#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>
#include <parley/transport/beast/detail/round_trip.hpp>
#include <parley/transport/beast/options.hpp>
#include <parley/transport/limits.hpp>
#include <parley/transport/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>
#include <string_view>
#include <utility>

namespace parley::inline v0 {

namespace transport {

namespace detail {

/// Runs `inner` with cancellation as a result instead of an exception, which would fly out of the next await.
template <class T> awaitable<T> without_throwing(awaitable<T> inner) {
    auto const before = co_await boost::asio::this_coro::throw_if_cancelled();
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto done = co_await std::move(inner);
    co_await boost::asio::this_coro::throw_if_cancelled(before);
    co_return done;
}

inline awaitable<result<std::unique_ptr<round_trip>>> begin(std::shared_ptr<https_state> with, http::request request, limits allowed) {
    auto trip = std::make_unique<round_trip>(std::move(with), co_await boost::asio::this_coro::executor, std::move(request), allowed);
    auto const started = co_await trip->start();
    if (!started) co_return started.error();
    co_return std::move(trip);
}

inline awaitable<result<http::response>> whole(std::shared_ptr<https_state> with, http::request request, limits allowed) {
    round_trip trip(std::move(with), co_await boost::asio::this_coro::executor, std::move(request), allowed);
    auto const started = co_await trip.start();
    if (!started) co_return started.error();
    co_return co_await trip.rest();
}

} // namespace detail

/// HTTP/1.1 over TCP and TLS: Asio, Beast's parser and OpenSSL.
///
/// Certificates and host names are verified. Plain `http` goes to this machine only (and to a cloud's metadata address, for requests so
/// marked) unless allowed. Redirects are answers, never followed. Copies share one pool of connections and of memory to read into; calls may
/// overlap, from any thread whose coroutines run on strands. A connection that had waited and turns out to be gone is replaced by a new one
/// where nothing of the request was sent or the method is safe; all else is for the caller to repeat.
/// @par Errors of send, open and read
/// `errc::invalid_argument` for a request that cannot be written; `insecure_transport`, `misconfigured` (also a proxy that refuses),
/// `name_resolution_failed`, `connect_failed`, `tls_failed` (its message says what is wrong with the certificate), `timed_out` (which clock),
/// `connection_lost`, `invalid_response`, `response_too_large`, `cancelled`. `where` is the host, or the proxy.
class https {
public:
    /// An answer being read.
    class exchange {
    public:
        http::response const& head() const noexcept { return trip_->head(); }
        boost::asio::awaitable<result<std::string_view>> read() { return detail::without_throwing(trip_->read()); }

    private:
        friend https;
        explicit exchange(std::unique_ptr<detail::round_trip> begun) : trip_(std::move(begun)) {}

        std::unique_ptr<detail::round_trip> trip_;
    };

    /// @param executor that connections run on, such as that of an `io_context`.
    explicit https(boost::asio::any_io_executor executor, https_options options = {})
        : state_(std::make_shared<detail::https_state>(std::move(executor), std::move(options))) {}

    boost::asio::any_io_executor get_executor() const noexcept { return state_->executor; }

    boost::asio::awaitable<result<http::response>> send(http::request request, limits allowed) {
        return detail::without_throwing(detail::whole(state_, std::move(request), allowed));
    }

    boost::asio::awaitable<result<exchange>> open(http::request request, limits allowed) {
        return opened(detail::without_throwing(detail::begin(state_, std::move(request), allowed)));
    }

private:
    static boost::asio::awaitable<result<exchange>> opened(boost::asio::awaitable<result<std::unique_ptr<detail::round_trip>>> begun) {
        auto trip = co_await std::move(begun);
        if (!trip) co_return trip.error();
        co_return exchange(std::move(*trip));
    }

    std::shared_ptr<detail::https_state> state_;
};

static_assert(Transport<https>);

} // namespace transport

/// Makes the transport for HTTP and HTTPS.
/// @param executor that connections and completions run on, such as that of an `io_context`.
inline any_transport make_https_transport(boost::asio::any_io_executor executor, transport::https_options options = {}) {
    return transport::https(std::move(executor), std::move(options));
}

/// Returns what makes the transport once an executor is there, for `sync_client`, which owns its own.
inline auto https_factory(transport::https_options options = {}) {
    return [options = std::move(options)](boost::asio::any_io_executor executor) { return make_https_transport(std::move(executor), options); };
}

} // namespace parley::inline v0

#endif
