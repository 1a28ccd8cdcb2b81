#include <parley/openhands/mcp_server.hpp>

#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(openhands_mcp_server)

namespace openhands = parley::openhands;
namespace reflect = parley::reflect;

BOOST_AUTO_TEST_CASE(servers_come_back_as_they_were) {
    auto const text = std::string(
        R"({"local":{"command":"uvx","args":["a"],"env":{"TOKEN":"t"},"cwd":"/","timeout":1.5},)"
        R"("remote":{"url":"u","transport":"http","headers":{"X":"y"},"auth":{"strategy":"oauth2","authentication":{"type":"oauth","client_auth_method":"none"},)"
        R"("state":{"tokens":{"access_token":"a","scope":"s"},"client_info":{"client_id":"c"},"token_expires_at":12.5}},"keep_alive":true}})");
    auto const made = reflect::parse<openhands::mcp_config>(text).value();
    BOOST_TEST(reflect::to_text(made, reflect::secrets::plain()) == text);
    BOOST_TEST(made.at("remote").auth->state->tokens->access_token.reveal() == "a");
}

BOOST_AUTO_TEST_CASE(a_way_to_authorise_needs_a_strategy) {
    BOOST_TEST(reflect::parse<openhands::mcp_server>(R"({"auth":{"value":"v"}})").error().where == "/auth/strategy");
    BOOST_TEST(reflect::parse<openhands::mcp_server>(R"({"auth":"v"})").error().where == "/auth");
}

BOOST_AUTO_TEST_CASE(what_a_login_gave_out_is_never_shown) {
    openhands::mcp_auth auth;
    auth.strategy = "oauth2";
    auth.state.emplace().tokens.emplace().refresh_token = parley::secret::make("quiet").value();
    BOOST_TEST(reflect::to_text(auth) == R"({"strategy":"oauth2","state":{"tokens":{"refresh_token":"***"}}})");
}

BOOST_AUTO_TEST_SUITE_END()
