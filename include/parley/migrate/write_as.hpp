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

inline result<void> run_down(boost::json::object& document, document_type const& type, int to) {
    if (to < 0 || to > type.version)
        return error(errc::invalid_argument, "The " + std::string(type.name) + " has versions 0 to " + std::to_string(type.version) + ".", std::to_string(to));
    document.erase({type.key.data(), type.key.size()});
    auto at = type.version;
    for (auto i = type.count; i-- != 0 && at > to;) {
        auto const& step = type.steps[i];
        if (!step.down || step.from < to)
            return error(errc::no_migration_step, "No step leads the " + std::string(type.name) + " back from version " + std::to_string(step.to) + " to " + std::to_string(to < step.from ? step.from : to) + ".",
                         std::string(step.name));
        if (auto const outcome = step.down(document); !outcome)
            return error(errc::step_failed, "The way back over step " + std::string(step.name) + " failed: " + outcome.error().message, outcome.error().where);
        at = step.from;
    }
    if (at != to) return error(errc::no_migration_step, "No step leads the " + std::string(type.name) + " back to version " + std::to_string(to) + ".");
    document[boost::json::string_view(type.key.data(), type.key.size())] = to;
    return {};
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
    if (auto const outcome = detail::run_down(document.get_object(), detail::document_of<T>::value, to); !outcome) return outcome.error();
    return reflect::to_text(document, how, form);
}

/// Like the other `write_as`, with secrets sealed.
template <reflect::Versioned T> result<std::string> write_as(T const& value, int to, reflect::cipher_ref cipher, reflect::layout form = {}) {
    auto document = reflect::to_json(value, cipher);
    if (!document) return document.error();
    if (auto const outcome = detail::run_down(document->get_object(), detail::document_of<T>::value, to); !outcome) return outcome.error();
    return reflect::to_text(*document, reflect::secrets::plain(), form);
}

} // namespace parley::inline v0::migrate

#endif
