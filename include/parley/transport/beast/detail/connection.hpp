#ifndef PARLEY_TRANSPORT_BEAST_DETAIL_CONNECTION_HPP
#define PARLEY_TRANSPORT_BEAST_DETAIL_CONNECTION_HPP

#include <parley/http/url.hpp>
#include <parley/result.hpp>
#include <parley/transport/beast/detail/connect.hpp>
#include <parley/transport/beast/detail/http1.hpp>
#include <parley/transport/beast/detail/read_buffer.hpp>
#include <parley/transport/beast/detail/watchdog.hpp>
#include <parley/transport/limits.hpp>
#include <parley/transport/proxy.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace parley::inline v0::transport::detail {

/// A connection to one origin, plain or TLS.
class connection {
public:
    connection(tcp::socket connected, std::string origin) : origin_(std::move(origin)), stream_(std::move(connected)) {
        boost::system::error_code ignored;
        socket().non_blocking(true, ignored); // reads look first and wait afterwards
    }

    std::string const& origin() const noexcept { return origin_; }

    tcp::socket& socket() noexcept {
        if (auto* plain = std::get_if<tcp::socket>(&stream_)) return *plain;
        return std::get<encrypted>(stream_).next_layer();
    }

    /// Reads what has arrived. Where nothing has, `into` gives its memory to others while this waits.
    awaitable<boost::system::error_code> read(read_buffer& into, watchdog& clocks) {
        for (bool has_waited = false;; has_waited = true) {
            auto const space = into.space();
            boost::system::error_code failure;
            auto const count = std::visit([&](auto& stream) { return stream.read_some(space, failure); }, stream_);
            if (failure != boost::asio::error::would_block) {
                into.commit(count);
                // Who sends fast keeps no one else from running.
                if (!has_waited) co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
                co_return failure;
            }
            into.release();
            clocks.watch();
            auto const waited = co_await socket().async_wait(tcp::socket::wait_read, as_result);
            if (std::get<0>(waited)) co_return std::get<0>(waited);
        }
    }

    /// How much was written, and what went wrong.
    struct written {
        boost::system::error_code failure;
        std::size_t count;
    };

    /// Writes both to a plain connection as far as the system takes them at once, which is all of them nearly always.
    written write_at_once(std::string_view head, std::string_view body) {
        auto* const plain = std::get_if<tcp::socket>(&stream_);
        if (!plain) return {{}, 0};
        boost::system::error_code failure;
        auto const count = plain->write_some(buffers(head, body), failure);
        if (failure == boost::asio::error::would_block) failure.clear();
        return {failure, count};
    }

    /// Writes the rest of both.
    /// @param done how much of them was written before.
    awaitable<written> write(std::string_view head, std::string_view body, std::size_t done, watchdog& clocks) {
        auto const of_head = std::min(done, head.size());
        auto const both = buffers(head.substr(of_head), body.substr(done - of_head));
        auto* const plain = std::get_if<tcp::socket>(&stream_);
        clocks.watch();
        auto writing = plain ? boost::asio::async_write(*plain, both, as_result)
                             : boost::asio::async_write(std::get<encrypted>(stream_), both, as_result);
        auto const [failure, count] = co_await std::move(writing);
        co_return written{failure, done + count};
    }

    /// Asks the proxy at the other end for a tunnel to a host (RFC 9110, section 9.3.6).
    awaitable<result<void>> tunnel(http::url const& to, proxy const& by, limits const& allowed, read_buffer& buffer, watchdog& clocks) {
        auto const where = by.url.authority();
        auto const head = connect_head_of(to, by);
        auto const sent = co_await write(head, std::string_view(), 0, clocks);
        auto wrong = clocks.trouble(errc::connection_lost, sent.failure, where);
        if (wrong) co_return std::move(*wrong);
        response_reader reader(allowed, true);
        while (!reader.is_done()) {
            auto const failure = co_await read(buffer, clocks);
            wrong = clocks.trouble(errc::connection_lost, failure, where);
            if (wrong) co_return std::move(*wrong);
            auto const got = reader.put(buffer.unread());
            if (!got) co_return error(got.error().code, got.error().message, where);
            buffer.consume(got->used);
        }
        auto const status = reader.head().status;
        auto const said = " (status " + std::to_string(status) + ").";
        if (status >= 500) co_return error(errc::connect_failed, "The proxy reached no connection to the host" + said, to.authority());
        if (status == 407) co_return error(errc::misconfigured, "The proxy does not accept its credentials" + said, where);
        if (status < 200 || status > 299) co_return error(errc::misconfigured, "The proxy refuses to connect to the host" + said, where);
        if (!buffer.unread().empty()) co_return error(errc::invalid_response, "The proxy spoke where the host was to speak.", where);
        co_return result<void>();
    }

