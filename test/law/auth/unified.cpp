#include <law/auth.hpp>

#include <parley/auth/unified.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

BOOST_AUTO_TEST_SUITE(law_auth_unified)

namespace {

// The way with the most steps: a tenant to be found, and two tokens.
law::strategy_abilities const can{
    .answers = {parley::test::reply(404, ""), parley::test::reply(302, "", {{"Location", "https://login/ten/x"}}), parley::test::reply(200, R"({"access_token":"s3cr3t-one","expires_in":3600})"),
                parley::test::reply(200, R"({"access_token":"s3cr3t-two","expires_in":3600})")},
    .secrets = {"s3cr3t-one", "s3cr3t-two", "s3cr3t-password"},
};

auto made() {
    return parley::auth::unified(parley::environment::isolated(), {{"host", "https://adb-1.4.azuredatabricks.net"}, {"azure_client_id", "app"}, {"azure_client_secret", "s3cr3t-password"}});
}

} // namespace

#include <law/auth.ipp>

BOOST_AUTO_TEST_SUITE_END()
