#ifndef PARLEY_MIGRATE_PLAN_HPP
#define PARLEY_MIGRATE_PLAN_HPP

#include <parley/migrate/detail/json_diff.hpp>
#include <parley/migrate/load.hpp>
#include <parley/migrate/report.hpp>
#include <parley/migrate/upgrade.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::migrate {

/// What a migration would do.
struct planned {
    int from = 0;
    int to = 0;
    std::vector<step_report> steps; ///< each with its changes
    boost::json::array patch;       ///< JSON Patch (RFC 6902) from the document as it is to the newest version; show only `redacted(patch)`
    boost::json::object document;   ///< the document as it would be
};

/// Says what bringing a document to the newest version would change; nothing is applied.
/// @param to the version to bring it to; see `upgrade`.
/// @return the plan, whose resulting document is known to fit the struct where it is of the newest version; errors as those of `upgrade` and
/// `reflect::parse`.
template <reflect::Versioned T> result<planned> plan(std::string_view text, options how = {}, int to = schema<T>::version) {
    how.what = report::changes;
    auto read = reflect::parse_value(text, how.read);
    if (!read) return read.error();
    if (!read->is_object()) return detail::not_an_object(detail::document_of<T>::value);
    auto document = read->get_object();
    auto done = detail::upgrade_object<T>(document, how, to);
    if (!done) return done.error();
    if (to == schema<T>::version)
        if (auto const fits = reflect::from_json<T>(document, how.read); !fits) return fits.error();
    planned made{done->from, done->to, std::move(done->steps), {}, std::move(document)};
    detail::append_diff(made.patch, *read, made.document, {});
    return made;
}

} // namespace parley::inline v0::migrate

#endif
