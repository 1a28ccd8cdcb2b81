#include <parley/transport/beast/detail/http1.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(transport_beast_http1)

namespace http = parley::http;
namespace transport = parley::transport;
using parley::errc;
using transport::detail::response_reader;

namespace {

/// What becomes of these bytes, read in pieces: `status body`, or the error's name.
std::string read(std::string_view bytes, std::size_t piece, transport::limits const& allowed = {}, bool then_end = true) {
    response_reader reader(allowed, false);
    std::string waiting, body;
    for (std::size_t at = 0; at < bytes.size() && !reader.is_done(); at += piece) {
        waiting += bytes.substr(at, piece);
        auto const taken = reader.put(waiting);
        if (!taken) return std::string(name(taken.error().code));
        body += taken->body;
        waiting.erase(0, taken->used);
    }
    if (!reader.is_done() && then_end) {
        auto const ended = reader.put_end();
        if (!ended) return std::string(name(ended.error().code));
    }
    if (!reader.is_done()) return "unfinished";
    return std::to_string(reader.head().status) + " " + body + (waiting.empty() ? "" : " and " + waiting);
}

void check_all_pieces(std::string_view bytes, std::string_view expected) {
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) BOOST_TEST(read(bytes, piece) == expected, "pieces of " << piece << ": " << read(bytes, piece));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_request_gets_the_headers_that_the_transport_owns) {
    http::request r(http::url::parse("https://h:8443/v1/x?a=b").value());
    r.header.add("Authorization", "Bearer k");
    r.body = "12345";
    BOOST_TEST(transport::detail::head_of(r) == "POST /v1/x?a=b HTTP/1.1\r\nHost: h:8443\r\nAuthorization: Bearer k\r\nUser-Agent: Parley/" + std::string(parley::version) +
                                                    "\r\nContent-Length: 5\r\n\r\n");
    http::request get("GET", http::url::parse("https://h").value());
    get.header.add("user-agent", "mine");
    BOOST_TEST(transport::detail::head_of(get) == "GET / HTTP/1.1\r\nHost: h\r\nuser-agent: mine\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_response_is_the_same_however_it_is_cut) {
    check_all_pieces("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "200 hello");
    check_all_pieces("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: t\r\n\r\n", "200 hello");
    check_all_pieces("HTTP/1.1 500 Oops\r\n\r\nto the end", "500 to the end");
    check_all_pieces("HTTP/1.1 204 No Content\r\n\r\n", "204 ");
}

BOOST_AUTO_TEST_CASE(interim_responses_are_skipped) {
    check_all_pieces("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 ok");
}

BOOST_AUTO_TEST_CASE(bytes_behind_the_response_are_not_its_own) {
    BOOST_TEST(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP", 1000) == "200 ok and HTTP");
}

BOOST_AUTO_TEST_CASE(a_cut_at_any_byte_is_a_lost_connection) {
    for (std::string_view const whole : {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"})
        for (std::size_t cut = 0; cut != whole.size(); ++cut) BOOST_TEST(read(whole.substr(0, cut), 7) == "connection_lost", "cut at " << cut);
}

BOOST_AUTO_TEST_CASE(what_is_no_http_is_refused) {
    for (std::string_view const wrong : {
             "HTTP/1.1 2x0 OK\r\n\r\n",
             "SSH-2.0-OpenSSH\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
             "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
             "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n",
         })
        BOOST_TEST(read(wrong, 11) == "invalid_response", wrong);
}

BOOST_AUTO_TEST_CASE(head_and_body_are_bounded) {
    transport::limits small;
    small.max_head = 100;
    small.max_body = 4;
    auto const head = "HTTP/1.1 200 OK\r\nx: " + std::string(200, 'a') + "\r\n\r\n";
    BOOST_TEST(read(head, 7, small) == "response_too_large");
    BOOST_TEST(read(head.substr(0, 150), 7, small) == "response_too_large");
    BOOST_TEST(read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 7, small) == "response_too_large");
    BOOST_TEST(read("HTTP/1.1 200 OK\r\n\r\nhello", 7, small) == "response_too_large");
    BOOST_TEST(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n", 7, small) == "response_too_large");
    BOOST_TEST(read("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhell", 7, small) == "200 hell");
}

BOOST_AUTO_TEST_SUITE_END()
