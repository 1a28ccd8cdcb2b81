// expect: parley\[client\.count_tokens\]: the provider does not count tokens
#include <parley/family/openai_chat.hpp>
#include <parley/services.hpp>
#include <parley/sync_client.hpp>

namespace {

using client = parley::sync_client<parley::family::openai_chat, parley::auth::api_key>;

auto tokens(client& c) { return c.count_tokens(parley::ask("m").user("How many?")); }

} // namespace

int main() { return sizeof(&tokens) == 0; }
