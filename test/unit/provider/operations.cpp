// Operations beside chat: lists of models, embeddings, counts of tokens.

#include <parley/provider/count_tokens.hpp>
#include <parley/provider/embeddings.hpp>
#include <parley/provider/models.hpp>

#include <parley/chat/ask.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace parley;

family::place at(std::string_view base) { return {http::url::parse(base).value()}; }
template <class F> family::place home() { return at(provider::site_of<F>.base_url); }

http::response answer(std::string body) {
    http::response r;
    r.body = std::move(body);
    return r;
}
boost::json::value body_of(result<http::request> const& r) { return reflect::parse_value(r.value().body).value(); }

constexpr provider::site litellm{.name = "litellm", .public_prefix = "mine/", .models = {provider::dialect::litellm, "v1/model/info"}};

} // namespace

BOOST_AUTO_TEST_SUITE(provider_operations)

BOOST_AUTO_TEST_CASE(models_are_asked_for_at_each_vendor) {
    auto const openai = provider::models_request(provider::site_of<family::openai_chat>, home<family::openai_chat>()).value();
    BOOST_TEST(openai.method == "GET");
    BOOST_TEST(openai.url.to_string() == "https://api.openai.com/v1/models");
    BOOST_TEST(openai.body == "");

    auto const anthropic = provider::models_request(provider::site_of<family::anthropic>, home<family::anthropic>(), "claude-x").value();
    BOOST_TEST(anthropic.url.to_string() == "https://api.anthropic.com/v1/models?limit=1000&after_id=claude-x");
    BOOST_TEST(anthropic.header.find("anthropic-version").value_or("") == "2023-06-01");

    auto const gemini = provider::models_request(provider::site_of<family::gemini>, home<family::gemini>(), "p2").value();
    BOOST_TEST(gemini.url.to_string() == "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000&pageToken=p2");
}

BOOST_AUTO_TEST_CASE(who_has_no_list_says_so) {
    constexpr provider::site silent{.name = "silent"};
    auto const refused = provider::models_request(silent, at("https://h.example"));
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST((refused.error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(lists_of_each_vendor_become_rows_of_one_kind) {
    auto const openai = provider::read_models(provider::site_of<family::openai_chat>, answer(R"({"object":"list","data":[{"id":"gpt-5","object":"model","owned_by":"system"},{"odd":1},
        {"id":"far","context_length":262144,"name":"Far","top_provider":{"max_completion_tokens":65536}}]})")).value();
    BOOST_TEST_REQUIRE(openai.models.size() == 2u);
    BOOST_TEST(openai.models[0].id == "gpt-5");
    BOOST_TEST(openai.models[0].vendor == "openai");
    BOOST_TEST(!openai.models[0].context.has_value());
    BOOST_TEST(openai.models[1].context.value_or(0) == 262144);
    BOOST_TEST(openai.models[1].max_output.value_or(0) == 65536);
    BOOST_TEST(openai.models[1].name == "Far");
    BOOST_TEST(openai.next == "");

    auto const anthropic = provider::read_models(provider::site_of<family::anthropic>, answer(R"({"data":[{"type":"model","id":"claude-sonnet-4-5","display_name":"Claude Sonnet 4.5",
        "created_at":"2025-09-29T00:00:00Z"}],"has_more":true,"last_id":"claude-sonnet-4-5"})")).value();
    BOOST_TEST_REQUIRE(anthropic.models.size() == 1u);
    BOOST_TEST(anthropic.models[0].name == "Claude Sonnet 4.5");
    BOOST_TEST((anthropic.models[0].released == model::parse_date("2025-09-29").value()));
    BOOST_TEST(anthropic.next == "claude-sonnet-4-5");

    auto const gemini = provider::read_models(provider::site_of<family::gemini>, answer(R"({"models":[{"name":"models/gemini-2.5-pro","displayName":"Gemini 2.5 Pro","inputTokenLimit":1048576,
        "outputTokenLimit":65536}],"nextPageToken":"n"})")).value();
    BOOST_TEST_REQUIRE(gemini.models.size() == 1u);
    BOOST_TEST(gemini.models[0].id == "gemini-2.5-pro");
    BOOST_TEST(gemini.models[0].max_input.value_or(0) == 1048576);
    BOOST_TEST(gemini.next == "n");
}

