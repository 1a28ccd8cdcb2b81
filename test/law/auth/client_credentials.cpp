#include <law/auth.hpp>

#include <parley/auth/client_credentials.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

BOOST_AUTO_TEST_SUITE(law_auth_client_credentials)

namespace {

law::strategy_abilities const can{
    .answers = {parley::test::reply(200, R"({"token_endpoint":"https://h/t"})"), parley::test::reply(200, R"({"access_token":"s3cr3t-token","expires_in":3600})")},
    .secrets = {"s3cr3t-token", "s3cr3t-password", "czNjcjN0"},
};

auto made() {
    parley::auth::client_credentials_options o;
    o.at.host = "https://h";
    o.client_id = "robot";
    o.client_secret = parley::secret::make("s3cr3t-password").value();
    return parley::auth::client_credentials(std::move(o));
}

} // namespace

#include <law/auth.ipp>

BOOST_AUTO_TEST_SUITE_END()
