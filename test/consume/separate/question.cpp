#include "question.hpp"

#include <parley/sync_client.hpp>
#include <parley/transport/beast/https.hpp>

#if defined(OPENSSL_VERSION_NUMBER) || defined(BOOST_BEAST_VERSION)
#error "A source of a program that compiles the bodies once sees neither OpenSSL nor Beast."
#endif

parley::result<parley::chat::response> ask_nobody() {
    parley::sync_client<parley::family::openai_chat, parley::auth::api_key> client(parley::secret::make("sk-of-a-consumer").value(), parley::https_factory(),
                                                                                   {.base_url = "https://127.0.0.1:1/v1"});
    return client.chat(parley::ask("gpt-4o").user("Is anybody there?"));
}
