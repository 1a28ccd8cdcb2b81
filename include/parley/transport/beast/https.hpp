#ifndef PARLEY_TRANSPORT_BEAST_HTTPS_HPP
#define PARLEY_TRANSPORT_BEAST_HTTPS_HPP

// Include this in the one source file that makes the transport: the coroutines over Beast and TLS are what costs seconds to compile.

#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>
#include <parley/transport/beast/detail/connection.hpp>
#include <parley/transport/beast/detail/http1.hpp>
#include <parley/transport/beast/detail/pool.hpp>
#include <parley/transport/beast/detail/watchdog.hpp>
#include <parley/transport/beast/tls.hpp>
#include <parley/transport/limits.hpp>
#include <parley/transport/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0 {

namespace transport {

/// How an `https` transport behaves.
struct https_options {
    tls_options tls = {};
    bool allow_plain_http = false; ///< also to other hosts than this machine
    std::size_t max_idle_per_origin = 8;                              ///< connections kept for the next request
    std::chrono::milliseconds max_idle_time = std::chrono::seconds(60); ///< how long they are kept
};

/// HTTP/1.1 over TCP and TLS: Asio, Beast's parser and OpenSSL.
///
/// Certificates and host names are verified. Plain `http` goes to this machine only (and to a cloud's metadata address, for requests so
/// marked) unless allowed. Redirects are answers, never followed. Copies share one pool of connections; calls may overlap, from any
/// thread whose coroutines run on strands.
/// @par Errors of send, open and read
/// `errc::invalid_argument` for a request that cannot be written; `insecure_transport`, `misconfigured`, `name_resolution_failed`,
/// `connect_failed`, `tls_failed` (its message says what is wrong with the certificate), `timed_out` (which clock), `connection_lost`,
/// `invalid_response`, `response_too_large`, `cancelled`. `where` is the host.
class https {
public:
    class exchange;

    explicit https(boost::asio::any_io_executor executor, https_options options = {})
        : shared_(std::make_shared<shared>(std::move(executor), std::move(options))) {}

    boost::asio::any_io_executor get_executor() const noexcept { return shared_->executor; }
    boost::asio::awaitable<result<http::response>> send(http::request request, limits allowed);
    boost::asio::awaitable<result<exchange>> open(http::request request, limits allowed);

private:
    struct shared {
        boost::asio::any_io_executor executor;
        https_options options;
        detail::pool connections;
        std::mutex mutex;
        std::optional<result<std::shared_ptr<boost::asio::ssl::context>>> context;

        shared(boost::asio::any_io_executor ex, https_options o)
            : executor(std::move(ex)), options(std::move(o)), connections(options.max_idle_per_origin, options.max_idle_time) {}

        result<std::shared_ptr<boost::asio::ssl::context>> tls() {
            std::lock_guard const lock(mutex);
            if (!context) context = detail::make_tls_context(options.tls);
            return *context;
        }
    };
    struct running;

    static boost::asio::awaitable<result<std::unique_ptr<running>>> start(std::shared_ptr<shared> with, http::request request, limits allowed);
    static result<void> check_scheme(http::request const& request, https_options const& options);

    std::shared_ptr<shared> shared_;
};

/// One request on its way.
struct https::running {
    std::shared_ptr<shared> with;
    std::shared_ptr<detail::watchdog> clocks;
    detail::response_reader reader;
    std::string where;
    std::unique_ptr<detail::connection> link; // null once the answer is read
    std::string piece;                        // what the caller looks at

    running(std::shared_ptr<shared> owner, std::shared_ptr<detail::watchdog> watch, limits const& allowed, http::request const& request)
        : with(std::move(owner)), clocks(std::move(watch)), reader(allowed, request.method == "HEAD"), where(request.url.authority()) {}
    running(running const&) = delete;
    running& operator=(running const&) = delete;
    ~running() { clocks->stop(); }

    error about(error why) const {
        why.where = where;
        return why;
    }

    void watch(std::chrono::milliseconds limits::*clock) {
        if (link) clocks->start(clock, link->socket());
    }

    /// Gives the parser what is buffered; a connection whose answer is whole goes back to the pool.
    result<void> parse() {
        auto const bytes = link->buffer.data();
        auto const used = reader.put(std::string_view(static_cast<char const*>(bytes.data()), bytes.size()));
        if (!used) return about(used.error());
        link->buffer.consume(*used);
        if (!reader.is_done()) return {};
        clocks->stop();
        // Bytes behind the answer belong to no request of ours.
        if (reader.keeps_connection() && link->buffer.size() == 0) with->connections.give(std::move(link));
        link.reset();
        return {};
    }

