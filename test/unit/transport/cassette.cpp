#include <parley/transport/cassette.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <unistd.h>

BOOST_AUTO_TEST_SUITE(transport_cassette)

namespace asio = boost::asio;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::errc;
using parley::result;

static_assert(transport::Transport<transport::recording<transport::loopback>>);

namespace {

http::request question(std::string body, std::string path = "/v1/chat/completions?key=hush&alt=sse") {
    http::request r(http::url::parse("https://api.example.com" + path).value());
    r.header.add("Content-Type", "application/json");
    r.header.add("Authorization", "Bearer sk-very-secret");
    r.body = std::move(body);
    return r;
}

result<http::response> echo(http::request const& r) {
    http::response made;
    made.header.add("Content-Type", "text/event-stream");
    made.header.add("Set-Cookie", "session=very-secret");
    made.body = "data: " + r.body + "\n\n";
    return made;
}

template <class T> result<http::response> send(T& via, http::request r) {
    asio::io_context context;
    auto got = asio::co_spawn(context, via.send(std::move(r), transport::limits()), asio::use_future);
    context.run();
    return got.get();
}

/// Reads an answer in pieces.
template <class T> asio::awaitable<result<std::string>> pull(T& via, http::request r) {
    auto opened = co_await via.open(std::move(r), transport::limits());
    if (!opened) co_return opened.error();
    std::string body;
    for (;;) {
        auto const piece = co_await opened->read();
        if (!piece) co_return piece.error();
        if (piece->empty()) co_return body;
        body += *piece;
    }
}

struct folder {
    folder() {
        char name[] = "/tmp/parley-cassette-XXXXXX";
        path = ::mkdtemp(name);
    }
    ~folder() { std::filesystem::remove_all(path); }
    std::string path;
};

asio::io_context nowhere;

} // namespace

BOOST_AUTO_TEST_CASE(what_was_recorded_is_played_again_from_a_file) {
    folder const at;
    // tag::record[]
    transport::cassette tape;
    transport::recording<transport::loopback> recorder(transport::loopback(nowhere.get_executor(), echo, 3), tape);
    // end::record[]
    auto const whole = send(recorder, question(R"({"model":"m","n":1})")).value();
    asio::io_context context;
    auto pulled = asio::co_spawn(context, pull(recorder, question(R"({"model":"m","n":2})")), asio::use_future);
    context.run();
    auto const streamed = pulled.get().value();
    BOOST_TEST(tape.size() == 2u);
    BOOST_TEST_REQUIRE(tape.save(at.path + "/tape.jsonl").has_value());

    // tag::replay[]
    auto const kept = transport::cassette::load(at.path + "/tape.jsonl").value();
    auto player = transport::replay(nowhere.get_executor(), kept);
    // end::replay[]
    BOOST_TEST(kept.unplayed() == 2u);
    BOOST_TEST(send(player, question(R"({"n":2.0,"model":"m"})")).value().body == streamed); // by meaning, in any order
    auto const again = send(player, question(R"({"model":"m","n":1})")).value();
    BOOST_TEST(again.body == whole.body);
    BOOST_TEST(again.header.find("content-type").value() == "text/event-stream");
    BOOST_TEST(kept.unplayed() == 0u);
}

BOOST_AUTO_TEST_CASE(no_credential_reaches_the_file) {
    folder const at;
    transport::cassette tape;
    auto const token = [](http::request const&) -> result<http::response> { return http::response{200, {{"Content-Type", "application/json"}}, R"({"access_token":"very-secret","expires_in":3600})"}; };
    transport::recording<transport::loopback> recorder(transport::loopback(nowhere.get_executor(), token), tape);
    BOOST_TEST(send(recorder, question("{}")).value().body.find("very-secret") != std::string::npos); // the caller has it
    auto form = question("grant_type=client_credentials&client_secret=very-secret&scope=all", "/oidc/v1/token?sig=very-secret");
    form.header.set("Content-Type", "application/x-www-form-urlencoded");
    BOOST_TEST(send(recorder, form).has_value());
    BOOST_TEST(send(recorder, question(R"({"password":"very-secret","user":"me"})")).has_value());
    BOOST_TEST_REQUIRE(tape.save(at.path + "/tape.jsonl").has_value());
    std::ifstream file(at.path + "/tape.jsonl");
    std::string const text(std::istreambuf_iterator<char>(file), {});
    BOOST_TEST(text.find("secret\"") == std::string::npos);
    for (auto const* hidden : {"very-secret", "hush"}) BOOST_TEST(text.find(hidden) == std::string::npos, hidden);
    BOOST_TEST(text.find("client_secret=***&scope=all") != std::string::npos);
    BOOST_TEST(text.find("\"user\":\"me\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_request_that_fits_no_exchange_is_told_what_the_nearest_differs_in) {
    transport::cassette tape;
    transport::recording<transport::loopback> recorder(transport::loopback(nowhere.get_executor(), echo), tape);
    BOOST_TEST(send(recorder, question("{}", "/v1/models")).has_value());
    BOOST_TEST(send(recorder, question(R"({"model":"m","temperature":0.5})")).has_value());
    folder const at;
    BOOST_TEST_REQUIRE(tape.save(at.path + "/t").has_value());
    auto player = transport::replay(nowhere.get_executor(), transport::cassette::load(at.path + "/t").value());
    auto const got = send(player, question(R"({"model":"m","temperature":0.7})"));
    BOOST_TEST_REQUIRE(!got);
    BOOST_TEST((got.error().code == errc::not_found));
    BOOST_TEST(got.error().message == "No exchange of the cassette fits; the nearest differs in: body member temperature.");
    BOOST_TEST(got.error().where == "POST /v1/chat/completions");
}

BOOST_AUTO_TEST_CASE(played_in_order_each_exchange_answers_once_whatever_is_asked) {
    transport::cassette tape;
    transport::recording<transport::loopback> recorder(transport::loopback(nowhere.get_executor(), echo), tape);
    for (auto const* n : {"1", "2"}) BOOST_TEST(send(recorder, question(n)).has_value());
    folder const at;
    BOOST_TEST_REQUIRE(tape.save(at.path + "/t").has_value());
    auto player = transport::replay(nowhere.get_executor(), transport::cassette::load(at.path + "/t").value(), false);
    BOOST_TEST(send(player, question("x")).value().body == "data: 1\n\n");
    BOOST_TEST(send(player, question("x")).value().body == "data: 2\n\n");
    BOOST_TEST(send(player, question("x")).error().message == "Every exchange of the cassette has been played.");
}

BOOST_AUTO_TEST_CASE(an_exchange_that_failed_is_not_kept) {
    transport::cassette tape;
    auto const broken = [](http::request const&) -> result<http::response> { return parley::error(errc::connection_lost); };
    transport::recording<transport::loopback> recorder(transport::loopback(nowhere.get_executor(), broken), tape);
    BOOST_TEST((send(recorder, question("{}")).error().code == errc::connection_lost));
    BOOST_TEST(tape.size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_cassette_is_an_error_that_names_the_line) {
    folder const at;
    std::ofstream(at.path + "/t") << "{\"request\":{},\"response\":{}}\n\n{\"request\":7}\n";
    auto const got = transport::cassette::load(at.path + "/t");
    BOOST_TEST_REQUIRE(!got);
    BOOST_TEST((got.error().code == errc::corrupt_file));
    BOOST_TEST(got.error().message == "Line 3 of the cassette is no exchange.");
    BOOST_TEST((transport::cassette::load(at.path + "/missing").error().code == errc::not_found));
}

BOOST_AUTO_TEST_SUITE_END()
