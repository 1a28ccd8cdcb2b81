#include <parley/observed.hpp>
#include <parley/totals.hpp>

#include <parley/client.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/model/table.hpp>
#include <parley/tool_loop.hpp>

#include <support/family_host.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_observed)

namespace asio = boost::asio;
namespace chat = parley::chat;
namespace family = parley::family;
namespace json = boost::json;
using parley::ask;
using parley::result;
using parley_test::client_of;
using parley_test::family_host;
using parley_test::says;

namespace {

using answer = result<chat::response>;
using host = family_host<family::openai_chat>;

struct diary final : parley::observer {
    std::string order;
    std::vector<parley::call_record> calls;
    void begun(parley::call_record const& call) override { order += "b" + std::to_string(call.number); }
    void first_output(parley::call_record const& call) override { order += "f" + std::to_string(call.number); }
    void ended(parley::call_record const& call) override {
        order += "e" + std::to_string(call.number);
        calls.push_back(call);
    }
};

/// Asks once whole and once streamed.
void ask_both(host& h, std::shared_ptr<parley::observer> who, parley::observe_rules rules = {}, chat::request q = ask("gpt-4o").user("My secret question.").temperature(0.5)) {
    asio::io_context context;
    parley::observed client(client_of(h, context.get_executor()), std::move(who), std::move(rules));
    for (bool const streamed : {false, true}) {
        if (streamed) client.async_stream(q, [](chat::event const&) {}, [](answer) {});
        else client.async_chat(q, [](answer) {});
        context.restart();
        context.run();
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(a_call_is_told_of_when_it_begins_speaks_and_ends) {
    host h({says("Hello."), says("Hello.")});
    auto const seen = std::make_shared<diary>();
    ask_both(h, seen);
    BOOST_TEST(seen->order == "b1e1b2f2e2");
    auto const& whole = seen->calls.at(0);
    auto const& streamed = seen->calls.at(1);
    BOOST_TEST(!whole.is_streamed);
    BOOST_TEST(!whole.first_output);
    BOOST_TEST(streamed.is_streamed);
    BOOST_TEST((streamed.first_output.value() > std::chrono::nanoseconds(0)));
    BOOST_TEST((streamed.elapsed >= *streamed.first_output));
    for (auto const* call : {&whole, &streamed}) {
        BOOST_TEST(call->request.model == "gpt-4o");
        BOOST_TEST(call->response_model == "gpt-4o");
        BOOST_TEST(call->attempts == 1);
        BOOST_TEST(call->usage.total_tokens() == 8);
        BOOST_TEST(call->error_type == "");
        BOOST_TEST((call->finish_reasons == std::vector<std::string>{"stop"}));
    }
}

BOOST_AUTO_TEST_CASE(a_call_has_the_attributes_of_opentelemetry) {
    host h({says("Hello."), says("Hello.")});
    auto const seen = std::make_shared<diary>();
    parley::observe_rules rules;
    rules.provider = "openai";
    ask_both(h, seen, rules);
    auto of_streamed = attributes(seen->calls.at(1));
    BOOST_TEST(of_streamed.at("gen_ai.response.time_to_first_chunk").as_double() > 0);
    BOOST_TEST(of_streamed.at("gen_ai.request.stream").as_bool());
    for (auto const* key : {"gen_ai.response.time_to_first_chunk", "gen_ai.request.stream"}) of_streamed.erase(key);
    auto const of_whole = attributes(seen->calls.at(0));
    BOOST_TEST((of_whole == of_streamed));
    json::object const expected{{"gen_ai.operation.name", "chat"},          {"gen_ai.provider.name", "openai"},
                                {"gen_ai.request.model", "gpt-4o"},         {"gen_ai.request.temperature", 0.5},
                                {"gen_ai.response.id", "r1"},               {"gen_ai.response.model", "gpt-4o"},
                                {"gen_ai.response.finish_reasons", {"stop"}}, {"gen_ai.usage.input_tokens", 3},
                                {"gen_ai.usage.output_tokens", 5}};
    BOOST_TEST((of_whole == expected), json::serialize(of_whole));
    BOOST_TEST(span_name(seen->calls.at(0)) == "chat gpt-4o");
}

BOOST_AUTO_TEST_CASE(thoughts_and_caches_have_attributes_where_there_were_some) {
    parley::call_record call;
    call.request.reasoning.emplace().effort = "low";
    call.usage.reasoning_tokens = 7;
    call.usage.cached_input_tokens = 5;
    call.usage.cache_write_tokens = 2;
    call.usage.cache_write_1h_tokens = 1;
    auto const told = attributes(call);
    BOOST_TEST(told.at("gen_ai.request.reasoning.level").as_string() == "low");
    BOOST_TEST(told.at("gen_ai.usage.reasoning.output_tokens").as_int64() == 7);
    BOOST_TEST(told.at("gen_ai.usage.cache_read.input_tokens").as_int64() == 5);
    BOOST_TEST(told.at("gen_ai.usage.cache_write.input_tokens").as_int64() == 3);
}

BOOST_AUTO_TEST_CASE(a_call_that_failed_has_its_type_of_error) {
    host h;
    auto const seen = std::make_shared<diary>();
    ask_both(h, seen);
    BOOST_TEST(seen->calls.size() == 2u);
    auto const told = attributes(seen->calls.at(0));
    BOOST_TEST(told.at("error.type").as_string() == "server_error");
    BOOST_TEST(!told.contains("gen_ai.usage.input_tokens"));
    BOOST_TEST(seen->calls.at(0).attempts == 1);
}

BOOST_AUTO_TEST_CASE(neither_prompt_nor_answer_is_told_unless_asked_for) {
    for (bool const content : {false, true}) {
        host h({says("My secret answer."), says("My secret answer.")});
        auto const seen = std::make_shared<diary>();
        parley::observe_rules rules;
        rules.content = content;
        chat::tool tool;
        tool.name = "t";
        ask_both(h, seen, rules, ask("gpt-4o").user("My secret question.").tool(tool));
        auto const& call = seen->calls.at(1);
        BOOST_TEST(call.request.messages.empty() == !content);
        BOOST_TEST(call.request.tools.empty() == !content);
        BOOST_TEST(call.response.has_value() == content);
        BOOST_TEST(json::serialize(attributes(call)).find("secret") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(each_answer_of_a_conversation_with_tools_is_a_call) {
    host h({parley_test::calls({parley_test::call_of("c1", "now", "{}")}), says("Noon.")});
    asio::io_context context;
    auto const seen = std::make_shared<diary>();
    parley::observed client(client_of(h, context.get_executor()), seen);
    parley::toolbox tools;
    tools.add("now", "Says what time it is.", [] { return "noon"; });
    std::optional<result<parley::run_outcome>> got;
    client.async_run(ask("gpt-4o").user("What time is it?"), tools, [&](result<parley::run_outcome> o) { got = std::move(o); });
    context.run();
    BOOST_TEST(got.value().has_value());
    BOOST_TEST(seen->order == "b1e1b2e2");
    BOOST_TEST((seen->calls.at(0).finish_reasons == std::vector<std::string>{"tool_calls"}));
}

BOOST_AUTO_TEST_CASE(a_sink_that_waits_is_watched_too) {
    host h({says("Hello.")});
    asio::io_context context;
    auto const seen = std::make_shared<diary>();
    parley::observed client(client_of(h, context.get_executor()), seen);
    std::string text;
    auto const slowly = [&](chat::event e) -> asio::awaitable<void> {
        if (auto const* more = std::get_if<chat::text_delta>(&e)) text += more->text;
        co_return;
    };
    client.async_stream(ask("gpt-4o").user("?"), slowly, [](answer) {});
    context.run();
    BOOST_TEST(text == "Hello.");
    BOOST_TEST(seen->order == "b1f1e1");
}

BOOST_AUTO_TEST_CASE(calls_are_added_up_with_what_they_cost) {
    auto known = says("Hello.");
    known.usage.input_tokens = 1'000'000;
    known.usage.output_tokens = 100'000;
    host h({known, known});
    auto const sum = std::make_shared<parley::totals>();
    parley::observe_rules rules;
    rules.prices = std::make_shared<parley::model::catalogue const>(parley::model::built_in_models());
    ask_both(h, sum, rules);
    ask_both(h, sum, rules); // which fails
    auto const all = sum->all();
    BOOST_TEST(all.calls == 4);
    BOOST_TEST(all.failed == 2);
    BOOST_TEST(all.usage.input_tokens == 2'000'000);
    BOOST_TEST(all.unpriced == 0);
    BOOST_TEST(all.cost.text() == "7"); // twice 2.5 and 1 dollar
    BOOST_TEST((sum->by_model().at("gpt-4o") == all));

    host other({says("Hello."), says("Hello.")});
    ask_both(other, sum, rules, ask("nobody-knows-it").user("?"));
    BOOST_TEST(sum->all().unpriced == 2);
    BOOST_TEST(sum->all().cost.text() == "7");
    BOOST_TEST(sum->by_model().size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
