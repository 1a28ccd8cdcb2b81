#ifndef PARLEY_TEST_FUZZ_DOCUMENT_HPP
#define PARLEY_TEST_FUZZ_DOCUMENT_HPP

#include <parley/errc.hpp>
#include <parley/error.hpp>
#include <parley/migrate/load.hpp>
#include <parley/migrate/plan.hpp>
#include <parley/migrate/upgrade.hpp>
#include <parley/migrate/upgrade_text.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace parley::fuzz {

inline void expect(bool kept, int line = __builtin_LINE()) {
    if (kept) return;
    std::fprintf(stderr, "document.hpp:%d: broken\n", line);
    std::abort();
}

/// Puts a text between marks; unlike a text turned around, what it makes never looks like a mask.
struct marking_cipher {
    bool recognises(std::string_view text) const { return text.starts_with("enc:"); }
    result<std::string> open(std::string_view text) const {
        if (!text.ends_with(';')) return error(errc::decryption_failed);
        return std::string(text.substr(4, text.size() - 5));
    }
    result<std::string> seal(std::string_view text) const { return "enc:" + std::string(text) + ";"; }
};

/// Migrates any bytes as a versioned document, with and without a cipher.
///
/// Contract: never throws, never crashes, whatever the input. What can be loaded is of the newest version, stays as it is when it is loaded
/// again, and the way without a DOM and the way over one come to the same result where the text makes a DOM; a plan's document and an upgraded
/// text can be loaded; what is written sealed is opened as the same.
template <class T> void check_document(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const plain = reflect::secrets::plain();
    migrate::options changes;
    changes.what = migrate::report::changes;
    auto const loaded = migrate::load<T>(text);
    auto const over_dom = migrate::load<T>(text, changes);
    auto const document = reflect::parse_value(text);
    if (!document) return; // a struct does not look into the keys that it skips, a DOM does

    marking_cipher const cipher;
    migrate::options with_key;
    with_key.read.cipher = cipher;
    if (auto const opened = migrate::load<T>(text, with_key)) {
        auto const sealed = reflect::to_text(opened->value, reflect::cipher_ref(cipher));
        expect(sealed.has_value());
        auto const again = migrate::load<T>(*sealed, with_key);
        expect(again.has_value() && reflect::to_text(again->value, plain) == reflect::to_text(opened->value, plain));
    }
    // Steps see every text open, so this may refuse what `load` reads: a struct opens its secrets alone.
    if (auto upgraded = *document; upgraded.is_object() && migrate::upgrade<T>(upgraded.get_object(), with_key)) {
        auto const key = reflect::version_key<T>();
        expect(upgraded.get_object().at({key.data(), key.size()}) == schema<T>::version);
    }

    expect(loaded.has_value() == over_dom.has_value());
    if (!loaded) {
        expect(loaded.error().code == over_dom.error().code);
        (void)to_string(loaded.error());
        return;
    }
    auto const written = reflect::to_text(loaded->value, plain);
    expect(loaded->to == schema<T>::version && reflect::to_text(over_dom->value, plain) == written);
    auto const again = migrate::load<T>(written);
    expect(again.has_value() && again->steps.empty() && reflect::to_text(again->value, plain) == written);
    auto const planned = migrate::plan<T>(text);
    expect(planned.has_value() && migrate::load_json<T>(planned->document).has_value());
    auto const upgraded = migrate::upgrade_text<T>(text);
    expect(upgraded.has_value());
    auto const from_upgraded = migrate::load<T>(upgraded->text);
    expect(from_upgraded.has_value() && from_upgraded->steps.empty() && reflect::to_text(from_upgraded->value, plain) == written);
}

} // namespace parley::fuzz

#endif
