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

        /// Goes on in TLS.
        /// @param clients an authority, one of whose certificates the other side has to present; null = it need not.
        bool start_tls(certificate const& identity, certificate const* clients = nullptr) {
            namespace ssl = boost::asio::ssl;
            context_.emplace(ssl::context::tls_server);
            context_->use_certificate_chain(boost::asio::buffer(identity.pem()));
            context_->use_private_key(boost::asio::buffer(identity.key_pem()), ssl::context::pem);
            if (clients) {
                context_->add_certificate_authority(boost::asio::buffer(clients->pem()));
                context_->set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
            }
            tls_.emplace(socket_, *context_);
            boost::system::error_code refused;
            tls_->handshake(ssl::stream_base::server, refused);
            return !refused;
        }

        /// Sends nothing more, and still reads.
        void close_half() {
            boost::system::error_code ignored;
            socket_.shutdown(tcp::socket::shutdown_send, ignored);
        }

        /// Waits until the other side closes: how a server stalls without a clock of its own.
        void wait_for_close() {
            while (read_more()) {}
        }

        /// Closes at once, so that the other side reads a reset.
        void reset() {
            boost::system::error_code ignored;
            std::lock_guard const lock(closing_);
            socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
            socket_.close(ignored);
        }

    private:
        friend loopback_server;
        explicit peer(tcp::socket socket) : socket_(std::move(socket)) {}

        /// Ends what any thread reads or writes.
        void stop() {
            std::lock_guard const lock(closing_);
            if (socket_.is_open()) ::shutdown(socket_.native_handle(), SHUT_RDWR);
        }
        bool read_more() {
            char bytes[4096];
            boost::system::error_code failure;
            auto const space = boost::asio::buffer(bytes);
            auto const count = tls_ ? tls_->read_some(space, failure) : socket_.read_some(space, failure);
            received_.append(bytes, count);
            return !failure;
        }

        tcp::socket socket_;
        std::mutex closing_;
        std::optional<boost::asio::ssl::context> context_;
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
            s.link.stop();
            s.thread.join();
        }
    }

    /// @param host as the address shall name this machine.
    std::string url(std::string_view path = "/", std::string_view host = "127.0.0.1") const {
        return (identity_ ? "https://" : "http://") + std::string(host) + ":" + std::to_string(acceptor_.local_endpoint().port()) + std::string(path);
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
        : script_(std::move(each)), identity_(std::move(identity)), acceptor_(context_, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {
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
                if (!identity_ || s.link.start_tls(*identity_)) script_(s.link);
                end(s);
            });
        }
    }
    void end(session& s) {
        s.link.stop();
        ++closed_;
    }

    script script_;
    std::optional<certificate> identity_;
    boost::asio::io_context context_;
    tcp::acceptor acceptor_;
    std::atomic<bool> is_stopping_ = false;
    std::atomic<int> connections_ = 0, closed_ = 0;
    std::list<session> sessions_; // touched by the accepting thread alone until it is joined
    std::thread accepting_;
};

} // namespace parley_test

#endif