BOOST_AUTO_TEST_CASE(the_last_page_of_anthropic_names_no_next) {
    auto const page = provider::read_models(provider::site_of<family::anthropic>, answer(R"({"data":[],"has_more":false,"last_id":"x"})")).value();
    BOOST_TEST(page.next == "");
}

BOOST_AUTO_TEST_CASE(a_proxy_tells_windows_and_prices_of_each_model_once) {
    auto const asked = provider::models_request(litellm, at("https://proxy.example/v1")).value();
    BOOST_TEST(asked.url.to_string() == "https://proxy.example/v1/model/info");
    BOOST_TEST(provider::models_request(litellm, at("https://proxy.example")).value().url.to_string() == "https://proxy.example/v1/model/info");

    auto const page = provider::read_models(litellm, answer(R"({"data":[
        {"model_name":"claude-x","litellm_params":{"model":"litellm_proxy/claude-x"},"model_info":{"mode":"chat","max_input_tokens":200000,"max_output_tokens":64000,
         "input_cost_per_token":3e-06,"output_cost_per_token":1.5e-05,"supports_function_calling":true}},
        {"model_name":"claude-x","model_info":{"mode":null}},
        {"model_name":"voice","model_info":{"mode":"audio_speech"}},
        {"model_name":"plain"}]})")).value();
    BOOST_TEST_REQUIRE(page.models.size() == 2u);
    auto const& x = page.models[0];
    BOOST_TEST(x.id == "mine/claude-x");
    BOOST_TEST(x.max_input.value_or(0) == 200000);
    BOOST_TEST(x.capabilities.tools.value_or(false));
    BOOST_TEST_REQUIRE(x.prices.size() == 1u);
    BOOST_TEST((x.prices[0].input == model::decimal::parse("3").value()));
    BOOST_TEST_REQUIRE(x.aliases.size() == 1u);
    BOOST_TEST(x.aliases[0] == "litellm_proxy/claude-x");
    BOOST_TEST(page.models[1].id == "mine/plain");
}

BOOST_AUTO_TEST_CASE(what_is_no_list_is_no_answer) {
    for (auto const& [body, code] : {std::pair(R"({"error":"x"})", errc::invalid_response), {"7", errc::invalid_response}, {"", errc::invalid_response}, {" <html>", errc::web_page}}) {
        auto const read = provider::read_models(provider::site_of<family::openai_chat>, answer(body));
        BOOST_TEST_REQUIRE(read.has_error(), body);
        BOOST_TEST((read.error().code == code), body);
    }
}

BOOST_AUTO_TEST_CASE(texts_are_embedded_in_the_words_of_the_vendor) {
    provider::embedding_request q{.model = "m", .input = {"a", "b"}, .dimensions = 3, .extra = {{"user", "u"}}};
    auto const openai = provider::embedding_request_to(provider::site_of<family::openai_chat>, home<family::openai_chat>(), q);
    BOOST_TEST(openai.value().url.to_string() == "https://api.openai.com/v1/embeddings");
    BOOST_TEST(body_of(openai) == boost::json::parse(R"({"model":"m","input":["a","b"],"dimensions":3,"user":"u"})"));

    auto const google = provider::embedding_request_to(provider::site_of<family::gemini>, home<family::gemini>(), {.model = "models/m", .input = {"a"}, .dimensions = {}, .extra = {}});
    BOOST_TEST(google.value().url.to_string() == "https://generativelanguage.googleapis.com/v1beta/models/m:batchEmbedContents");
    BOOST_TEST(body_of(google) == boost::json::parse(R"({"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]}}]})"));

    BOOST_TEST((provider::embedding_request_to(provider::site_of<family::anthropic>, home<family::anthropic>(), q).error().code == errc::unsupported));
    BOOST_TEST(provider::embedding_request_to(provider::site_of<family::openai_chat>, home<family::openai_chat>(), {.model = "m", .input = {}, .dimensions = {}, .extra = {}}).error().where == "/input");
}

