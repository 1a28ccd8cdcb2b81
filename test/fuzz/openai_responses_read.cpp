#include "fuzz/family.hpp"

#include <parley/family/openai_responses.hpp>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) { return fuzz::read<parley::family::openai_responses>(data, size); }
