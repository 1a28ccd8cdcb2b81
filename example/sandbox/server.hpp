#ifndef PARLEY_EXAMPLE_SANDBOX_SERVER_HPP
#define PARLEY_EXAMPLE_SANDBOX_SERVER_HPP

#include "provider.hpp"

#include <parley/http/request.hpp>
#include <parley/http/response.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>

namespace sandbox {

namespace asio = boost::asio;

struct options {
    std::uint16_t port = 0; ///< 0 = the system picks one
    std::string key = {};   ///< the only key that is accepted; empty = any
    std::chrono::milliseconds pace = std::chrono::milliseconds(0); ///< what passes before each piece of a stream
};

/// A `provider` on a port of this machine, on a thread of its own.
class server {
    using tcp = asio::ip::tcp;

public:
    explicit server(sandbox::options how = {})
        : provider_(std::move(how.key)), pace_(how.pace), acceptor_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), how.port)) {
        asio::co_spawn(context_, accept(), asio::detached);
        thread_ = std::thread([this] { context_.run(); });
    }
    server(server const&) = delete;
    server& operator=(server const&) = delete;
    ~server() {
        context_.stop();
        thread_.join();
    }

    std::string origin() const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }

    /// The base URL of OpenAI's and Anthropic's families.
    std::string url() const { return origin() + "/v1"; }

    /// The base URL of Gemini's family.
    std::string gemini_url() const { return origin() + "/v1beta"; }

private:
    static constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

    asio::awaitable<void> accept() {
        for (;;) {
            auto accepted = co_await acceptor_.async_accept(as_result);
            if (std::get<0>(accepted)) co_return;
            auto& socket = std::get<1>(accepted);
            socket.set_option(tcp::no_delay(true));
            asio::co_spawn(context_, serve(std::move(socket)), asio::detached);
        }
    }

    asio::awaitable<void> serve(tcp::socket socket) {
        boost::beast::flat_buffer buffer;
        for (;;) {
            boost::beast::http::request_parser<boost::beast::http::string_body> parser;
            parser.body_limit(64 << 20);
            auto const got = co_await boost::beast::http::async_read(socket, buffer, parser, as_result);
            if (std::get<0>(got)) co_return;
            auto said = provider_(taken(parser.release()));
            bool const goes_on = co_await send(socket, std::move(said));
            if (!goes_on) co_return;
        }
    }

    template <class Message> static http::request taken(Message message) {
        auto const origin = "http://" + std::string(message["Host"].data(), message["Host"].size());
        auto url = http::url::parse(origin + std::string(message.target().data(), message.target().size()));
        http::request made(std::string(message.method_string()), url ? std::move(*url) : http::url::parse("http://127.0.0.1/").value());
        for (auto const& f : message)
            made.header.add(std::string(f.name_string().data(), f.name_string().size()), std::string(f.value().data(), f.value().size()));
        made.body = std::move(message.body());
        return made;
    }

    static std::string head_of(int status, http::header const& fields, std::string_view framing) {
        auto head = "HTTP/1.1 " + std::to_string(status) + " \r\n";
        for (auto const& [name, value] : fields) head += name + ": " + value + "\r\n";
        return head.append(framing).append("\r\n\r\n");
    }

    static asio::awaitable<bool> write(tcp::socket& socket, std::string bytes) {
        auto const sent = co_await asio::async_write(socket, asio::buffer(bytes), as_result);
        co_return !std::get<0>(sent);
    }

    static asio::awaitable<bool> send(tcp::socket& socket, http::response r) {
        auto text = head_of(r.status, r.header, "Content-Length: " + std::to_string(r.body.size())) + r.body;
        co_return co_await write(socket, std::move(text));
    }

    /// Each piece is a chunk and a write of its own, so that it leaves when it is said.
    /// @return whether the connection serves another request.
    asio::awaitable<bool> send(tcp::socket& socket, reply r) const {
        if (r.pieces.empty()) co_return co_await send(socket, std::move(r.head));
        auto head = head_of(r.head.status, r.head.header, "Transfer-Encoding: chunked");
        bool open = co_await write(socket, std::move(head));
        auto const wait = r.wished == fault::slow ? std::chrono::milliseconds(30) : pace_;
        for (std::size_t i = 0; i != r.pieces.size() && open; ++i) {
            char size[20];
            auto const end = std::to_chars(size, size + sizeof size, r.pieces[i].size(), 16).ptr;
            auto chunk = std::string(size, end) + "\r\n" + r.pieces[i] + "\r\n";
            open = co_await write(socket, std::move(chunk));
            if (wait.count() > 0 && open) {
                asio::steady_timer pause(socket.get_executor(), wait);
                co_await pause.async_wait(as_result);
            }
        }
        if (r.wished == fault::stall) { // until the other side gives up
            char byte = 0;
            auto const space = asio::buffer(&byte, 1);
            co_await socket.async_read_some(space, as_result);
        }
        if (r.wished == fault::stall || r.wished == fault::cut) co_return false;
        std::string last = "0\r\n\r\n";
        co_return open && co_await write(socket, std::move(last));
    }

    sandbox::provider provider_;
    std::chrono::milliseconds pace_;
    asio::io_context context_{1};
    tcp::acceptor acceptor_;
    std::thread thread_;
};

} // namespace sandbox

#endif
