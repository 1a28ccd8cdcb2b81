#include <parley/any_client.hpp>
#include <parley/ask_for.hpp>
#include <parley/client.hpp>
#include <parley/fallback.hpp>
#include <parley/limited.hpp>
#include <parley/observed.hpp>
#include <parley/tool_loop.hpp>
#include <parley/totals.hpp>

#include <parley/family/openai_chat.hpp>

#include <support/family_host.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(client_lifetime)

namespace asio = boost::asio;
namespace chat = parley::chat;
namespace family = parley::family;
using parley::ask;
using parley::result;
using parley_test::call_of;
using parley_test::calls;
using parley_test::client_of;
using parley_test::family_host;
using parley_test::says;

namespace {

struct city {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(city, (), (name))

using host = family_host<family::openai_chat>;

void fill(host& h) {
    h.then(says("Hello."));
    h.then(says("Hello."));
    h.then(says(R"({"name":"Oslo"})"));
    h.then(calls({call_of("c1", "now", "{}")}));
    h.then(says("Noon."));
}

/// Begins a call of each kind with a client, and says afterwards what came of each.
struct four_calls {
    std::string done;

    template <class Client> void begin(Client& client) {
        auto const text = [this](result<chat::response> const& a) { done += a ? "a" : "!"; };
        parley::toolbox tools; // gone when the calls run
        tools.add("now", "Says what time it is.", [] { return "noon"; });
        client.async_chat(ask("m").user("?"), text);
        client.async_stream(ask("m").user("?"), [](chat::event const&) {}, text);
        client.template async_ask_for<city>(ask("m").user("?"), [this](result<parley::structured<city>> const& a) { done += a || a.error().code != parley::errc::cancelled ? "f" : "!"; });
        client.async_run(ask("m").user("?"), tools, [this](result<parley::run_outcome> const& o) { done += o || o.error().code != parley::errc::cancelled ? "r" : "!"; });
    }
    bool all() const { return done.size() == 4 && done.find('!') == std::string::npos; }
};

template <class Make> void calls_outlive(Make make) {
    host h;
    asio::io_context context;
    four_calls kept, moved, replaced;
    {
        fill(h);
        auto client = make(h, context);
        kept.begin(client);
    }
    context.run();
    BOOST_TEST(kept.all(), kept.done);

    fill(h);
    auto first = make(h, context);
    moved.begin(first);
    auto second = std::move(first);
    fill(h);
    replaced.begin(second);
    second = make(h, context);
    context.restart();
    context.run();
    BOOST_TEST(moved.all(), moved.done);
    BOOST_TEST(replaced.all(), replaced.done);

    // A context that is given up takes the calls with it.
    auto given_up = std::make_unique<asio::io_context>();
    four_calls never;
    {
        auto client = make(h, *given_up);
        never.begin(client);
        given_up->poll_one();
    }
    given_up.reset();
    BOOST_TEST(never.done.size() < 4u);
}

} // namespace

BOOST_AUTO_TEST_CASE(calls_outlive_a_client_that_is_destroyed_moved_or_replaced) {
    calls_outlive([](host& h, asio::io_context& context) { return client_of(h, context.get_executor()); });
}

BOOST_AUTO_TEST_CASE(calls_outlive_any_client) {
    calls_outlive([](host& h, asio::io_context& context) { return parley::any_client(client_of(h, context.get_executor())); });
}

BOOST_AUTO_TEST_CASE(calls_outlive_clients_around_clients) {
    calls_outlive([](host& h, asio::io_context& context) {
        parley::fallback either(client_of(h, context.get_executor()));
        either.otherwise(client_of(h, context.get_executor()), "other");
        return parley::observed(parley::limited(either, {.requests_per_second = 1000}), std::make_shared<parley::totals>());
    });
}

BOOST_AUTO_TEST_SUITE_END()
