#ifndef PARLEY_TEST_LAW_TRANSPORT_HPP
#define PARLEY_TEST_LAW_TRANSPORT_HPP

// What the laws of transports drive them with.

#include "support/loopback_server.hpp"
#include "support/run.hpp"

#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/transport.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace law {

namespace asio = boost::asio;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::errc;
using parley::result;

/// The host that every transport under test reaches: `/echo` gives the body back, `/large` much, a number is answered as a status.
inline http::response host(std::string const& path, std::string const& body) {
    http::response r;
    r.header.add("X-Path", path);
    if (path == "/echo") r.body = body;
    else if (path == "/large") r.body.assign(300'000, 'x');
    else r.status = std::stoi(path.substr(1));
    if (r.status / 100 == 3) r.header.add("Location", "/echo");
    return r;
}

/// The same host behind a socket.
inline void serve(parley_test::loopback_server::peer& p) {
    for (std::string request; !(request = p.read_request()).empty();) {
        auto const target = request.find(' ') + 1;
        auto const answer = host(request.substr(target, request.find(' ', target) - target), request.substr(request.find("\r\n\r\n") + 4));
        std::string headers;
        for (auto const& [name, value] : answer.header) headers += name + ": " + value + "\r\n";
        p.answer(answer.body, std::to_string(answer.status) + " x", headers);
    }
}

inline http::response host_in_process(http::request const& r) { return host(r.url.path(), r.body); }

/// Pulls the rest of an answer's body.
template <class Exchange> asio::awaitable<result<std::string>> drain(Exchange& from) {
    std::string body;
    for (;;) {
        auto const piece = co_await from.read();
        if (!piece) co_return piece.error();
        if (piece->empty()) co_return body;
        body += *piece;
    }
}

/// Opens and pulls the whole answer.
template <class T> asio::awaitable<result<http::response>> pull(T& via, http::request request, transport::limits allowed) {
    auto opened = co_await via.open(std::move(request), allowed);
    if (!opened) co_return opened.error();
    auto answer = opened->head();
    if (!answer.body.empty()) co_return parley::error(errc::invalid_response, "A head has no body.");
    auto body = co_await drain(*opened);
    if (!body) co_return body.error();
    answer.body = std::move(*body);
    auto const after = co_await opened->read();
    if (!after || !after->empty()) co_return parley::error(errc::invalid_response, "Behind the end there is nothing but the end.");
    co_return answer;
}

} // namespace law

#endif
