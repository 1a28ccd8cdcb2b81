// Migrates any bytes as persisted settings; see document.hpp for what must hold.
#include "fuzz/document.hpp"

#include <parley/openhands/persisted_settings.hpp>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    parley::fuzz::check_document<parley::openhands::persisted_settings>(data, size);
    return 0;
}
