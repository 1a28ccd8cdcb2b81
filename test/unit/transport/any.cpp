#include <parley/transport/any.hpp>
#include <parley/transport/loopback.hpp>

#include <support/run.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(transport_any)

namespace asio = boost::asio;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::result;

namespace {

http::request request() { return http::request(http::url::parse("http://h/x").value()); }

// tag::read[]
std::string read_all(asio::io_context& context, parley::any_transport via) {
    auto all = [](parley::any_transport through) -> asio::awaitable<std::string> {
        auto opened = co_await through.open(request(), transport::limits());
        std::string text = std::to_string(opened.value().head().status) + ":";
        for (;;) {
            auto const piece = co_await opened->read();
            if (piece.value().empty()) co_return text;
            text.append(*piece).append("|");
        }
    };
    return parley_test::run(context, all(std::move(via)));
}
// end::read[]

} // namespace

BOOST_AUTO_TEST_CASE(it_does_what_the_transport_that_it_holds_does) {
    asio::io_context context;
    int calls = 0;
    parley::any_transport const any = transport::loopback(context.get_executor(), [&](http::request const& r) -> result<http::response> {
        ++calls;
        BOOST_TEST(r.url.path() == "/x");
        return http::response{201, {}, "hello"};
    }, 2);
    auto copy = any;
    auto const whole = parley_test::run(context, copy.send(request(), transport::limits()));
    BOOST_TEST(whole.value().status == 201);
    BOOST_TEST(whole.value().body == "hello");
    BOOST_TEST(read_all(context, any) == "201:he|ll|o|");
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(errors_pass_through) {
    asio::io_context context;
    parley::any_transport any = transport::loopback(context.get_executor(),
                                                    [](http::request const&) -> result<http::response> { return parley::error(parley::errc::connect_failed); });
    BOOST_TEST((parley_test::run(context, any.send(request(), transport::limits())).error().code == parley::errc::connect_failed));
    auto open = [](parley::any_transport through) -> asio::awaitable<parley::errc> {
        auto const opened = co_await through.open(request(), transport::limits());
        co_return opened.error().code;
    };
    BOOST_TEST((parley_test::run(context, open(any)) == parley::errc::connect_failed));
}

BOOST_AUTO_TEST_SUITE_END()
