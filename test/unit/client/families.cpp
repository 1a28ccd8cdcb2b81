#include <parley/chat/replay.hpp>
#include <parley/client.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <variant>

BOOST_AUTO_TEST_SUITE(client_families)

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace chat = parley::chat;
namespace family = parley::family;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::ask;
using parley::result;

namespace {

/// Answers in the family's own words, by its server's half, and keeps the request.
template <class F> struct host {
    std::optional<http::request> got;

    auto handler() {
        return [this](http::request const& r) -> result<http::response> {
            got = r;
            auto const q = F::read(r);
            if (!q) return F::refuse(q.error());
            chat::response a;
            a.id = "r1";
            a.model = q->model;
            a.content.emplace_back().emplace<chat::text>().text = "Because of \xC3\xA4ther.";
            a.finish_reason = chat::finish_reason::stop;
            a.usage.input_tokens = 3;
            a.usage.output_tokens = 5;
            if (!q->stream) return F::answer(a);
            http::response streamed;
            streamed.header.add("Content-Type", "text/event-stream");
            typename F::stream_encoder encoder;
            chat::replay(a, [&](chat::event const& e) { streamed.body += encoder.encode(e); }, 4);
            streamed.body += encoder.finish(chat::end::complete);
            return streamed;
        };
    }
};

/// Asks once whole and once streamed; returns both texts.
template <class F> std::string ask_both(host<F>& h) {
    asio::io_context context;
    parley::client<F, auth::api_key> c(parley::secret::make("k1").value(), transport::loopback(context.get_executor(), h.handler(), 7));
    std::string whole, streamed, pieces;
    auto const text_of = [](result<chat::response> const& a) { return a ? a->text() + "/" + std::to_string(a->usage.total_tokens()) : to_string(a.error()); };
    c.async_chat(ask("some-model").user("Why?"), [&](result<chat::response> a) { whole = text_of(a); });
    c.async_stream(
        ask("some-model").user("Why?"),
        [&](chat::event const& e) {
            if (auto const* more = std::get_if<chat::text_delta>(&e)) pieces += more->text;
        },
        [&](result<chat::response> a) { streamed = text_of(a); });
    context.run();
    return whole + " " + streamed + " " + pieces;
}

template <class F> std::string header(host<F> const& h, char const* name) { return std::string(h.got.value().header.find(name).value_or("")); }

} // namespace

BOOST_AUTO_TEST_CASE(every_family_is_asked_whole_and_streamed_with_its_vendors_key_header) {
    std::string const expected = "Because of \xC3\xA4ther./8 Because of \xC3\xA4ther./8 Because of \xC3\xA4ther.";
    host<family::openai_chat> one;
    BOOST_TEST(ask_both(one) == expected);
    BOOST_TEST(header(one, "Authorization") == "Bearer k1");
    BOOST_TEST(one.got->url.to_string() == "https://api.openai.com/v1/chat/completions");

    host<family::openai_responses> two;
    BOOST_TEST(ask_both(two) == expected);
    BOOST_TEST(header(two, "Authorization") == "Bearer k1");
    BOOST_TEST(two.got->url.to_string() == "https://api.openai.com/v1/responses");

    host<family::anthropic> three;
    BOOST_TEST(ask_both(three) == expected);
    BOOST_TEST(header(three, "x-api-key") == "k1");
    BOOST_TEST(header(three, "anthropic-version") == "2023-06-01");
    BOOST_TEST(three.got->url.to_string() == "https://api.anthropic.com/v1/messages");

    host<family::gemini> four;
    BOOST_TEST(ask_both(four) == expected);
    BOOST_TEST(header(four, "x-goog-api-key") == "k1");
    BOOST_TEST(four.got->url.to_string() == "https://generativelanguage.googleapis.com/v1beta/models/some-model:streamGenerateContent?alt=sse");
}

BOOST_AUTO_TEST_SUITE_END()
