#include <parley/provider/databricks_any.hpp>

#include <parley/chat/ask.hpp>
#include <parley/chat/replay.hpp>
#include <parley/family/receive.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(provider_databricks_any)

namespace {

using namespace parley;
using provider::databricks_any;

family::place const workspace{http::url::parse("https://ws.cloud.databricks.com").value()};

/// A long answer with everything that each family has a place for.
chat::response long_answer() {
    chat::response a;
    a.id = "r1";
    a.model = "the-model";
    a.content.emplace_back().emplace<chat::text>().text = "Because of \xC3\xA4ther.";
    auto& call = a.content.emplace_back().emplace<chat::tool_call>();
    call.id = "c1";
    call.name = "weather";
    call.arguments_text = R"({"city":"Oslo"})";
    a.finish_reason = chat::finish_reason::tool_calls;
    a.usage.input_tokens = 3;
    a.usage.output_tokens = 5;
    return a;
}

template <class F> http::response whole(chat::response const& a) { return F::answer(a); }
template <class F> http::response streamed(chat::response const& a) {
    http::response r;
    r.header.add("Content-Type", "text/event-stream");
    typename F::stream_encoder encoder;
    chat::replay(a, [&](chat::event const& e) { r.body += encoder.encode(e); }, 4);
    r.body += encoder.finish(chat::end::complete);
    return r;
}

template <class F> void reads_answers() {
    auto const a = long_answer();
    auto const direct = databricks_any::decode(whole<F>(a));
    BOOST_TEST_REQUIRE(direct.has_value(), F::name);
    BOOST_TEST(direct->model == "databricks/the-model", F::name);
    BOOST_TEST(direct->text() == a.text(), F::name);
    for (std::size_t const piece : {std::size_t(1), std::size_t(7), std::size_t(100000)}) {
        auto const pieces = family::receive_stream<databricks_any>(streamed<F>(a).body, [](chat::event const&) {}, piece);
        BOOST_TEST_REQUIRE(pieces.has_value(), F::name);
        BOOST_TEST((pieces->end == chat::end::complete), F::name);
        BOOST_TEST(pieces->model == "databricks/the-model", F::name);
        BOOST_TEST(pieces->text() == a.text(), F::name);
        BOOST_TEST(pieces->content.size() == direct->content.size(), F::name);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(the_name_of_a_model_decides_family_and_path) {
    struct row {
        char const *model, *address, *wire;
    };
    for (auto const& r : {row{"databricks/databricks-claude-sonnet-4-5", "https://ws.cloud.databricks.com/ai-gateway/anthropic/v1/messages", R"("model":"databricks-claude-sonnet-4-5")"},
                          row{"databricks/system.ai.claude-sonnet-4-5", "https://ws.cloud.databricks.com/ai-gateway/anthropic/v1/messages", R"("model":"system.ai.claude-sonnet-4-5")"},
                          row{"databricks/databricks-gemini-2-5-pro", "https://ws.cloud.databricks.com/ai-gateway/gemini/v1beta/models/databricks-gemini-2-5-pro:generateContent", "contents"},
                          row{"databricks/databricks-gpt-5", "https://ws.cloud.databricks.com/ai-gateway/openai/v1/responses", R"("model":"databricks-gpt-5")"},
                          row{"databricks/system.ai.gpt-5.1", "https://ws.cloud.databricks.com/ai-gateway/openai/v1/responses", R"("model":"system.ai.gpt-5.1")"},
                          row{"databricks/databricks-gpt-oss-120b", "https://ws.cloud.databricks.com/ai-gateway/mlflow/v1/chat/completions", R"("model":"databricks-gpt-oss-120b")"}}) {
        chat::request const q = ask(r.model).user("Why?");
        auto const made = databricks_any::encode(q, workspace);
        BOOST_TEST_REQUIRE(made.has_value(), r.model);
        BOOST_TEST(made->url.to_string() == r.address);
        BOOST_TEST(made->body.find(r.wire) != std::string::npos, r.model);
    }
}

BOOST_AUTO_TEST_CASE(a_request_may_say_what_the_name_does_not) {
    chat::request q = ask("databricks/my-own").user("Why?");
    q.extra["databricks_family"] = "anthropic";
    auto const made = databricks_any::encode(q, workspace).value();
    BOOST_TEST(made.url.path() == "/ai-gateway/anthropic/v1/messages");
    BOOST_TEST(made.body.find("databricks_family") == std::string::npos);
    q.extra["databricks_family"] = "cohere";
    BOOST_TEST(databricks_any::encode(q, workspace).error().where == "/extra/databricks_family");
}

BOOST_AUTO_TEST_CASE(answers_show_whose_words_they_are_in) {
    reads_answers<family::openai_chat>();
    reads_answers<family::openai_responses>();
    reads_answers<family::anthropic>();
    reads_answers<family::gemini>();
}

BOOST_AUTO_TEST_CASE(what_the_family_has_no_place_for_is_refused) {
    chat::request q = ask("databricks/databricks-gpt-5").user("Why?");
    q.extra["store"] = false;
    BOOST_TEST(databricks_any::encode(q, workspace).error().where == "/extra/store");
    q.extra.clear();
    q.service_tier = "flex";
    BOOST_TEST(databricks_any::encode(q, workspace).error().where == "/service_tier");
}

BOOST_AUTO_TEST_CASE(a_login_page_on_success_says_that_the_host_is_wrong) {
    http::response r;
    r.header.add("Content-Type", "text/html");
    r.body = "<!DOCTYPE html><html>Sign in</html>";
    auto const read = databricks_any::decode(r);
    BOOST_TEST_REQUIRE(read.has_error());
    BOOST_TEST((read.error().code == errc::web_page));
    BOOST_TEST(read.error().message.find("the host is wrong") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_stream_that_ends_before_it_shows_anything_is_cut_short) {
    databricks_any::stream_decoder d;
    auto const ignore = [](chat::event const&) {};
    BOOST_TEST(d.feed(": hello\n\ndata: {\"no\":1}\n\n", ignore).has_value());
    BOOST_TEST((d.finish(ignore) == chat::end::truncated));
}

BOOST_AUTO_TEST_SUITE_END()
