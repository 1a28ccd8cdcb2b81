#ifndef PARLEY_REFLECT_DETAIL_DESCRIBE_HPP
#define PARLEY_REFLECT_DETAIL_DESCRIBE_HPP

// Makes the tables of type.hpp out of C++ types.

#include <parley/reflect/annotations.hpp>
#include <parley/reflect/check.hpp>
#include <parley/reflect/codec.hpp>
#include <parley/reflect/detail/type.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/names.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/secret.hpp>

#include <boost/json/array.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace parley::inline v0::reflect::detail {

template <class T> inline constexpr bool always_false = false;

template <class T>
concept HasCodec = requires(boost::json::value const& json, T const& value) {
    { codec<T>::read(json) } -> std::same_as<result<T>>;
    { codec<T>::write(value) } -> std::convertible_to<boost::json::value>;
};

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                  !std::same_as<T, char16_t> && !std::same_as<T, char32_t> && sizeof(T) <= sizeof(std::int64_t);

template <class T>
concept Sequence = requires(T& t) {
    typename T::value_type;
    t.clear();
    t.size();
    { t.emplace_back() } -> std::same_as<typename T::value_type&>;
};

template <class T>
concept StringMap = requires(T& t, std::string key) {
    typename T::mapped_type;
    requires std::same_as<typename T::key_type, std::string>;
    t.try_emplace(key);
};

template <class T> struct is_optional : std::false_type {};
template <class T> struct is_optional<std::optional<T>> : std::true_type {};

template <class T> struct table {
    static_assert(always_false<T>, "parley[reflect.type]: this member's type has no JSON form. Describe it with BOOST_DESCRIBE_STRUCT or BOOST_DESCRIBE_ENUM, "
                                   "or specialise parley::reflect::codec for it.");
};

template <> struct table<bool> { static constexpr type value{kind::boolean}; };
template <> struct table<std::string> { static constexpr type value{kind::string}; };
template <> struct table<secret> { static constexpr type value{kind::secret}; };
template <> struct table<std::monostate> { static constexpr type value{kind::null}; };
template <> struct table<boost::json::value> { static constexpr type value{kind::json_value}; };
template <> struct table<boost::json::object> { static constexpr type value{kind::json_object}; };
template <> struct table<boost::json::array> { static constexpr type value{kind::json_array}; };
template <> struct table<json_text> { static constexpr type value{kind::json_text}; };

template <Integer T> struct table<T> {
    static constexpr integer_type value{{kind::integer}, sizeof(T), std::is_signed_v<T>, static_cast<std::int64_t>(std::numeric_limits<T>::min()),
                                        static_cast<std::uint64_t>(std::numeric_limits<T>::max())};
};

template <std::floating_point T>
    requires(sizeof(T) <= sizeof(double))
struct table<T> {
    static constexpr real_type value{{kind::real}, sizeof(T)};
};

template <HasCodec T> struct table<T> {
    static result<void> read(void* at, boost::json::value const& json) {
        auto made = codec<T>::read(json);
        if (!made) return made.error();
        *static_cast<T*>(at) = std::move(*made);
        return {};
    }
    static boost::json::value write(void const* at) { return codec<T>::write(*static_cast<T const*>(at)); }
    static boost::json::object schema() {
        if constexpr (requires { codec<T>::schema(); })
            return codec<T>::schema();
        else
            return {};
    }
    static constexpr std::string_view expected() {
        if constexpr (requires { codec<T>::expected; })
            return codec<T>::expected;
        else
            return type_name<T>();
    }
    static constexpr custom_type value{{kind::custom}, expected(), read, write, schema};
};

template <class T, class Annotation> constexpr bool annotated_with(Annotation = {}) {
    return std::apply([](auto const&... a) { return (std::is_same_v<std::remove_cvref_t<decltype(a)>, Annotation> || ...); }, annotations<T>::value);
}

template <class E, template <class...> class List, class... D> constexpr auto enumerator_names(List<D...>) {
    return std::array<std::string_view, sizeof...(D)>{without_trailing_underscore(D::name)...};
}
template <class E, template <class...> class List, class... D> constexpr auto enumerator_values(List<D...>) {
    return std::array<E, sizeof...(D)>{D::value...};
}
template <class E, auto Value> constexpr E fallback_value(fallback_t<Value> const&) { return Value; }

