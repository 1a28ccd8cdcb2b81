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
#include <boost/mp11/algorithm.hpp>

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
    return annotation_or(tag_t{{}, type_name<T>()}, annotations<T>::value).text;
}

template <class T> constexpr std::string_view tag_key_of() {
    return annotation_or(tag_key_t{{}, "type"}, annotations<T>::value).key;
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

constexpr bool has_member(view_of<member> members, std::string_view name) {
    for (auto const& m : members)
        if (m.name == name) return true;
    return false;
}

template <class... T> struct table<std::variant<T...>> {
    using V = std::variant<T...>;
    static constexpr bool tagged = (PlainStruct<T> && ...);
    template <class A> static void* emplace(void* at) {
        if constexpr (tagged) {
            constexpr auto key = tag_key_of<V>();
            (void)sizeof(tag_stands_once<A, key, !has_member(table<A>::value.members, key)>);
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

// described structs: each is a list of parts, from which the rows of its members are made

struct group;

/// One member of the struct itself, as the describe macro names it.
struct part {
    enum { row, flat, extra } as;
    std::string_view name;
    member_id id;
    type const* what;
    void (*assign)(void* to, void const* from);
    group const* members;    // where flat, and a described struct
    bool has_members = false; // whether `members` is set: g++ 12 compares no addresses in constants under -fsanitize=undefined
};

/// The parts of a struct and the rows that they make: one each, or those of a flat member's own parts.
struct group {
    view_of<part> parts;
    view_of<member> rows;
    view_of<member_id> ids;
    void (*find)(void const* object, void const** places); // says where each part is
};

/// Rows that are being made.
struct row_list {
    member* rows;
    member_id* ids;
    std::size_t count = 0;

    constexpr void add(member const& row, member_id id) {
        rows[count] = row;
        ids[count++] = id;
    }
    constexpr member* find(member_id id) const {
        for (std::size_t i = 0; i != count; ++i)
            if (ids[i] == id) return &rows[i];
        return nullptr;
    }
};

template <class T> struct struct_of;

template <class T, class Owner> T pointed_at(T Owner::*);
template <class D> using member_type = decltype(pointed_at(D::pointer));

template <class T> constexpr auto list_members() {
    if constexpr (is_countable<T>()) return own_members<T>(); // the list that was made to count them
    else return boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>();
}
template <class T> using members_of = decltype(list_members<T>());

template <class T> using bases_of = boost::describe::describe_bases<T, boost::describe::mod_any_access>;

constexpr bool is_flat_by(member_id, annotation const&) { return false; }
template <std::size_t N> constexpr bool is_flat_by(member_id id, flat_t<N> const& a) {
    for (auto const flat : a.members)
        if (flat == id) return true;
    return false;
}

template <class T> constexpr bool is_flat(member_id id);

template <class... A, std::size_t... I> constexpr bool is_flat_by_any([[maybe_unused]] member_id id, [[maybe_unused]] std::tuple<A...> const& all, std::index_sequence<I...>) {
    return (false || ... || is_flat_by(id, std::get<I>(all)));
}
template <template <class...> class List, class... Base> constexpr bool is_flat_in_any([[maybe_unused]] member_id id, List<Base...>) {
    return (false || ... || is_flat<typename Base::type>(id));
}

/// Says whether a struct, or one that it inherits from, marks the member flat.
template <class T> constexpr bool is_flat(member_id id) {
    using all = std::remove_const_t<decltype(annotations<T>::value)>;
    bool found = is_flat_by_any(id, annotations<T>::value, std::make_index_sequence<std::tuple_size_v<all>>());
    if constexpr (boost::describe::has_describe_bases<T>::value) found = found || is_flat_in_any(id, bases_of<T>());
    return found;
}

constexpr void note(row_list, annotation const&) {}
constexpr void note(row_list rows, renamed_t const& a) {
    if (auto* m = rows.find(a.member)) m->name = a.name;
}
constexpr void note(row_list rows, description_t const& a) {
    if (auto* m = rows.find(a.member)) m->description = a.text;
}
constexpr void note(row_list rows, number_t const& a) {
    auto* m = rows.find(a.member);
    if (!m) return;
    m->limits.number = true;
    if (a.min > m->limits.min) m->limits.min = a.min;
    if (a.max < m->limits.max) m->limits.max = a.max;
    m->limits.above |= a.above;
    m->limits.below |= a.below;
}
constexpr void note(row_list rows, length_t const& a) {
    auto* m = rows.find(a.member);
    if (!m) return;
    m->limits.length = true;
    m->limits.min_length = a.min;
    m->limits.max_length = a.max;
}
template <std::size_t N> constexpr void note(row_list rows, required_t<N> const& a) {
    for (auto const id : a.members)
        if (auto* m = rows.find(id)) m->required = true;
}
template <std::size_t N> constexpr void note(row_list rows, guarded_t<N> const& a) {
    for (auto const id : a.members)
        if (auto* m = rows.find(id)) m->guarded = true;
}

template <class T> constexpr void annotate(row_list rows);

template <class... A, std::size_t... I> constexpr void note_all([[maybe_unused]] row_list rows, [[maybe_unused]] std::tuple<A...> const& all, std::index_sequence<I...>) {
    (note(rows, std::get<I>(all)), ...);
}
template <template <class...> class List, class... Base> constexpr void annotate_as([[maybe_unused]] row_list rows, List<Base...>) {
    (annotate<typename Base::type>(rows), ...);
}

/// Writes the annotations of a struct into its rows: first those of the structs that it inherits from, then its own.
template <class T> constexpr void annotate(row_list rows) {
    using all = std::remove_const_t<decltype(annotations<T>::value)>;
    if constexpr (boost::describe::has_describe_bases<T>::value) annotate_as(rows, bases_of<T>());
    note_all(rows, annotations<T>::value, std::make_index_sequence<std::tuple_size_v<all>>());
}

template <class T> void assign_value(void* to, void const* from) { *static_cast<T*>(to) = *static_cast<T const*>(from); }

template <class M> constexpr part make_part(std::string_view name, member_id id, bool flat) {
    part made{part::row, name, id, &table<M>::value, assign_value<M>, nullptr}; // the table first: it must not be asked for while the list of parts is made
    if (flat) {
        made = {part::flat, name, id, nullptr, nullptr, nullptr};
        if constexpr (PlainStruct<M>) made.members = &struct_of<M>::value, made.has_members = true;
    } else if (std::is_same_v<M, boost::json::object> && name == "extra") {
        made = {part::extra, name, id, nullptr, nullptr, nullptr};
    }
    return made;
}

/// Says whether each member marked flat is a described struct.
constexpr bool flat_members_are_structs(view_of<part> parts) {
    for (auto const& p : parts)
        if (p.as == part::flat && !p.has_members) return false;
    return true;
}

constexpr bool guarded_members_are_objects(view_of<member> rows) {
    for (auto const& m : rows)
        if (m.guarded && m.what->what != kind::json_object) return false;
    return true;
}

template <class M> constexpr std::size_t count_rows(std::string_view name, bool flat) {
    if constexpr (PlainStruct<M>)
        if (flat) return struct_of<M>::count;
    return std::is_same_v<M, boost::json::object> && name == "extra" ? 0 : 1;
}

constexpr bool has_extra(view_of<part> parts) {
    for (auto const& p : parts)
        if (p.as == part::extra || (p.as == part::flat && p.has_members && has_extra(p.members->parts))) return true;
    return false;
}

// A struct may contain itself, in a sequence say: the types of what is declared here must not depend on the tables of members.
template <class T> struct struct_of {
    template <template <class...> class List, class... D> static constexpr std::size_t count_rows(List<D...>) {
        return (std::size_t(0) + ... + detail::count_rows<member_type<D>>(D::name, is_flat<T>(identity<D::pointer>)));
    }
    template <template <class...> class List, class... D> static constexpr std::array<part, sizeof...(D)> make_parts(List<D...>) {
        static_assert(is_complete_v<T>, "parley[reflect.complete]: a member of this struct is missing from its BOOST_DESCRIBE_STRUCT.");
        return {make_part<member_type<D>>(D::name, identity<D::pointer>, is_flat<T>(identity<D::pointer>))...};
    }
    template <template <class...> class List, class... D> static constexpr void find(void const* object, void const** places, List<D...>) {
        [[maybe_unused]] auto const& whole = *static_cast<T const*>(object);
        ((*places++ = &(whole.*D::pointer)), ...);
    }
    static void find(void const* object, void const** places) { find(object, places, members_of<T>()); }

    static constexpr std::size_t count = count_rows(members_of<T>());
    static constexpr std::array<part, boost::mp11::mp_size<members_of<T>>::value> part_array = make_parts(members_of<T>());
    static constexpr view_of<part> parts{part_array.data(), part_array.size()};
    struct made {
        std::array<member, count> rows{};
        std::array<member_id, count> ids{};
    };
    static constexpr made found = [] {
        made m;
        row_list list{m.rows.data(), m.ids.data()};
        for (auto const& p : parts) {
            if (p.as == part::row) list.add({.name = without_trailing_underscore(p.name), .what = p.what, .assign = p.assign}, p.id);
            else if (p.as == part::flat && p.has_members)
                for (std::size_t i = 0; i != p.members->rows.size(); ++i) list.add(p.members->rows[i], p.members->ids[i]);
        }
        annotate<T>(list);
        for (auto& row : m.rows) row.quoted = quoted_key(row.name);
        return m;
    }();
    static constexpr view_of<member> rows{found.rows.data(), count};
    static constexpr group checked() {
        static_assert(flat_members_are_structs(parts), "parley[reflect.flat]: a member marked flat is a described struct.");
        static_assert(guarded_members_are_objects(rows), "parley[reflect.guarded]: a guarded member is a boost::json::object.");
        static_assert(count <= most_members, "parley[reflect.members]: a struct has at most 256 members, those of its flat groups included.");
        return {parts, rows, {found.ids.data(), count}, find};
    }
    static constexpr group value = checked();

    /// Returns a member's key in JSON.
    static constexpr std::string_view name_of(member_id id) {
        for (std::size_t i = 0; i != count; ++i)
            if (found.ids[i] == id) return rows[i].name;
        return {};
    }
};

/// Notes how far from the beginning of the whole object each row's member is.
inline void note_offsets(group const& g, void const* object, void const* whole, std::uint32_t*& next, std::uint32_t& extra) {
    void const* places[most_members];
    g.find(object, places);
    for (std::size_t i = 0; i != g.parts.size(); ++i) {
        auto const offset = static_cast<std::uint32_t>(static_cast<char const*>(places[i]) - static_cast<char const*>(whole));
        switch (g.parts[i].as) {
            case part::row: *next++ = offset; break;
            case part::flat: note_offsets(*g.parts[i].members, places[i], whole, next, extra); break;
            case part::extra: extra = offset; break;
        }
    }
}
inline std::uint32_t const* note_offsets(group const& g, void const* object, std::uint32_t* offsets) {
    auto* next = offsets;
    note_offsets(g, object, object, next, offsets[g.rows.size()]);
    return offsets;
}

template <class T> prototype prototype_of() {
    static T const object{};
    static std::uint32_t offsets[struct_of<T>::count + 1];
    static auto const* const noted = note_offsets(struct_of<T>::value, &object, offsets);
    return {&object, noted};
}

constexpr std::size_t bucket_count(std::size_t members) {
    std::size_t n = 4;
    while (n < members * 3) n *= 2;
    return n;
}

/// Where to look for a key, and the first key that two members have.
template <std::size_t N> struct hashed_keys {
    std::array<std::uint16_t, bucket_count(N)> buckets{};
    std::string_view twice{};

    constexpr explicit hashed_keys(view_of<member> members) {
        for (auto& b : buckets) b = N;
        for (std::size_t m = 0; m != N; ++m) {
            auto i = key_hash(members[m].name) & (buckets.size() - 1);
            for (; buckets[i] != N; i = (i + 1) & (buckets.size() - 1))
                if (twice.empty() && members[buckets[i]].name == members[m].name) twice = members[m].name;
            buckets[i] = static_cast<std::uint16_t>(m);
        }
    }
};

template <class T>
    requires PlainStruct<T>
struct table<T> {
    using shape = struct_of<T>;
    static constexpr hashed_keys<shape::count> keys{shape::rows};

    static constexpr std::string_view repeated_name() {
        if constexpr (Versioned<T>)
            if (has_member(shape::rows, version_key<T>())) return version_key<T>();
        return keys.twice;
    }
    static constexpr object_type made() {
        constexpr auto twice = repeated_name();
        (void)sizeof(key_stands_once<T, twice, twice.empty()>);
        object_type t{};
        t.what = kind::object;
        t.name = type_name<T>();
        t.members = shape::value.rows;
        t.buckets = {keys.buckets.data(), keys.buckets.size()};
        t.prototype = prototype_of<T>;
        t.has_extra = has_extra(shape::parts);
        t.closed = has_annotation<closed_t>(annotations<T>::value);
        t.title = annotation_or(title_t{{}, {}}, annotations<T>::value).text;
        for (std::size_t i = 0; i != shape::count; ++i)
            if (shape::rows[i].required) t.required[i / 64] |= std::uint64_t(1) << (i % 64);
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
