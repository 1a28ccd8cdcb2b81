#include <parley/openhands/agent_settings.hpp>

#include <parley/migrate/load.hpp>
#include <parley/migrate/plan.hpp>
#include <parley/migrate/upgrade.hpp>
#include <parley/profile/fernet.hpp>
#include <parley/profile/no_cipher.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <variant>

BOOST_AUTO_TEST_SUITE(openhands_agent_settings)

namespace json = boost::json;
namespace migrate = parley::migrate;
namespace openhands = parley::openhands;
namespace reflect = parley::reflect;
using openhands::agent_settings;
using parley::errc;

namespace {

template <class T> std::string why(parley::result<T> const& outcome) { return outcome ? std::string() : to_string(outcome.error()); }

/// Returns what the steps make of a document.
json::object upgraded(std::string_view text) {
    auto document = json::parse({text.data(), text.size()}).as_object();
    auto const done = migrate::upgrade<agent_settings>(document);
    BOOST_TEST_REQUIRE(done.has_value(), why(done));
    return document;
}

/// Returns what the steps make of the member `key` of a document of the version.
json::value member(int version, std::string_view key, std::string_view rest) {
    auto const document = upgraded("{\"schema_version\":" + std::to_string(version) + "," + std::string(rest) + "}");
    auto const* found = document.if_contains({key.data(), key.size()});
    return found ? *found : json::value("absent");
}

json::value mcp(std::string_view server) { return member(4, "mcp_config", R"("agent_kind":"openhands","mcp_config":{"s":)" + std::string(server) + "}").at("s"); }
json::value tools(std::string_view rest) { return member(7, "tools", R"("agent_kind":"openhands")" + std::string(rest)); }

openhands::openhands_agent_settings loaded(std::string_view text, reflect::cipher_ref cipher = {}) {
    migrate::options how;
    how.read.cipher = cipher;
    auto made = migrate::load<agent_settings>(text, how);
    BOOST_TEST_REQUIRE(made.has_value(), why(made));
    return std::get<openhands::openhands_agent_settings>(made->value);
}

errc refused(std::string_view text) {
    auto const made = migrate::load<agent_settings>(text);
    BOOST_TEST_REQUIRE(made.has_error());
    return made.error().code;
}

json::value j(std::string_view text) { return json::parse({text.data(), text.size()}); }

auto const key = parley::profile::fernet::from_secret(parley::secret::make("a key of this test").value()).value();
std::string sealed(std::string_view text) { return key.seal(text).value(); }

} // namespace

BOOST_AUTO_TEST_CASE(a_document_without_version_and_kind_is_one_of_openhands) {
    auto const made = migrate::load<agent_settings>(R"({"llm":{"model":"m"}})").value();
    BOOST_TEST(made.from == 0);
    BOOST_TEST(made.to == 9);
    BOOST_TEST(openhands::kind_of(made.value) == "openhands");
    BOOST_TEST(std::get<0>(made.value).llm.model == "m");
}

BOOST_AUTO_TEST_CASE(the_kind_llm_of_version_1_is_openhands) {
    BOOST_TEST(upgraded(R"({"schema_version":1,"agent_kind":"llm"})").at("agent_kind") == "openhands");
}

BOOST_AUTO_TEST_CASE(a_current_document_may_say_its_kind_in_an_old_way) {
    for (std::string const kind : {"", R"("agent_kind":null,)", R"("agent_kind":"llm",)"}) {
        auto const made = migrate::load<agent_settings>("{" + kind + R"("agent":"a","schema_version":9})");
        BOOST_TEST_REQUIRE(made.has_value(), kind);
        BOOST_TEST(std::get<0>(made->value).agent == "a");
    }
    BOOST_TEST((refused(R"({"schema_version":9,"agent_kind":"robot"})") == errc::invalid_document));
}

BOOST_AUTO_TEST_CASE(confirmation_and_analyzer_leave_the_verification_at_version_3) {
    BOOST_TEST(member(2, "verification", R"("agent_kind":"openhands","verification":{"critic_enabled":true,"confirmation_mode":true,"security_analyzer":"llm","mine":1})") ==
               j(R"({"critic_enabled":true,"mine":1})"));
}

