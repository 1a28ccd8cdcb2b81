#include <parley/sync_client.hpp>
#include <parley/transport/loopback.hpp>

#include "../../../example/sandbox/model.hpp"

#include <parley/chat/replay.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_sync_client)

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace chat = parley::chat;
namespace family = parley::family;
namespace http = parley::http;
using parley::ask;
using parley::errc;
using parley::result;

namespace {

result<http::response> serve(http::request const& r) {
    auto const q = family::openai_chat::read(r).value();
    auto const said = sandbox::answer(q);
    if (!q.stream) return family::openai_chat::answer(said);
    http::response streamed;
    streamed.header.add("Content-Type", "text/event-stream");
    family::openai_chat::stream_encoder encoder;
    chat::replay(said, [&](chat::event const& e) { streamed.body += encoder.encode(e); }, 4);
    streamed.body += encoder.finish(chat::end::complete);
    return streamed;
}

struct in_process {
    auto operator()(asio::any_io_executor executor) const { return parley::any_transport(parley::transport::loopback(executor, serve, 11)); }
};

using client = parley::sync_client<family::openai_chat, auth::none>;

client make_client() { return client(auth::none(), in_process(), {.base_url = "http://localhost"}); }

} // namespace

BOOST_AUTO_TEST_CASE(a_question_is_answered) {
    auto c = make_client();
    BOOST_TEST(c.chat(ask("m").user("Why?")).value().text() == "You asked: Why?");
}

BOOST_AUTO_TEST_CASE(events_arrive_on_the_thread_that_asked) {
    auto c = make_client();
    std::string pieces;
    bool is_here = true;
    auto const whole = c.stream(ask("m").user("Why?"), [&, me = std::this_thread::get_id()](chat::event const& e) {
        is_here = is_here && std::this_thread::get_id() == me;
        if (auto const* more = std::get_if<chat::text_delta>(&e)) pieces += more->text + "|";
    });
    BOOST_TEST(pieces == "You |aske|d: W|hy?|");
    BOOST_TEST(whole.value().text() == "You asked: Why?");
    BOOST_TEST(is_here);
}

BOOST_AUTO_TEST_CASE(what_a_callback_throws_comes_out_and_the_client_goes_on) {
    auto c = make_client();
    BOOST_CHECK_THROW((void)c.stream(ask("m").user("Why?"), [](chat::event const&) { throw std::runtime_error("enough"); }), std::runtime_error);
    BOOST_TEST(c.chat(ask("m").user("Again?")).value().text() == "You asked: Again?");
}

BOOST_AUTO_TEST_CASE(errors_come_back) {
    auto c = make_client();
    chat::request q = ask("m").user("Why?");
    q.top_k = 1;
    BOOST_TEST((c.chat(q).error().code == errc::unsupported));
    BOOST_TEST((c.stream(q, [](chat::event const&) {}).error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(threads_take_turns) {
    auto c = make_client();
    std::vector<std::string> texts(8);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t != texts.size(); ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i != 25; ++i) {
                auto const question = std::to_string(t) + "-" + std::to_string(i);
                auto const q = chat::request(ask("m").user(question));
                auto const a = i % 2 ? c.chat(q) : c.stream(q, [](chat::event const&) {});
                if (a && a->text() == "You asked: " + question) texts[t] += ".";
            }
        });
    for (auto& t : threads) t.join();
    for (auto const& t : texts) BOOST_TEST(t == std::string(25, '.'));
}

BOOST_AUTO_TEST_SUITE_END()
