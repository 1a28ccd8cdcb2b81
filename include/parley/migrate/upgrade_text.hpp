#ifndef PARLEY_MIGRATE_UPGRADE_TEXT_HPP
#define PARLEY_MIGRATE_UPGRADE_TEXT_HPP

#include <parley/migrate/load.hpp>
#include <parley/migrate/report.hpp>
#include <parley/migrate/upgrade.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::migrate {

/// A document's text in another version, with what led there.
struct upgraded_text {
    std::string text; ///< ends with a new line where it has several lines
    upgraded done;
};

/// Brings a versioned document from text to text: what the struct does not say about it stays as it is.
///
/// With a cipher, secrets come out sealed, also those that a step took out of an encrypted text.
/// @param to the version to bring it to; see `upgrade`. A document of the newest version is known to fit the struct.
/// @return the text; errors as those of `reflect::parse` and `upgrade`; the cipher's error where it cannot seal; `errc::unsupported` for an
/// older version with a cipher, for only the newest version says which parts are secrets.
template <reflect::Versioned T>
result<upgraded_text> upgrade_text(std::string_view text, options const& how = {}, reflect::layout form = {}, int to = schema<T>::version) {
    auto const newest = to == schema<T>::version;
    if (how.read.cipher && !newest) return error(errc::unsupported, "A document with encrypted parts can only be brought to the newest version.");
    auto document = reflect::parse_value(text, how.read);
    if (!document) return document.error();
    if (!document->is_object()) return detail::not_an_object(detail::document_of<T>::value);
    auto done = detail::upgrade_object<T>(document->get_object(), how, to);
    if (!done) return done.error();
    upgraded_text made{{}, std::move(*done)};
    if (newest) {
        auto const value = reflect::from_json<T>(*document, how.read);
        if (!value) return value.error();
        if (how.read.cipher) {
            auto sealed = reflect::to_text(*value, how.read.cipher, form);
            if (!sealed) return sealed.error();
            made.text = std::move(*sealed);
        }
    }
    if (made.text.empty()) made.text = reflect::to_text(*document, reflect::secrets::plain(), form);
    if (form.indent != 0) made.text += '\n';
    return made;
}

} // namespace parley::inline v0::migrate

#endif