BOOST_AUTO_TEST_CASE(a_known_proxy_becomes_the_public_name_at_version_4) {
    auto const old = R"("llm":{"model":"litellm_proxy/claude-opus-4-8","base_url":"https://LLM-proxy.app.all-hands.dev/v1/"})";
    BOOST_TEST(member(3, "llm", std::string(R"("agent_kind":"openhands",)") + old).at("model") == "openhands/claude-opus-4-8");
    BOOST_TEST(!member(3, "llm", std::string(R"("agent_kind":"openhands",)") + old).as_object().contains("base_url"));
    // Of ACP agents only the step to version 7 touches the LLM: it removes it.
    migrate::options how;
    how.what = migrate::report::changes;
    auto document = j(std::string(R"({"schema_version":3,"agent_kind":"acp",)") + old + "}").as_object();
    auto const done = migrate::upgrade<agent_settings>(document, how).value();
    for (auto const& step : done.steps) BOOST_TEST((step.from == 6 || step.changes.empty()), step.name);
    BOOST_TEST(!document.contains("llm"));
}

BOOST_AUTO_TEST_CASE(the_wrapper_of_mcp_servers_goes_and_with_it_what_nobody_knows) {
    auto const rest = R"({"command":"uvx","args":["a"],"password":"p"})";
    BOOST_TEST(member(4, "mcp_config", R"("agent_kind":"openhands","mcp_config":{"mcpServers":{"s":)" + std::string(rest) + "}}") == j(R"({"s":{"command":"uvx","args":["a"]}})"));
    BOOST_TEST(mcp(rest) == j(rest));
    BOOST_TEST(member(4, "mcp_config", R"("agent_kind":"openhands","mcp_config":null)") == "absent");
}

BOOST_AUTO_TEST_CASE(each_old_way_to_authorise_becomes_a_strategy) {
    struct {
        char const *old, *now;
    } const rows[] = {
        {R"({"auth":{"strategy":"bearer","value":"v"},"api_key":"k"})", R"({"auth":{"strategy":"bearer","value":"v"},"api_key":"k"})"},
        {R"({"auth":"oauth"})", R"({"auth":{"strategy":"oauth2"}})"},
        {R"({"auth":"oauth","authentication":{"x":1}})", R"({"auth":{"strategy":"oauth2","authentication":{"x":1,"type":"oauth"}}})"},
        {R"({"authentication":{"x":1},"credentials":{"mcp-oauth-token":{"u/tokens":{"t":2}}},"url":"u","auth":{"strategy":"oauth2"}})",
         R"({"url":"u","auth":{"strategy":"oauth2","authentication":{"x":1,"type":"oauth"},"state":{"tokens":{"t":2}}}})"},
        {R"({"auth":"token"})", R"({"auth":{"strategy":"bearer","value":"token"}})"},
        {R"({"api_key":"k"})", R"({"auth":{"strategy":"api_key","value":"k"}})"},
        {R"({"headers":{"authoriZation":"Bearer t","X":"y"}})", R"({"headers":{"X":"y"},"auth":{"strategy":"bearer","value":"t"}})"},
        {R"({"headers":{"Authorization":"Basic t"}})", R"({"auth":{"strategy":"header","headers":{"Authorization":"Basic t"}}})"},
        {R"({"headers":{"X":"y"}})", R"({"headers":{"X":"y"}})"},
        {R"({"auth":null,"url":"u"})", R"({"url":"u"})"},
    };
    for (auto const& row : rows) BOOST_TEST(mcp(row.old) == j(row.now), row.old);
}

BOOST_AUTO_TEST_CASE(the_first_way_that_fits_holds) {
    BOOST_TEST(mcp(R"({"auth":"a","api_key":"k","headers":{"Authorization":"Bearer h"}})").at("auth") == j(R"({"strategy":"bearer","value":"a"})"));
    BOOST_TEST(mcp(R"({"auth":"","api_key":"k","headers":{"Authorization":"Bearer h"}})").at("auth") == j(R"({"strategy":"api_key","value":"k"})"));
}

