#include <parley/client.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/sync_client.hpp>
#include <parley/tool_loop.hpp>

#include <support/family_host.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace chat = parley::chat;
namespace family = parley::family;
using parley::ask;
using parley::errc;
using parley::result;
using parley::toolbox;
using parley::verdict;
using parley_test::call_of;
using parley_test::calls;
using parley_test::client_of;
using parley_test::family_host;
using parley_test::says;

namespace {

// tag::arguments[]
struct place {
    std::string city;
};
BOOST_DESCRIBE_STRUCT(place, (), (city))
// end::arguments[]

using outcome = result<parley::run_outcome>;

template <class F> outcome run(family_host<F>& host, toolbox const& tools, parley::run_rules const& rules = {}, chat::request q = ask("m").user("Which is warmer?")) {
    asio::io_context context;
    auto c = client_of(host, context.get_executor());
    std::optional<outcome> got;
    c.async_run(std::move(q), tools, rules, [&](outcome o) { got = std::move(o); });
    context.run();
    return std::move(*got);
}

/// What the model was told last: `id=text`, an error marked with `!`.
std::vector<std::string> told(chat::request const& q) {
    std::vector<std::string> all;
    for (auto const& part : q.messages.back().content)
        if (auto const* const r = std::get_if<chat::tool_result>(&part))
            all.push_back(r->id + (r->is_error ? "!" : "=") + (r->content.empty() ? "" : std::get<chat::text>(r->content.front()).text));
    return all;
}
template <class F> std::vector<std::string> told_by(toolbox const& tools, parley::chat::tool_call call) {
    family_host<F> host({calls({std::move(call)}), says("Done.")});
    auto const done = run(host, tools);
    BOOST_TEST(done.has_value());
    return host.asked().size() == 2 ? told(host.asked().back()) : std::vector<std::string>();
}
std::vector<std::string> told_by(toolbox const& tools, parley::chat::tool_call call) { return told_by<family::anthropic>(tools, std::move(call)); }

using texts = std::vector<std::string>;

toolbox weather_tools(std::vector<std::string>& log) {
    toolbox tools;
    tools.add("weather", "Says what the weather is like.", [&log](place const& where) {
        log.push_back(where.city);
        return "fine in " + where.city;
    });
    return tools;
}

asio::awaitable<void> pause(std::chrono::milliseconds how_long) {
    asio::steady_timer timer(co_await asio::this_coro::executor, how_long);
    co_await timer.async_wait(asio::use_awaitable);
}

} // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(texts)

BOOST_AUTO_TEST_SUITE(client_tool_loop)

// The loop

namespace {

template <class F> void in_every_step_the_model_gets_all_that_went_before(bool ids, bool streamed) {
    chat::response first = calls({call_of(ids ? "c1" : "", "weather", R"({"city":"Oslo"})"), call_of(ids ? "c2" : "", "weather", R"({"city":"Rome"})")});
    auto third = says("Rome.");
    family_host<F> host({first, calls({call_of(ids ? "c3" : "", "weather", R"({"city":"Bonn"})")}), third});
    texts log, pieces;
    parley::run_rules rules;
    if (streamed)
        rules.on_event = [&](chat::event const& e) {
            if (std::holds_alternative<chat::started>(e)) pieces.emplace_back();
            if (auto const* const more = std::get_if<chat::text_delta>(&e)) pieces.back() += more->text;
        };
    auto const done = run(host, weather_tools(log), rules);
    BOOST_TEST_REQUIRE(done.has_value(), F::name << ": " << to_string(done.error()));
    BOOST_TEST(done->response.text() == "Rome.");
    BOOST_TEST(done->steps == 3);
    BOOST_TEST(done->usage.input_tokens == 9);
    BOOST_TEST(done->usage.output_tokens == 15);
    BOOST_TEST((log == texts{"Oslo", "Rome", "Bonn"}));
    BOOST_TEST(host.asked().size() == 3u);
    BOOST_TEST(host.asked()[0].tools.size() == 1u);
    BOOST_TEST(host.asked()[0].tools == host.asked()[2].tools);
    BOOST_TEST(host.asked()[1].messages.size() == 3u);
    BOOST_TEST(host.asked()[2].messages.size() == 5u);
    BOOST_TEST((told(host.asked()[1]) == (ids ? texts{"c1=fine in Oslo", "c2=fine in Rome"} : texts{"=fine in Oslo", "=fine in Rome"})), F::name);
    BOOST_TEST(done->turns.size() == 5u);
    BOOST_TEST((done->turns[0].content == first.content));
    // What the caller gets is what the model got.
    for (std::size_t i = 0; i != 4; ++i) BOOST_TEST((host.asked()[2].messages[i + 1].role == done->turns[i].role), F::name);
    if (streamed) BOOST_TEST((pieces == texts{"", "", "Rome."}), F::name);
}

} // namespace

