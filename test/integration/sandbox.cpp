#include "../../example/sandbox/provider.hpp"

#include <parley/auth/pkce.hpp>
#include <parley/chat/ask.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/family/receive.hpp>

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/parse.hpp>
#include <boost/mp11/list.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <variant>

BOOST_AUTO_TEST_SUITE(integration_sandbox)

namespace chat = parley::chat;
namespace family = parley::family;
namespace http = parley::http;
namespace json = boost::json;
using parley::ask;
using parley::errc;

namespace {

using families = boost::mp11::mp_list<family::openai_chat, family::openai_responses, family::anthropic, family::gemini>;

template <class F> constexpr char const* base = std::is_same_v<F, family::gemini> ? "http://sandbox.test/v1beta" : "http://sandbox.test/v1";

http::url url(std::string_view text) { return http::url::parse(text).value(); }

/// Sends a request and reads the answer, in the words of a family.
template <class F> parley::result<chat::response> answered(chat::request q, bool stream, sandbox::provider& by, std::string const& at = base<F>) {
    q.stream = stream;
    auto request = F::encode(q, {url(at)});
    if (!request) return request.error();
    request->header.add(std::string(F::vendor::key_header), std::string(F::vendor::key_prefix) + "right");
    return family::receive<F>(by.whole(*request));
}

template <class F> chat::response answered(chat::request q, bool stream) {
    sandbox::provider by("right");
    return answered<F>(std::move(q), stream, by).value();
}

http::request form(std::string_view path, std::string body) {
    http::request r(url("https://sandbox.test" + std::string(path)));
    r.body = std::move(body);
    return r;
}

std::string member(http::response const& r, char const* name) {
    auto const body = parley::reflect::parse_value(r.body);
    auto const* const found = body ? body->as_object().if_contains(name) : nullptr;
    return found && found->is_string() ? std::string(found->get_string().data(), found->get_string().size()) : std::string();
}

chat::tool weather() {
    chat::tool t;
    t.name = "weather";
    t.description = "Tells the weather.";
    t.parameters = json::parse(R"({"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city","days"]})").as_object();
    return t;
}

std::string to_string(chat::end how) { return boost::describe::enum_to_string(how, ""); }

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(a_question_is_repeated_whole_and_streamed, F, families) {
    for (bool const stream : {false, true}) {
        auto const r = answered<F>(ask("m").system("Be brief.").user("Why is it so?"), stream);
        BOOST_TEST(r.text() == "You asked: Why is it so?");
        BOOST_TEST((r.finish_reason == chat::finish_reason::stop));
        BOOST_TEST(r.usage.input_tokens == 6);
        BOOST_TEST(r.usage.output_tokens == 6);
        BOOST_TEST((r.end == chat::end::complete));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_tool_is_called_whose_name_stands_in_the_question_and_its_answer_is_told, F, families) {
    for (bool const stream : {false, true}) {
        chat::request q = ask("m").user("What does weather say?").tool(weather());
        auto const first = answered<F>(q, stream);
        BOOST_TEST((first.finish_reason == chat::finish_reason::tool_calls));
        BOOST_TEST_REQUIRE(first.content.size() == 1);
        auto const& call = std::get<chat::tool_call>(first.content.front());
        BOOST_TEST(call.name == "weather");
        BOOST_TEST((json::parse(std::string(call.received_arguments())) == json::parse(R"({"city":"city","days":1})")));

        auto& turn = q.messages.emplace_back();
        turn.role = chat::role::assistant;
        turn.content = first.content;
        auto& result = q.messages.emplace_back();
        result.role = chat::role::tool;
        auto& done = result.content.emplace_back().template emplace<chat::tool_result>();
        done.id = call.id;
        done.content.emplace_back().template emplace<chat::text>().text = "sunny";
        auto const second = answered<F>(q, stream);
        BOOST_TEST(second.text().starts_with("The tool says: "));
        BOOST_TEST(second.text().find("sunny") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_schema_is_filled_in, F, families) {
    auto const schema = json::parse(R"({"type":"object","properties":{"name":{"type":"string"},"tags":{"type":"array","items":{"type":"string","enum":["a","b"]}}},
                                        "required":["name","tags"],"additionalProperties":false})");
    auto const r = answered<F>(ask("m").user("Who?").answer_schema("person", schema.as_object()), false);
    BOOST_TEST((json::parse(r.text()) == json::parse(R"({"name":"name","tags":["a"]})")));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_model_that_is_told_to_think_thinks, F, families) {
    for (bool const stream : {false, true}) {
        chat::request q = ask("m").user("Why?").max_output_tokens(4000);
        if constexpr (std::is_same_v<F, family::anthropic>) q.reasoning.emplace().budget_tokens = 2000;
        else q.reasoning.emplace().effort = "low";
        auto const r = answered<F>(q, stream);
        BOOST_TEST(r.text() == "You asked: Why?");
        bool const has_thought = std::any_of(r.content.begin(), r.content.end(), [](auto const& p) { return std::holds_alternative<chat::thinking>(p); });
        BOOST_TEST(has_thought);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_last_word_of_a_models_name_says_what_goes_wrong, F, families) {
    sandbox::provider by;
    auto const outcome = [&](char const* model, bool stream) {
        auto const r = answered<F>(ask(model).user("Why is it so?"), stream, by);
        return r ? to_string(r->end) : std::string(name(r.error().code));
    };
    BOOST_TEST(outcome("claude-fail-429", false) == "rate_limited");
    BOOST_TEST(outcome("fail-401", true) == "unauthenticated");
    BOOST_TEST(outcome("gpt-cut", true) == "truncated");
    BOOST_TEST(outcome("broken", true) == "overloaded");
    BOOST_TEST(is(answered<F>(ask("flaky").user("Why?"), false, by).error().code, parley::condition::retryable));
    BOOST_TEST(answered<F>(ask("flaky").user("Why?"), false, by).has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_wrong_key_is_refused, F, families) {
    sandbox::provider by("another");
    BOOST_TEST((answered<F>(ask("m").user("Why?"), false, by).error().code == errc::unauthenticated));
}

BOOST_AUTO_TEST_CASE(the_paths_of_a_databricks_gateway_want_a_bearer_token) {
    sandbox::provider by("pat");
    for (std::string_view const path : {"/ai-gateway/mlflow/v1/chat/completions", "/ai-gateway/openai/v1/responses", "/ai-gateway/anthropic/v1/messages",
                                        "/ai-gateway/gemini/v1beta/models/databricks-gemini-sandbox:generateContent"}) {
        auto r = form(path, path.ends_with("Content") ? R"({"contents":[{"parts":[{"text":"Hi"}]}]})" : R"({"model":"m","messages":[{"role":"user","content":"Hi"}],"input":"Hi","max_tokens":9})");
        r.header.set("x-api-key", "pat");
        BOOST_TEST(by.whole(r).status == 401);
        r.header.set("Authorization", "Bearer pat");
        auto const said = by.whole(r);
        BOOST_TEST(said.status == 200);
        BOOST_TEST(said.body.find("You asked: Hi") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_token_is_handed_out_for_a_good_grant_only) {
    sandbox::provider by("pat");
    BOOST_TEST(by.whole(form("/oidc/v1/token", "grant_type=client_credentials&client_id=sandbox-client&client_secret=wrong")).status == 401);
    BOOST_TEST(member(by.whole(form("/oidc/v1/token", "grant_type=password")), "error") == "unsupported_grant_type");
    auto const token = member(by.whole(form("/oidc/v1/token", "grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret&scope=all-apis")), "access_token");

    http::request list("GET", url("https://sandbox.test/api/2.0/serving-endpoints"));
    list.header.set("Authorization", "Bearer access-0");
    BOOST_TEST(by.whole(list).status == 401);
    list.header.set("Authorization", "Bearer " + token);
    BOOST_TEST(by.whole(list).status == 200);
}

BOOST_AUTO_TEST_CASE(a_login_is_bound_to_its_verifier_and_refresh_tokens_are_good_once) {
    sandbox::provider by;
    auto const around = parley::environment::isolated({});
    auto const proof = parley::auth::pkce::generate(around);
    parley::auth::oauth_app app;
    app.redirect_uri = "http://localhost:8020";
    auto const log_in = [&](parley::auth::pkce const& verified_by) {
        auto const sent = by.whole(http::request("GET", url(authorize_url(url("https://sandbox.test/oidc/v1/authorize"), app, proof))));
        BOOST_TEST(sent.status == 302);
        auto const back = parley::auth::read_callback(url(sent.header.find("location").value()).query(), proof);
        auto const request = exchange(url("https://sandbox.test/oidc/v1/token"), app, back.value(), verified_by);
        return by.whole(request);
    };
    BOOST_TEST(member(log_in(parley::auth::pkce::generate(around)), "error") == "invalid_grant");
    auto const token = member(log_in(proof), "refresh_token");
    BOOST_TEST(by.whole(form("/oidc/v1/token", "grant_type=refresh_token&refresh_token=" + token)).status == 200);
    BOOST_TEST(by.whole(form("/oidc/v1/token", "grant_type=refresh_token&refresh_token=" + token)).status == 400);
}

BOOST_AUTO_TEST_CASE(models_are_listed_as_each_family_lists_them) {
    sandbox::provider by;
    auto const body = [&](char const* path, http::header header = {}) {
        http::request r("GET", url("https://sandbox.test" + std::string(path)));
        r.header = std::move(header);
        return by.whole(r).body;
    };
    BOOST_TEST(body("/v1/models").find(R"("object":"list")") != std::string::npos);
    BOOST_TEST(body("/v1/models", {{"anthropic-version", "2023-06-01"}}).find(R"("has_more":false)") != std::string::npos);
    BOOST_TEST(body("/v1beta/models").find("models/gemini-sandbox") != std::string::npos);
    BOOST_TEST(body("/v1/model/info").find("litellm_proxy/sandbox") != std::string::npos);
    BOOST_TEST(body("/api/2.0/serving-endpoints/databricks-claude-sandbox").find("anthropic/v1/messages") != std::string::npos);
    BOOST_TEST(body("/api/2.0/serving-endpoints/nobody").find("RESOURCE_DOES_NOT_EXIST") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
