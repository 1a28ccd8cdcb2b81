#ifndef PARLEY_MIGRATE_CHAIN_HPP
#define PARLEY_MIGRATE_CHAIN_HPP

#include <parley/migrate/step.hpp>
#include <parley/reflect/versioned.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

namespace parley::inline v0::migrate {

/// The steps of a versioned document, oldest first; part of `schema<T>`.
///
/// They are checked where `load`, `plan`, `upgrade` or `check<T>` is used, so that the functions they need may follow `schema<T>`.
template <class... Steps> struct chain {};

namespace detail {

template <int Version, bool Present> struct step_from_version {
    static_assert(Present, "parley[migrate.gap]: the chain has no step from this version to the next; see step_from_version<Version, ...>.");
};
template <int Version, bool Once> struct one_step_from_version {
    static_assert(Once, "parley[migrate.overlap]: two steps of the chain start at or cross this version; see one_step_from_version<Version, ...>.");
};
template <int From, int To, bool Advances> struct step_advances {
    static_assert(Advances, "parley[migrate.advance]: a step ends at a later version than it starts from; see step_advances<From, To, ...>.");
};
template <int End, int Version, bool Matches> struct chain_ends_at_version {
    static_assert(Matches, "parley[migrate.end]: the chain's last step ends at schema<T>::version; see chain_ends_at_version<End, Version, ...>.");
};

template <class T> constexpr bool has_chain = requires { typename schema<T>::steps; };

template <class T, class First, class... Rest> constexpr bool check_steps() {
    (void)sizeof(step_advances<First::from, First::to, (First::from >= 0 && First::to > First::from)>);
    if constexpr (sizeof...(Rest) == 0) {
        (void)sizeof(chain_ends_at_version<First::to, schema<T>::version, First::to == schema<T>::version>);
    } else {
        using second = boost::mp11::mp_front<boost::mp11::mp_list<Rest...>>;
        (void)sizeof(one_step_from_version<second::from, (second::from >= First::to)>);
        (void)sizeof(step_from_version<First::to, (second::from <= First::to)>);
        check_steps<T, Rest...>();
    }
    return true;
}

template <class T, class... Steps> constexpr bool check_chain(chain<Steps...>) {
    static_assert(schema<T>::version >= 0, "parley[migrate.version]: a version is not negative.");
    if constexpr (sizeof...(Steps) != 0) check_steps<T, Steps...>();
    return true;
}

} // namespace detail

/// Checks the chain of `schema<T>` at compile time: no gap, no overlap, every step leads on, the last ends at `schema<T>::version`.
/// Use it in a `static_assert` to be told at once; `load`, `plan` and `upgrade` use it too.
template <reflect::Versioned T> constexpr bool check() {
    if constexpr (detail::has_chain<T>) return detail::check_chain<T>(typename schema<T>::steps());
    return true;
}

} // namespace parley::inline v0::migrate

#endif
