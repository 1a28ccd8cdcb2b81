// Another model answers when the first cannot, and the answer says who was asked before.
#include <parley/blocking.hpp>
#include <parley/client.hpp>
#include <parley/fallback.hpp>
#include <parley/family/anthropic.hpp>

#include <sandbox/local.hpp>

#include <iostream>

int main() {
    auto const key = parley::secret::make("any").value();

    // tag::chain[]
    parley::blocking either([&](boost::asio::any_io_executor executor) {
        parley::client_options options;
        options.retry.attempts = 1; // somebody else is asked instead
        auto const transport = sandbox::make_transport(executor);
        parley::client<parley::family::anthropic, parley::auth::api_key> claude(key, transport, options);
        parley::client<parley::family::openai_chat, parley::auth::api_key> gpt(key, transport, options);
        return parley::fallback(claude).otherwise(gpt, "gpt-4o");
    });

    auto const answer = either.chat(parley::ask("claude-fail-529").max_output_tokens(500).user("Who is there?")); // overloaded
    if (!answer) {
        std::cerr << to_string(answer.error()) << '\n';
        return 1;
    }
    std::cout << answer->model << ": " << answer->text() << '\n';
    for (auto const& failed : answer->tried.value()) std::cout << "before that, " << failed.model << ": " << failed.code << '\n';
    // end::chain[]

    // What is wrong with the request or the key stays a failure: another provider would not know better.
    auto const refused = either.chat(parley::ask("claude-fail-401").max_output_tokens(500).user("Who is there?"));
    return answer->model == "gpt-4o" && answer->tried->size() == 1 && refused.error().code == parley::errc::unauthenticated ? 0 : 1;
}
