// Calls and streams over loopback, beside loops of bare Beast: calls and bytes a second, what a stream that waits costs, and how much later
// than the socket the caller has an event.

#include "check.hpp"
#include "upstream.hpp"

#include <parley/transport/beast/https.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <malloc.h>
#include <time.h>
#include <unistd.h>

namespace {

namespace asio = boost::asio;
namespace bare = boost::beast::http;
namespace http = parley::http;
namespace transport = parley::transport;
using tcp = asio::ip::tcp;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr int calls = 100, streams_at_once = 64, idle_streams = 1000;

void finish(std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
}

template <class Make> void run(asio::io_context& context, int count, Make make) {
    for (int i = 0; i != count; ++i) asio::co_spawn(context, make(), finish);
    context.restart();
    context.run();
}

http::request request_to(std::string const& url) {
    http::request made(http::url::parse(url).value());
    made.body = std::string(440, 'q');
    return made;
}

// What is measured

asio::awaitable<void> our_calls(parley::any_transport via, http::request request) {
    for (int i = 0; i != calls; ++i) {
        auto copy = request;
        auto const answer = co_await via.send(std::move(copy), transport::limits());
        if (!answer || answer->body.size() != 1450) std::abort();
    }
}

/// @param each called with every piece.
template <class Each> asio::awaitable<std::size_t> our_stream(parley::any_transport via, http::request request, Each each) {
    auto opened = co_await via.open(std::move(request), transport::limits());
    if (!opened) std::abort();
    std::size_t count = 0;
    for (;;) {
        auto const piece = co_await opened->read();
        if (!piece || piece->empty()) co_return count;
        each(*piece);
        count += piece->size();
    }
}

// What it is measured beside

struct bare_connection {
    tcp::socket socket;
    boost::beast::flat_buffer buffer;
    explicit bare_connection(asio::io_context& context, unsigned short port) : socket(context) {
        socket.connect({asio::ip::address_v4::loopback(), port});
        socket.set_option(tcp::no_delay(true));
        buffer.reserve(65536);
    }
};

bare::request<bare::string_body> bare_request(std::string const& path) {
    bare::request<bare::string_body> made(bare::verb::post, path, 11, std::string(440, 'q'));
    made.set(bare::field::host, "127.0.0.1");
    made.prepare_payload();
    return made;
}

asio::awaitable<void> bare_calls(bare_connection& over) {
    auto const request = bare_request("/call");
    for (int i = 0; i != calls; ++i) {
        co_await bare::async_write(over.socket, request, asio::use_awaitable);
        bare::response<bare::string_body> answer;
        co_await bare::async_read(over.socket, over.buffer, answer, asio::use_awaitable);
        if (answer.body().size() != 1450) std::abort();
    }
}

template <class Each> asio::awaitable<std::size_t> bare_stream(std::unique_ptr<bare_connection> over, std::string path, Each each) {
    auto const request = bare_request(path);
    co_await bare::async_write(over->socket, request, asio::use_awaitable);
    bare::response_parser<bare::buffer_body> parser;
    parser.body_limit(boost::none);
    co_await bare::async_read_header(over->socket, over->buffer, parser, asio::use_awaitable);
    parser.eager(path == "/bulk"); // so it does not stop at each chunk, but hands out none before the next one comes
    std::vector<char> space(65536);
    std::size_t count = 0;
    while (!parser.is_done()) {
        parser.get().body().data = space.data();
        parser.get().body().size = space.size();
        co_await bare::async_read_some(over->socket, over->buffer, parser, as_result);
        auto const size = space.size() - parser.get().body().size;
        each(std::string_view(space.data(), size));
        count += size;
    }
    co_return count;
}

asio::awaitable<void> complete(asio::awaitable<std::size_t> stream) {
    static std::size_t expected = 0;
    auto const count = co_await std::move(stream);
    if (expected == 0) expected = count;
    if (count != expected) std::abort();
}

// Measuring

double cpu_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Median of the CPU time of some runs.
template <class F> double cpu_of(F f) {
    std::vector<double> times;
    for (int i = 0; i != 9; ++i) {
        auto const before = cpu_seconds();
        f();
        times.push_back(cpu_seconds() - before);
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

double resident_kB() {
    ::malloc_trim(0);
    std::ifstream statm("/proc/self/statm");
    double size = 0, resident = 0;
    statm >> size >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1000;
}

double kB_per_idle_stream(std::string const& url, transport::https_options options) {
    asio::io_context context(1);
    auto via = parley::make_https_transport(context.get_executor(), std::move(options));
    int waiting = 0;
    auto const arrived = [&](std::string_view) {
        if (++waiting == idle_streams) context.stop();
    };
    auto const before = resident_kB();
    for (int i = 0; i != idle_streams; ++i) {
        auto watch = [](parley::any_transport by, http::request request, auto each) -> asio::awaitable<void> { co_await our_stream(by, std::move(request), each); };
        asio::co_spawn(context, watch(via, request_to(url), arrived), finish);
    }
    context.run();
    context.restart();
    context.poll(); // the last ones go back to waiting
    return (resident_kB() - before) / idle_streams;
}

/// Median time from an event's sending to its arrival, in microseconds.
struct delays {
    std::vector<double> all;
    void operator()(std::string_view piece) {
        auto const now = std::chrono::steady_clock::now().time_since_epoch().count();
        if (piece.size() == 27) all.push_back(static_cast<double>(now - std::atoll(piece.data() + 6)) * 1e-3);
    }
    double median() {
        std::sort(all.begin(), all.end());
        return all[all.size() / 2];
    }
};

} // namespace

int main(int argc, char** argv) {
    bench::upstream upstream;
    bench::check check(argc, argv);

    {
        asio::io_context context(1);
        auto via = parley::make_https_transport(context.get_executor());
        bare_connection over(context, upstream.port());
        auto const request = request_to(upstream.url("/call"));
        check.at_least("transport.small_calls", [&] { run(context, 1, [&] { return our_calls(via, request); }); },
                       [&] { run(context, 1, [&] { return bare_calls(over); }); }, 0.9);
    }
    {
        asio::io_context context(1);
        auto via = parley::make_https_transport(context.get_executor());
        auto const request = request_to(upstream.url("/bulk"));
        auto const ignore = [](std::string_view piece) { bench::keep(piece); };
        auto const ours = [&] { run(context, streams_at_once, [&] { return complete(our_stream(via, request, ignore)); }); };
        auto const baseline = [&] {
            run(context, streams_at_once, [&] { return complete(bare_stream(std::make_unique<bare_connection>(context, upstream.port()), "/bulk", ignore)); });
        };
        auto const start = std::chrono::steady_clock::now();
        ours();
        auto const once = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        std::printf("transport.streams: %.0f MB/s\n", 6.56 * streams_at_once / once);
        check.at_least("transport.streams", ours, baseline, 0.8);
        auto const ratio = cpu_of(baseline) / cpu_of(ours);
        check.report("transport.streams_cpu", ratio, 0.8, ">=", ratio >= 0.8);
    }
    {
        transport::https_options options;
        options.tls.ca_pem = upstream.authority();
        auto const plain = kB_per_idle_stream(upstream.url("/idle"), {});
        check.report("transport.idle_stream_kB", plain, 40, "<=", plain <= 40);
        auto const encrypted = kB_per_idle_stream(upstream.tls_url("/idle"), options);
        check.report("transport.idle_stream_tls_kB", encrypted, 130, "<=", encrypted <= 130);
    }
    {
        asio::io_context context(1);
        auto via = parley::make_https_transport(context.get_executor());
        delays ours, baseline;
        auto const ours_too = [&](std::string_view piece) { ours(piece); };
        auto const baseline_too = [&](std::string_view piece) { baseline(piece); };
        auto both = [](asio::awaitable<std::size_t> stream) -> asio::awaitable<void> { co_await std::move(stream); };
        for (int round = 0; round != 3; ++round) {
            run(context, 1, [&] { return both(our_stream(via, request_to(upstream.url("/paced")), ours_too)); });
            run(context, 1, [&] { return both(bare_stream(std::make_unique<bare_connection>(context, upstream.port()), "/paced", baseline_too)); });
        }
        std::printf("transport.event_delay: %.1f us, bare %.1f us\n", ours.median(), baseline.median());
        auto const added = ours.median() - baseline.median();
        check.report("transport.event_delay_added_us", added, 20, "<=", added <= 20);
    }
    return check.exit_code();
}
