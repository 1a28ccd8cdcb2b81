// What profiles of each provider become.

#include <parley/profile_client.hpp>

#include <parley/chat/ask.hpp>
#include <parley/migrate/load.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_profile_client_providers)

namespace {

using parley::errc;
namespace chat = parley::chat;
namespace http = parley::http;
namespace profile = parley::profile;

profile::llm_profile profile_of(std::string_view text) { return parley::migrate::load<profile::llm_profile>(text).value().value; }

/// Keeps what arrives. Tokens are given to everybody; a call is refused, for its request is what counts.
struct world {
    boost::asio::io_context context;
    std::vector<http::request> seen;

    parley::any_transport transport() {
        return parley::transport::loopback(context.get_executor(), [this](http::request const& request) -> parley::result<http::response> {
            seen.push_back(request);
            http::response r;
            r.header.add("Content-Type", "application/json");
            if (request.url.path().ends_with("/.well-known/oauth-authorization-server"))
                r.body = R"({"authorization_endpoint":"https://ws.example/oidc/v1/authorize","token_endpoint":"https://ws.example/oidc/v1/token"})";
            else if (request.url.path() == "/oidc/v1/token") r.body = R"({"access_token":"fresh","token_type":"Bearer","expires_in":3600})";
            else if (request.url.path() == "/.well-known/databricks-config") r.status = 404;
            else {
                r.status = 418;
                r.body = "{}";
            }
            return r;
        });
    }
    parley::any_client client(std::string_view text, parley::environment const& from = parley::environment::isolated()) {
        auto made = parley::make_client(profile_of(text), from, transport());
        BOOST_TEST_REQUIRE(made.has_value(), text << ": " << (made ? "" : to_string(made.error())));
        return *made;
    }
    parley::error call(parley::any_client const& c, bool is_streamed = false) {
        auto const done = boost::asio::use_future;
        chat::request q = parley::ask("").user("Why?");
        auto answer = is_streamed ? c.async_stream(q, [](chat::event const&) {}, done) : c.async_chat(q, done);
        context.restart();
        context.run();
        auto const got = answer.get();
        return got ? parley::error(errc::not_found) : got.error();
    }
    std::string header(std::string_view name) const { return std::string(seen.back().header.find(name).value_or("")); }
};

constexpr char const* every_credential = R"({"model":"databricks/databricks-claude-sonnet-4-5","databricks_host":"https://ws.example","api_key":"dapi-1",
    "stored_u2m_tokens":{"access_token":"u2m","refresh_token":"r","expires_at":4102444800,"client_id":"app","host":"https://ws.example"},
    "databricks_client_id":"robot","databricks_client_secret":"s","databricks_profile":"work"})";

std::string without(std::string text, std::vector<std::string_view> const& keys) {
    auto document = parley::reflect::parse_value(text).value();
    for (auto const key : keys) document.as_object().erase(boost::json::string_view(key.data(), key.size()));
    return parley::reflect::to_text(document);
}

