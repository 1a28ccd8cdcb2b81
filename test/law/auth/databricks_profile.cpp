#include <law/auth.hpp>

#include <parley/auth/databricks_profile.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

BOOST_AUTO_TEST_SUITE(law_auth_databricks_profile)

namespace {

// A program that has to be run.
law::strategy_abilities const can{
    .answers = {parley::test::reply(200, R"({"workspace_id":"1"})"), parley::test::output("Databricks CLI v0.296.0"), parley::test::output(R"({"access_token":"s3cr3t-token","expires_in":3600})")},
    .secrets = {"s3cr3t-token"},
};

auto made() {
    auto from = parley::environment::isolated({{"PATH", "/bin"}});
    from.home = [] { return std::optional<std::string>("/home/u"); };
    from.read_file = [](std::string const&) -> parley::result<std::string> { return std::string("[dev]\nhost=https://h\nauth_type=databricks-cli\n"); };
    from.program_size = [](std::string const&) { return std::optional<std::uint64_t>(5'000'000); };
    return parley::auth::databricks_profile("dev", from);
}

} // namespace

#include <law/auth.ipp>

BOOST_AUTO_TEST_SUITE_END()
