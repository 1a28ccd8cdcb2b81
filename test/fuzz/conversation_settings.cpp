// Migrates any bytes as conversation settings; see document.hpp for what must hold.
#include "fuzz/document.hpp"

#include <parley/openhands/conversation_settings.hpp>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    parley::fuzz::check_document<parley::openhands::conversation_settings>(data, size);
    return 0;
}
