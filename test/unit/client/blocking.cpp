#include <parley/ask_for.hpp>
#include <parley/blocking.hpp>
#include <parley/fallback.hpp>
#include <parley/limited.hpp>
#include <parley/observed.hpp>
#include <parley/tool_loop.hpp>
#include <parley/totals.hpp>

#include <parley/family/openai_chat.hpp>

#include <support/family_host.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <thread>
#include <variant>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_blocking)

namespace chat = parley::chat;
namespace family = parley::family;
using parley::ask;
using parley_test::client_of;
using parley_test::family_host;
using parley_test::says;

namespace {

struct city {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(city, (), (name))

using host = family_host<family::openai_chat>;

} // namespace

BOOST_AUTO_TEST_CASE(layers_of_clients_are_asked_without_an_event_loop) {
    host busy, h({says("Hello."), says("Hello again."), says(R"({"name":"Oslo"})"), parley_test::calls({parley_test::call_of("c1", "now", "{}")}), says("Noon.")});
    auto const sum = std::make_shared<parley::totals>();
    auto const once = parley::client_options{.retry = {.attempts = 1}};
    // tag::layers[]
    parley::blocking client([&](auto executor) {
        parley::fallback either(client_of(busy, executor, once));
        either.otherwise(client_of(h, executor), "another-model");
        return parley::observed(parley::limited(either, {.requests_per_second = 20}), sum);
    });
    auto const answer = client.chat(ask("some-model").user("Why?"));
    // end::layers[]
    BOOST_TEST(answer.value().text() == "Hello.");
    BOOST_TEST(answer->tried.value().size() == 1u);

    std::string pieces;
    auto const streamed = client.stream(ask("some-model").user("Why?"), [&](chat::event const& e) {
        if (auto const* const more = std::get_if<chat::text_delta>(&e)) pieces += more->text;
    });
    BOOST_TEST(streamed.value().text() == "Hello again.");
    BOOST_TEST(pieces == "Hello again.");
    BOOST_TEST(client.ask_for<city>(ask("some-model").user("Which city?")).value().value.name == "Oslo");
    parley::toolbox tools;
    tools.add("now", "Says what time it is.", [] { return "noon"; });
    BOOST_TEST(client.run(ask("some-model").user("What time is it?"), tools).value().response.text() == "Noon.");
    BOOST_TEST(sum->all().calls == 5);
    BOOST_TEST(sum->all().failed == 0);
}

BOOST_AUTO_TEST_CASE(threads_take_turns) {
    host h;
    for (int i = 0; i != 100; ++i) h.then(says("Hello."));
    parley::blocking client([&](auto executor) { return parley::fallback(client_of(h, executor)); });
    std::vector<std::string> texts(4);
    std::vector<std::thread> threads;
    for (auto& text : texts)
        threads.emplace_back([&] {
            for (int i = 0; i != 25; ++i)
                if (client.chat(ask("m").user("?"))) text += ".";
        });
    for (auto& t : threads) t.join();
    for (auto const& t : texts) BOOST_TEST(t == std::string(25, '.'));
}

BOOST_AUTO_TEST_SUITE_END()
