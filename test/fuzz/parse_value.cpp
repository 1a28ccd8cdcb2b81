// Reads any bytes as a DOM.
// Contract: never throws, never crashes, whatever the input. What can be read is written, compact and indented, and read again as the same;
// finding a value by its pointer never leaves the text.
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace reflect = parley::reflect;

namespace {

void expect(bool kept) {
    if (!kept) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const read = reflect::parse_value(text);
    if (!read) {
        for (auto const& p : read.error().problems) expect(!p.offset || *p.offset <= text.size());
        return 0;
    }
    auto const written = reflect::to_text(*read);
    auto const again = reflect::parse_value(written);
    expect(again.has_value() && *again == *read && reflect::to_text(*again) == written);
    auto const spread = reflect::parse_value(reflect::to_text(*read, reflect::secrets::masked(), reflect::layout::indented()));
    expect(spread.has_value() && *spread == *read);
    auto const kept = reflect::parse<reflect::json_text>(text);
    expect(kept.has_value() && kept->text == written);
    return 0;
}
