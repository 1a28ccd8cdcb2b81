#ifndef PARLEY_REFLECT_NAMES_HPP
#define PARLEY_REFLECT_NAMES_HPP

#include <parley/config.hpp>

#include <boost/describe/enumerators.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace parley::inline v0::reflect {

namespace detail {

template <class T> constexpr std::string_view spelled() {
#if defined(__clang__)
    std::string_view text = __PRETTY_FUNCTION__; // "… spelled() [T = ns::name]"
    auto const from = text.find("T = ") + 4;
    return text.substr(from, text.size() - from - 1);
#else
    std::string_view text = __PRETTY_FUNCTION__; // "… spelled() [with T = ns::name; std::string_view = …]"
    auto const from = text.find("T = ") + 4;
    return text.substr(from, text.find_first_of(";]", from) - from);
#endif
}

/// `default_` is written `default`, for such a word is no C++ identifier.
constexpr std::string_view without_trailing_underscore(std::string_view name) {
    return name.size() > 1 && name.ends_with('_') && !name.ends_with("__") ? name.substr(0, name.size() - 1) : name;
}

} // namespace detail

/// Returns the type's own name, without namespaces and template arguments.
template <class T> constexpr std::string_view type_name() {
    auto name = detail::spelled<T>();
    if (name.ends_with('>')) {
        std::size_t depth = 0;
        do {
            depth += (name.back() == '>') - (name.back() == '<');
            name.remove_suffix(1);
        } while (depth != 0);
    }
    auto const last = name.rfind(':');
    return last == std::string_view::npos ? name : name.substr(last + 1);
}

namespace detail {

template <class E, template <class...> class List, class... D> constexpr std::string_view name_among(E value, List<D...>) {
    std::string_view found;
    ((D::value == value ? void(found = without_trailing_underscore(D::name)) : void()), ...);
    return found;
}

template <class E, template <class...> class List, class... D> constexpr std::optional<E> value_among(std::string_view name, List<D...>) {
    std::optional<E> found;
    ((without_trailing_underscore(D::name) == name ? void(found = D::value) : void()), ...);
    return found;
}

} // namespace detail

/// Returns the text that stands for an enumerator in JSON; empty for a value that is none of the described ones.
template <class E>
    requires boost::describe::has_describe_enumerators<E>::value
constexpr std::string_view enumerator_name(E value) {
    return detail::name_among(value, boost::describe::describe_enumerators<E>());
}

/// Returns the enumerator that a text stands for, or nothing.
template <class E>
    requires boost::describe::has_describe_enumerators<E>::value
constexpr std::optional<E> enumerator_from(std::string_view name) {
    return detail::value_among<E>(name, boost::describe::describe_enumerators<E>());
}

} // namespace parley::inline v0::reflect

#endif
