// A program that asks a model where nobody listens, and is told so.
#include <parley/sync_client.hpp>
#include <parley/transport/beast/https.hpp>

int main() {
    parley::sync_client<parley::family::openai_chat, parley::auth::api_key> client(parley::secret::make("sk-of-a-consumer").value(), parley::https_factory(),
                                                                                   {.base_url = "https://127.0.0.1:1/v1"});
    auto const answer = client.chat(parley::ask("gpt-4o").user("Is anybody there?"));
    return !answer && answer.error().code == parley::errc::connect_failed ? 0 : 1;
}
