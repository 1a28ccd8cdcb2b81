// expect: parley\[client\.key_style\]: the provider does not take a key in this header
#include <parley/client.hpp>
#include <parley/auth/bearer.hpp>
#include <parley/auth/client_credentials.hpp>
#include <parley/auth/unified.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/provider/databricks.hpp>
#include <parley/provider/openhands.hpp>

namespace {

using namespace parley;

using keyed = client<family::openai_chat, auth::basic_api_key<auth::in_x_api_key>>;

} // namespace

int main() { return sizeof(keyed) == 0; }
