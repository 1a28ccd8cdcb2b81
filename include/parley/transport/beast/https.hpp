#ifndef PARLEY_TRANSPORT_BEAST_HTTPS_HPP
#define PARLEY_TRANSPORT_BEAST_HTTPS_HPP

// Include this in the one source file that makes the transport: the coroutines over Beast and TLS are what costs seconds to compile, unless the
// program compiles them with <parley/src.hpp>.

#include <parley/config.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>
#include <parley/transport/beast/options.hpp>
#include <parley/transport/limits.hpp>
#include <parley/transport/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string_view>
#include <utility>

namespace parley::inline v0 {

namespace transport {

namespace detail {
struct https_state;
class round_trip;
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
        ~exchange();
        exchange(exchange&&) noexcept;
        exchange& operator=(exchange&&) noexcept;

        http::response const& head() const noexcept;
        boost::asio::awaitable<result<std::string_view>> read();

    private:
        friend https;
        explicit exchange(std::unique_ptr<detail::round_trip> begun);

        std::unique_ptr<detail::round_trip> trip_;
    };

    /// @param executor that connections run on, such as that of an `io_context`.
    explicit https(boost::asio::any_io_executor executor, https_options options = {});

    boost::asio::any_io_executor get_executor() const noexcept;

    boost::asio::awaitable<result<http::response>> send(http::request request, limits allowed);

    boost::asio::awaitable<result<exchange>> open(http::request request, limits allowed);

private:
    static boost::asio::awaitable<result<exchange>> opened(boost::asio::awaitable<result<std::unique_ptr<detail::round_trip>>> begun);

    std::shared_ptr<detail::https_state> state_;
};

static_assert(Transport<https>);

} // namespace transport

/// Makes the transport for HTTP and HTTPS.
/// @param executor that connections and completions run on, such as that of an `io_context`.
PARLEY_DECL any_transport make_https_transport(boost::asio::any_io_executor executor, transport::https_options options = {});

/// Returns what makes the transport once an executor is there, for `sync_client`, which owns its own.
inline auto https_factory(transport::https_options options = {}) {
    return [options = std::move(options)](boost::asio::any_io_executor executor) { return make_https_transport(std::move(executor), options); };
}

} // namespace parley::inline v0

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/transport/beast/impl/https.ipp>
#endif

#endif
