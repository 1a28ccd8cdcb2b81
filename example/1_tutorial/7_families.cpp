// The same conversation with four families, and one way to see what went wrong with any of them.
#include <parley/client.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_responses.hpp>

#include <sandbox/local.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <iostream>
#include <string>
#include <variant>

namespace asio = boost::asio;
namespace chat = parley::chat;
namespace family = parley::family;

// tag::advice[]
std::string advice(parley::error const& why) {
    if (is(why, parley::condition::auth)) return "check the key";
    if (why.code == parley::errc::context_too_long) return "ask less at once";
    if (is(why, parley::condition::retryable)) return "come back later";
    return "read the message";
}
// end::advice[]

// tag::ask[]
template <class Family> asio::awaitable<void> ask(std::string model, std::string& said) {
    parley::client_options options;
    options.retry.attempts = 1;
    parley::client<Family, parley::auth::api_key> client(parley::secret::make("any").value(), sandbox::make_transport(co_await asio::this_coro::executor), options);

    chat::request question = parley::ask(model).max_output_tokens(500).user("Who are you?");
    auto const answer = co_await client.async_chat(question, asio::use_awaitable);
    said += std::string(Family::name) + ": " + (answer ? answer->text() : advice(answer.error())) + "\n";
}
// end::ask[]

int main() {
    // tag::four[]
    asio::io_context context;
    std::string said;
    asio::co_spawn(context, ask<family::openai_chat>("gpt-4o", said), asio::detached);
    asio::co_spawn(context, ask<family::openai_responses>("gpt-4o", said), asio::detached);
    asio::co_spawn(context, ask<family::anthropic>("claude-sonnet-4-5", said), asio::detached);
    asio::co_spawn(context, ask<family::gemini>("gemini-2.5-flash", said), asio::detached);

    asio::co_spawn(context, ask<family::anthropic>("claude-fail-401", said), asio::detached);
    asio::co_spawn(context, ask<family::gemini>("gemini-fail-429", said), asio::detached);
    context.run();
    // end::four[]
    std::cout << said;
    return said.find("gemini: You asked: Who are you?") != std::string::npos && said.find("anthropic: check the key") != std::string::npos &&
                   said.find("gemini: come back later") != std::string::npos
               ? 0
               : 1;
}
