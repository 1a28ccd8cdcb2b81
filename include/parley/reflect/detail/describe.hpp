#ifndef PARLEY_REFLECT_DETAIL_DESCRIBE_HPP
#define PARLEY_REFLECT_DETAIL_DESCRIBE_HPP

// Makes the tables of type.hpp out of C++ types: variants and described structs, and by its include all others.

#include <parley/reflect/annotations.hpp>
#include <parley/reflect/check.hpp>
#include <parley/reflect/detail/describe_values.hpp>
#include <parley/reflect/detail/type.hpp>
#include <parley/reflect/names.hpp>
#include <parley/reflect/versioned.hpp>

#include <boost/describe/members.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace parley::inline v0::reflect::detail {

// variants

enum json_kinds : unsigned { k_null = 1, k_boolean = 2, k_number = 4, k_string = 8, k_array = 16, k_object = 32, k_any = 63 };

constexpr unsigned kinds_of(kind what) {
    switch (what) {
        case kind::null: return k_null;
        case kind::boolean: return k_boolean;
        case kind::integer:
        case kind::real:
        case kind::duration: return k_number;
        case kind::string:
        case kind::secret:
        case kind::enumeration:
        case kind::time: return k_string;
        case kind::sequence:
        case kind::array:
        case kind::tuple:
        case kind::json_array: return k_array;
        case kind::map:
        case kind::object:
        case kind::tagged:
        case kind::json_object: return k_object;
        default: return k_any;
    }
}

template <class... T> constexpr bool kinds_are_distinct() {
    unsigned seen = 0;
    bool distinct = true;
    ((distinct = distinct && (seen & kinds_of(table<T>::value.what)) == 0, seen |= kinds_of(table<T>::value.what)), ...);
    return distinct;
}

template <class T> constexpr std::string_view tag_of() {
    auto found = type_name<T>();
    std::apply([&](auto const&... a) { ((void)[&] {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(a)>, tag_t>) found = a.text;
    }(), ...); }, annotations<T>::value);
    return found;
}

template <class T> constexpr std::string_view tag_key_of() {
    std::string_view found = "type";
    std::apply([&](auto const&... a) { ((void)[&] {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(a)>, tag_key_t>) found = a.key;
    }(), ...); }, annotations<T>::value);
    return found;
}

// Keys in template arguments, so that the compiler's message shows them.
struct shown_key {
    char text[48] = {};
    constexpr shown_key(std::string_view key) { std::copy_n(key.begin(), std::min(key.size(), sizeof text - 1), text); }
    constexpr bool operator==(shown_key const&) const = default;
};

template <class Struct, shown_key Key, bool Once> struct key_stands_once {
    static_assert(Once, "parley[reflect.names]: two members of this struct have the same name in JSON, or one has that of its version; see "
                        "key_stands_once<Struct, Key, ...>.");
};
template <class Struct, shown_key Tag, bool Once> struct tag_stands_once {
    static_assert(Once, "parley[reflect.tag]: two alternatives of a tagged union have the same tag, or a member of one has the tag's key; see "
                        "tag_stands_once<Struct, Tag, ...>.");
};

/// Returns the first key that two members have, or a member and `reserved`; empty where there is none.
template <std::size_t N> constexpr std::string_view repeated_name(std::array<member, N> const& members, std::string_view reserved) {
    for (std::size_t i = 0; i < N; ++i) {
        if (members[i].name == reserved) return reserved;
        for (std::size_t j = i + 1; j < N; ++j)
            if (members[i].name == members[j].name) return members[i].name;
    }
    return {};
}

template <class... T> struct table<std::variant<T...>> {
    using V = std::variant<T...>;
    static constexpr bool tagged = (PlainStruct<T> && ...);
    template <class A> static void* emplace(void* at) {
        if constexpr (tagged) {
            constexpr auto key = tag_key_of<V>();
            (void)sizeof(tag_stands_once<A, key, repeated_name(table<A>::found.members, key) != key>);
        }
        return &static_cast<V*>(at)->template emplace<A>();
    }
    static constexpr std::array<alternative, sizeof...(T)> alternatives{alternative{tagged ? tag_of<T>() : std::string_view(), &table<T>::value, emplace<T>}...};
    static std::size_t index(void const* at) { return static_cast<V const*>(at)->index(); }
    static void* get(void* at) {
        return std::visit([](auto& held) -> void* { return &held; }, *static_cast<V*>(at));
    }
    template <std::size_t Index> static constexpr bool is_new_tag() {
        for (std::size_t i = 0; i != Index; ++i)
            if (alternatives[i].tag == alternatives[Index].tag) return false;
        return true;
    }
    template <std::size_t... I> static constexpr void check_tags(std::index_sequence<I...>) {
        ((void)sizeof(tag_stands_once<T, alternatives[I].tag, is_new_tag<I>()>), ...);
    }
    static constexpr variant_type made() {
        if constexpr (tagged) check_tags(std::index_sequence_for<T...>());
        else
            static_assert(kinds_are_distinct<T...>(), "parley[reflect.variant]: a variant is either a tagged union, all of whose alternatives are described structs, "
                                                      "or each alternative has a JSON kind of its own (null, boolean, number, string, array, object).");
        return {{tagged ? kind::tagged : kind::choice}, tag_key_of<V>(), {alternatives.data(), alternatives.size()}, index, get};
    }
    static constexpr variant_type value = made();
};