/// A client of somebody's own.
struct echo_client {
    boost::asio::any_io_executor executor;
    boost::asio::any_io_executor get_executor() { return executor; }
    template <class Token> auto async_chat(chat::request q, Token&& token) {
        return boost::asio::async_initiate<Token, void(parley::result<chat::response>)>(
            [](auto handler, std::string model) {
                chat::response r;
                r.model = std::move(model);
                std::move(handler)(parley::result<chat::response>(std::move(r)));
            },
            token, std::move(q.model));
    }
    template <class Sink, class Token> auto async_stream(chat::request q, Sink, Token&& token) { return async_chat(std::move(q), std::forward<Token>(token)); }
};
struct echo_maker {
    static bool makes(profile::llm_profile const& p) { return p.model.starts_with("echo/"); }
    static parley::result<parley::any_client> make(profile::llm_profile const& p, parley::environment const&, parley::any_transport via, parley::profile_client_options) {
        if (p.model == "echo/bad") return parley::error(errc::misconfigured, "echoes nothing", "/model");
        return parley::any_client(echo_client{via.get_executor()}, {"echo", "none"});
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(what_stands_before_the_slash_decides_address_and_header) {
    struct row {
        char const *text, *address, *header, *value, *provider;
    };
    for (auto const& r : std::vector<row>{
             {R"({"model":"openai/gpt-x","api_key":"k","api_mode":"responses"})", "https://api.openai.com/v1/responses", "Authorization", "Bearer k", "openai"},
             {R"({"model":"anthropic/claude-x","api_key":"k"})", "https://api.anthropic.com/v1/messages", "x-api-key", "k", "anthropic"},
             {R"({"model":"claude-x","api_key":"k"})", "https://api.anthropic.com/v1/messages", "x-api-key", "k", "anthropic"},
             {R"({"model":"anthropic/claude-x","api_key":"k","base_url":"https://relay.example"})", "https://relay.example/v1/messages", "x-api-key", "k", "anthropic"},
             {R"({"model":"gemini/gemini-x","api_key":"k"})", "https://generativelanguage.googleapis.com/v1beta/models/gemini-x:generateContent", "x-goog-api-key", "k", "gcp.gemini"},
             {R"({"model":"gemini-x","api_key":"k"})", "https://generativelanguage.googleapis.com/v1beta/models/gemini-x:generateContent", "x-goog-api-key", "k", "gcp.gemini"},
             {R"({"model":"vertex_ai/gemini-x","api_key":"t","base_url":"https://v.example/v1/projects/p/locations/l"})",
              "https://v.example/v1/projects/p/locations/l/publishers/google/models/gemini-x:generateContent", "Authorization", "Bearer t", "gcp.vertex_ai"},
             {R"({"model":"vertex_ai/claude-x","api_key":"t","base_url":"https://v.example/v1/projects/p/locations/l"})",
              "https://v.example/v1/projects/p/locations/l/publishers/anthropic/models/claude-x:rawPredict", "Authorization", "Bearer t", "gcp.vertex_ai"},
             {R"({"model":"azure/dep","api_key":"k","base_url":"https://r.openai.azure.com","api_version":"2025-01-01-preview"})",
              "https://r.openai.azure.com/openai/deployments/dep/chat/completions?api-version=2025-01-01-preview", "api-key", "k", "azure.ai.openai"},
             {R"({"model":"azure/dep","api_key":"k","base_url":"https://r.openai.azure.com","api_mode":"responses"})", "https://r.openai.azure.com/openai/v1/responses", "api-key", "k", "azure.ai.openai"},
             {R"({"model":"openhands/gpt-x","api_key":"k","api_mode":"responses"})", "https://llm-proxy.app.all-hands.dev/responses", "Authorization", "Bearer k", "openhands"},
             {R"({"model":"groq/llama","api_key":"k"})", "https://api.groq.com/openai/v1/chat/completions", "Authorization", "Bearer k", "groq"},
             {R"({"model":"mistral/m","api_key":"k","base_url":"https://mine.example/v1"})", "https://mine.example/v1/chat/completions", "Authorization", "Bearer k", "mistral_ai"},
             {R"({"model":"ollama/llama"})", "http://localhost:11434/v1/chat/completions", "Authorization", "", "ollama"},
             {R"({"model":"ollama/llama","ollama_base_url":"http://127.0.0.1:9"})", "http://127.0.0.1:9/v1/chat/completions", "Authorization", "", "ollama"},
             {R"({"model":"databricks/databricks-claude-x","api_key":"k","databricks_host":"ws.example"})", "https://ws.example/ai-gateway/anthropic/v1/messages", "Authorization", "Bearer k", "databricks"},
             {R"({"model":"databricks-gpt-5","provider":"databricks","api_key":"k","base_url":"https://ws.example/"})", "https://ws.example/ai-gateway/openai/v1/responses", "Authorization", "Bearer k",
              "databricks"},
             {R"({"model":"databricks/system.ai.gemini-x","api_key":"k","databricks_ai_gateway_host":"https://1.ai-gateway.example"})",
              "https://1.ai-gateway.example/gemini/v1beta/models/system.ai.gemini-x:generateContent", "Authorization", "Bearer k", "databricks"},
         }) {
        world there;
        auto const client = there.client(r.text);
        BOOST_TEST(there.seen.empty(), r.text);
        there.call(client);
        BOOST_TEST_REQUIRE(!there.seen.empty(), r.text);
        BOOST_TEST(there.seen.back().url.to_string() == r.address, r.text);
        BOOST_TEST(there.header(r.header) == r.value, r.text);
        BOOST_TEST(client.about().provider == r.provider, r.text);
    }
}

BOOST_AUTO_TEST_CASE(the_vendor_before_a_name_stays_at_home) {
    world there;
    there.call(there.client(R"({"model":"groq/openai/gpt-oss-20b","api_key":"k"})"));
    BOOST_TEST(there.seen.back().body.find(R"("model":"openai/gpt-oss-20b")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(of_several_credentials_the_first_in_the_order_counts) {
    world there;
    struct row {
        std::string text;
        char const *credential, *token;
    };
    std::string const all = every_credential;
    auto const machine = without(all, {"stored_u2m_tokens"});
    auto const key = without(machine, {"databricks_client_id", "databricks_client_secret"});
    auto const section = without(key, {"api_key"});
    auto const nothing = without(section, {"databricks_profile"});
    for (auto const& r : {row{all, "u2m", "Bearer u2m"}, row{machine, "m2m", "Bearer fresh"}, row{key, "pat", "Bearer dapi-1"}, row{section, "profile", ""}, row{nothing, "unified", ""}}) {
        there.seen.clear();
        auto const client = there.client(r.text);
        BOOST_TEST(client.about().credential == r.credential);
        BOOST_TEST(there.seen.empty());
        if (*r.token == '\0') continue;
        there.call(client);
        BOOST_TEST(there.header("Authorization") == r.token, r.credential);
        BOOST_TEST(there.seen.back().url.to_string() == "https://ws.example/ai-gateway/anthropic/v1/messages");
    }
}

BOOST_AUTO_TEST_CASE(a_profile_that_was_saved_and_read_makes_the_same_client_though_nothing_of_it_is_there) {
    std::string const all = every_credential;
    for (auto const& [keys, credential] : {std::pair<std::vector<std::string_view>, char const*>({}, "u2m"),
                                           {{"stored_u2m_tokens"}, "m2m"},
                                           {{"stored_u2m_tokens", "databricks_client_id"}, "pat"},
                                           {{"stored_u2m_tokens", "databricks_client_id", "api_key"}, "profile"},
                                           {{"stored_u2m_tokens", "databricks_client_id", "api_key", "databricks_profile"}, "unified"}}) {
        world there;
        auto const stored = parley::reflect::to_text(profile_of(without(all, keys)), parley::reflect::secrets::plain());
        auto const client = there.client(stored); // isolated: no .databrickscfg, no program
        BOOST_TEST(client.about().credential == credential);
        if (client.about().credential != "profile" && client.about().credential != "unified") continue;
        auto const why = there.call(client);
        BOOST_TEST((why.code == errc::login_required || why.code == errc::misconfigured || why.code == errc::not_found), to_string(why));
    }
}

BOOST_AUTO_TEST_CASE(headers_and_members_of_a_profile_reach_each_family_as_such) {
    for (char const* model : {R"("model":"gpt-x")", R"("model":"gpt-x","api_mode":"responses")", R"("model":"anthropic/claude-x")", R"("model":"gemini/gemini-x")",
                              R"("model":"databricks/databricks-claude-x","databricks_host":"https://ws.example")"})
        for (bool const is_streamed : {false, true}) {
            world there;
            auto const text = std::string("{") + model + R"(,"api_key":"k","extra_headers":{"X-Team":"blue"},"litellm_extra_body":{"tags":["a"],"store":true,"stream":true}})";
            there.call(there.client(text), is_streamed);
            BOOST_TEST(there.header("X-Team") == "blue", model);
            auto const body = parley::reflect::parse_value(there.seen.back().body).value().as_object(); // reports a key that stands twice
            BOOST_TEST(body.contains("tags"), model);
            BOOST_TEST(body.contains("store"), model);
            for (auto const* key : {"extra_headers", "litellm_extra_body", "extra_body", "headers"}) BOOST_TEST(!body.contains(key), model << key);
            if (!is_streamed) BOOST_TEST((!body.contains("stream") || body.at("stream") == false), model);
        }
}

BOOST_AUTO_TEST_CASE(a_workspace_is_asked_once_which_family_an_endpoint_speaks) {
    boost::asio::io_context context;
    std::vector<std::string> paths;
    int status = 200;
    auto const transport = parley::transport::loopback(context.get_executor(), [&](http::request const& request) -> parley::result<http::response> {
        paths.push_back(request.method + " " + request.url.path() + " " + std::string(request.header.find("Authorization").value_or("")));
        http::response r;
        r.status = request.method == "GET" ? status : 418;
        r.body = R"({"config":{"served_entities":[{"external_model":{"provider":"anthropic"}}]}})";
        return r;
    });
    auto const ask = [&](parley::any_client const& c, bool is_streamed) {
        paths.clear();
        chat::request const q = parley::ask("").user("Why?");
        if (is_streamed) c.async_stream(q, [](chat::event const&) {}, [](parley::result<chat::response> const&) {});
        else c.async_chat(q, [](parley::result<chat::response> const&) {});
        context.restart();
        context.run();
        return paths;
    };
    auto const p = profile_of(R"({"model":"databricks/my-own","api_key":"k","databricks_host":"https://ws.example","databricks_metadata_probe":true})");
    auto const client = parley::make_client(p, parley::environment::isolated(), transport).value();
    BOOST_TEST(paths.empty());
    std::string const probe = "GET /api/2.0/serving-endpoints/my-own Bearer k", messages = "POST /ai-gateway/anthropic/v1/messages Bearer k", chat = "POST /ai-gateway/mlflow/v1/chat/completions Bearer k";
    BOOST_TEST(ask(client, false) == (std::vector{probe, messages}), boost::test_tools::per_element());
    BOOST_TEST(ask(client, true) == std::vector{messages}, boost::test_tools::per_element());

    // Where it cannot be asked, the name decides; a moment later nobody asks again, unless the caller was turned away.
    status = 404;
    auto const other = parley::make_client(p, parley::environment::isolated(), transport).value();
    BOOST_TEST(ask(other, true) == (std::vector{probe, chat}), boost::test_tools::per_element());
    BOOST_TEST(ask(other, false) == std::vector{chat}, boost::test_tools::per_element());
    status = 403;
    auto const third = parley::make_client(p, parley::environment::isolated(), transport).value();
    BOOST_TEST(ask(third, false) == (std::vector{probe, chat}), boost::test_tools::per_element());
    BOOST_TEST(ask(third, false) == (std::vector{probe, chat}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_program_adds_clients_of_its_own) {
    world there;
    auto const own = parley::make_client<echo_maker>(profile_of(R"({"model":"echo/x"})"), parley::environment::isolated(), there.transport());
    BOOST_TEST_REQUIRE(own.has_value());
    BOOST_TEST(own->about().provider == "echo");
    auto const native = parley::make_client<echo_maker>(profile_of(R"({"model":"gpt-x","api_key":"k"})"), parley::environment::isolated(), there.transport());
    BOOST_TEST(native.value().about().provider == "openai");
    auto const bad = parley::make_client<echo_maker>(profile_of(R"({"model":"echo/bad"})"), parley::environment::isolated(), there.transport(), {.name = "mine"});
    BOOST_TEST_REQUIRE(bad.has_error());
    BOOST_TEST(bad.error().message == "The profile mine echoes nothing.");
    BOOST_TEST(bad.error().where == "mine#/model");
}

BOOST_AUTO_TEST_SUITE_END()
