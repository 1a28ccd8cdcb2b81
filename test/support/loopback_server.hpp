#ifndef PARLEY_TEST_SUPPORT_LOOPBACK_SERVER_HPP
#define PARLEY_TEST_SUPPORT_LOOPBACK_SERVER_HPP

#include <support/certificates.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <sys/socket.h>

namespace parley_test {

/// A real server on this machine that does to each connection what a function says, on a thread per connection; the system picks the port.
class loopback_server {
    using tcp = boost::asio::ip::tcp;

public:
    /// The server's end of one connection. Blocking; failures end a script quietly, for many scripts are about them.
    class peer {
    public:
        /// Reads one request: first line, headers, and as much body as they say. Empty at the connection's end.
        std::string read_request() {
            std::size_t end;
            while ((end = received_.find("\r\n\r\n")) == std::string::npos)
                if (!read_more()) return {};
            end += 4;
            std::size_t length = 0;
            if (auto const at = received_.find("Content-Length: "); at < end) length = std::stoul(received_.substr(at + 16));
            while (received_.size() < end + length)
                if (!read_more()) return {};
            auto request = received_.substr(0, end + length);
            received_.erase(0, end + length);
            return request;
        }

        bool write(std::string_view bytes) {
            boost::system::error_code failure;
            if (tls_) boost::asio::write(*tls_, boost::asio::buffer(bytes), failure);
            else boost::asio::write(socket_, boost::asio::buffer(bytes), failure);
            return !failure;
        }

        /// An answer with a length.
        bool answer(std::string_view body, std::string_view status = "200 OK", std::string_view headers = {}) {
            return write("HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                         std::string(body));
        }

        /// Waits until the other side closes: how a server stalls without a clock of its own.
        void wait_for_close() {
            while (read_more()) {}
        }

        /// Closes at once, so that the other side reads a reset.
        void reset() {
            boost::system::error_code ignored;
            socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
            socket_.close(ignored);
        }

    private:
        friend loopback_server;
        explicit peer(tcp::socket socket) : socket_(std::move(socket)) {}
        bool read_more() {
            char bytes[4096];
            boost::system::error_code failure;
            auto const space = boost::asio::buffer(bytes);
            auto const count = tls_ ? tls_->read_some(space, failure) : socket_.read_some(space, failure);
            received_.append(bytes, count);
            return !failure;
        }

        tcp::socket socket_;
        std::optional<boost::asio::ssl::stream<tcp::socket&>> tls_;
        std::string received_;
    };
    using script = std::function<void(peer&)>;

    explicit loopback_server(script each) : loopback_server(std::move(each), std::nullopt) {}
    loopback_server(script each, certificate const& identity) : loopback_server(std::move(each), std::optional(identity)) {}
    loopback_server(loopback_server const&) = delete;
    loopback_server& operator=(loopback_server const&) = delete;

    ~loopback_server() {
        is_stopping_ = true;
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
        accepting_.join();
        for (auto& s : sessions_) {
            ::shutdown(s.link.socket_.native_handle(), SHUT_RDWR);
            s.thread.join();
        }
    }

    /// @param host as the address shall name this machine.
    std::string url(std::string_view path = "/", std::string_view host = "127.0.0.1") const {
        return (tls_ ? "https://" : "http://") + std::string(host) + ":" + std::to_string(acceptor_.local_endpoint().port()) + std::string(path);
    }

    int connections() const noexcept { return connections_; }

    /// How many connections the server has closed.
    int closed() const noexcept { return closed_; }

private:
    struct session {
        peer link;
        std::thread thread;
        explicit session(tcp::socket socket) : link(std::move(socket)) {}
    };

    loopback_server(script each, std::optional<certificate> identity)
        : script_(std::move(each)), acceptor_(context_, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {
        if (identity) {
            tls_.emplace(boost::asio::ssl::context::tls_server);
            tls_->use_certificate_chain(boost::asio::buffer(identity->pem()));
            tls_->use_private_key(boost::asio::buffer(identity->key_pem()), boost::asio::ssl::context::pem);
        }
        accepting_ = std::thread([this] { accept(); });
    }

    void accept() {
        while (!is_stopping_) {
            boost::system::error_code failure;
            tcp::socket socket(context_);
            acceptor_.accept(socket, failure);
            if (failure) return;
            ++connections_;
            auto& s = sessions_.emplace_back(std::move(socket));
            s.thread = std::thread([this, &s] {
                if (tls_) {
                    s.link.tls_.emplace(s.link.socket_, *tls_);
                    boost::system::error_code refused;
                    s.link.tls_->handshake(boost::asio::ssl::stream_base::server, refused);
                    if (refused) return end(s);
                }
                script_(s.link);
                end(s);
            });
        }
    }
    void end(session& s) {
        boost::system::error_code ignored;
        if (s.link.socket_.is_open()) s.link.socket_.shutdown(tcp::socket::shutdown_both, ignored);
        ++closed_;
    }

    script script_;
    boost::asio::io_context context_;
    std::optional<boost::asio::ssl::context> tls_;
    tcp::acceptor acceptor_;
    std::atomic<bool> is_stopping_ = false;
    std::atomic<int> connections_ = 0, closed_ = 0;
    std::list<session> sessions_; // touched by the accepting thread alone until it is joined
    std::thread accepting_;
};

} // namespace parley_test

#endif
