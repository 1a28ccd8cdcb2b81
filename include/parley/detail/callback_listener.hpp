#ifndef PARLEY_DETAIL_CALLBACK_LISTENER_HPP
#define PARLEY_DETAIL_CALLBACK_LISTENER_HPP

#include <parley/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::detail {

/// Returns a page for the person in front of the browser. It loads nothing, and its address, which holds the code, goes nowhere.
inline std::string page_of(std::string_view status, std::string_view title, std::string_view text) {
    auto const plain = [](std::string_view from) {
        std::string made;
        for (char const c : from)
            if (c == '<') made += "&lt;";
            else if (c == '&') made += "&amp;";
            else made += c;
        return made;
    };
    auto const body = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + plain(title) + "</title><h1>" + plain(title) + "</h1><p>" + plain(text) + "</p></html>\n";
    return "HTTP/1.1 " + std::string(status) +
           "\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nContent-Security-Policy: default-src 'none'\r\n"
           "Referrer-Policy: no-referrer\r\nConnection: close\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Waits on this machine for the browser that comes back from a login.
///
/// Browsers open connections that they may never use, and ask for icons: each connection is served by itself until one asks for the path that
/// is waited for. All of it runs on one strand. Whoever waits must call `close`, or else connections would keep it alive.
class callback_listener : public std::enable_shared_from_this<callback_listener> {
    using tcp = boost::asio::ip::tcp;
    using clock = std::chrono::steady_clock;

public:
    /// Takes the first port that is free.
    /// @param executor a strand.
    /// @param port     the first to try; zero = the system picks one.
    /// @param last     the last to try.
    /// @return `errc::in_use` where none is free.
    static result<std::shared_ptr<callback_listener>> listen(boost::asio::any_io_executor executor, std::string path, std::uint16_t port, std::uint16_t last) {
        auto made = std::make_shared<callback_listener>(std::move(executor), std::move(path));
        for (unsigned candidate = port; candidate <= port || candidate <= last; ++candidate) {
            boost::system::error_code failure;
            tcp::endpoint const at(boost::asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(candidate));
            made->acceptor_.open(at.protocol(), failure);
            if (!failure) made->acceptor_.set_option(tcp::acceptor::reuse_address(true), failure);
            if (!failure) made->acceptor_.bind(at, failure);
            if (!failure) made->acceptor_.listen(boost::asio::socket_base::max_listen_connections, failure);
            if (!failure) {
                made->port_ = made->acceptor_.local_endpoint().port();
                boost::asio::co_spawn(made->acceptor_.get_executor(), accept(made), boost::asio::detached);
                return made;
            }
            made->acceptor_.close(failure);
        }
        auto const tried = "127.0.0.1:" + std::to_string(port) + (last > port ? "-" + std::to_string(last) : "");
        return error(errc::in_use, "The port that the browser would come back to is in use.", tried);
    }

    /// For `listen`.
    callback_listener(boost::asio::any_io_executor executor, std::string path) : path_(std::move(path)), acceptor_(executor), timer_(std::move(executor)) {}

    std::uint16_t port() const noexcept { return port_; }

    /// Waits for the browser.
    /// @return the query with which it came; `errc::timed_out` or `errc::cancelled`.
    boost::asio::awaitable<result<std::string>> query(clock::time_point until) {
        boost::system::error_code ec;
        if (!arrived_) {
            timer_.expires_at(until);
            co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
        }
        if (arrived_) co_return query_;
        if (ec) co_return error(errc::cancelled);
        co_return error(errc::timed_out, "Nobody logged in in time.");
    }

    /// Tells the person how it went.
    boost::asio::awaitable<void> answer(std::string page) {
        auto const to = arrived_;
        return write(shared_from_this(), to, std::move(page));
    }

    void close() {
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        for (auto const& held : connections_)
            if (auto const socket = held.lock()) socket->close(ignored);
    }

private:
    static constexpr std::size_t longest_head = 16384;

    static boost::asio::awaitable<void> accept(std::shared_ptr<callback_listener> self) {
        for (;;) {
            boost::system::error_code failure;
            auto const socket = std::make_shared<tcp::socket>(self->acceptor_.get_executor());
            co_await self->acceptor_.async_accept(*socket, boost::asio::redirect_error(boost::asio::use_awaitable, failure));
            if (!self->acceptor_.is_open()) co_return;
            if (failure) { // no descriptors left: trying again at once would find none either
                boost::asio::steady_timer pause(self->acceptor_.get_executor(), std::chrono::milliseconds(100));
                co_await pause.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, failure));
                continue;
            }
            self->connections_.push_back(socket);
            boost::asio::co_spawn(self->acceptor_.get_executor(), serve(self, socket), boost::asio::detached);
        }
    }

    static boost::asio::awaitable<void> serve(std::shared_ptr<callback_listener> self, std::shared_ptr<tcp::socket> socket) {
        std::string head, bytes(2048, '\0');
        while (head.find("\r\n\r\n") == std::string::npos && head.size() < longest_head) {
            boost::system::error_code failure;
            auto const count = co_await socket->async_read_some(boost::asio::buffer(bytes), boost::asio::redirect_error(boost::asio::use_awaitable, failure));
            if (failure) co_return;
            head.append(bytes, 0, count);
        }
        auto found = self->query_of(head);
        if (found && !self->arrived_) {
            self->query_ = std::move(*found);
            self->arrived_ = socket;
            self->timer_.cancel();
        } else {
            auto page = found ? page_of("409 Conflict", "This login is over", "Another page has come back before this one.") : page_of("404 Not Found", "There is nothing here", "This address waits for a login.");
            co_await write(std::move(self), std::move(socket), std::move(page));
        }
    }

    static boost::asio::awaitable<void> write(std::shared_ptr<callback_listener>, std::shared_ptr<tcp::socket> to, std::string page) {
        boost::system::error_code ignored;
        co_await boost::asio::async_write(*to, boost::asio::buffer(page), boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
        to->shutdown(tcp::socket::shutdown_send, ignored);
    }

    /// The query of a GET of the path that is waited for.
    std::optional<std::string> query_of(std::string_view head) const {
        auto const start = "GET " + path_ + "?";
        auto const end = head.find(" HTTP/1.");
        if (!head.starts_with(start) || end == std::string_view::npos || end > head.find("\r\n")) return std::nullopt;
        return std::string(head.substr(start.size(), end - start.size()));
    }

    std::string path_;
    tcp::acceptor acceptor_;
    boost::asio::steady_timer timer_;
    std::uint16_t port_ = 0;
    std::vector<std::weak_ptr<tcp::socket>> connections_;
    std::shared_ptr<tcp::socket> arrived_;
    std::string query_;
};

} // namespace parley::inline v0::detail

#endif
