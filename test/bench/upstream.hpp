#ifndef PARLEY_TEST_BENCH_UPSTREAM_HPP
#define PARLEY_TEST_BENCH_UPSTREAM_HPP

// A server for benchmarks, in a process of its own, so that its memory and its time are not counted as ours.

#include "support/certificates.hpp"
#include "support/text_streams.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {

/// A small answer of OpenAI Chat.
inline constexpr std::string_view small_answer =
    R"({"id":"chatcmpl-AbCdEfGh","object":"chat.completion","created":1750000000,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant",)"
    R"("content":"The sky is blue because air scatters short waves of light more than long ones.","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],)"
    R"("usage":{"prompt_tokens":14,"completion_tokens":19,"total_tokens":33,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":)"
    R"({"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"service_tier":"default","system_fingerprint":"fp_0123456789"})";

/// Paths: `/call` a small answer, `/json` one that means something; `/bulk` a stream of 20,000 events, as fast as it is read, `/full` the same without
/// chunked encoding, `/each` with a write for each event; `/idle` one event and then nothing; `/paced` 1,000 events, one a millisecond, each with the
/// time when it was sent.
class upstream {
    using tcp = boost::asio::ip::tcp;
    static constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

public:
    upstream() : authority_(parley_test::certificate::authority("bench")), identity_(authority_.issue("DNS:localhost,IP:127.0.0.1")) {
        rlimit files{};
        ::getrlimit(RLIMIT_NOFILE, &files);
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
        boost::asio::io_context context(1);
        tcp::acceptor plain(context, {boost::asio::ip::address_v4::loopback(), 0}), encrypted(context, {boost::asio::ip::address_v4::loopback(), 0});
        port_ = plain.local_endpoint().port();
        tls_port_ = encrypted.local_endpoint().port();
        context.notify_fork(boost::asio::execution_context::fork_prepare);
        process_ = ::fork();
        if (process_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            context.notify_fork(boost::asio::execution_context::fork_child);
            serve(context, plain, encrypted);
            ::_exit(0);
        }
        context.notify_fork(boost::asio::execution_context::fork_parent);
    }
    upstream(upstream const&) = delete;
    upstream& operator=(upstream const&) = delete;
    ~upstream() {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }

    unsigned short port() const { return port_; }
    std::string url(std::string_view path) const { return "http://127.0.0.1:" + std::to_string(port_) + std::string(path); }
    std::string tls_url(std::string_view path) const { return "https://127.0.0.1:" + std::to_string(tls_port_) + std::string(path); }
    std::string authority() const { return authority_.pem(); }

private:
    void serve(boost::asio::io_context& context, tcp::acceptor& plain, tcp::acceptor& encrypted) {
        boost::asio::ssl::context tls(boost::asio::ssl::context::tls_server);
        tls.use_certificate_chain(boost::asio::buffer(identity_.pem()));
        tls.use_private_key(boost::asio::buffer(identity_.key_pem()), boost::asio::ssl::context::pem);
        boost::asio::co_spawn(context, accept(plain, nullptr), boost::asio::detached);
        boost::asio::co_spawn(context, accept(encrypted, &tls), boost::asio::detached);
        context.run();
    }

    boost::asio::awaitable<void> accept(tcp::acceptor& from, boost::asio::ssl::context* tls) {
        for (;;) {
            auto accepted = co_await from.async_accept(as_result);
            if (std::get<0>(accepted)) continue;
            auto socket = std::move(std::get<1>(accepted));
            socket.set_option(tcp::no_delay(true));
            if (tls) boost::asio::co_spawn(from.get_executor(), encrypt(std::move(socket), *tls), boost::asio::detached);
            else boost::asio::co_spawn(from.get_executor(), answer(std::make_unique<tcp::socket>(std::move(socket))), boost::asio::detached);
        }
    }
    boost::asio::awaitable<void> encrypt(tcp::socket socket, boost::asio::ssl::context& tls) {
        auto stream = std::make_unique<boost::asio::ssl::stream<tcp::socket>>(std::move(socket), tls);
        auto const done = co_await stream->async_handshake(boost::asio::ssl::stream_base::server, as_result);
        if (!std::get<0>(done)) co_await answer(std::move(stream));
    }

