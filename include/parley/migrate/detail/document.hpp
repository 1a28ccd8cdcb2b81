#ifndef PARLEY_MIGRATE_DETAIL_DOCUMENT_HPP
#define PARLEY_MIGRATE_DETAIL_DOCUMENT_HPP

// Runs a chain over a JSON object. The chain is a table here, so the machinery is no template.

#include <parley/concat.hpp>
#include <parley/migrate/chain.hpp>
#include <parley/migrate/detail/json_diff.hpp>
#include <parley/migrate/report.hpp>
#include <parley/reflect/internals.hpp>
#include <parley/reflect/names.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::migrate::detail {

using parley::detail::concat;

struct erased_step {
    int from;
    int to;
    std::string_view name;
    std::string_view description;
    result<void> (*up)(boost::json::object&, reflect::read_options const&);
    result<void> (*down)(boost::json::object&, reflect::read_options const&); // null where there is no way back
};

struct migration {
    report what = report::steps;
    std::vector<step_report> steps;
    reflect::read_options read = {}; // how typed steps read; encrypted texts are open by then
};

struct document_type {
    std::string_view name;
    std::string_view key;
    int version;
    int missing;
    erased_step const* steps;
    std::size_t count;
    result<void> (*nested)(boost::json::object&, std::string const& pointer, migration&); // null where nothing inside has versions
    bool (*normalise)(boost::json::object&);                                              // null where there is no such rule
};

inline std::string named(document_type const& type, std::string const& pointer) { return pointer.empty() ? std::string(type.name) : pointer; }

/// Reads the version that a document says; the document itself is not changed.
inline bool version_of(boost::json::object const& document, document_type const& type, std::string const& pointer, int& version, error& why) {
    auto const* said = document.if_contains({type.key.data(), type.key.size()});
    version = type.missing;
    if (!said || said->is_null()) return true;
    bool const too_large = said->is_uint64() || (said->is_int64() && said->get_int64() > type.version);
    if (said->is_int64() && !too_large && said->get_int64() >= 0) {
        version = static_cast<int>(said->get_int64());
        return true;
    }
    why = too_large           ? error(errc::version_newer, concat({"The ", type.name, " was written by a newer program: this one knows versions up to ", type.version, "."}))
          : said->is_int64() ? error(errc::version_negative, concat({"The version of the ", type.name, " is negative."}))
                              : error(errc::version_not_integer, concat({"The version of the ", type.name, " is not an integer."}));
    why.where = child_pointer(pointer, type.key);
    return false;
}

inline error failed_step(document_type const& type, std::string_view step, int from, int to, error why, std::string const& pointer = {}) {
    error failed(errc::step_failed, concat({"Step ", step, " of the ", type.name, " from version ", from, " to ", to, " failed: ", why.message}), concat({pointer, why.where}));
    failed.problems = std::move(why.problems);
    for (auto& p : failed.problems) p.pointer.insert(0, pointer);
    return failed;
}

inline result<void> run_step(boost::json::object& document, document_type const& type, erased_step const& step, std::string const& pointer, migration& done) {
    boost::json::value before;
    if (done.what == migrate::report::changes) before = document;
    auto const outcome = step.up(document, done.read);
    if (!outcome) return failed_step(type, step.name, step.from, step.to, outcome.error(), pointer);
    if (auto const* said = document.if_contains({type.key.data(), type.key.size()})) { // a step may say its version, but must not stand still
        if (!said->is_int64() || said->get_int64() != step.to)
            return error(errc::step_did_not_advance, concat({"Step ", step.name, " of the ", type.name, " did not lead to version ", step.to, "."}),
                         named(type, pointer));
        document.stable_erase({type.key.data(), type.key.size()});
    }
    step_report report{step.from, step.to, pointer, std::string(step.name), std::string(step.description), {}};
    if (done.what == migrate::report::changes) append_diff(report.changes, before, document, pointer);
    done.steps.push_back(std::move(report));
    return {};
}

/// Leads a document, whose version key is taken out, back to an older version.
inline result<void> run_back(boost::json::object& document, document_type const& type, int at, int to, migration& done) {
    if (to < 0 || to > type.version)
        return error(errc::invalid_argument, concat({"The ", type.name, " has versions 0 to ", type.version, "."}), std::to_string(to));
    for (auto i = type.count; i-- != 0 && at > to;) {
        auto const& step = type.steps[i];
        if (step.to > at) continue;
        if (!step.down || step.from < to)
            return error(errc::no_migration_step, concat({"No step leads the ", type.name, " back from version ", step.to, " to ", to < step.from ? step.from : to, "."}),
                         std::string(step.name));
        boost::json::value before;
        if (done.what == migrate::report::changes) before = document;
        if (auto const outcome = step.down(document, done.read); !outcome) return failed_step(type, step.name, step.to, step.from, outcome.error());
        step_report report{step.to, step.from, {}, std::string(step.name), std::string(step.description), {}};
        if (done.what == migrate::report::changes) append_diff(report.changes, before, document, {});
        done.steps.push_back(std::move(report));
        at = step.from;
    }
    if (at != to) return error(errc::no_migration_step, concat({"No step leads the ", type.name, " back to version ", to, "."}));
    document[boost::json::string_view(type.key.data(), type.key.size())] = to;
    return {};
}

/// Brings a document to version `to`, and the versioned documents inside it to their newest where that is the newest.
/// @param from receives the version that it had.
inline result<void> run(boost::json::object& document, document_type const& type, std::string const& pointer, migration& done, int to, int& from) {
    if (error why; !version_of(document, type, pointer, from, why)) return why;
    document.stable_erase({type.key.data(), type.key.size()});
    auto at = from;
    if (at > to || to > type.version) return run_back(document, type, at, to, done);
    for (std::size_t i = 0; i != type.count && at != to; ++i) {
        auto const& step = type.steps[i];
        if (step.from != at || step.to > to) continue;
        if (auto outcome = run_step(document, type, step, pointer, done); !outcome) return outcome;
        at = step.to;
    }
    if (at != to)
        return error(errc::no_migration_step, concat({"The ", type.name, " has version ", at, ", from which no step leads on."}), named(type, pointer));
    if (type.normalise && at == type.version) {
        boost::json::value before;
        if (done.what == migrate::report::changes) before = document;
        if (type.normalise(document)) {
            step_report report{at, at, pointer, "normalise", "brings the document to its normal form", {}};
            if (done.what == migrate::report::changes) append_diff(report.changes, before, document, pointer);
            done.steps.push_back(std::move(report));
        }
    }
    if (type.nested && at == type.version) {
        if (auto outcome = type.nested(document, pointer, done); !outcome) return outcome;
    }
    document[boost::json::string_view(type.key.data(), type.key.size())] = to; // last, as others write it
    return {};
}

template <class T, class... Steps> constexpr auto erase_steps(chain<Steps...>) {
    return std::array<erased_step, sizeof...(Steps)>{
        erased_step{Steps::from, Steps::to, Steps::name(), Steps::description, Steps::up, Steps::has_down ? Steps::down : nullptr}...};
}

template <class T> constexpr auto steps_of() {
    if constexpr (has_chain<T>) return erase_steps<T>(typename schema<T>::steps());
    else return std::array<erased_step, 0>();
}

} // namespace parley::inline v0::migrate::detail

#endif
