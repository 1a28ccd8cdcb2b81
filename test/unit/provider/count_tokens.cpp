#include <parley/provider/count_tokens.hpp>

#include <parley/chat/ask.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(provider_count_tokens)

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

} // namespace

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