    template <class Stream> boost::asio::awaitable<void> answer(std::unique_ptr<Stream> stream) {
        std::string received;
        for (;;) {
            auto const head = co_await boost::asio::async_read_until(*stream, boost::asio::dynamic_buffer(received), "\r\n\r\n", as_result);
            if (std::get<0>(head)) co_return;
            auto const path = received.substr(received.find(' ') + 1, 5);
            auto const length = received.find("Content-Length: ");
            received.erase(0, std::get<1>(head) + (length < std::get<1>(head) ? std::stoul(received.substr(length + 16)) : 0)); // requests come whole
            if (path == "/pace") co_await paced(*stream);
            else if (path == "/each") co_await one_by_one(*stream);
            else co_await boost::asio::async_write(*stream, boost::asio::buffer(answer_to(path)), as_result);
        }
    }
    template <class Stream> boost::asio::awaitable<void> paced(Stream& stream) {
        boost::asio::steady_timer timer(stream.get_executor());
        auto next = std::chrono::steady_clock::now();
        std::string_view const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        co_await boost::asio::async_write(stream, boost::asio::buffer(head), as_result);
        for (int i = 0; i != 1000; ++i) {
            next += std::chrono::milliseconds(1);
            timer.expires_at(next);
            co_await timer.async_wait(as_result);
            char event[64];
            auto const size = std::snprintf(event, sizeof event, "1b\r\ndata: %019lld\n\n\r\n", static_cast<long long>(std::chrono::steady_clock::now().time_since_epoch().count()));
            auto const written = co_await boost::asio::async_write(stream, boost::asio::buffer(event, static_cast<std::size_t>(size)), as_result);
            if (std::get<0>(written)) co_return;
        }
        std::string_view const end = "0\r\n\r\n";
        co_await boost::asio::async_write(stream, boost::asio::buffer(end), as_result);
    }

    /// Writes the pieces of the chunked stream, each by itself.
    template <class Stream> boost::asio::awaitable<void> one_by_one(Stream& stream) {
        for (std::string_view rest = bulk_; !rest.empty();) {
            auto const piece = rest.substr(0, rest.find("\n\n\r\n") == std::string_view::npos ? rest.size() : rest.find("\n\n\r\n") + 4);
            auto const written = co_await boost::asio::async_write(stream, boost::asio::buffer(piece), as_result);
            if (std::get<0>(written)) co_return;
            rest.remove_prefix(piece.size());
        }
    }

    std::string const& answer_to(std::string_view path) const { return path == "/call" ? call_ : path == "/json" ? json_ : path == "/bulk" ? bulk_ : path == "/full" ? full_ : idle_; }

    static std::string whole(std::string_view type, std::string_view body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(type) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
    }
    static std::string chunked(std::string_view events) {
        std::string text = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (std::size_t end; (end = events.find("\n\n")) != std::string_view::npos; events.remove_prefix(end + 2)) {
            char size[16];
            std::snprintf(size, sizeof size, "%zx\r\n", end + 2);
            text.append(size).append(events.substr(0, end + 2)).append("\r\n");
        }
        return text;
    }

    parley_test::certificate authority_, identity_;
    std::string call_ = whole("application/json", std::string(1450, 'x'));
    std::string json_ = whole("application/json", small_answer);
    std::string bulk_ = chunked(streams::openai_chat(20'000)) + "0\r\n\r\n";
    std::string full_ = whole("text/event-stream", streams::openai_chat(20'000));
    std::string idle_ = chunked(streams::openai_chat(1));
    unsigned short port_ = 0, tls_port_ = 0;
    pid_t process_ = 0;
};

} // namespace bench

#endif
