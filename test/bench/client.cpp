// What the typed client adds to its parts: to encoding, signing and decoding by hand, to bare Beast with Boost.JSON, and to each event of a stream;
// and what any_client adds to it.
//
// With five arguments it is one more client for the kit that runs peers side by side (see run.sh): BODIES_DIR PORT CASE CHUNKS RUNS; `--cases` names them.

#include "check.hpp"
#include "upstream.hpp"

#include <parley/any_client.hpp>
#include <parley/auth/api_key.hpp>
#include <parley/chat/ask.hpp>
#include <parley/client.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/transport/beast/https.hpp>
#include <parley/transport/loopback.hpp>
#include <parley/version.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <time.h>

namespace {

namespace asio = boost::asio;
namespace bare = boost::beast::http;
namespace chat = parley::chat;
namespace http = parley::http;
namespace json = boost::json;
using family = parley::family::openai_chat;
using typed_client = parley::client<family, parley::auth::api_key>;
using tcp = asio::ip::tcp;

constexpr int calls = 100;

void finish(std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
}

void run(asio::io_context& context, asio::awaitable<void> made) {
    asio::co_spawn(context, std::move(made), finish);
    context.restart();
    context.run();
}

double thread_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

parley::secret made_key() { return parley::secret::make("sk-bench").value(); }

chat::request question() { return parley::ask("gpt-4o-mini").user("Say something."); }

chat::request conversation() {
    chat::request q;
    q.model = "gpt-4o-mini";
    for (int i = 0; i != 20; ++i) {
        auto& m = q.messages.emplace_back();
        m.role = i % 2 ? chat::role::assistant : chat::role::user;
        m.content.emplace_back().emplace<chat::text>().text = "This is message " + std::to_string(i) +
                                                              " of a conversation that goes on for a while: it \"quotes\", it breaks\nlines, and it is as long as a paragraph of a person.";
    }
    return q;
}

// The same call, through the client and out of its parts

template <class Client> asio::awaitable<void> through(Client client, chat::request asked) {
    for (int i = 0; i != calls; ++i) {
        auto copy = asked;
        auto const answer = co_await client.async_chat(std::move(copy), asio::use_awaitable);
        if (!answer || answer->content.empty()) std::abort();
    }
}

// Counted on both sides: a copy of the request, which the client takes by value; encoding; the product's header and the key's; one exchange with a
// transport that answers at once, through any_transport; decoding. The client's own are the rules of models, deadline and retries, and that its type
// and its token are erased.
struct parts {
    parley::any_transport via;
    parley::auth::basic_api_key<family::vendor> key{made_key()};
    parley::family::place at{http::url::parse(family::vendor::base_url).value()};