// described structs

template <class T, auto Member, auto... Rest> constexpr auto& walk(T& owner) {
    if constexpr (sizeof...(Rest) == 0) return owner.*Member;
    else return walk<std::remove_reference_t<decltype(owner.*Member)>, Rest...>(owner.*Member);
}

template <class T> void const* fresh_object() {
    static T const made{};
    return &made;
}

template <class T, auto... Path> void* get_member(void* owner) { return &walk<T, Path...>(*static_cast<T*>(owner)); }
template <class T, auto... Path> void reset_member(void* owner) {
    walk<T, Path...>(*static_cast<T*>(owner)) = walk<T const, Path...>(*static_cast<T const*>(fresh_object<T>()));
}

template <class T, class Owner> T pointed_at(T Owner::*);
template <auto Member> using member_type = decltype(pointed_at(Member));
template <class T, class Owner> Owner owner_of(T Owner::*);
template <auto Member> using declaring_type = decltype(owner_of(Member));

/// Calls `use` with each annotation about the member: those of the struct that declares it, then those of the struct that inherits it.
template <class T, auto Member, class Fn> constexpr void for_each_annotation(Fn use) {
    auto const each = [&](auto const&... a) { ((void)[&] {
        if constexpr (std::is_base_of_v<concerns<Member>, std::remove_cvref_t<decltype(a)>>) use(a);
    }(), ...); };
    if constexpr (!std::is_same_v<declaring_type<Member>, T>) std::apply(each, annotations<declaring_type<Member>>::value);
    std::apply(each, annotations<T>::value);
}

template <class T, auto Member> constexpr bool is_flat() {
    bool flat = false;
    for_each_annotation<T, Member>([&](auto const& a) { flat = flat || requires { []<auto... M>(flat_t<M...> const&) {}(a); }; });
    return flat;
}

template <auto Member> constexpr void note(member& m, renamed_t<Member> const& a) { m.name = a.name; }
template <auto Member> constexpr void note(member& m, description_t<Member> const& a) { m.description = a.text; }
template <auto Member> constexpr void note(member& m, number_t<Member> const& a) {
    m.limits.number = true;
    if (a.min > m.limits.min) m.limits.min = a.min;
    if (a.max < m.limits.max) m.limits.max = a.max;
    m.limits.above |= a.above;
    m.limits.below |= a.below;
}
template <auto Member> constexpr void note(member& m, length_t<Member> const& a) {
    m.limits.length = true;
    m.limits.min_length = a.min;
    m.limits.max_length = a.max;
}
template <auto... Members> constexpr void note(member& m, required_t<Members...> const&) { m.required = true; }
template <auto... Members> constexpr void note(member&, flat_t<Members...> const&) {}
template <auto... Members> constexpr void note(member& m, guarded_t<Members...> const&) {
    static_assert((std::is_same_v<member_type<Members>, boost::json::object> && ...), "parley[reflect.guarded]: a guarded member is a boost::json::object.");
    m.guarded = true;
}

template <class Owner, auto Member> constexpr void annotate(member& m) {
    for_each_annotation<Owner, Member>([&](auto const& a) { note(m, a); });
}

constexpr bool needs_no_escapes(std::string_view name) {
    for (char c : name)
        if (c < 0x20 || c == '"' || c == '\\' || c > 0x7e) return false;
    return true;
}

template <class D> constexpr std::string_view described_name = without_trailing_underscore(D::name);

template <class T> using members_of = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class T, class Owner, auto... Path> struct gather;

template <class T, class Owner, auto... Path, class D>
constexpr std::size_t count_member(D) {
    using M = std::remove_cvref_t<decltype(std::declval<Owner&>().*D::pointer)>;
    if constexpr (is_flat<Owner, D::pointer>()) {
        static_assert(Described<M>, "parley[reflect.flat]: a member marked flat is a described struct.");
        if constexpr (Described<M>) return gather<T, M, Path..., D::pointer>::count();
        else return 0;
    }
    else if constexpr (std::same_as<M, boost::json::object>) return std::string_view(D::name) == "extra" ? 0 : 1;
    else return 1;
}

