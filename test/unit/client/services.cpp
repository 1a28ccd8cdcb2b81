#include <parley/services.hpp>

#include <parley/auth/api_key.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/sync_client.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_services)

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace family = parley::family;
namespace http = parley::http;
namespace json = boost::json;
namespace model = parley::model;
namespace provider = parley::provider;
using parley::ask;
using parley::errc;
using parley::result;

namespace {

/// Gives these answers one after the other and keeps what it was asked.
struct host {
    std::vector<http::response> answers;
    std::vector<http::request> asked = {};

    auto handler() {
        return [this](http::request const& r) -> result<http::response> {
            asked.push_back(r);
            return answers.at(asked.size() - 1);
        };
    }
};

http::response status(int code, std::string body) { return {code, {{"Content-Type", "application/json"}}, std::move(body)}; }
http::response good(std::string body) { return status(200, std::move(body)); }

template <class F> parley::client<F, auth::api_key> client_of(host& h, asio::io_context& context) {
    parley::client_options options;
    options.retry.first_wait = std::chrono::milliseconds(1);
    return parley::client<F, auth::api_key>(parley::secret::make("k1").value(), parley::transport::loopback(context.get_executor(), h.handler()), options);
}

template <class F> result<provider::embeddings> embed(host& h) {
    asio::io_context context;
    auto c = client_of<F>(h, context);
    provider::embedding_request q;
    q.model = "m";
    q.input = {"one", "two"};
    std::optional<result<provider::embeddings>> got;
    c.async_embed(q, [&](result<provider::embeddings> e) { got = std::move(e); });
    context.run();
    return std::move(*got);
}

template <class F> result<std::int64_t> count(host& h) {
    asio::io_context context;
    auto c = client_of<F>(h, context);
    std::optional<result<std::int64_t>> got;
    c.async_count_tokens(ask("m").user("How many?"), [&](result<std::int64_t> n) { got = std::move(n); });
    context.run();
    return std::move(*got);
}

template <class F> result<std::vector<model::info>> list(host& h) {
    asio::io_context context;
    auto c = client_of<F>(h, context);
    std::optional<result<std::vector<model::info>>> got;
    c.async_list_models([&](result<std::vector<model::info>> all) { got = std::move(all); });
    context.run();
    return std::move(*got);
}

std::string header(http::request const& r, char const* name) { return std::string(r.header.find(name).value_or("")); }

} // namespace

BOOST_AUTO_TEST_CASE(texts_become_vectors) {
    host one{{good(R"({"model":"m-1","data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[3,4]}],"usage":{"prompt_tokens":7}})")}};
    auto const openai = embed<family::openai_chat>(one);
    BOOST_TEST_REQUIRE(openai.has_value(), to_string(openai.error()));
    BOOST_TEST(openai->vectors.size() == 2u);
    BOOST_TEST(openai->vectors[1][0] == 3.f);
    BOOST_TEST(openai->usage.input_tokens == 7);
    BOOST_TEST(one.asked.at(0).url.to_string() == "https://api.openai.com/v1/embeddings");
    BOOST_TEST(header(one.asked[0], "Authorization") == "Bearer k1");
    BOOST_TEST(header(one.asked[0], "User-Agent").starts_with("Parley/"));

    host two{{good(R"({"embeddings":[{"values":[1]},{"values":[2]}]})")}};
    BOOST_TEST(embed<family::gemini>(two).value().vectors.size() == 2u);
    BOOST_TEST(header(two.asked.at(0), "x-goog-api-key") == "k1");
}

BOOST_AUTO_TEST_CASE(tokens_are_counted) {
    host one{{good(R"({"input_tokens":12})")}};
    BOOST_TEST(count<family::anthropic>(one).value() == 12);
    BOOST_TEST(one.asked.at(0).url.to_string() == "https://api.anthropic.com/v1/messages/count_tokens");
    BOOST_TEST(header(one.asked[0], "x-api-key") == "k1");
    BOOST_TEST(!json::parse(one.asked[0].body).as_object().contains("max_tokens"));
    host two{{good(R"({"totalTokens":13})")}};
    BOOST_TEST(count<family::gemini>(two).value() == 13);
    host three{{good(R"({"input_tokens":14})")}};
    BOOST_TEST(count<family::openai_responses>(three).value() == 14);
}

BOOST_AUTO_TEST_CASE(models_are_listed_to_the_last_page) {
    host one{{good(R"({"data":[{"id":"a","type":"model"}],"has_more":true,"last_id":"a"})"), good(R"({"data":[{"id":"b","type":"model"}],"has_more":false,"last_id":"b"})")}};
    auto const all = list<family::anthropic>(one);
    BOOST_TEST_REQUIRE(all.has_value(), to_string(all.error()));
    BOOST_TEST_REQUIRE(all->size() == 2u);
    BOOST_TEST(all->at(1).id == "b");
    BOOST_TEST(one.asked.at(0).method == "GET");
    BOOST_TEST(one.asked.at(1).url.to_string().find("after_id=a") != std::string::npos, one.asked[1].url.to_string());
    BOOST_TEST(header(one.asked[1], "x-api-key") == "k1");

    host endless;
    endless.answers.assign(1001, good(R"({"data":[{"id":"a","type":"model"}],"has_more":true,"last_id":"a"})"));
    BOOST_TEST((list<family::anthropic>(endless).error().code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(they_are_tried_again_and_fail_as_chats_do) {
    host busy{{status(429, "{}"), good(R"({"input_tokens":12})")}};
    BOOST_TEST(count<family::anthropic>(busy).value() == 12);
    host closed{{status(401, "{}")}};
    auto const refused = embed<family::openai_chat>(closed);
    BOOST_TEST((refused.error().code == errc::unauthenticated));
    BOOST_TEST(refused.error().where == "m");
    BOOST_TEST(refused.error().provider.attempts == 1);
    host strange{{good("[]")}};
    BOOST_TEST((count<family::anthropic>(strange).error().code == errc::invalid_response));
    host page{{status(200, "<html></html>")}};
    page.answers[0].header.set("Content-Type", "text/html");
    BOOST_TEST((list<family::openai_chat>(page).error().code == errc::web_page));
}

BOOST_AUTO_TEST_CASE(a_blocking_client_has_them_too) {
    host h{{good(R"({"input_tokens":12})"), good(R"({"data":[]})"), good(R"({"data":[{"embedding":[1]}]})")}};
    parley::sync_client<family::openai_responses, auth::api_key> client(parley::secret::make("k1").value(),
                                                                        [&](auto executor) { return parley::any_transport(parley::transport::loopback(executor, h.handler())); });
    BOOST_TEST(client.count_tokens(ask("m").user("How many?")).value() == 12);
    BOOST_TEST(client.list_models().value().empty());
    // tag::embed[]
    provider::embedding_request wanted;
    wanted.model = "text-embedding-3-small";
    wanted.input = {"Why is the sky blue?"};
    auto const made = client.embed(wanted);
    if (made) BOOST_TEST(made->vectors.size() == 1u);
    // end::embed[]
    BOOST_TEST(made.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
