// Migrates any bytes as versioned documents: with JSON steps and typed steps, with documents inside, with and without a cipher.
// Contract: never throws, never crashes, whatever the input. What can be loaded is of the newest version, stays as it is when it is loaded
// again, and the way without a DOM and the way over one come to the same result where the text makes a DOM; a plan's document can be loaded.
#include <parley/migrate/load.hpp>
#include <parley/migrate/plan.hpp>
#include <parley/migrate/upgrade.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include "support/versioned_documents.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace migrate = parley::migrate;
namespace reflect = parley::reflect;

namespace {

void expect(bool kept) {
    if (!kept) std::abort();
}

template <class T> void check(std::string_view text) {
    auto const plain = reflect::secrets::plain();
    migrate::options changes;
    changes.what = migrate::report::changes;
    auto const loaded = migrate::load<T>(text);
    auto const over_dom = migrate::load<T>(text, changes);
    if (!reflect::parse_value(text)) return; // a struct does not look into the keys that it skips, a DOM does
    expect(loaded.has_value() == over_dom.has_value());
    if (!loaded) {
        expect(loaded.error().code == over_dom.error().code);
        (void)to_string(loaded.error());
        return;
    }
    auto const written = reflect::to_text(loaded->value, plain);
    expect(loaded->to == parley::schema<T>::version && reflect::to_text(over_dom->value, plain) == written);
    auto const again = migrate::load<T>(written);
    expect(again.has_value() && again->steps.empty() && reflect::to_text(again->value, plain) == written);
    auto const planned = migrate::plan<T>(text);
    expect(planned.has_value() && migrate::load_json<T>(planned->document).has_value());
    parley::test::reverse_cipher const cipher;
    changes.read.cipher = cipher;
    auto document = reflect::parse_value(text).value();
    if (migrate::upgrade<T>(document.as_object(), changes)) expect(document.as_object().contains(boost::json::string_view(reflect::version_key<T>().data(), reflect::version_key<T>().size())));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    check<parley::test::window>(text);
    check<parley::test::person>(text);
    check<parley::test::house>(text);
    return 0;
}
