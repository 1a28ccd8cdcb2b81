#include "tour/conversation.hpp"

#include <parley/chat/ask.hpp>
#include <parley/profile_client.hpp>
#include <parley/transport/beast/https.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <variant>

namespace tour {

namespace chat = parley::chat;

parley::result<void> converse(support::terminal& to, parley::profile::llm_profile const& with, parley::environment const& around, std::string const& prompt) {
    boost::asio::io_context context;
    // tag::client[]
    auto const client = parley::make_client(with, around, parley::make_https_transport(context.get_executor()), {.name = "old-proxy"});
    if (!client) return client.error();

    auto const print = [&](chat::event const& e) {
        if (auto const* piece = std::get_if<chat::text_delta>(&e)) to.out() << piece->text << std::flush;
    };
    auto answered = client->async_stream(parley::ask(with.model).user(prompt), print, boost::asio::use_future);
    context.run();
    auto const answer = answered.get();
    // end::client[]
    to.out() << '\n';
    if (!answer) return answer.error();
    to.out() << to.faint(answer->model + ": " + std::to_string(answer->usage.input_tokens) + " tokens in, " + std::to_string(answer->usage.output_tokens) + " out")
             << '\n';
    return {};
}

} // namespace tour
