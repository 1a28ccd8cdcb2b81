// Migrates any bytes as an agent profile; see document.hpp for what must hold.
#include "fuzz/document.hpp"

#include <parley/openhands/agent_profile.hpp>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    parley::fuzz::check_document<parley::openhands::agent_profile>(data, size);
    return 0;
}
