#include <parley/transport/loopback.hpp>

#include <support/run.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(transport_loopback)

namespace asio = boost::asio;
namespace http = parley::http;
namespace transport = parley::transport;
using parley::errc;
using parley::result;

BOOST_AUTO_TEST_CASE(a_request_that_cannot_be_written_is_refused_here_too) {
    asio::io_context context;
    transport::loopback loop(context.get_executor(), [](http::request const&) -> result<http::response> { return http::response(); });
    http::request bad(http::url::parse("http://h/").value());
    bad.header.add("x", "a\r\nb");
    BOOST_TEST((parley_test::run(context, loop.send(bad, transport::limits())).error().code == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(a_body_beyond_the_limit_is_refused) {
    asio::io_context context;
    transport::loopback loop(context.get_executor(), [](http::request const&) -> result<http::response> { return http::response{200, {}, "12345"}; });
    transport::limits small;
    small.max_body = 4;
    http::request const r(http::url::parse("http://h/").value());
    BOOST_TEST((parley_test::run(context, loop.send(r, small)).error().code == errc::response_too_large));
    small.max_body = 5;
    BOOST_TEST(parley_test::run(context, loop.send(r, small)).value().body == "12345");
}

BOOST_AUTO_TEST_SUITE_END()
