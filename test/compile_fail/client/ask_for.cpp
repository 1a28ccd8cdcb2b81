// expect: parley\[client\.ask_for\]: an answer's type must be described
#include <parley/ask_for.hpp>
#include <parley/family/openai_chat.hpp>
#include <parley/sync_client.hpp>

namespace {

// Nothing says what it looks like in JSON.
struct weather {
    std::string city;
};

using client = parley::sync_client<parley::family::openai_chat, parley::auth::api_key>;

auto what(client& c) { return c.ask_for<weather>(parley::ask("m").user("Rain?")); }

} // namespace

int main() { return sizeof(&what) == 0; }
