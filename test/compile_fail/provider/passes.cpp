#include <parley/client.hpp>
#include <parley/auth/bearer.hpp>
#include <parley/auth/client_credentials.hpp>
#include <parley/auth/unified.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/provider/databricks.hpp>
#include <parley/provider/openhands.hpp>

namespace {

using namespace parley;

using tokens = client<provider::databricks<>, auth::client_credentials>;
using bearer = client<family::anthropic, auth::bearer>;
using found = client<provider::databricks<family::anthropic>, auth::unified>;
using hands = client<provider::openhands<>, auth::api_key>;

} // namespace

int main() { return sizeof(tokens) + sizeof(bearer) + sizeof(found) + sizeof(hands) == 0; }
