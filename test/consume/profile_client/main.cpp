// A program that asks whatever model a profile names; here a function answers.
#include <parley/profile_client.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/io_context.hpp>

#include <string>

using parley::family::openai_chat;

parley::result<parley::http::response> echo(parley::http::request const& request) {
    auto const asked = openai_chat::read(request);
    if (!asked) return openai_chat::refuse(asked.error());
    parley::chat::response reply;
    reply.finish_reason = parley::chat::finish_reason::stop;
    reply.content.emplace_back().emplace<parley::chat::text>().text = asked->model;
    return openai_chat::answer(reply);
}

int main() {
    parley::profile::llm_profile profile;
    profile.model = "openhands/claude-sonnet-4-5-20250929";
    profile.api_key = parley::secret::make("sk-of-a-consumer").value();

    boost::asio::io_context context;
    auto client = parley::make_client(profile, parley::environment::isolated(), parley::transport::loopback(context.get_executor(), echo)).value();
    std::string said;
    client.async_chat(parley::ask(profile.model).user("Who are you?"), [&](parley::result<parley::chat::response> answer) { said = answer.value().text(); });
    context.run();
    return said == "litellm_proxy/claude-sonnet-4-5-20250929" ? 0 : 1;
}