template <class T>
    requires boost::describe::has_describe_enumerators<T>::value && (!HasCodec<T>)
struct table<T> {
    using list = boost::describe::describe_enumerators<T>;
    static constexpr auto names = enumerator_names<T>(list());
    static constexpr auto values = enumerator_values<T>(list());

    static constexpr std::size_t position(T wanted) {
        for (std::size_t i = 0; i != values.size(); ++i)
            if (values[i] == wanted) return i;
        return values.size();
    }
    static constexpr std::size_t fallback() {
        auto found = values.size();
        std::apply([&](auto const&... a) { ((void)[&] {
            if constexpr (requires { a.value; }) found = position(a.value);
        }(), ...); }, annotations<T>::value);
        return found;
    }
    static void set(void* at, std::size_t index) { *static_cast<T*>(at) = values[index]; }
    static std::size_t index(void const* at) { return position(*static_cast<T const*>(at)); }
    static constexpr enum_type value{{kind::enumeration}, {names.data(), names.size()}, fallback(), set, index};
};

template <class Period> constexpr std::string_view unit_name() {
    if constexpr (std::is_same_v<Period, std::nano>) return "nanoseconds";
    else if constexpr (std::is_same_v<Period, std::micro>) return "microseconds";
    else if constexpr (std::is_same_v<Period, std::milli>) return "milliseconds";
    else if constexpr (std::is_same_v<Period, std::ratio<1>>) return "seconds";
    else if constexpr (std::is_same_v<Period, std::ratio<60>>) return "minutes";
    else if constexpr (std::is_same_v<Period, std::ratio<3600>>) return "hours";
    else if constexpr (std::is_same_v<Period, std::ratio<86400>>) return "days";
    else static_assert(always_false<Period>, "parley[reflect.duration]: use a duration whose unit has a name, from nanoseconds to days.");
}

template <class Rep, class Period> struct table<std::chrono::duration<Rep, Period>> {
    using T = std::chrono::duration<Rep, Period>;
    static constexpr bool floating = std::is_floating_point_v<Rep>;
    static bool set(void* at, double real, std::int64_t integer) {
        if constexpr (floating) *static_cast<T*>(at) = T(static_cast<Rep>(real));
        else if (std::in_range<Rep>(integer)) *static_cast<T*>(at) = T(static_cast<Rep>(integer));
        else return false;
        return true;
    }
    static double get_real(void const* at) { return static_cast<double>(static_cast<T const*>(at)->count()); }
    static std::int64_t get_integer(void const* at) { return static_cast<std::int64_t>(static_cast<T const*>(at)->count()); }
    static constexpr duration_type value{{kind::duration}, unit_name<Period>(), floating, set, get_real, get_integer};
};

template <class Duration> struct table<std::chrono::time_point<std::chrono::system_clock, Duration>> {
    using T = std::chrono::time_point<std::chrono::system_clock, Duration>;
    static void set(void* at, std::int64_t ns) { *static_cast<T*>(at) = T(std::chrono::floor<Duration>(std::chrono::nanoseconds(ns))); }
    static std::int64_t get(void const* at) { // a moment that nanoseconds cannot count to is written as the last one that they can
        constexpr auto last = std::chrono::floor<Duration>(std::chrono::nanoseconds::max());
        auto const since = static_cast<T const*>(at)->time_since_epoch();
        return std::chrono::nanoseconds(since < -last ? -last : since > last ? last : since).count();
    }
    static constexpr time_type value{{kind::time}, set, get};
};

template <class T> struct table<std::optional<T>> {
    static void* emplace(void* at) { return &static_cast<std::optional<T>*>(at)->emplace(); }
    static void reset(void* at) { static_cast<std::optional<T>*>(at)->reset(); }
    static void* get(void* at) {
        auto& o = *static_cast<std::optional<T>*>(at);
        return o ? &*o : nullptr;
    }
    static constexpr optional_type value{{kind::optional}, &table<T>::value, emplace, reset, get};
};

