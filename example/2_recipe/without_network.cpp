// A client whose provider is a function: tests need no socket, no key and no time.

#include <parley/client.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace chat = parley::chat;
namespace http = parley::http;
using parley::family::openai_chat;
using client = parley::client<openai_chat, parley::auth::api_key>;

// tag::provider[]
// The family's other half reads requests and writes answers, as a server does.
parley::result<http::response> answer(http::request const& request) {
    auto const asked = openai_chat::read(request);
    if (!asked) return openai_chat::refuse(asked.error());
    chat::response reply;
    reply.model = asked->model;
    reply.finish_reason = chat::finish_reason::stop;
    reply.content.emplace_back().emplace<chat::text>().text = "It is " + std::to_string(asked->messages.size()) + " o'clock.";
    return openai_chat::answer(reply);
}
// end::provider[]

// tag::coroutine[]
asio::awaitable<void> ask_twice(client& c, std::string& said) {
    auto const first = co_await c.async_chat(parley::ask("m").user("What time is it?"), asio::use_awaitable);
    if (!first) co_return;

    chat::request again = parley::ask("m").user("What time is it?").assistant(first->text()).user("And now?"); // named first, then moved in
    auto const second = co_await c.async_chat(std::move(again), asio::use_awaitable);
    if (second) said = first->text() + " " + second->text();
}
// end::coroutine[]

int main() {
    // tag::client[]
    asio::io_context context;
    parley::transport::loopback provider(context.get_executor(), answer);
    client c(parley::secret::make("any").value(), provider);
    // end::client[]

    std::string said;
    asio::co_spawn(context, ask_twice(c, said), asio::detached);
    context.run();
    std::cout << said << '\n';
    return said == "It is 1 o'clock. It is 3 o'clock." ? 0 : 1;
}
