// Migrates any bytes as documents of four shapes: with JSON steps and typed steps, with documents inside, with one of two inside, and with typed steps
// alone.
#include "fuzz/document.hpp"
#include "support/versioned_documents.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    parley::fuzz::check_document<parley::test::window>(data, size);
    parley::fuzz::check_document<parley::test::person>(data, size);
    parley::fuzz::check_document<parley::test::house>(data, size);
    parley::fuzz::check_document<parley::test::owner>(data, size);
    return 0;
}
