#ifndef PARLEY_EXAMPLE_SANDBOX_SERVER_HPP
#define PARLEY_EXAMPLE_SANDBOX_SERVER_HPP

#include "model.hpp"

#include <parley/chat/replay.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace sandbox {

namespace asio = boost::asio;
namespace http = parley::http;

struct options {
    std::uint16_t port = 0; ///< 0 = the system picks one
    std::string key = {};   ///< the only key that is accepted; empty = any
};

/// A provider on this machine, on a thread of its own: OpenAI Chat Completions below `url()`, streamed or not.
///
/// `POST …/chat/completions` and `GET …/models`. Everything that it says is a function of the request.
class server {
    using tcp = asio::ip::tcp;
    using family = parley::family::openai_chat;

public:
    explicit server(sandbox::options how = {})
        : options_(std::move(how)), acceptor_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), options_.port)) {
        asio::co_spawn(context_, accept(), asio::detached);
        thread_ = std::thread([this] { context_.run(); });
    }
    server(server const&) = delete;
    server& operator=(server const&) = delete;
    ~server() {
        context_.stop();
        thread_.join();
    }

    /// The base URL that a client is given.
    std::string url() const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/v1"; }

private:
    static constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
    static constexpr std::size_t piece = 6; // bytes of an answer's text in each chunk of a stream

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
            auto request = taken(parser.release());
            bool const goes_on = co_await reply(socket, std::move(request));
            if (!goes_on) co_return;
        }
    }

    template <class Message> http::request taken(Message message) const {
        auto url = http::url::parse("http://127.0.0.1" + std::string(message.target().data(), message.target().size()));
        http::request made(std::string(message.method_string()), url ? std::move(*url) : http::url::parse("http://127.0.0.1/").value());
        for (auto const& f : message)
            made.header.add(std::string(f.name_string().data(), f.name_string().size()), std::string(f.value().data(), f.value().size()));
        made.body = std::move(message.body());
        return made;
    }

    /// @return whether the connection serves another request.
    asio::awaitable<bool> reply(tcp::socket& socket, http::request request) {
        if (!is_admitted(request)) co_return co_await send(socket, family::refuse(parley::error(parley::errc::unauthenticated)));
        if (request.method == "GET" && request.url.path().ends_with("/models")) co_return co_await send(socket, models());
        if (request.method != "POST" || !request.url.path().ends_with("/chat/completions"))
            co_return co_await send(socket, family::refuse(parley::error(parley::errc::not_found)));
        auto const asked = family::read(request);
        if (!asked) {
            auto why = asked.error();
            why.code = parley::errc::invalid_request;
            why.provider.text = to_string(why);
            co_return co_await send(socket, family::refuse(why));
        }
        auto const wished = wish_of(asked->model);
        if (wished.fault == fault::fail) {
            http::response failed;
            failed.status = wished.status;
            co_return co_await send(socket, family::refuse(family::failure(failed)));
        }
        auto const said = answer(*asked);
        if (asked->stream) co_return co_await stream(socket, said, wished.fault);
        co_return co_await send(socket, family::answer(said));
    }

    bool is_admitted(http::request const& r) const {
        constexpr std::string_view scheme = "Bearer ";
        auto const given = r.header.find("authorization").value_or("");
        return options_.key.empty() || (given.starts_with(scheme) && given.substr(scheme.size()) == options_.key);
    }

    static http::response models() {
        http::response r;
        r.header.add("Content-Type", "application/json");
        r.body = R"({"object":"list","data":[{"id":"sandbox","object":"model","created":0,"owned_by":"sandbox"}]})";
        return r;
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

    /// Each event is a chunk and a write of its own, so that it leaves when it is said.
    static asio::awaitable<bool> stream(tcp::socket& socket, chat::response said, fault wished) {
        std::vector<std::string> events;
        family::stream_encoder encoder;
        auto const encode = [&](chat::event const& e) { events.push_back(encoder.encode(e)); };
        chat::replay(said, encode, piece);
        events.push_back(encoder.finish(chat::end::complete));
        if (wished != fault::none) events.resize(events.size() / 2);

        http::header fields{{"Content-Type", "text/event-stream"}};
        auto head = head_of(200, fields, "Transfer-Encoding: chunked");
        bool open = co_await write(socket, std::move(head));
        for (std::size_t i = 0; i != events.size() && open; ++i) {
            char size[20];
            auto const end = std::to_chars(size, size + sizeof size, events[i].size(), 16).ptr;
            auto chunk = std::string(size, end) + "\r\n" + events[i] + "\r\n";
            open = co_await write(socket, std::move(chunk));
        }
        if (wished == fault::stall) { // until the other side gives up
            char byte = 0;
            auto const space = asio::buffer(&byte, 1);
            co_await socket.async_read_some(space, as_result);
        }
        if (wished != fault::none) co_return false;
        std::string last = "0\r\n\r\n";
        co_return open && co_await write(socket, std::move(last));
    }

    sandbox::options options_;
    asio::io_context context_{1};
    tcp::acceptor acceptor_;
    std::thread thread_;
};

} // namespace sandbox

#endif