template <class T, class Owner, auto... Path, std::size_t N, class D>
constexpr void add_member(std::array<member, N>& out, std::size_t& next, boost::json::object* (*&extra)(void*), D) {
    using M = std::remove_cvref_t<decltype(std::declval<Owner&>().*D::pointer)>;
    if constexpr (is_flat<Owner, D::pointer>()) {
        if constexpr (Described<M>) gather<T, M, Path..., D::pointer>::fill(out, next, extra);
        return;
    } else if constexpr (std::same_as<M, boost::json::object>) {
        if (std::string_view(D::name) == "extra") {
            extra = [](void* owner) { return &walk<T, Path..., D::pointer>(*static_cast<T*>(owner)); };
            return;
        }
    }
    auto& m = out[next++];
    m.name = described_name<D>;
    m.what = &table<M>::value;
    m.get = get_member<T, Path..., D::pointer>;
    m.reset = reset_member<T, Path..., D::pointer>;
    annotate<Owner, D::pointer>(m);
    m.plain = needs_no_escapes(m.name);
}

template <class T, class Owner, auto... Path> struct gather {
    static_assert(is_complete_v<Owner>, "parley[reflect.complete]: a member of this struct is missing from its BOOST_DESCRIBE_STRUCT.");

    template <template <class...> class List, class... D> static constexpr std::size_t count(List<D...>) { return (std::size_t(0) + ... + count_member<T, Owner, Path...>(D())); }
    static constexpr std::size_t count() { return count(members_of<Owner>()); }

    template <std::size_t N, template <class...> class List, class... D>
    static constexpr void fill(std::array<member, N>& out, std::size_t& next, boost::json::object* (*&extra)(void*), List<D...>) {
        (add_member<T, Owner, Path...>(out, next, extra, D()), ...);
    }
    template <std::size_t N> static constexpr void fill(std::array<member, N>& out, std::size_t& next, boost::json::object* (*&extra)(void*)) {
        fill(out, next, extra, members_of<Owner>());
    }
};

constexpr std::size_t bucket_count(std::size_t members) {
    std::size_t n = 4;
    while (n < members * 3) n *= 2;
    return n;
}

template <std::size_t N> constexpr auto make_buckets(std::array<member, N> const& members) {
    std::array<std::uint16_t, bucket_count(N)> buckets{};
    for (auto& b : buckets) b = N;
    for (std::size_t m = 0; m != N; ++m) {
        auto i = key_hash(members[m].name) & (buckets.size() - 1);
        while (buckets[i] != N) i = (i + 1) & (buckets.size() - 1);
        buckets[i] = static_cast<std::uint16_t>(m);
    }
    return buckets;
}

template <class T>
    requires PlainStruct<T>
struct table<T> {
    static constexpr std::size_t count = gather<T, T>::count();
    struct gathered {
        std::array<member, count> members{};
        boost::json::object* (*extra)(void*) = nullptr;
    };
    static constexpr gathered found = [] {
        gathered made;
        std::size_t next = 0;
        gather<T, T>::fill(made.members, next, made.extra);
        return made;
    }();
    static constexpr std::array<std::uint16_t, bucket_count(count)> buckets = make_buckets(found.members);

    static constexpr std::string_view own_version_key() {
        if constexpr (Versioned<T>) return version_key<T>();
        else return {};
    }
    static constexpr object_type made() {
        static_assert(count <= most_members, "parley[reflect.members]: a struct has at most 256 members, those of its flat groups included.");
        constexpr auto twice = repeated_name(found.members, own_version_key());
        (void)sizeof(key_stands_once<T, twice, twice.empty()>);
        object_type t{};
        t.what = kind::object;
        t.name = type_name<T>();
        t.members = {found.members.data(), count};
        t.buckets = {buckets.data(), buckets.size()};
        t.extra = found.extra;
        t.fresh = fresh_object<T>;
        t.closed = annotated_with<T, closed_t>();
        std::apply([&](auto const&... a) { ((void)[&] {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(a)>, title_t>) t.title = a.text;
        }(), ...); }, annotations<T>::value);
        for (std::size_t i = 0; i != count; ++i)
            if (found.members[i].required) t.required[i / 64] |= std::uint64_t(1) << (i % 64);
        if constexpr (Versioned<T>) {
            t.version_key = version_key<T>();
            t.version = schema<T>::version;
            t.version_if_missing = version_if_missing<T>();
        }
        return t;
    }
    static constexpr object_type value = made();
};

} // namespace parley::inline v0::reflect::detail

#endif
