#ifndef PARLEY_MIGRATE_WRITE_AS_HPP
#define PARLEY_MIGRATE_WRITE_AS_HPP

#include <parley/migrate/detail/document.hpp>
#include <parley/migrate/detail/nested.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <boost/json/value.hpp>

#include <string>
#include <utility>

namespace parley::inline v0::migrate {

namespace detail {

template <class T> result<void> lead_back(boost::json::object& document, int to) {
    constexpr auto const& type = document_of<T>::value;
    document.stable_erase({type.key.data(), type.key.size()});
    migration done;
    return run_back(document, type, type.version, to, done);
}

} // namespace detail

/// Writes a document in an older version, for programs that are not yet up to date, by running the chain's `down` steps.
/// @param to     the version to write.
/// @param how    whether secrets appear as masks or as they are.
/// @return the text, with its version last; `errc::invalid_argument` for a version that never was; `errc::no_migration_step` where a step has no
/// way back; `errc::step_failed`.
template <reflect::Versioned T>
result<std::string> write_as(T const& value, int to, reflect::secrets how = reflect::secrets::masked(), reflect::layout form = {}) {
    auto document = reflect::to_json(value, how);
    if (auto const outcome = detail::lead_back<T>(document.get_object(), to); !outcome) return outcome.error();
    return reflect::to_text(document, how, form);
}

/// Like the other `write_as`, with secrets sealed.
template <reflect::Versioned T, reflect::Cipher C>
result<std::string> write_as(T const& value, int to, C const& cipher, reflect::layout form = {}) {
    auto document = reflect::to_json(value, cipher);
    if (!document) return document.error();
    if (auto const outcome = detail::lead_back<T>(document->get_object(), to); !outcome) return outcome.error();
    return reflect::to_text(*document, reflect::secrets::plain(), form);
}

} // namespace parley::inline v0::migrate

#endif
