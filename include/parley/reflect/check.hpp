#ifndef PARLEY_REFLECT_CHECK_HPP
#define PARLEY_REFLECT_CHECK_HPP

#include <parley/config.hpp>

#include <boost/describe/bases.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/list.hpp>

#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

namespace parley::inline v0::reflect {

/// True for a class whose members are described with BOOST_DESCRIBE_STRUCT or BOOST_DESCRIBE_CLASS.
template <class T>
concept Described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;

namespace detail {

template <class T> using own_members = boost::describe::describe_members<T, boost::describe::mod_any_access>;

template <class T> constexpr bool is_countable() {
    if constexpr (!boost::describe::has_describe_bases<T>::value) return false;
    else return std::is_aggregate_v<T> && boost::mp11::mp_empty<boost::describe::describe_bases<T, boost::describe::mod_any_access>>::value;
}

// Stands for the initialiser of a member of any type. Never called; defined because compilers warn of what might be used without.
template <std::size_t> struct any_copied {
    template <class M> operator M&() const&& noexcept { std::terminate(); }
    template <class M> operator M&() const& noexcept { std::terminate(); }
};
template <std::size_t> struct any_moved {
    template <class M> operator M() const&& noexcept { std::terminate(); }
};

template <class T, template <std::size_t> class Any, std::size_t... I> constexpr bool takes_initialisers(std::index_sequence<I...>) {
    return requires { T{Any<I>()...}; };
}

/// Says whether an aggregate has exactly `Count` members, counted as Boost.PFR does it, but in two questions instead of one for every bit of the
/// struct; g++ 12 dies of those where a member's initialiser is that of `std::map<…> m{{"a", 1}}`.
template <class T, std::size_t Count> constexpr bool has_members() {
    if constexpr (std::is_copy_constructible_v<T>)
        return takes_initialisers<T, any_copied>(std::make_index_sequence<Count>()) && !takes_initialisers<T, any_copied>(std::make_index_sequence<Count + 1>());
    else
        return takes_initialisers<T, any_moved>(std::make_index_sequence<Count>()) && !takes_initialisers<T, any_moved>(std::make_index_sequence<Count + 1>());
}

template <class T> constexpr bool is_complete();

template <template <class...> class List, class... Base> constexpr bool are_complete(List<Base...>) { return (is_complete<typename Base::type>() && ...); }

template <class T> constexpr bool is_complete() {
    if constexpr (is_countable<T>()) return has_members<T, boost::mp11::mp_size<own_members<T>>::value>();
    else if constexpr (boost::describe::has_describe_bases<T>::value) return are_complete(boost::describe::describe_bases<T, boost::describe::mod_any_access>());
    else return true;
}

} // namespace detail

/// Says whether the describe macro names every member of the struct.
///
/// It counts the members of aggregates without described bases; for other classes this says whether it is true of their bases, and a
/// forgotten member of their own is silently never read or written. (The elements of a C array are counted one by one: use `std::array`.)
template <Described T> inline constexpr bool is_complete_v = detail::is_complete<T>();

} // namespace parley::inline v0::reflect

#endif
