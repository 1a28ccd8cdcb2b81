#include "tour/conversation.hpp"

#include <parley/ask_for.hpp>
#include <parley/chat/ask.hpp>
#include <parley/tool_loop.hpp>
#include <parley/toolbox.hpp>

#include <boost/asio/use_future.hpp>
#include <boost/describe/class.hpp>

#include <future>
#include <utility>
#include <variant>
#include <vector>

namespace tour {

namespace asio = boost::asio;
namespace chat = parley::chat;

struct place {
    std::string city;
};
BOOST_DESCRIBE_STRUCT(place, (), (city))

struct weather {
    int degrees = 0;
    std::string sky;
};
BOOST_DESCRIBE_STRUCT(weather, (), (degrees, sky))

struct advice {
    std::string title;
    std::vector<std::string> reasons;
};
BOOST_DESCRIBE_STRUCT(advice, (), (title, reasons))

namespace {

template <class T> T finished(stage const& on, std::future<T> waiting) {
    on.context.restart();
    on.context.run();
    return waiting.get();
}

std::string text_of(chat::tool_result const& told) {
    std::string all;
    for (auto const& part : told.content)
        if (auto const* const said = std::get_if<chat::text>(&part)) all += said->text;
    return all;
}

} // namespace

parley::result<void> converse(stage const& on, parley::any_client client, std::string const& prompt) {
    auto& to = on.terminal;
    to.out() << "> " << prompt << '\n';
    // tag::stream[]
    auto const print = [&](chat::event const& e) {
        if (auto const* piece = std::get_if<chat::text_delta>(&e)) to.out() << piece->text << std::flush;
    };
    auto const answer = finished(on, client.async_stream(parley::ask("").user(prompt), print, asio::use_future)); // the model is the profile's
    // end::stream[]
    to.out() << '\n';
    if (!answer) return answer.error();
    to.out() << to.faint(answer->model + ": " + std::to_string(answer->usage.input_tokens) + " tokens in, " + std::to_string(answer->usage.output_tokens) + " out")
             << '\n';
    return {};
}

parley::result<void> use_a_tool(stage const& on, parley::any_client client) {
    auto& to = on.terminal;
    // tag::tool[]
    parley::toolbox tools;
    tools.add("get_weather", "The weather in a city, now.", [](place where) { return weather{17, "clear over " + where.city}; });

    parley::run_rules rules;
    rules.approve = [&](chat::tool_call const& call) -> asio::awaitable<parley::verdict> {
        to.out() << to.yellow("  the model calls ") << call.name << ' ' << call.received_arguments() << '\n';
        co_return parley::verdict::run;
    };
    rules.on_result = [&](chat::tool_result const& told) { to.out() << to.yellow("  the program says ") << text_of(told) << '\n'; };
    auto const done = finished(on, client.async_run(parley::ask("").user("What is the sky like over Krakow? Use get_weather."), tools, rules, asio::use_future));
    // end::tool[]
    if (!done) return done.error();
    to.out() << "  " << done->response.text() << '\n' << to.faint("  " + std::to_string(done->steps) + " steps") << '\n';
    return {};
}

parley::result<void> fill_a_struct(stage const& on, parley::any_client client) {
    auto& to = on.terminal;
    // tag::struct[]
    auto const answer = finished(on, client.async_ask_for<advice>(parley::ask("").user("Why should files have versions? Two short reasons."), asio::use_future));
    if (!answer) return answer.error();
    to.out() << "  title: " << answer->value.title << '\n';
    for (auto const& reason : answer->value.reasons) to.out() << "  reason: " << reason << '\n';
    // end::struct[]
    return {};
}

void show_costs(stage const& on) {
    // tag::costs[]
    auto const all = on.spent->all();
    on.terminal.out() << "  " << all.calls << " calls, " << all.failed << " failed, " << all.usage.input_tokens << " tokens in, " << all.usage.output_tokens << " out: "
                      << all.cost.text() << " USD";
    if (all.unpriced != 0) on.terminal.out() << ", and " << all.unpriced << " calls without a known price";
    // end::costs[]
    on.terminal.out() << '\n';
}

} // namespace tour
