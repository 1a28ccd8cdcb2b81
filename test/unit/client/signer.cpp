#include "support/scripted_peer.hpp"

#include <parley/auth/client_credentials.hpp>
#include <parley/signer.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace http = parley::http;
using parley::errc;
using parley::result;
using parley::test::reply;

namespace {

auth::client_credentials robot() {
    auth::client_credentials_options o;
    o.at.token_endpoint = "https://h/t";
    o.client_id = "b";
    o.client_secret = parley::secret::make("c").value();
    return auth::client_credentials(std::move(o));
}

struct fixture {
    asio::io_context context;
    int requests = 0, status = 200;
    parley::transport::loopback via{context.get_executor(), [this](http::request const&) -> result<http::response> {
                                        return reply(status, R"({"access_token":"t)" + std::to_string(++requests) + R"(","expires_in":3600})");
                                    }};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(client_signer, fixture)

BOOST_AUTO_TEST_CASE(requests_of_ones_own_are_signed_with_one_token) {
    int right = 0;
    {
        // tag::signer[]
        parley::signer signer(robot(), via);
        for (auto const* const address : {"https://h/api/2.0/serving-endpoints", "https://h/api/2.1/models"})
            signer.async_sign(http::request("GET", http::url::parse(address).value()), parley::transport::limits(), [&](result<http::request> signed_one) {
                right += signed_one && signed_one->header.find("Authorization") == "Bearer t1" && signed_one->method == "GET";
            });
        // end::signer[]
    } // calls keep alive what they need
    context.run();
    BOOST_TEST(right == 2);
    BOOST_TEST(requests == 1);
}

BOOST_AUTO_TEST_CASE(the_strategys_error_comes_out) {
    status = 401;
    parley::signer signer(robot(), via);
    std::optional<errc> why;
    signer.async_sign(http::request(http::url::parse("https://h/").value()), parley::transport::limits(), [&](result<http::request> got) { why = got ? errc() : got.error().code; });
    context.run();
    BOOST_TEST((why == errc::unauthenticated));
    BOOST_TEST(signer.refused(reply(401, "")));
    BOOST_TEST(!signer.refused(reply(403, "")));
}

BOOST_AUTO_TEST_SUITE_END()