BOOST_AUTO_TEST_CASE(vectors_come_back_in_the_order_of_the_texts) {
    provider::embedding_request const q{.model = "m", .input = {"a", "b"}, .dimensions = {}, .extra = {}};
    auto const openai = provider::read_embeddings(provider::site_of<family::openai_chat>, q, answer(R"({"model":"m-1","data":[{"index":1,"embedding":[3,4]},{"index":0,"embedding":[1,2.5]}],
        "usage":{"prompt_tokens":5,"total_tokens":5}})")).value();
    BOOST_TEST(openai.vectors.at(0) == (std::vector<float>{1, 2.5F}), boost::test_tools::per_element());
    BOOST_TEST(openai.vectors.at(1) == (std::vector<float>{3, 4}), boost::test_tools::per_element());
    BOOST_TEST(openai.usage.input_tokens == 5);
    BOOST_TEST(openai.model == "m-1");
    auto const google = provider::read_embeddings(provider::site_of<family::gemini>, q, answer(R"({"embeddings":[{"values":[1]},{"values":[2]}]})")).value();
    BOOST_TEST(google.vectors.at(1).at(0) == 2);
    BOOST_TEST(google.model == "m");
}

BOOST_AUTO_TEST_CASE(a_vector_too_few_or_too_many_is_no_answer) {
    provider::embedding_request const q{.model = "m", .input = {"a", "b"}, .dimensions = {}, .extra = {}};
    for (auto const* body : {R"({"data":[{"embedding":[1]}]})", R"({"data":[{"embedding":[1]},{"embedding":[1]},{"embedding":[1]}]})", R"({"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]})",
                             R"({"data":[{"index":-1,"embedding":[1]},{"embedding":[1]}]})", R"({"data":[{"embedding":[]},{"embedding":["x"]}]})"})
        BOOST_TEST((provider::read_embeddings(provider::site_of<family::openai_chat>, q, answer(body)).error().code == errc::invalid_response), body);
}

BOOST_AUTO_TEST_CASE(tokens_are_counted_with_what_counts_alone) {
    chat::request q = ask("m").system("Be brief.").user("Why?").temperature(0.5).max_output_tokens(9);
    q.stream = true;
    auto const anthropic = provider::count_request<family::anthropic>(home<family::anthropic>(), q);
    BOOST_TEST(anthropic.value().url.to_string() == "https://api.anthropic.com/v1/messages/count_tokens");
    BOOST_TEST(anthropic.value().header.find("anthropic-version").value_or("") == "2023-06-01");
    auto const body = body_of(anthropic).as_object();
    BOOST_TEST(body.contains("messages"));
    BOOST_TEST(body.contains("system"));
    for (auto const* key : {"temperature", "max_tokens", "stream"}) BOOST_TEST(!body.contains(key), key);

    auto const responses = provider::count_request<family::openai_responses>(home<family::openai_responses>(), q);
    BOOST_TEST(responses.value().url.to_string() == "https://api.openai.com/v1/responses/input_tokens");
    BOOST_TEST(body_of(responses).as_object().contains("input"));

    auto const gemini = provider::count_request<family::gemini>(home<family::gemini>(), q);
    BOOST_TEST(gemini.value().url.to_string() == "https://generativelanguage.googleapis.com/v1beta/models/m:countTokens");
    auto const whole = body_of(gemini).at("generateContentRequest").as_object();
    BOOST_TEST(whole.at("model").as_string() == "models/m");
    BOOST_TEST(whole.contains("contents"));

    BOOST_TEST((provider::count_request<family::openai_chat>(home<family::openai_chat>(), q).error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(counts_are_read) {
    BOOST_TEST(provider::read_count(provider::site_of<family::anthropic>, answer(R"({"input_tokens":14})")).value() == 14);
    BOOST_TEST(provider::read_count(provider::site_of<family::gemini>, answer(R"({"totalTokens":31})")).value() == 31);
    BOOST_TEST((provider::read_count(provider::site_of<family::anthropic>, answer(R"({})")).error().code == errc::invalid_response));
}

BOOST_AUTO_TEST_SUITE_END()
