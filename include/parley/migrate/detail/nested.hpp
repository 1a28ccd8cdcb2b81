#ifndef PARLEY_MIGRATE_DETAIL_NESTED_HPP
#define PARLEY_MIGRATE_DETAIL_NESTED_HPP

// Finds the versioned documents inside a struct, at compile time, and migrates their JSON, at run time.

#include <parley/migrate/detail/document.hpp>
#include <parley/reflect/internals.hpp>

#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>

namespace parley::inline v0::migrate::detail {

template <class T> struct document_of; // below

// `any` looks into a type with the types around it left out, for a struct may contain itself; `migrate` goes into them again.
template <class Seen, class T> struct nested { // numbers, texts, …
    static constexpr bool any = false;
    static result<void> migrate(boost::json::value&, std::string const&, migration&) { return {}; }
};

using none_seen = boost::mp11::mp_list<>;

template <class Seen, class T> struct nested<Seen, std::optional<T>> : nested<Seen, T> {};

template <class Seen, class T> struct nested_elements {
    using element = nested<none_seen, T>;
    static constexpr bool any = nested<Seen, T>::any;
    static result<void> migrate(boost::json::value& v, std::string const& pointer, migration& done) {
        if (!v.is_array()) return {};
        for (std::size_t i = 0; i != v.get_array().size(); ++i) {
            auto const outcome = element::migrate(v.get_array()[i], concat({pointer, "/", i}), done);
            if (!outcome) return outcome;
        }
        return {};
    }
};

template <class Seen, reflect::detail::Sequence T> struct nested<Seen, T> : nested_elements<Seen, typename T::value_type> {};
template <class Seen, class T, std::size_t N> struct nested<Seen, std::array<T, N>> : nested_elements<Seen, T> {};

template <class Seen, class... T> struct nested<Seen, std::tuple<T...>> {
    static constexpr bool any = (false || ... || nested<Seen, T>::any);
    static result<void> migrate(boost::json::value& v, std::string const& pointer, migration& done) {
        if (!v.is_array()) return {};
        auto& elements = v.get_array();
        std::size_t i = 0;
        result<void> outcome;
        ((outcome && i < elements.size() ? void(outcome = nested<none_seen, T>::migrate(elements[i], concat({pointer, "/", i}), done)) : void(), ++i), ...);
        return outcome;
    }
};

template <class Seen, reflect::detail::StringMap T> struct nested<Seen, T> {
    using element = nested<none_seen, typename T::mapped_type>;
    static constexpr bool any = nested<Seen, typename T::mapped_type>::any;
    static result<void> migrate(boost::json::value& v, std::string const& pointer, migration& done) {
        if (!v.is_object()) return {};
        for (auto& pair : v.get_object()) {
            auto const outcome = element::migrate(pair.value(), child_pointer(pointer, {pair.key().data(), pair.key().size()}), done);
            if (!outcome) return outcome;
        }
        return {};
    }
};

template <class Seen, class... T>
    requires(!reflect::Versioned<std::variant<T...>>)
struct nested<Seen, std::variant<T...>> {
    using table = reflect::detail::table<std::variant<T...>>;
    static constexpr bool any = (nested<Seen, T>::any || ...);
    static result<void> migrate(boost::json::value& v, std::string const& pointer, migration& done) {
        std::string tag; // alternatives without tags differ in their JSON kind, which each looks at itself; a copy, for members move
        if (auto const* object = v.if_object())
            if (auto const* said = object->if_contains({table::value.key.data(), table::value.key.size()}); said && said->is_string())
                tag.assign(said->get_string().data(), said->get_string().size());
        result<void> outcome;
        ((outcome && (!table::tagged || reflect::detail::tag_of<T>() == tag) ? void(outcome = nested<none_seen, T>::migrate(v, pointer, done)) : void()), ...);
        return outcome;
    }
};

template <class Seen, class T, auto... Path> struct nested_members;

template <class Seen, reflect::Described T>
    requires(!reflect::Versioned<T> && !reflect::detail::HasCodec<T> && !reflect::detail::Sequence<T> && !reflect::detail::StringMap<T> && !boost::mp11::mp_contains<Seen, T>::value)
struct nested<Seen, T> {
    using members = nested_members<boost::mp11::mp_push_back<Seen, T>, T>;
    static constexpr bool any = members::any;
    static result<void> migrate(boost::json::value& v, std::string const& pointer, migration& done) {
        if (!v.is_object()) return {};
        return members::migrate(v.get_object(), pointer, done);
    }
};

template <class Seen, reflect::Versioned T> struct nested<Seen, T> {
    static constexpr bool any = true;
    static result<void> migrate(boost::json::value& v, std::string const& pointer, migration& done) {
        if (!v.is_object()) return {};
        int from = 0;
        return run(v.get_object(), document_of<T>::value, pointer, done, schema<T>::version, from);
    }
};

template <class Seen, class T, auto... Path> struct nested_members {
    template <class D> using type_of = reflect::detail::member_type<D>;
    template <class D> static constexpr bool is_flat() { return reflect::detail::is_flat<T>(reflect::detail::identity<D::pointer>); }
    template <class D> using nested_in = std::conditional_t<is_flat<D>(), nested_members<Seen, type_of<D>>, nested<Seen, type_of<D>>>;

    template <template <class...> class List, class... D> static constexpr bool any_of(List<D...>) { return (false || ... || nested_in<D>::any); }
    static constexpr bool any = any_of(reflect::detail::members_of<T>());

    template <class D> static result<void> migrate_member(boost::json::object& object, std::string const& pointer, migration& done) {
        using inner = typename nested_members<none_seen, T>::template nested_in<D>;
        if constexpr (!inner::any) {
            return {};
        } else if constexpr (is_flat<D>()) {
            return inner::migrate(object, pointer, done);
        } else {
            constexpr auto name = reflect::detail::struct_of<T>::name_of(reflect::detail::identity<D::pointer>);
            auto* value = object.if_contains({name.data(), name.size()});
            return value ? inner::migrate(*value, child_pointer(pointer, name), done) : result<void>();
        }
    }
    template <template <class...> class List, class... D>
    static result<void> migrate_members(boost::json::object& object, std::string const& pointer, migration& done, List<D...>) {
        result<void> outcome;
        ((outcome ? void(outcome = migrate_member<D>(object, pointer, done)) : void()), ...);
        return outcome;
    }
    static result<void> migrate(boost::json::object& object, std::string const& pointer, migration& done) {
        return migrate_members(object, pointer, done, reflect::detail::members_of<T>());
    }
};

/// The members of a versioned document; of a tagged union, those of the alternative that the tag names.
template <class T> struct document_members : nested_members<boost::mp11::mp_list<T>, T> {};
template <class... T> struct document_members<std::variant<T...>> {
    using union_type = std::variant<T...>;
    static_assert(reflect::detail::table<union_type>::tagged, "parley[migrate.union]: a versioned union is a tagged one: all its alternatives are described structs.");
    static_assert(((schema<T>::version == schema<union_type>::version) && ...), "parley[migrate.union]: the alternatives of a versioned union have its version.");
    template <class A> using members_of = nested_members<boost::mp11::mp_list<union_type, A>, A>;
    static constexpr bool any = (members_of<T>::any || ...);

    static result<void> migrate(boost::json::object& object, std::string const& pointer, migration& done) {
        constexpr auto key = reflect::detail::table<union_type>::value.key;
        auto const* tag = object.if_contains({key.data(), key.size()});
        result<void> outcome;
        if (!tag || !tag->is_string()) return outcome;
        std::string const said(tag->get_string().data(), tag->get_string().size()); // a copy, for members move
        ((reflect::detail::tag_of<T>() == said ? void(outcome = members_of<T>::migrate(object, pointer, done)) : void()), ...);
        return outcome;
    }
};

template <class T> constexpr std::string_view document_name() {
    if constexpr (requires { schema<T>::name; }) return schema<T>::name;
    else return reflect::type_name<T>();
}

template <class T> struct document_of {
    using members = document_members<T>;
    static constexpr auto steps = steps_of<T>();
    static constexpr document_type made() {
        static_assert(check<T>());
        document_type type{document_name<T>(), reflect::version_key<T>(), schema<T>::version, reflect::version_if_missing<T>(), steps.data(), steps.size(), nullptr, nullptr};
        if constexpr (members::any) type.nested = members::migrate;
        if constexpr (requires(boost::json::object & document) { { schema<T>::normalise(document) } -> std::same_as<bool>; })
            type.normalise = [](boost::json::object& document) { return schema<T>::normalise(document); };
        return type;
    }
    static constexpr document_type value = made();
};

} // namespace parley::inline v0::migrate::detail

#endif
