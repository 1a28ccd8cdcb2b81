#include <parley/client.hpp>
#include <parley/fallback.hpp>
#include <parley/limited.hpp>
#include <parley/observed.hpp>
#include <parley/tool_loop.hpp>
#include <parley/totals.hpp>

#include "../../../example/sandbox/model.hpp"

#include <parley/auth/none.hpp>
#include <parley/chat/replay.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_threads)

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace chat = parley::chat;
namespace family = parley::family;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::ask;
using parley::errc;
using parley::result;

namespace {

result<http::response> serve(http::request const& r) {
    auto const q = family::openai_chat::read(r);
    if (!q) return family::openai_chat::refuse(q.error());
    auto said = sandbox::answer(*q);
    if (!q->tools.empty() && q->messages.back().role != chat::role::tool) { // calls the tool once
        auto& call = said.content.emplace_back().emplace<chat::tool_call>();
        call.id = "c1";
        call.name = q->tools.front().name;
        chat::set_arguments(call, "{}");
        said.finish_reason = chat::finish_reason::tool_calls;
    }
    if (!q->stream) return family::openai_chat::answer(said);
    http::response streamed;
    streamed.header.add("Content-Type", "text/event-stream");
    family::openai_chat::stream_encoder encoder;
    chat::replay(said, [&](chat::event const& e) { streamed.body += encoder.encode(e); }, 4);
    streamed.body += encoder.finish(chat::end::complete);
    return streamed;
}

/// A host that takes a moment, so that calls overlap and can be cancelled in the middle.
class slow_host {
public:
    explicit slow_host(asio::any_io_executor executor) : inner_(std::move(executor), serve, 64) {}

    asio::any_io_executor get_executor() { return inner_.get_executor(); }

    asio::awaitable<result<http::response>> send(http::request r, transport::limits allowed) {
        auto const passed = co_await moment();
        if (!passed) co_return parley::error(errc::cancelled);
        co_return co_await inner_.send(std::move(r), allowed);
    }

    class exchange {
    public:
        explicit exchange(transport::loopback::exchange inner) : inner_(std::move(inner)) {}
        http::response const& head() const noexcept { return inner_.head(); }
        asio::awaitable<result<std::string_view>> read() {
            auto const passed = co_await moment();
            if (!passed) co_return parley::error(errc::cancelled);
            co_return co_await inner_.read();
        }

    private:
        transport::loopback::exchange inner_;
    };

    asio::awaitable<result<exchange>> open(http::request r, transport::limits allowed) {
        auto opened = co_await inner_.open(std::move(r), allowed);
        if (!opened) co_return opened.error();
        co_return exchange(std::move(*opened));
    }

private:
    static asio::awaitable<bool> moment() {
        auto const executor = co_await asio::this_coro::executor;
        asio::steady_timer timer(executor, std::chrono::microseconds(50));
        boost::system::error_code ec;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        co_return !ec;
    }

    transport::loopback inner_;
};

struct tally {
    std::atomic<int> answered = 0, cancelled = 0, other = 0, wrong = 0;
    int all() const { return answered + cancelled + other; }
};

/// One call of one of four kinds; every third is cancelled at a moment of its own.
template <class Client> class one_call : public std::enable_shared_from_this<one_call<Client>> {
public:
    one_call(Client client, asio::any_io_executor executor, int number, tally& counts)
        : client_(std::move(client)), strand_(asio::make_strand(executor)), timer_(strand_), number_(number), counts_(counts) {}

    void begin(parley::toolbox const& tools) {
        asio::post(strand_, [self = this->shared_from_this(), &tools] { self->start(tools); });
    }

private:
    void start(parley::toolbox const& tools) {
        auto self = this->shared_from_this();
        auto const text = std::to_string(number_);
        auto request = chat::request(ask("m").user(text));
        auto const token = [&](auto handler) { return asio::bind_executor(strand_, asio::bind_cancellation_slot(stop_.slot(), std::move(handler))); };
        auto answered = [self, text](result<chat::response> a) { self->done(a.has_value(), a ? errc() : a.error().code, a && a->text() == "You asked: " + text); };
        switch (number_ % 4) {
            case 0: client_.async_chat(request, token(answered)); break;
            case 1: client_.async_stream(request, [](chat::event const&) {}, token(answered)); break;
            case 2: client_.async_stream(request, [](chat::event) -> asio::awaitable<void> { co_return; }, token(answered)); break;
            default:
                client_.async_run(request, tools, token([self](result<parley::run_outcome> o) {
                                      self->done(o.has_value(), o ? errc() : o.error().code, o && o->response.text() == "The tool says: noon");
                                  }));
        }
        if (number_ % 3 != 0) return;
        timer_.expires_after(std::chrono::microseconds(number_ % 400));
        timer_.async_wait([self](boost::system::error_code) { self->stop_.emit(asio::cancellation_type::terminal); });
    }

    void done(bool has_answer, errc why, bool is_right) {
        if (has_answer) ++counts_.answered;
        else if (why == errc::cancelled) ++counts_.cancelled;
        else ++counts_.other;
        if (has_answer && !is_right) ++counts_.wrong;
    }

    Client client_;
    asio::strand<asio::any_io_executor> strand_;
    asio::steady_timer timer_;
    asio::cancellation_signal stop_;
    int number_;
    tally& counts_;
};

/// Eight threads begin calls while eight run them.
template <class Client> void run_many(asio::io_context& context, Client const& client, int count, tally& counts) {
    parley::toolbox tools;
    tools.add("now", "Says what time it is.", [] { return "noon"; });
    auto const work = asio::make_work_guard(context);
    std::vector<std::thread> runners, callers;
    for (int t = 0; t != 8; ++t) runners.emplace_back([&] { context.run(); });
    for (int t = 0; t != 8; ++t)
        callers.emplace_back([&, t] {
            for (int i = t; i < count; i += 8) {
                std::make_shared<one_call<Client>>(client, context.get_executor(), i, counts)->begin(tools);
                while (i - counts.all() > 400) std::this_thread::yield();
            }
        });
    for (auto& c : callers) c.join();
    while (counts.all() != count) std::this_thread::yield();
    context.stop();
    for (auto& r : runners) r.join();
}

} // namespace

BOOST_AUTO_TEST_CASE(ten_thousand_calls_of_all_kinds_share_a_client_and_every_third_is_cancelled) {
    asio::io_context context;
    parley::client<family::openai_chat, auth::none> client(auth::none(), slow_host(context.get_executor()), {.base_url = "http://localhost"});
    tally counts;
    run_many(context, client, 10'000, counts);
    BOOST_TEST(counts.other == 0);
    BOOST_TEST(counts.wrong == 0);
    BOOST_TEST(counts.cancelled > 0);
    BOOST_TEST(counts.answered >= 6'666);
}

BOOST_AUTO_TEST_CASE(clients_around_clients_are_shared_as_well) {
    asio::io_context context;
    parley::client<family::openai_chat, auth::none> client(auth::none(), slow_host(context.get_executor()), {.base_url = "http://localhost"});
    parley::fallback either(client);
    either.otherwise(client, "m");
    auto const sum = std::make_shared<parley::totals>();
    parley::observed all(parley::limited(either, {.requests_per_second = 1e6, .tokens_per_minute = 1e12}), sum);
    tally counts;
    run_many(context, all, 2'000, counts);
    BOOST_TEST(counts.other == 0);
    BOOST_TEST(counts.wrong == 0);
    BOOST_TEST(counts.cancelled > 0);
    BOOST_TEST(sum->all().calls >= 2'000);
}

BOOST_AUTO_TEST_SUITE_END()