    /// Goes on in TLS: shakes hands and checks the other side's name.
    awaitable<result<void>> encrypt(http::url const& to, std::shared_ptr<boost::asio::ssl::context> context, watchdog& clocks) {
        context_ = std::move(context);
        auto plain = std::move(std::get<tcp::socket>(stream_));
        auto& stream = stream_.emplace<encrypted>(std::move(plain), *context_);
        clocks.guard(socket());
        auto* const handle = stream.native_handle();
        auto* const rules = SSL_get0_param(handle);
        // The name goes into the hello, an address does not (RFC 6066, section 3).
        int const named = to.is_address() ? X509_VERIFY_PARAM_set1_ip_asc(rules, to.host().c_str())
                                          : SSL_set_tlsext_host_name(handle, to.host().c_str()) && X509_VERIFY_PARAM_set1_host(rules, to.host().c_str(), 0);
        if (!named) co_return error(errc::tls_failed, "The host's name cannot be checked.", to.authority());
        clocks.watch();
        auto const done = co_await stream.async_handshake(boost::asio::ssl::stream_base::client, as_result);
        auto wrong = clocks.trouble(errc::tls_failed, std::get<0>(done), to.authority());
        if (!wrong) co_return result<void>();
        if (auto const verdict = SSL_get_verify_result(handle); wrong->code == errc::tls_failed && verdict != X509_V_OK)
            wrong->message = std::string("The host's certificate is not trusted: ") + X509_verify_cert_error_string(verdict) + ".";
        co_return std::move(*wrong);
    }

    /// Says whether a connection that waited in the pool can be used: nothing has arrived, not even its end.
    bool is_fresh() {
        boost::system::error_code failure;
        char byte = 0;
        if (!socket().is_open()) return false;
        socket().receive(boost::asio::buffer(&byte, 1), tcp::socket::message_peek, failure);
        return failure == boost::asio::error::would_block;
    }

private:
    using encrypted = boost::asio::ssl::stream<tcp::socket>;

    static std::array<boost::asio::const_buffer, 2> buffers(std::string_view head, std::string_view body) {
        return {boost::asio::buffer(head), boost::asio::buffer(body)};
    }

    std::string origin_;
    std::shared_ptr<boost::asio::ssl::context> context_;
    std::variant<tcp::socket, encrypted> stream_;
};

/// How an origin is reached.
struct route {
    proxy const* by = nullptr;                                 ///< null = directly
    std::shared_ptr<boost::asio::ssl::context> context = {};   ///< null = in the clear
    std::vector<std::string> addresses = {};                   ///< to connect to one of these alone; empty = what the name stands for

    /// Says whether an open connection leads where this goes.
    bool is_of(tcp::socket const& open) const {
        if (addresses.empty()) return true;
        boost::system::error_code gone;
        auto const there = open.remote_endpoint(gone).address();
        return !gone && std::any_of(addresses.begin(), addresses.end(), [&](std::string const& one) {
            boost::system::error_code none;
            return boost::asio::ip::make_address(one, none) == there && !none;
        });
    }
};

/// The endpoints that a route names by their addresses.
inline result<std::vector<tcp::endpoint>> named_endpoints(route const& along, http::url const& to) {
    std::vector<tcp::endpoint> made;
    for (auto const& one : along.addresses) {
        boost::system::error_code none;
        auto const address = boost::asio::ip::make_address(one, none);
        if (none) return error(errc::invalid_argument, "This is no IP address to connect to.", one);
        made.emplace_back(address, to.port());
    }
    return made;
}

/// Opens a connection, through a tunnel where TLS has to pass a proxy. The clock that is wound runs over all of it.
inline awaitable<result<std::unique_ptr<connection>>> connect(http::url const& to, route const& along, limits const& allowed,
                                                              boost::asio::any_io_executor executor, block_pool& blocks, watchdog& clocks) {
    auto const& first = along.by ? along.by->url : to;
    auto found = named_endpoints(along, first);
    if (found && found->empty()) found = co_await look_up(first, clocks);
    if (!found) co_return found.error();
    auto socket = co_await connect_to_first(by_turns(*found), std::move(executor), clocks, first.authority());
    if (!socket) co_return socket.error();
    auto link = std::make_unique<connection>(std::move(*socket), to.origin());
    clocks.guard(link->socket());
    if (!along.context) co_return std::move(link);
    if (along.by) {
        read_buffer buffer(blocks);
        auto const open = co_await link->tunnel(to, *along.by, allowed, buffer, clocks);
        if (!open) co_return open.error();
    }
    auto const safe = co_await link->encrypt(to, along.context, clocks);
    if (!safe) co_return safe.error();
    co_return std::move(link);
}

} // namespace parley::inline v0::transport::detail

#endif
