#ifndef PARLEY_TRANSPORT_BEAST_DETAIL_CONNECTION_HPP
#define PARLEY_TRANSPORT_BEAST_DETAIL_CONNECTION_HPP

#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/transport/beast/detail/watchdog.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace parley::inline v0::transport::detail {

using tcp = boost::asio::ip::tcp;
using boost::asio::awaitable;

inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

/// What went wrong with an operation that ended with `failure`, if anything: a clock that rang, a cancellation, or `cause`.
///
/// An operation that was done at the moment of the cancellation does not show it, and would not stop the next one.
inline awaitable<std::optional<error>> trouble(watchdog const& clocks, errc cause, boost::system::error_code failure, std::string where) {
    if (clocks.has_rung()) {
        auto late = clocks.timed_out();
        late.where = std::move(where);
        co_return late;
    }
    auto const state = co_await boost::asio::this_coro::cancellation_state;
    if (state.cancelled() != boost::asio::cancellation_type::none) co_return error(errc::cancelled, {}, std::move(where));
    if (!failure) co_return std::nullopt;
    co_return error(cause, std::string(sentence(cause)) + " (" + failure.message() + ")", std::move(where));
}

/// Looks up a host's addresses. A lookup of the system cannot be stopped, so it is left behind when a clock rings or the caller cancels.
inline awaitable<result<tcp::resolver::results_type>> look_up(http::url const& to, watchdog& clocks) {
    struct lookup {
        tcp::resolver resolver;
        boost::asio::steady_timer done;
        bool is_done = false;
        boost::system::error_code failure;
        tcp::resolver::results_type found;
        explicit lookup(boost::asio::any_io_executor const& executor) : resolver(executor), done(executor) {}
    };
    auto const state = std::make_shared<lookup>(co_await boost::asio::this_coro::executor);
    state->done.expires_at(clocks.deadline_of(&limits::connect));
    state->resolver.async_resolve(to.host(), std::to_string(to.port()), tcp::resolver::numeric_service,
                                  [state](boost::system::error_code failure, tcp::resolver::results_type found) {
                                      state->is_done = true;
                                      state->failure = failure;
                                      state->found = std::move(found);
                                      state->done.cancel();
                                  });
    auto const waited = co_await state->done.async_wait(as_result);
    if (!state->is_done) {
        state->resolver.cancel();
        if (std::get<0>(waited)) co_return error(errc::cancelled, {}, to.authority());
        auto late = clocks.timed_out();
        late.where = to.authority();
        co_return late;
    }
    auto wrong = co_await trouble(clocks, errc::name_resolution_failed, state->failure, to.authority());
    if (wrong) co_return std::move(*wrong);
    co_return std::move(state->found);
}

/// A connection to one origin, plain or TLS, with the bytes that were read but not yet used.
class connection {
public:
    using encrypted = boost::asio::ssl::stream<tcp::socket>;

    connection(boost::asio::any_io_executor const& executor, std::string origin) : origin_(std::move(origin)), stream_(std::in_place_type<tcp::socket>, executor) {
        buffer.reserve(buffer_size);
    }
    connection(boost::asio::any_io_executor const& executor, std::string origin, std::shared_ptr<boost::asio::ssl::context> context)
        : origin_(std::move(origin)), context_(std::move(context)), stream_(std::in_place_type<encrypted>, executor, *context_) {
        buffer.reserve(buffer_size);
    }

    std::string const& origin() const noexcept { return origin_; }

    tcp::socket& socket() noexcept {
        if (auto* plain = std::get_if<tcp::socket>(&stream_)) return *plain;
        return std::get<encrypted>(stream_).next_layer();
    }

    awaitable<std::tuple<boost::system::error_code, std::size_t>> read_some() {
        auto const space = buffer.prepare(buffer.size() < buffer_size ? buffer_size - buffer.size() : buffer_size);
        if (auto* plain = std::get_if<tcp::socket>(&stream_)) return plain->async_read_some(space, as_result);
        return std::get<encrypted>(stream_).async_read_some(space, as_result);
    }

    awaitable<std::tuple<boost::system::error_code, std::size_t>> write(std::string_view head, std::string_view body) {
        std::array<boost::asio::const_buffer, 2> const both{boost::asio::buffer(head), boost::asio::buffer(body)};
        if (auto* plain = std::get_if<tcp::socket>(&stream_)) return boost::asio::async_write(*plain, both, as_result);
        return boost::asio::async_write(std::get<encrypted>(stream_), both, as_result);
    }

    /// Connects, and for TLS shakes hands and checks the other side's name.
    awaitable<result<void>> connect(http::url const& to, watchdog& clocks) {
        auto const addresses = co_await look_up(to, clocks);
        if (!addresses) co_return addresses.error();
        clocks.start(&limits::connect, socket());
        auto const connected = co_await boost::asio::async_connect(socket(), *addresses, as_result);
        auto wrong = co_await trouble(clocks, errc::connect_failed, std::get<0>(connected), to.authority());
        if (wrong) co_return std::move(*wrong);
        boost::system::error_code ignored;
        socket().set_option(tcp::no_delay(true), ignored);
        if (auto* stream = std::get_if<encrypted>(&stream_)) co_return co_await shake_hands(*stream, to, clocks);
        co_return result<void>();
    }

    /// Says whether a connection that waited in the pool can be used: nothing has arrived, not even its end.
    bool is_fresh() {
        boost::system::error_code failure;
        auto& waiting = socket();
        if (!waiting.is_open()) return false;
        waiting.non_blocking(true, failure);
        char byte = 0;
        waiting.receive(boost::asio::buffer(&byte, 1), tcp::socket::message_peek, failure);
        return failure == boost::asio::error::would_block;
    }

    boost::beast::flat_buffer buffer;

private:
    static constexpr std::size_t buffer_size = 65536; // Beast's own 512 bytes at a time cost six times the CPU

    awaitable<result<void>> shake_hands(encrypted& stream, http::url const& to, watchdog& clocks) {
        auto* const handle = stream.native_handle();
        auto* const rules = SSL_get0_param(handle);
        // The name goes into the hello, an address does not (RFC 6066, section 3).
        int const named = to.is_address() ? X509_VERIFY_PARAM_set1_ip_asc(rules, to.host().c_str())
                                          : SSL_set_tlsext_host_name(handle, to.host().c_str()) && X509_VERIFY_PARAM_set1_host(rules, to.host().c_str(), 0);
        if (!named) co_return error(errc::tls_failed, "The host's name cannot be checked.", to.authority());
        auto const done = co_await stream.async_handshake(boost::asio::ssl::stream_base::client, as_result);
        auto wrong = co_await trouble(clocks, errc::tls_failed, std::get<0>(done), to.authority());
        if (!wrong) co_return result<void>();
        if (auto const verdict = SSL_get_verify_result(handle); wrong->code == errc::tls_failed && verdict != X509_V_OK)
            wrong->message = std::string("The host's certificate is not trusted: ") + X509_verify_cert_error_string(verdict) + ".";
        co_return std::move(*wrong);
    }

    std::string origin_;
    std::shared_ptr<boost::asio::ssl::context> context_;
    std::variant<tcp::socket, encrypted> stream_;
};

} // namespace parley::inline v0::transport::detail

#endif