    /// Reads from the connection once.
    boost::asio::awaitable<result<void>> advance() {
        auto const got = co_await link->read_some();
        auto failure = std::get<0>(got);
        bool const is_end = failure == boost::asio::error::eof;
        if (is_end) failure.clear();
        auto wrong = co_await detail::trouble(*clocks, errc::connection_lost, failure, where);
        if (wrong) co_return std::move(*wrong);
        if (!is_end) {
            link->buffer.commit(std::get<1>(got));
            co_return parse();
        }
        if (auto const ended = reader.put_end(); !ended) co_return about(ended.error());
        clocks->stop();
        link.reset();
        co_return result<void>();
    }
};

/// An answer being read from an `https` transport.
class https::exchange {
public:
    http::response const& head() const noexcept { return running_->reader.head(); }
    boost::asio::awaitable<result<std::string_view>> read();

private:
    friend https;
    explicit exchange(std::unique_ptr<running> r) : running_(std::move(r)) {}
    static boost::asio::awaitable<result<std::string_view>> next(running& r);

    std::unique_ptr<running> running_;
};

namespace detail {

/// Runs `inner` with cancellation as a result instead of an exception, which would fly out of the next await.
template <class T> boost::asio::awaitable<T> without_throwing(boost::asio::awaitable<T> inner) {
    auto const before = co_await boost::asio::this_coro::throw_if_cancelled();
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto done = co_await std::move(inner);
    co_await boost::asio::this_coro::throw_if_cancelled(before);
    co_return done;
}

} // namespace detail

inline result<void> https::check_scheme(http::request const& request, https_options const& options) {
    auto const& to = request.url;
    if (to.is_encrypted() || to.is_loopback() || options.allow_plain_http) return {};
    if (request.instance_metadata && to.host() == "169.254.169.254") return {};
    return error(errc::insecure_transport, "Plain http is allowed to this machine only.", to.authority());
}

inline boost::asio::awaitable<result<std::unique_ptr<https::running>>> https::start(std::shared_ptr<shared> with, http::request request, limits allowed) {
    if (auto const valid = check(request); !valid) co_return valid.error();
    if (auto const safe = check_scheme(request, with->options); !safe) co_return safe.error();
    auto const executor = co_await boost::asio::this_coro::executor;
    auto const clocks = std::make_shared<detail::watchdog>(executor, allowed);
    boost::system::error_code const no_failure;
    auto wrong = co_await detail::trouble(*clocks, errc::cancelled, no_failure, request.url.authority()); // cancelled before it began
    if (wrong) co_return std::move(*wrong);
    auto r = std::make_unique<running>(with, clocks, allowed, request);

    r->link = with->connections.take(request.url.origin());
    if (!r->link) {
        if (request.url.is_encrypted()) {
            auto const context = with->tls();
            if (!context) co_return context.error();
            r->link = std::make_unique<detail::connection>(with->executor, request.url.origin(), *context);
        } else {
            r->link = std::make_unique<detail::connection>(with->executor, request.url.origin());
        }
        auto const connected = co_await r->link->connect(request.url, *clocks);
        if (!connected) co_return connected.error();
    }

    clocks->start(&limits::first_byte, r->link->socket());
    auto const head = detail::head_of(request);
    auto const written = co_await r->link->write(head, request.body);
    wrong = co_await detail::trouble(*clocks, errc::connection_lost, std::get<0>(written), r->where);
    if (wrong) co_return std::move(*wrong);
    while (!r->reader.has_head()) {
        auto const got = co_await r->advance();
        if (!got) co_return got.error();
        r->watch(&limits::idle);
    }
    co_return std::move(r);
}

inline boost::asio::awaitable<result<http::response>> https::send(http::request request, limits allowed) {
    auto whole = [](std::shared_ptr<shared> with, http::request asked, limits within) -> boost::asio::awaitable<result<http::response>> {
        auto started = co_await start(std::move(with), std::move(asked), within);
        if (!started) co_return started.error();
        auto& r = **started;
        while (r.link) {
            r.watch(&limits::idle);
            auto const got = co_await r.advance();
            if (!got) co_return got.error();
        }
        auto answer = std::move(r.reader.head());
        answer.body = std::move(r.reader.body());
        co_return answer;
    };
    return detail::without_throwing(whole(shared_, std::move(request), allowed));
}

inline boost::asio::awaitable<result<https::exchange>> https::open(http::request request, limits allowed) {
    auto opened = [](std::shared_ptr<shared> with, http::request asked, limits within) -> boost::asio::awaitable<result<exchange>> {
        auto started = co_await start(std::move(with), std::move(asked), within);
        if (!started) co_return started.error();
        (*started)->watch(&limits::total); // while nobody reads
        co_return exchange(std::move(*started));
    };
    return detail::without_throwing(opened(shared_, std::move(request), allowed));
}

inline boost::asio::awaitable<result<std::string_view>> https::exchange::read() { return detail::without_throwing(next(*running_)); }

inline boost::asio::awaitable<result<std::string_view>> https::exchange::next(running& r) {
    auto& body = r.reader.body();
    r.piece.clear();
    boost::system::error_code const no_failure;
    auto wrong = co_await detail::trouble(*r.clocks, errc::cancelled, no_failure, r.where); // since the last read
    if (wrong) co_return std::move(*wrong);
    while (body.empty() && r.link) {
        r.watch(&limits::idle);
        auto const got = co_await r.advance();
        if (!got) co_return got.error();
    }
    r.watch(&limits::total);
    std::swap(r.piece, body);
    co_return std::string_view(r.piece);
}

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
