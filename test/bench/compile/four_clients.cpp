#include "three_clients.cpp"

#include <parley/auth/bearer.hpp>

void call_one_more(parley::secret key, parley::any_transport transport, parley::chat::request request) {
    parley::client<parley::family::openai_chat, parley::auth::bearer> client(parley::auth::bearer(std::move(key)), std::move(transport));
    client.async_chat(std::move(request), [](parley::result<parley::chat::response>) {});
}
