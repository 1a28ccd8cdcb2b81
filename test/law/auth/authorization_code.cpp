#include <law/auth.hpp>

#include <parley/auth/authorization_code.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

BOOST_AUTO_TEST_SUITE(law_auth_authorization_code)

namespace {

law::strategy_abilities const can{
    .answers = {parley::auth::locked(), parley::test::reply(200, R"({"token_endpoint":"https://h/t"})"),
                parley::test::reply(200, R"({"access_token":"s3cr3t-token","expires_in":3600,"refresh_token":"s3cr3t-new"})")},
    .secrets = {"s3cr3t-token", "s3cr3t-refresh", "s3cr3t-app-key", "s3cr3t-new"},
};

auto made() {
    parley::auth::authorization_code_options o;
    o.at.host = "https://h";
    o.app.client_secret = parley::secret::make("s3cr3t-app-key").value();
    o.keeper.lock = "/l";
    o.tokens.emplace();
    o.tokens->access_token = parley::secret::make("s3cr3t-old").value();
    o.tokens->refresh_token = parley::secret::make("s3cr3t-refresh").value();
    return parley::auth::authorization_code(std::move(o));
}

} // namespace

#include <law/auth.ipp>

BOOST_AUTO_TEST_SUITE_END()
