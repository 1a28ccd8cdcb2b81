#include <parley/client.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>

namespace {

template <class Family> void call(parley::secret key, parley::any_transport transport, parley::chat::request request) {
    parley::client<Family, parley::auth::api_key> client(parley::auth::api_key(std::move(key)), std::move(transport));
    client.async_chat(std::move(request), [](parley::result<parley::chat::response>) {});
}

} // namespace

void call_all(parley::secret key, parley::any_transport transport, parley::chat::request request) {
    call<parley::family::openai_chat>(key, transport, request);
    call<parley::family::anthropic>(key, transport, request);
    call<parley::family::gemini>(key, transport, request);
}

int main() {}
