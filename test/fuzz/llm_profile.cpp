// Migrates any bytes as a profile; see document.hpp for what must hold.
#include "fuzz/document.hpp"

#include <parley/profile/llm_profile.hpp>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    parley::fuzz::check_document<parley::profile::llm_profile>(data, size);
    return 0;
}