template <Sequence T> struct table<T> {
    static_assert(!std::same_as<typename T::value_type, bool>, "parley[reflect.vector_bool]: a vector<bool> has no elements to point at. Use std::deque<bool>.");
    static void clear(void* at) { static_cast<T*>(at)->clear(); }
    static void* append(void* at) { return &static_cast<T*>(at)->emplace_back(); }
    static std::size_t size(void const* at) { return static_cast<T const*>(at)->size(); }
    static void visit(void const* at, void* context, element_visitor visitor) {
        for (auto const& element : *static_cast<T const*>(at)) visitor(context, &element);
    }
    static constexpr sequence_type value{{kind::sequence}, &table<typename T::value_type>::value, clear, append, size, visit};
};

template <class T, std::size_t N> struct table<std::array<T, N>> {
    static constexpr array_type value{{kind::array}, &table<T>::value, N, sizeof(T)};
};

template <class... T> struct table<std::tuple<T...>> {
    static constexpr std::array<type const*, sizeof...(T)> elements{&table<T>::value...};
    static void* at(void* tuple, std::size_t wanted) {
        void* found = nullptr;
        std::apply([&, i = std::size_t(0)](auto&... element) mutable { ((i++ == wanted ? void(found = &element) : void()), ...); },
                   *static_cast<std::tuple<T...>*>(tuple));
        return found;
    }
    static constexpr tuple_type value{{kind::tuple}, {elements.data(), elements.size()}, at};
};

template <StringMap T> struct table<T> {
    static void clear(void* at) { static_cast<T*>(at)->clear(); }
    static map_entry insert(void* at, std::string_view key) {
        auto const [place, fresh] = static_cast<T*>(at)->try_emplace(std::string(key));
        return {place->first, fresh ? &place->second : nullptr};
    }
    static void* find(void* at, std::string_view key) {
        auto& map = *static_cast<T*>(at);
        auto const place = map.find(std::string(key));
        return place == map.end() ? nullptr : &place->second;
    }
    static void erase(void* at, std::string_view key) { static_cast<T*>(at)->erase(std::string(key)); }
    static std::size_t size(void const* at) { return static_cast<T const*>(at)->size(); }
    static void visit(void const* at, void* context, entry_visitor visitor) {
        for (auto const& [key, value] : *static_cast<T const*>(at)) visitor(context, key, &value);
    }
    static constexpr map_type value{{kind::map}, &table<typename T::mapped_type>::value, clear, insert, find, erase, size, visit};
};

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

template <class... T> struct table<std::variant<T...>> {
    using V = std::variant<T...>;
    static constexpr bool tagged = (Described<T> && ...);
    template <class A> static void* emplace(void* at) { return &static_cast<V*>(at)->template emplace<A>(); }
    static constexpr std::array<alternative, sizeof...(T)> alternatives{alternative{tagged ? tag_of<T>() : std::string_view(), &table<T>::value, emplace<T>}...};
    static std::size_t index(void const* at) { return static_cast<V const*>(at)->index(); }
    static void* get(void* at) {
        return std::visit([](auto& held) -> void* { return &held; }, *static_cast<V*>(at));
    }
    template <class A, std::size_t Index> static constexpr bool check_tag() {
        constexpr auto tag = alternatives[Index].tag;
        bool once = true;
        for (std::size_t i = 0; i != Index; ++i) once = once && alternatives[i].tag != tag;
        return once;
    }
    template <std::size_t... I> static constexpr void check_tags(std::index_sequence<I...>) {
        ((void)sizeof(tag_stands_once<T, alternatives[I].tag, check_tag<T, I>()>), ...);
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
    if constexpr (is_flat<Owner, D::pointer>()) return gather<T, M, Path..., D::pointer>::count();
    else if constexpr (std::same_as<M, boost::json::object>) return std::string_view(D::name) == "extra" ? 0 : 1;
    else return 1;
}

template <class T, class Owner, auto... Path, std::size_t N, class D>
constexpr void add_member(std::array<member, N>& out, std::size_t& next, boost::json::object* (*&extra)(void*), D) {
    using M = std::remove_cvref_t<decltype(std::declval<Owner&>().*D::pointer)>;
    if constexpr (is_flat<Owner, D::pointer>()) {
        static_assert(Described<M>, "parley[reflect.flat]: a member marked flat is a described struct.");
        gather<T, M, Path..., D::pointer>::fill(out, next, extra);
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

template <class T>
    requires Described<T> && (!HasCodec<T>) && (!Sequence<T>) && (!StringMap<T>)
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