BOOST_AUTO_TEST_CASE(every_family_runs_tools_until_the_model_answers) {
    for (bool const streamed : {false, true}) {
        in_every_step_the_model_gets_all_that_went_before<family::openai_chat>(true, streamed);
        in_every_step_the_model_gets_all_that_went_before<family::openai_responses>(true, streamed);
        in_every_step_the_model_gets_all_that_went_before<family::anthropic>(true, streamed);
        in_every_step_the_model_gets_all_that_went_before<family::gemini>(true, streamed);
        in_every_step_the_model_gets_all_that_went_before<family::gemini>(false, streamed);
    }
}

namespace {

/// Thoughts, text and calls, signed as the family signs them.
template <class F> void signed_thoughts_come_back(chat::response said, bool streamed) {
    family_host<F> host({said, says("Done.")});
    texts log;
    parley::run_rules rules;
    if (streamed) rules.on_event = [](chat::event const&) {};
    auto const done = run(host, weather_tools(log), rules);
    BOOST_TEST_REQUIRE(done.has_value(), F::name << ": " << to_string(done.error()));
    BOOST_TEST_REQUIRE(host.asked().size() == 2u);
    auto const& back = host.asked()[1].messages.at(1).content;
    BOOST_TEST_REQUIRE(back.size() == said.content.size(), F::name);
    for (std::size_t i = 0; i != back.size(); ++i) BOOST_TEST(back[i].index() == said.content[i].index(), F::name << " part " << i);
    auto const signatures = [](std::vector<chat::part> const& content) {
        texts all;
        for (auto const& part : content) {
            if (auto const* const thought = std::get_if<chat::thinking>(&part)) all.push_back(thought->text + "|" + thought->signature.value_or("-"));
            if (auto const* const call = std::get_if<chat::tool_call>(&part)) all.push_back(call->name + "|" + call->signature.value_or("-"));
        }
        return all;
    };
    BOOST_TEST((signatures(back) == signatures(said.content)), F::name);
}

chat::response thoughtful(bool signs_calls) {
    auto said = calls({call_of("c1", "weather", R"({"city":"Oslo"})"), call_of("c2", "weather", R"({"city":"Rome"})")});
    chat::thinking thought;
    thought.text = "Two places.";
    if (!signs_calls) thought.signature = "c2lnbmVk";
    said.content.insert(said.content.begin(), thought);
    if (signs_calls) std::get<chat::tool_call>(said.content[1]).signature = "c2lnbmVk";
    return said;
}

} // namespace

BOOST_AUTO_TEST_CASE(thinking_signatures_and_the_order_of_parts_survive_every_round) {
    for (bool const streamed : {false, true}) {
        signed_thoughts_come_back<family::anthropic>(thoughtful(false), streamed);
        signed_thoughts_come_back<family::openai_responses>(thoughtful(false), streamed);
        signed_thoughts_come_back<family::gemini>(thoughtful(true), streamed);
    }
}

BOOST_AUTO_TEST_CASE(an_id_that_comes_twice_in_one_answer_runs_once) {
    family_host<family::openai_chat> host({calls({call_of("c1", "weather", R"({"city":"Oslo"})"), call_of("c1", "weather", R"({"city":"Oslo"})")}), says("Fine.")});
    texts log;
    BOOST_TEST_REQUIRE(run(host, weather_tools(log)).has_value());
    BOOST_TEST((log == texts{"Oslo"}));
    BOOST_TEST((told(host.asked()[1]) == texts{"c1=fine in Oslo"}));
}

BOOST_AUTO_TEST_CASE(the_same_id_in_a_later_answer_runs_again) {
    family_host<family::openai_chat> host({calls({call_of("c1", "weather", R"({"city":"Oslo"})")}), calls({call_of("c1", "weather", R"({"city":"Rome"})")}), says("Fine.")});
    texts log;
    BOOST_TEST_REQUIRE(run(host, weather_tools(log)).has_value());
    BOOST_TEST((log == texts{"Oslo", "Rome"}));
}

