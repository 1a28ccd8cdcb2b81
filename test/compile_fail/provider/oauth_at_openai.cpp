// expect: parley\[client\.auth\]: the provider does not accept this strategy
#include <parley/client.hpp>
#include <parley/auth/bearer.hpp>
#include <parley/auth/client_credentials.hpp>
#include <parley/auth/unified.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/provider/databricks.hpp>
#include <parley/provider/openhands.hpp>

namespace {

using namespace parley;

using tokens = client<family::openai_chat, auth::client_credentials>;

} // namespace

int main() { return sizeof(tokens) == 0; }
