#ifndef PARLEY_TEST_SUPPORT_JSON_STORAGE_HPP
#define PARLEY_TEST_SUPPORT_JSON_STORAGE_HPP

#include <boost/describe/members.hpp>
#include <boost/describe/modifiers.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <concepts>
#include <optional>
#include <variant>
#include <vector>

namespace parley::test {

/// Says whether no JSON within a value lies in memory that somebody else gives up.
template <class T> bool owns_its_json(T const& value);
template <class T> bool owns_its_json(std::optional<T> const& held);
template <class T> bool owns_its_json(std::vector<T> const& all);
template <class... T> bool owns_its_json(std::variant<T...> const& held);

template <class T> bool owns_its_json(std::optional<T> const& held) { return !held || owns_its_json(*held); }
template <class T> bool owns_its_json(std::vector<T> const& all) {
    return std::all_of(all.begin(), all.end(), [](auto const& one) { return owns_its_json(one); });
}
template <class... T> bool owns_its_json(std::variant<T...> const& held) {
    return std::visit([](auto const& one) { return owns_its_json(one); }, held);
}

template <class T> bool owns_its_json(T const& value) {
    if constexpr (std::same_as<T, boost::json::value> || std::same_as<T, boost::json::object> || std::same_as<T, boost::json::array>) {
        return *value.storage() == *boost::json::storage_ptr();
    } else if constexpr (boost::describe::has_describe_members<T>::value) {
        bool owns = true;
        constexpr auto all = boost::describe::mod_public | boost::describe::mod_inherited;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, all>>([&](auto member) { owns = owns && owns_its_json(value.*member.pointer); });
        return owns;
    } else {
        return true;
    }
}

} // namespace parley::test

#endif