BOOST_AUTO_TEST_CASE(a_model_that_never_answers_is_stopped) {
    family_host<family::openai_chat> host;
    for (int i = 0; i != 9; ++i) host.then(calls({call_of("c", "weather", R"({"city":"Oslo"})")}));
    texts log;
    auto const done = run(host, weather_tools(log), {.max_steps = 3});
    BOOST_TEST((done.error().code == errc::step_limit_reached));
    BOOST_TEST(done.error().where == "m");
    BOOST_TEST(host.asked().size() == 3u);
}

BOOST_AUTO_TEST_CASE(who_must_call_a_tool_must_do_so_once) {
    family_host<family::openai_chat> host({calls({call_of("c1", "weather", R"({"city":"Oslo"})")}), says("Fine.")});
    texts log;
    BOOST_TEST_REQUIRE(run(host, weather_tools(log), {}, ask("m").user("?").tool_choice(chat::tool_mode::required)).has_value());
    BOOST_TEST((host.asked()[0].tool_choice->mode == chat::tool_mode::required));
    BOOST_TEST((host.asked()[1].tool_choice->mode == chat::tool_mode::auto_));
}

BOOST_AUTO_TEST_CASE(an_answer_that_was_cut_off_runs_nothing) {
    auto cut = calls({call_of("c1", "weather", R"({"city":"Os)")});
    cut.finish_reason = chat::finish_reason::length;
    family_host<family::openai_chat> host({cut});
    texts log;
    auto const done = run(host, weather_tools(log));
    BOOST_TEST_REQUIRE(done.has_value());
    BOOST_TEST((done->response.finish_reason == chat::finish_reason::length));
    BOOST_TEST(log.empty());
}

BOOST_AUTO_TEST_CASE(an_answer_that_pauses_goes_on) {
    auto pausing = says("Thinking", chat::finish_reason::pause);
    family_host<family::anthropic> host({pausing, says("Done.")});
    texts log;
    auto const done = run(host, weather_tools(log));
    BOOST_TEST_REQUIRE(done.has_value());
    BOOST_TEST(done->response.text() == "Done.");
    BOOST_TEST(host.asked().at(1).messages.size() == 2u);
}

BOOST_AUTO_TEST_CASE(tools_that_the_request_names_itself_are_the_callers) {
    chat::tool own;
    own.name = "own";
    family_host<family::openai_chat> host({calls({call_of("c1", "weather", R"({"city":"Oslo"})"), call_of("c2", "own", "{}")})});
    texts log;
    auto const done = run(host, weather_tools(log), {}, ask("m").user("?").tool(own));
    BOOST_TEST_REQUIRE(done.has_value());
    BOOST_TEST(done->steps == 1);
    BOOST_TEST(log.empty());
    BOOST_TEST(host.asked().at(0).tools.size() == 2u);
}

// Tools that wait

BOOST_AUTO_TEST_CASE(calls_of_one_answer_wait_at_the_same_time_and_are_told_in_order) {
    for (bool const concurrent : {true, false}) {
        family_host<family::openai_chat> host({calls({call_of("c1", "wait", R"({"city":"slow"})"), call_of("c2", "wait", R"({"city":"fast"})")}), says("Done.")});
        texts log;
        toolbox tools;
        tools.add("wait", "Waits.", [&](place where) -> asio::awaitable<std::string> {
            log.push_back("begin " + where.city);
            co_await pause(std::chrono::milliseconds(where.city == "slow" ? 20 : 1));
            log.push_back("end " + where.city);
            co_return where.city;
        });
        BOOST_TEST_REQUIRE(run(host, tools, {.concurrent = concurrent}).has_value());
        BOOST_TEST((log == (concurrent ? texts{"begin slow", "begin fast", "end fast", "end slow"} : texts{"begin slow", "end slow", "begin fast", "end fast"})));
        BOOST_TEST((told(host.asked()[1]) == texts{"c1=slow", "c2=fast"}));
    }
}

BOOST_AUTO_TEST_CASE(cancelling_ends_the_tools_that_wait) {
    family_host<family::openai_chat> host({calls({call_of("c1", "wait", "{}"), call_of("c2", "wait", "{}")}), says("Done.")});
    int ended = 0;
    asio::io_context context;
    asio::cancellation_signal stop;
    toolbox tools;
    tools.add("wait", "Waits.", [&]() -> asio::awaitable<void> {
        struct mark {
            int& count;
            ~mark() { ++count; }
        } const marked{ended};
        asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
        co_await pause(std::chrono::hours(1));
    });
    auto c = client_of(host, context.get_executor());
    std::optional<outcome> got;
    c.async_run(ask("m").user("?"), tools, asio::bind_cancellation_slot(stop.slot(), [&](outcome o) { got = std::move(o); }));
    context.run();
    BOOST_TEST((got.value().error().code == errc::cancelled));
    BOOST_TEST(ended == 2);
    BOOST_TEST(host.asked().size() == 1u);
}

// What goes wrong in tools

BOOST_AUTO_TEST_CASE(the_model_is_told_of_every_failure_of_a_tool) {
    toolbox tools;
    tools.add("weather", "", [](place) -> result<std::string> { return parley::error(errc::io_failed, "The station does not answer."); });
    tools.add("throws", "", []() -> std::string { throw std::runtime_error("It broke."); });
    tools.add("throws_late", "", []() -> asio::awaitable<int> {
        co_await pause(std::chrono::milliseconds(0));
        throw std::runtime_error("It broke later.");
    });
    BOOST_TEST((told_by(tools, call_of("c1", "weather", R"({"city":"Oslo"})")) == texts{"c1!Error: The station does not answer."}));
    BOOST_TEST((told_by(tools, call_of("c1", "throws", "{}")) == texts{"c1!Error: It broke."}));
    BOOST_TEST((told_by(tools, call_of("c1", "throws_late", "")) == texts{"c1!Error: It broke later."}));
    BOOST_TEST((told_by(tools, call_of("c1", "unknown", "{}")) == texts{"c1!Error: There is no such tool. [unknown]"}));
    BOOST_TEST(told_by(tools, call_of("c1", "weather", R"({"city":5})")).at(0).find("/city: expected string") != std::string::npos);
    BOOST_TEST(told_by(tools, call_of("c1", "weather", R"({"city":)")).at(0).starts_with("c1!"));
}

// What a tool may be

struct reading {
    double celsius = 0;
};
BOOST_DESCRIBE_STRUCT(reading, (), (celsius))

namespace {
std::string twice(place const& where) { return where.city + where.city; }
} // namespace

BOOST_AUTO_TEST_CASE(a_tool_gives_text_or_a_value_or_parts_or_nothing_at_once_or_later) {
    toolbox tools;
    tools.add("text", "", [](place where) { return where.city; });
    tools.add("function", "", twice);
    tools.add("value", "", [](place) { return reading{1.5}; });
    tools.add("number", "", [] { return 42; });
    tools.add("nothing", "", [](place) {});
    tools.add("checked", "", [](place) -> result<void> { return {}; });
    tools.add("maybe", "", [](place&&) -> result<reading> { return reading{2.5}; });
    tools.add("later", "", [count = 0](place) mutable -> asio::awaitable<result<int>> {
        co_await pause(std::chrono::milliseconds(0));
        co_return ++count;
    });
    tools.add("parts", "", [] {
        std::vector<chat::result_part> parts;
        parts.emplace_back().emplace<chat::text>().text = "one";
        return parts;
    });
    auto const oslo = R"({"city":"Oslo"})";
    std::vector<std::pair<std::string, std::string>> const expected = {{"text", "Oslo"}, {"function", "OsloOslo"}, {"value", R"({"celsius":1.5})"}, {"number", "42"}, {"nothing", ""},
                                                                       {"checked", ""},  {"maybe", R"({"celsius":2.5})"}, {"later", "1"},             {"parts", "one"}};
    for (auto const& [name, text] : expected) BOOST_TEST((told_by(tools, call_of("c1", name, oslo)) == texts{"c1=" + text}), name);
}

BOOST_AUTO_TEST_CASE(the_model_is_told_name_description_and_schema) {
    texts log;
    family_host<family::openai_chat> host({says("Hello.")});
    auto tools = weather_tools(log);
    tools.add("now", "Says what time it is.", [] { return "noon"; });
    BOOST_TEST_REQUIRE(run(host, tools).has_value());
    auto const& offered = host.asked().at(0).tools;
    BOOST_TEST_REQUIRE(offered.size() == 2u);
    BOOST_TEST(offered[0].name == "weather");
    BOOST_TEST(offered[0].description == "Says what the weather is like.");
    BOOST_TEST(offered[0].parameters.at("properties").at("city").at("type").as_string() == "string");
    BOOST_TEST(offered[1].parameters.at("type").as_string() == "object");
}

BOOST_AUTO_TEST_CASE(a_later_tool_takes_the_place_of_one_with_its_name) {
    toolbox tools;
    tools.add("t", "old", [] { return "old"; }).add("t", "new", [] { return "new"; });
    chat::request q;
    tools.offer(q);
    BOOST_TEST(q.tools.size() == 1u);
    BOOST_TEST((told_by(tools, call_of("c", "t", "{}")) == texts{"c=new"}));
}

BOOST_AUTO_TEST_CASE(a_tool_that_the_provider_defines_and_the_program_runs_goes_by_the_providers_name) {
    chat::tool computer;
    chat::native defined;
    defined.family = "anthropic";
    defined.value = {{"type", "computer_20250124"}, {"name", "computer"}, {"display_width_px", 800}, {"display_height_px", 600}};
    computer.provider = defined;
    toolbox tools;
    tools.add(computer, [](std::string) -> asio::awaitable<parley::tool_answer> { co_return std::vector<chat::result_part>(1, chat::text{.text = "done"}); });
    family_host<family::anthropic> host({calls({call_of("c1", "computer", "{}")}), says("Done.")});
    BOOST_TEST_REQUIRE(run(host, tools).has_value());
    BOOST_TEST_REQUIRE(host.asked().size() == 2u);
    BOOST_TEST(host.asked()[0].tools.size() == 1u);
    BOOST_TEST((told(host.asked()[1]) == texts{"c1=done"}));
}

// Who decides

BOOST_AUTO_TEST_CASE(each_call_may_be_declined_and_the_model_is_told) {
    family_host<family::anthropic> host({calls({call_of("c1", "weather", R"({"city":"Oslo"})"), call_of("c2", "weather", R"({"city":"Rome"})")}), says("Done.")});
    texts log, results;
    parley::run_rules rules;
    rules.approve = [](chat::tool_call const& call) -> asio::awaitable<verdict> { co_return call.id == "c1" ? verdict::decline : verdict::run; };
    rules.on_result = [&](chat::tool_result const& r) { results.push_back(r.id + (r.is_error ? "!" : "")); };
    BOOST_TEST_REQUIRE(run(host, weather_tools(log), rules).has_value());
    BOOST_TEST((log == texts{"Rome"}));
    BOOST_TEST((told(host.asked()[1]) == texts{"c1!Error: The user declined this call. [weather]", "c2=fine in Rome"}));
    BOOST_TEST((results == texts{"c1!", "c2"}));
}

BOOST_AUTO_TEST_CASE(a_run_that_is_stopped_ends_with_the_answer_that_calls_and_nothing_has_run) {
    family_host<family::openai_chat> host({calls({call_of("c1", "weather", R"({"city":"Oslo"})"), call_of("c2", "weather", R"({"city":"Rome"})")})});
    texts log;
    parley::run_rules rules;
    rules.approve = [](chat::tool_call const& call) -> asio::awaitable<verdict> { co_return call.id == "c2" ? verdict::stop : verdict::run; };
    auto const done = run(host, weather_tools(log), rules);
    BOOST_TEST_REQUIRE(done.has_value());
    BOOST_TEST(log.empty());
    BOOST_TEST((done->response.finish_reason == chat::finish_reason::tool_calls));
    BOOST_TEST(done->turns.size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_error_of_the_provider_ends_the_run) {
    family_host<family::openai_chat> host({calls({call_of("c1", "weather", R"({"city":"Oslo"})")})});
    texts log;
    auto const done = run(host, weather_tools(log));
    BOOST_TEST((done.error().code == errc::server_error));
}

BOOST_AUTO_TEST_CASE(a_blocking_client_runs_tools_too) {
    family_host<family::openai_chat> host({calls({call_of("c1", "weather", R"({"city":"Oslo"})")}), says("It is fine in Oslo.")});
    parley::sync_client<family::openai_chat, auth::none> client(auth::none(), [&](auto executor) { return host.transport(executor); });
    // tag::run[]
    parley::toolbox tools;
    tools.add("weather", "Says what the weather is like in a city.", [](place const& where) { return "fine in " + where.city; });
    auto const done = client.run(ask("some-model").user("What is the weather like in Oslo?"), tools);
    if (done) BOOST_TEST(done->response.text() == "It is fine in Oslo.");
    // end::run[]
    BOOST_TEST(done.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
