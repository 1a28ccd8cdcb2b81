#ifndef PARLEY_MIGRATE_UPGRADE_HPP
#define PARLEY_MIGRATE_UPGRADE_HPP

#include <parley/migrate/detail/document.hpp>
#include <parley/migrate/detail/encrypted.hpp>
#include <parley/migrate/detail/nested.hpp>
#include <parley/migrate/report.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>

#include <utility>
#include <vector>

namespace parley::inline v0::migrate {

/// What was done to a document to bring it to the newest version.
struct upgraded {
    int from = 0;                   ///< the version that it had
    int to = 0;                     ///< the version that it has
    std::vector<step_report> steps; ///< the steps run, those of nested documents included
};

namespace detail {

/// Leaves the document half-way on failure.
inline result<void> upgrade_object(boost::json::object& document, document_type const& type, options const& how, int to, upgraded& made) {
    migration done{how.what, {}, how.read};
    done.read.cipher = {};
    opened_texts opened;
    if (auto outcome = opened.open(document, how.read.cipher); !outcome) return outcome;
    if (auto outcome = run(document, type, {}, done, to, made.from); !outcome) return outcome;
    opened.close(document);
    for (auto& step : done.steps) opened.hide(step.changes);
    made.to = to;
    made.steps = std::move(done.steps);
    return {};
}

template <class T> result<upgraded> upgrade_object(boost::json::object& document, options const& how, int to = schema<T>::version) {
    upgraded made;
    if (auto const outcome = upgrade_object(document, document_of<T>::value, how, to, made); !outcome) return outcome.error();
    return made;
}

} // namespace detail

/// Brings the JSON of a versioned document, and of the versioned documents inside it, to the newest version, in place.
///
/// With an older version `to` the steps stop there, or their ways back lead there, and documents inside stay as they are.
/// It runs the steps alone: read the result with `reflect::from_json` to know whether it fits the struct.
/// Texts that the cipher recognises are open while the steps run; afterwards each stands there encrypted as before, but a part that a step
/// took out of one stands open.
/// @return what was done; `errc::version_not_integer`, `errc::version_negative`, `errc::version_newer`, `errc::no_migration_step`,
/// `errc::step_did_not_advance`, `errc::step_failed`, `errc::decryption_failed`; `errc::invalid_argument` for a `to` that never was. The document is unchanged on failure.
template <reflect::Versioned T> result<upgraded> upgrade(boost::json::object& document, options const& how = {}, int to = schema<T>::version) {
    auto changed = document;
    auto done = detail::upgrade_object<T>(changed, how, to);
    if (done) document = std::move(changed);
    return done;
}

} // namespace parley::inline v0::migrate

#endif
