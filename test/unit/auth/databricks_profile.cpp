#include "support/scripted_peer.hpp"

#include <parley/auth/databricks_profile.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(auth_databricks_profile)

namespace auth = parley::auth;
using parley::errc;
using parley::test::reply;
using parley::test::scripted_peer;

namespace {

parley::environment machine(std::map<std::string, std::string> variables) {
    auto made = parley::environment::isolated(std::move(variables));
    made.home = [] { return std::optional<std::string>("/home/u"); };
    made.read_file = [](std::string const& path) -> parley::result<std::string> {
        if (path == "/home/u/.databrickscfg") return std::string("[DEFAULT]\nhost=https://d\ntoken=dapi0\n[robot]\nhost=https://h\nclient_id=b\nclient_secret=c\n");
        if (path == "/other") return std::string("[person]\nhost=https://p\ntoken=dapi1\n");
        return parley::error(errc::not_found);
    };
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_keys_of_a_profile_decide_the_way) {
    scripted_peer peer;
    auth::databricks_profile token("DEFAULT", machine({}));
    BOOST_TEST(peer.signature(token) == "Authorization: Bearer dapi0\n");
    auth::databricks_profile robot("robot", machine({}));
    peer.then(reply(404, "")).then(reply(200, R"({"token_endpoint":"https://h/t"})")).then(reply(200, R"({"access_token":"x"})"));
    BOOST_TEST(peer.signature(robot) == "Authorization: Bearer x\n");
    BOOST_TEST(robot.auth_type() == "oauth-m2m");
}

BOOST_AUTO_TEST_CASE(stray_variables_change_nothing) {
    scripted_peer peer;
    auth::databricks_profile s("DEFAULT", machine({{"DATABRICKS_TOKEN", "stray"}, {"DATABRICKS_HOST", "https://stray"}, {"ARM_CLIENT_ID", "stray"}, {"DATABRICKS_AUTH_TYPE", "basic"}}));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer dapi0\n");
}

BOOST_AUTO_TEST_CASE(a_variable_may_say_where_the_file_is) {
    scripted_peer peer;
    auth::databricks_profile s("person", machine({{"DATABRICKS_CONFIG_FILE", "/other"}}));
    BOOST_TEST(peer.signature(s) == "Authorization: Bearer dapi1\n");
}

BOOST_AUTO_TEST_CASE(a_profile_that_is_not_there_is_named) {
    auth::databricks_profile s("nobody", machine({}));
    BOOST_TEST(scripted_peer().failure(s).message.starts_with("resolve: /home/u/.databrickscfg has no nobody profile configured"));
}

BOOST_AUTO_TEST_SUITE_END()