    asio::awaitable<std::optional<parley::result<chat::response>>> call(chat::request q) {
        auto made = family::encode(q, at);
        if (!made) co_return made.error();
        made->header.set("User-Agent", "Parley/" + std::string(parley::version));
        if (auto const is_signed = key.sign(*made, {}); !is_signed) co_return is_signed.error();
        auto const got = co_await via.send(std::move(*made), parley::transport::limits());
        if (!got) co_return got.error();
        co_return family::decode(*got);
    }
};

/// Each call is an operation on a strand of its own, as the client's are: only then it can be cancelled from anywhere.
asio::awaitable<void> by_hand(parts& with, chat::request asked) {
    for (int i = 0; i != calls; ++i) {
        auto copy = asked;
        auto const answer = co_await asio::co_spawn(asio::make_strand(with.via.get_executor()), with.call(std::move(copy)), asio::use_awaitable);
        if (!*answer || (*answer)->content.empty()) std::abort();
    }
}
/// The same inside the caller's own coroutine.
asio::awaitable<void> by_hand_inside(parts& with, chat::request asked) {
    for (int i = 0; i != calls; ++i) {
        auto copy = asked;
        auto const answer = co_await with.call(std::move(copy));
        if (!*answer || (*answer)->content.empty()) std::abort();
    }
}

// A call of a few bytes over a connection that stays

struct bare_connection {
    tcp::socket socket;
    boost::beast::flat_buffer buffer;
    bare_connection(asio::io_context& context, unsigned short port) : socket(context) {
        socket.connect({asio::ip::address_v4::loopback(), port});
        socket.set_option(tcp::no_delay(true));
    }
};

bare::request<bare::string_body> bare_request() {
    bare::request<bare::string_body> made(bare::verb::post, "/json/chat/completions", 11);
    made.set(bare::field::host, "127.0.0.1");
    made.set(bare::field::content_type, "application/json");
    made.set(bare::field::authorization, "Bearer sk-bench");
    made.body() = json::serialize(json::object{{"model", "gpt-4o-mini"}, {"messages", json::array{json::object{{"role", "user"}, {"content", "Say something."}}}}});
    made.prepare_payload();
    return made;
}

void check_bare(std::string const& body) {
    auto const whole = json::parse(body);
    if (whole.at("choices").as_array().at(0).at("message").at("content").as_string().empty()) std::abort();
}

asio::awaitable<void> bare_calls(bare_connection& over) {
    for (int i = 0; i != calls; ++i) {
        auto const request = bare_request();
        co_await bare::async_write(over.socket, request, asio::use_awaitable);
        bare::response<bare::string_body> answer;
        co_await bare::async_read(over.socket, over.buffer, answer, asio::use_awaitable);
        check_bare(answer.body());
    }
}

// A stream of 20,000 pieces of text

struct streamed {
    double cpu = 0, wall = 0;
    std::size_t pieces = 0, length = 0;
};

/// Runs a stream on a context of this thread: its CPU time is that of the client alone.
streamed stream_once(asio::io_context& context, typed_client& client, chat::request asked) {
    streamed one;
    auto const wall = std::chrono::steady_clock::now();
    auto const cpu = thread_seconds();
    auto const count = [&one](chat::event const& e) {
        if (auto const* const t = std::get_if<chat::text_delta>(&e)) {
            ++one.pieces;
            one.length += t->text.size();
        }
    };
    client.async_stream(std::move(asked), count, [&](parley::result<chat::response> answer) {
        if (!answer || answer->text().size() != one.length) std::abort();
    });
    context.restart();
    context.run();
    one.cpu = thread_seconds() - cpu;
    one.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
    return one;
}

double us_per_piece(std::string const& base_url) {
    asio::io_context context(1);
    typed_client client(made_key(), parley::make_https_transport(context.get_executor()), {.base_url = base_url});
    std::vector<double> times;
    for (int i = 0; i != 9; ++i) {
        auto const one = stream_once(context, client, question());
        if (one.pieces != 20'000) std::abort();
        times.push_back(one.cpu / static_cast<double>(one.pieces) * 1e6);
    }
    return median(std::move(times));
}

// Beside the peers

/// One line for each run, as the kit reads them.
int beside_peers(char** arguments) {
    std::string const port = arguments[2], which = arguments[3], chunks = arguments[4];
    auto const* const mode = std::getenv("MODE");
    bool const is_call = which.starts_with("call_");
    auto const count = std::atol(arguments[4]);
    std::ifstream meta(std::string(arguments[1]) + "/meta.json");
    std::string const told((std::istreambuf_iterator<char>(meta)), {});
    auto const expected = json::parse(told).at(is_call ? "openai_chat.json" : "openai_chat_" + chunks + ".sse");
    auto const text_size = expected.at("text_bytes").to_number<std::size_t>(), size = expected.at("bytes").to_number<std::size_t>();
    asio::io_context context(1);
    auto const base = "http://127.0.0.1:" + port + (is_call ? "" : "/" + std::string(mode ? mode : "s") + chunks) + "/v1";
    typed_client client(made_key(), parley::make_https_transport(context.get_executor()), {.base_url = base});
    for (int i = -1; i != std::atoi(arguments[5]); ++i) { // the first is not counted
        streamed one;
        if (is_call) {
            auto const wall = std::chrono::steady_clock::now();
            auto const cpu = thread_seconds();
            for (long done = 0; done < count; done += calls) run(context, through(client, question()));
            one = {thread_seconds() - cpu, std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(), 0, 0};
        } else {
            one = stream_once(context, client, question());
        }
        if (i >= 0)
            std::printf(R"({"client":"parley","dialect":"openai_chat","kind":"%s","mode":"%s","chunks":%ld,"deltas":%zu,"calls":%ld,"bytes":%zu,"wall_s":%.6f,"cpu_s":%.6f,"ok":%s})" "\n",
                        is_call ? "call" : "stream", is_call ? "-" : mode ? mode : "s", count, one.pieces, is_call ? count : 0, size, one.wall, one.cpu, is_call || one.length == text_size ? "true" : "false");
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 6) return beside_peers(argv);
    if (argc == 2 && argv[1] == std::string_view("--cases")) return std::puts("openai_chat call_openai_chat") < 0;
    bench::upstream upstream;
    bench::check check(argc, argv);

    {
        asio::io_context context(1);
        parley::any_transport via = parley::transport::loopback(context.get_executor(), [](http::request const&) -> parley::result<http::response> {
            return http::response{200, {{"Content-Type", "application/json"}}, std::string(bench::small_answer)};
        });
        typed_client client(made_key(), via);
        parley::any_client any(client);
        parts hand{via};
        struct {
            char const *name, *inside;
            chat::request asked;
        } const rows[] = {{"client.typed_call", "client.typed_call (by hand inside the caller's coroutine)", conversation()},
                          {"client.typed_call_small", "client.typed_call_small (by hand inside the caller's coroutine)", question()}};
        for (auto const& row : rows) {
            auto const ours = [&] { run(context, through(client, row.asked)); };
            check.at_most(row.name, ours, [&] { run(context, by_hand(hand, row.asked)); }, 1.15);
            check.show(row.inside, ours, [&] { run(context, by_hand_inside(hand, row.asked)); });
        }
        check.adds_at_most_ns("client.any_client_adds_ns", [&] { run(context, through(any, question())); }, [&] { run(context, through(client, question())); }, calls, 100);
    }
    {
        asio::io_context context(1);
        typed_client client(made_key(), parley::make_https_transport(context.get_executor()), {.base_url = upstream.url("/json")});
        bare_connection over(context, upstream.port());
        check.at_least("client.small_calls", [&] { run(context, through(client, question())); }, [&] { run(context, bare_calls(over)); }, 0.95);
    }
    auto const bulk = us_per_piece(upstream.url("/full")), chunked = us_per_piece(upstream.url("/bulk")), each = us_per_piece(upstream.url("/each"));
    std::printf("client.stream: CPU per chunk %.3f us in bulk, %.3f us chunked, %.3f us one write each\n", bulk, chunked, each);
    check.report("client.stream_us_per_chunk", bulk, 0.5, "<=", bulk <= 0.5);
    return check.exit_code();
}