BOOST_AUTO_TEST_CASE(buckets_of_logins_become_the_state) {
    auto const server = mcp(R"({"auth":{"strategy":"oauth2","state":{"client_info":{"client_id":"newer"}},"credentials":{
        "mcp-oauth-token":{"other":{"value":{"access_token":"no"}},"https://s/tokens":{"value":{"access_token":"yes"}}},
        "mcp-oauth-client-info":{"https://s/client_info":{"value":{"client_id":"older"}}}}},
      "oauth_credentials":{"mcp-oauth-token-expiry":{"anything":{"value":{"expires_at":12.5},"expires_at":99}}}})");
    BOOST_TEST(server == j(R"({"auth":{"strategy":"oauth2","state":{"client_info":{"client_id":"newer"},"tokens":{"access_token":"yes"},"token_expires_at":12.5}}})"));
    BOOST_TEST(mcp(R"({"auth":"oauth","oauth_credentials":{"mcp-oauth-token":{}}})") == j(R"({"auth":{"strategy":"oauth2"}})"));
}

BOOST_AUTO_TEST_CASE(a_type_is_a_transport_unless_there_is_one) {
    BOOST_TEST(mcp(R"({"type":"shttp"})") == j(R"({"transport":"http"})"));
    BOOST_TEST(mcp(R"({"type":"sse"})") == j(R"({"transport":"sse"})"));
    BOOST_TEST(mcp(R"({"type":"sse","transport":"http"})") == j(R"({"transport":"http"})"));
}

