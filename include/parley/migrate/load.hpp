#ifndef PARLEY_MIGRATE_LOAD_HPP
#define PARLEY_MIGRATE_LOAD_HPP

#include <parley/migrate/detail/typed_run.hpp>
#include <parley/migrate/report.hpp>
#include <parley/migrate/upgrade.hpp>
#include <parley/reflect/internals.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::migrate {

/// A loaded document: its value in the newest version, and how it came there.
template <class T> struct migrated {
    T value;
    int from = 0;                   ///< the version that the document had
    int to = 0;                     ///< the newest version
    std::vector<step_report> steps; ///< the steps run, those of nested documents included; empty for a current document
};

namespace detail {

inline error not_an_object(document_type const& type) {
    error why(errc::invalid_document, concat({"The ", type.name, " is not a JSON object."}));
    why.problems.push_back({{}, "object", "something else", {}});
    return why;
}

template <class T> void normalise_value(migrated<T>& made) {
    if constexpr (requires { { schema<T>::normalise(made.value) } -> std::same_as<bool>; }) {
        if (schema<T>::normalise(made.value)) made.steps.push_back({made.to, made.to, {}, "normalise", "brings the document to its normal form", {}});
    }
}

template <class T> result<migrated<T>> load_object(boost::json::value& document, options const& how) {
    constexpr auto const& type = document_of<T>::value;
    if (!document.is_object()) return not_an_object(type);
    upgraded done;
    if (auto const outcome = upgrade_object(document.get_object(), type, how, type.version, done); !outcome) return outcome.error();
    result<migrated<T>> made(boost::system::in_place_value);
    auto read = reflect::detail::read_value(reflect::detail::table<T>::value, &made->value, document, how.read);
    if (read.failure) return std::move(*read.failure);
    made->from = done.from;
    made->to = done.to;
    made->steps = std::move(done.steps);
    return made;
}

} // namespace detail

/// Reads a versioned document of any version and brings it to the newest.
///
/// A current document is read straight into the struct. A document that is newer than the program, or whose version is no non-negative
/// integer, is refused.
/// @param how the reader's options (a cipher opens encrypted texts before the first step sees them) and whether each step's changes are reported.
/// @return value and history; the errors of `reflect::parse` and of `upgrade`. Distinct calls may run in distinct threads.
template <reflect::Versioned T> result<migrated<T>> load(std::string_view text, options const& how = {}) {
    constexpr auto const& type = detail::document_of<T>::value;
    auto const guess = reflect::detail::guess_integer(text, type.key);
    if (guess.is_plain && guess.number.value_or(type.missing) == type.version) {
        result<migrated<T>> made(boost::system::in_place_value);
        auto outcome = reflect::detail::read_text(reflect::detail::table<T>::value, &made->value, text, how.read);
        if (!outcome.outdated) {
            if (outcome.failure) return std::move(*outcome.failure);
            made->from = made->to = type.version;
            detail::normalise_value(*made);
            return made;
        }
    } else if (guess.is_plain && !how.read.cipher && how.what == report::steps && !detail::document_of<T>::members::any) {
        result<migrated<T>> made(boost::system::in_place_value);
        if (detail::typed_runs<T>::load(text, guess.number, how.read, made)) {
            if (made) detail::normalise_value(*made);
            return made;
        }
    }
    boost::json::monotonic_resource memory;
    boost::json::value document(boost::json::storage_ptr{&memory});
    auto outcome = reflect::detail::read_text(reflect::detail::table<boost::json::value>::value, &document, text, how.read);
    if (outcome.failure) return std::move(*outcome.failure);
    return detail::load_object<T>(document, how);
}

/// Reads a versioned document from a DOM; otherwise like `load`.
template <reflect::Versioned T> result<migrated<T>> load_json(boost::json::value const& document, options const& how = {}) {
    auto copy = document;
    return detail::load_object<T>(copy, how);
}

} // namespace parley::inline v0::migrate

#endif
