// expect: parley\[client\.embed\]: the provider has no embeddings
#include <parley/family/anthropic.hpp>
#include <parley/services.hpp>
#include <parley/sync_client.hpp>

namespace {

using client = parley::sync_client<parley::family::anthropic, parley::auth::api_key>;

auto vectors(client& c, parley::provider::embedding_request const& texts) { return c.embed(texts); }

} // namespace

int main() { return sizeof(&vectors) == 0; }
