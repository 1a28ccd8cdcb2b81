#include <parley/client.hpp>

parley::client<parley::family::openai_chat, parley::auth::api_key> make(parley::secret key, parley::any_transport transport) {
    return {parley::auth::api_key(key), transport};
}

void call(parley::client<parley::family::openai_chat, parley::auth::api_key>& client, parley::chat::request request) {
    client.async_chat(request, [](parley::result<parley::chat::response>) {});
}

int main() {}