BOOST_AUTO_TEST_CASE(linear_moves_to_its_new_address) {
    auto const servers = [](std::string_view text) { return member(4, "mcp_config", R"("agent_kind":"openhands","mcp_config":)" + std::string(text)); };
    auto const old = std::string(R"({"url":"https://mcp.linear.app/sse","transport":"sse"})");
    auto const now = std::string(R"({"url":"https://mcp.linear.app/mcp"})");
    BOOST_TEST(servers(R"({"sse":)" + old + "}") == j(R"({"shttp":)" + now + "}"));
    BOOST_TEST(servers(R"({"sse_2":)" + old + R"(,"shttp":{"url":"u"}})") == j(R"({"shttp_1":)" + now + R"(,"shttp":{"url":"u"}})"));
    BOOST_TEST(servers(R"({"mine":)" + old + "}") == j(R"({"mine":)" + now + "}"));
    BOOST_TEST(servers(R"({"sse":)" + old + R"(,"sse_1":)" + old + "}") == j(R"({"shttp":)" + now + "}"));
    BOOST_TEST(servers(R"({"sse":)" + old + R"(,"new":)" + now + "}") == j(R"({"new":)" + now + "}"));
    BOOST_TEST(servers(R"({"sse":{"url":"https://mcp.linear.app/sse"}})") == j(R"({"sse":{"url":"https://mcp.linear.app/sse"}})"));
}

BOOST_AUTO_TEST_CASE(modify_params_leave_the_llm_at_version_6) {
    migrate::options how;
    how.what = migrate::report::changes;
    auto document = j(R"({"schema_version":5,"agent_kind":"openhands","llm":{"model":"m","modify_params":false}})").as_object();
    BOOST_TEST(migrate::upgrade<agent_settings>(document, how).value().steps.front().changes == j(R"([{"op":"remove","path":"/llm/modify_params"}])").as_array());
    BOOST_TEST(reflect::to_text(agent_settings(loaded(R"({"schema_version":5,"llm":{"model":"m","modify_params":true}})"))).find("modify_params") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(settings_without_llm_have_the_standard_one_and_one_without_model_is_refused) {
    for (std::string const version : {"0", "5", "9"}) {
        BOOST_TEST(loaded(R"({"agent_kind":"openhands","schema_version":)" + version + "}").llm.model == "gpt-5.5");
        for (std::string const llm : {"{}", R"({"model":null})", R"({"temperature":0.5})"}) {
            auto const made = migrate::load<agent_settings>(R"({"agent_kind":"openhands","llm":)" + llm + R"(,"schema_version":)" + version + "}");
            BOOST_TEST_REQUIRE(made.has_error());
            BOOST_TEST((made.error().code == errc::invalid_document));
            BOOST_TEST(made.error().where == "/llm/model");
        }
    }
}

BOOST_AUTO_TEST_CASE(the_switches_for_tools_fold_into_the_list) {
    auto const standard = std::string(R"({"name":"terminal","params":{}},{"name":"file_editor","params":{}},{"name":"task_tracker","params":{}},{"name":"browser_tool_set","params":{}})");
    auto const task = std::string(R"(,{"name":"task_tool_set","params":{}})"), change = std::string(R"(,{"name":"switch_llm","params":{}})");
    BOOST_TEST(tools("") == j("null"));
    BOOST_TEST(tools(R"(,"tools":[])") == j("null"));
    BOOST_TEST(tools(R"(,"enable_sub_agents":false,"enable_switch_llm_tool":true)") == j("null"));
    BOOST_TEST(tools(R"(,"enable_sub_agents":true)") == j("[" + standard + task + change + "]"));
    BOOST_TEST(tools(R"(,"tools":[],"enable_sub_agents":true,"enable_switch_llm_tool":false)") == j("[" + standard + task + "]"));
    BOOST_TEST(tools(R"(,"enable_switch_llm_tool":false)") == j("[" + standard + "]"));
    BOOST_TEST(tools(R"(,"tools":[{"name":"t"}],"enable_sub_agents":true)") == j(R"([{"name":"t"})" + change + "]"));
    BOOST_TEST(tools(R"(,"tools":[{"name":"switch_llm"},{"name":"t"}])") == j(R"([{"name":"switch_llm"},{"name":"t"}])"));
    BOOST_TEST(tools(R"(,"tools":[{"name":"switch_llm"},{"name":"t"}],"enable_switch_llm_tool":false)") == j(R"([{"name":"t"}])"));
    auto const acp = upgraded(R"({"schema_version":7,"agent_kind":"acp","enable_sub_agents":true,"enable_switch_llm_tool":true})");
    BOOST_TEST(json::value(acp) == j(R"({"agent_kind":"acp","schema_version":9})"));
}

BOOST_AUTO_TEST_CASE(a_condenser_that_does_nothing_is_switched_off) {
    BOOST_TEST(member(8, "condenser", R"("agent_kind":"openhands","condenser":{"condenser_kind":"no_op","max_size":30})") ==
               j(R"({"condenser_kind":"llm_summarizing","enabled":false})"));
    BOOST_TEST(member(8, "condenser", R"("agent_kind":"openhands","condenser":{"condenser_kind":"mine"})") == j(R"({"condenser_kind":"mine"})"));
}

BOOST_AUTO_TEST_CASE(an_encrypted_bearer_header_becomes_a_bearer_token_with_the_key) {
    auto const token = sealed("Bearer quiet-token");
    auto const text = R"({"schema_version":4,"agent_kind":"openhands","mcp_config":{"s":{"url":"u","headers":{"Authorization":")" + token + R"("}}}})";
    auto const settings = loaded(text, key);
    auto const& server = settings.mcp_config.at("s");
    BOOST_TEST(server.auth.value().strategy == "bearer");
    BOOST_TEST(server.auth.value().value.reveal() == "quiet-token");
    BOOST_TEST(!server.headers.has_value());

    auto const written = reflect::to_text(agent_settings(settings), reflect::cipher_ref(key)).value();
    BOOST_TEST(written.find("quiet-token") == std::string::npos);
    BOOST_TEST((loaded(written, key) == settings));
}

BOOST_AUTO_TEST_CASE(an_encrypted_value_that_decides_is_not_guessed_without_the_key) {
    for (std::string const& server : {R"({"headers":{"Authorization":")" + sealed("Bearer t") + R"("}})", R"({"auth":")" + sealed("t") + R"("})"}) {
        auto const made = migrate::load<agent_settings>(R"({"schema_version":4,"agent_kind":"openhands","mcp_config":{"a/b":)" + server + "}}");
        BOOST_TEST_REQUIRE(made.has_error());
        BOOST_TEST((made.error().code == errc::step_failed));
        BOOST_TEST(made.error().message.find("its key is needed") != std::string::npos);
        BOOST_TEST(made.error().where.starts_with("/mcp_config/a~1b/"));
    }
}

BOOST_AUTO_TEST_CASE(secrets_are_masked_wherever_they_stand) {
    auto const text = R"({"schema_version":9,"agent_kind":"openhands","llm":{"model":"m","api_key":"hide1","extra_headers":{"X":"hide2"},"schema_version":1},
      "mcp_config":{"s":{"env":{"T":"hide3"},"headers":{"H":"hide4"},"auth":{"strategy":"oauth2","authentication":{"client_secret":"hide5"},
        "state":{"tokens":{"access_token":"hide6","refresh_token":"hide7"},"client_info":{"client_secret":"hide8"}}}},
        "b":{"auth":{"strategy":"bearer","value":"hide9"}},"h":{"auth":{"strategy":"header","headers":{"A":"hide10"}}}},
      "agent_context":{"secrets":{"a":"hide11","b":{"kind":"StaticSecret","value":"hide12"}}},"verification":{"critic_api_key":"hide13"}})";
    auto const settings = agent_settings(loaded(text));
    BOOST_TEST(reflect::to_text(settings).find("hide") == std::string::npos);
    BOOST_TEST(reflect::to_text(settings, reflect::cipher_ref(key)).value().find("hide") == std::string::npos);
    auto const plain = reflect::to_text(settings, reflect::secrets::plain());
    for (int i = 1; i != 14; ++i) BOOST_TEST(plain.find("\"hide" + std::to_string(i) + "\"") != std::string::npos, i);
    BOOST_TEST((migrate::load<agent_settings>(plain).value().value == settings));
}

BOOST_AUTO_TEST_CASE(ciphertext_is_refused_by_a_program_without_key) {
    parley::profile::no_cipher const none;
    migrate::options how;
    how.read.cipher = none;
    auto const text = R"({"schema_version":9,"agent_kind":"openhands","llm":{"model":"m","api_key":")" + sealed("k") + R"(","schema_version":1}})";
    BOOST_TEST((migrate::load<agent_settings>(text, how).error().code == errc::cipher_missing));
    auto const other = parley::profile::fernet::from_secret(parley::secret::make("another key").value()).value();
    how.read.cipher = other;
    BOOST_TEST((migrate::load<agent_settings>(text, how).error().code == errc::decryption_failed));
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_kept_everywhere) {
    auto const text = R"({"schema_version":9,"agent_kind":"openhands","new":1,"llm":{"model":"m","new":2},"tools":[{"name":"t","new":3}],
      "mcp_config":{"s":{"new":4,"auth":{"strategy":"future","new":5,"state":{"new":6,"tokens":{"new":7},"client_info":{"new":8}},"authentication":{"new":9}}}},
      "agent_context":{"new":10,"secrets":{"a":{"new":11}}},"condenser":{"new":12},"verification":{"new":13}})";
    auto const written = reflect::to_text(agent_settings(loaded(text)), reflect::secrets::plain());
    for (int i = 1; i != 14; ++i) BOOST_TEST(written.find("\"new\":" + std::to_string(i)) != std::string::npos, i);
}

BOOST_AUTO_TEST_CASE(bounds_hold) {
    for (std::string const part : {R"("tool_concurrency_limit":0)", R"("condenser":{"max_size":19})", R"("condenser":{"max_tokens":0})", R"("condenser":{"keep_first":-1})",
                                   R"("condenser":{"minimum_progress":1})", R"("condenser":{"hard_context_reset_context_scaling":0})",
                                   R"("verification":{"critic_threshold":1.1})", R"("verification":{"critic_mode":"other"})",
                                   R"("verification":{"max_refinement_iterations":0})", R"("mcp_config":{"mcpServers":{"s":{"command":3}},"x":1})", R"("tools":{})"})
        BOOST_TEST((refused(R"({"schema_version":9,"agent_kind":"openhands",)" + part + "}") == errc::invalid_document), part);
}

BOOST_AUTO_TEST_CASE(versions_that_are_none_are_refused_with_their_cause) {
    BOOST_TEST((refused(R"({"schema_version":10})") == errc::version_newer));
    BOOST_TEST((refused(R"({"schema_version":-1})") == errc::version_negative));
    for (std::string const version : {"true", "1.0", "\"1\""}) BOOST_TEST((refused(R"({"schema_version":)" + version + "}") == errc::version_not_integer), version);
    BOOST_TEST((refused("[]") == errc::invalid_document));
    BOOST_TEST(migrate::load<agent_settings>(R"({"schema_version":10})").error().message.find("agent_settings") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_plan_names_every_step) {
    auto const plan = migrate::plan<agent_settings>(R"({"llm":{"model":"m"}})").value();
    BOOST_TEST(plan.from == 0);
    BOOST_TEST(plan.to == 9);
    for (auto const& step : plan.steps) BOOST_TEST(!step.description.empty(), step.name);
    BOOST_TEST(plan.steps.size() == 10u); // nine of its own and that of the nested profile
    BOOST_TEST(plan.steps.back().pointer == "/llm");
}

BOOST_AUTO_TEST_CASE(an_update_changes_what_it_names_and_null_brings_back_the_default) {
    agent_settings settings = loaded(R"({"schema_version":9,"agent_kind":"openhands","llm":{"model":"m","temperature":0.5},"tools":[{"name":"t"}],"mcp_config":{"a":{"url":"u","env":{"X":"1","Y":"2"}},"b":{}}})");
    BOOST_TEST(openhands::update(settings, j(R"({"llm":{"temperature":null,"top_p":0.5},"tools":null,"mcp_config":{"a":{"env":{"X":null}},"b":null}})").as_object()).has_value());
    auto const& now = std::get<0>(settings);
    BOOST_TEST(now.llm.model == "m");
    BOOST_TEST(!now.llm.sampling.temperature.has_value());
    BOOST_TEST(now.llm.sampling.top_p.value() == 0.5);
    BOOST_TEST(!now.tools.has_value());
    BOOST_TEST(now.mcp_config.size() == 1u);
    BOOST_TEST(now.mcp_config.at("a").env.value().count("X") == 0u);
    BOOST_TEST(now.mcp_config.at("a").env.value().at("Y").reveal() == "2");
    BOOST_TEST(now.mcp_config.at("a").url.value() == "u");
}

BOOST_AUTO_TEST_CASE(a_mask_in_an_update_keeps_the_secret) {
    agent_settings settings = loaded(R"({"schema_version":9,"agent_kind":"openhands","llm":{"model":"m","api_key":"k1"},"verification":{"critic_api_key":"k2"},
      "mcp_config":{"a":{"env":{"X":"k3"},"auth":{"strategy":"bearer","value":"k4"}}},"agent_context":{"secrets":{"s":"k5","t":{"kind":"StaticSecret","value":"k6"}}}})");
    auto const before = settings;
    BOOST_TEST(openhands::update(settings, reflect::to_json(settings).as_object()).has_value());
    BOOST_TEST((settings == before));
}

BOOST_AUTO_TEST_CASE(another_kind_begins_anew) {
    agent_settings settings = loaded(R"({"schema_version":9,"agent_kind":"openhands","llm":{"model":"m"},"mcp_config":{"a":{"url":"u"}},"mine":1})");
    BOOST_TEST(openhands::update(settings, j(R"({"agent_kind":"acp","acp_server":"codex"})").as_object()).has_value());
    openhands::acp_agent_settings expected;
    expected.acp_server = "codex";
    BOOST_TEST((std::get<1>(settings) == expected));
    BOOST_TEST(openhands::update(settings, j(R"({"acp_model":"x"})").as_object()).has_value());
    BOOST_TEST(std::get<1>(settings).acp_server == "codex");
    BOOST_TEST(openhands::update(settings, j(R"({"agent_kind":"llm","llm":{"model":"n"}})").as_object()).has_value());
    BOOST_TEST(std::get<0>(settings).llm.model == "n");
    BOOST_TEST(openhands::update(settings, j(R"({"agent_kind":"acp"})").as_object()).has_value());
    BOOST_TEST(openhands::update(settings, j(R"({"agent_kind":null})").as_object()).has_value());
    BOOST_TEST((std::get<0>(settings) == openhands::openhands_agent_settings()));
}

BOOST_AUTO_TEST_CASE(an_update_that_does_not_fit_changes_nothing) {
    agent_settings settings = loaded(R"({"schema_version":9,"agent_kind":"openhands","llm":{"model":"m"}})");
    auto const before = settings;
    auto const done = openhands::update(settings, j(R"({"llm":{"model":"n"},"tool_concurrency_limit":0,"agent":3})").as_object());
    BOOST_TEST_REQUIRE(done.has_error());
    BOOST_TEST((done.error().code == errc::invalid_document));
    BOOST_TEST(done.error().problems.size() == 2u);
    BOOST_TEST((settings == before));
    BOOST_TEST((openhands::update(settings, j(R"({"agent_kind":"robot"})").as_object()).error().code == errc::invalid_document));
}

BOOST_AUTO_TEST_SUITE_END()
