// One question, one answer. With PARLEY_API_KEY and PARLEY_BASE_URL set it goes to that provider, else to a sandbox on this machine.
#include <parley/environment.hpp>
#include <parley/sync_client.hpp>
#include <parley/transport/beast/https.hpp>

#include <sandbox/local.hpp>

#include <iostream>

int main() {
    sandbox::local local;
    auto const around = parley::environment::of_process();
    auto const key = around.variable("PARLEY_API_KEY").value_or("any");
    auto const url = around.variable("PARLEY_BASE_URL").value_or(local.url());
    auto const model = around.variable("PARLEY_MODEL").value_or("sandbox");

    // tag::call[]
    parley::sync_client<parley::family::openai_chat, parley::auth::api_key> client{
        parley::secret::make(key).value(), parley::https_factory(), {.base_url = url}};

    auto const answer = client.chat(parley::ask(model).system("Be brief.").user("Why is the sky blue?"));
    if (!answer) {
        std::cerr << to_string(answer.error()) << '\n';
        return 1;
    }
    std::cout << answer->text() << '\n';
    // end::call[]
}
