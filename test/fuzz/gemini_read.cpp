#include "fuzz/family.hpp"

#include <parley/family/gemini.hpp>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    return fuzz::read<parley::family::gemini>(data, size, "models/m:generateContent");
}
