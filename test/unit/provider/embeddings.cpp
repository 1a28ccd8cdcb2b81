#include <parley/provider/embeddings.hpp>

#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/reflect/parse.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(provider_embeddings)

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

BOOST_AUTO_TEST_SUITE_END()
