#ifndef PARLEY_REFLECT_DETAIL_DESCRIBE_VALUES_HPP
#define PARLEY_REFLECT_DETAIL_DESCRIBE_VALUES_HPP

// Makes the tables of type.hpp out of C++ types: numbers, texts, times, enums, containers.

#include <parley/reflect/annotations.hpp>
#include <parley/reflect/check.hpp>
#include <parley/reflect/codec.hpp>
#include <parley/reflect/detail/type.hpp>
#include <parley/reflect/json_text.hpp>
#include <parley/reflect/names.hpp>
#include <parley/secret.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/json/array.hpp>

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

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

/// A described struct that is written as an object, member by member.
template <class T>
concept PlainStruct = Described<T> && !HasCodec<T> && !Sequence<T> && !StringMap<T>;

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

template <class Wanted, class... A> constexpr bool has_annotation(std::tuple<A...> const&) { return (std::is_same_v<A, Wanted> || ...); }

/// Returns the annotation of this kind that a type has, or the other one. (A pointer would be no constant under -fsanitize=undefined.)
template <class Wanted, class... A> constexpr Wanted annotation_or(Wanted const& otherwise, std::tuple<A...> const& all) {
    if constexpr ((std::is_same_v<A, Wanted> || ...)) return std::get<Wanted>(all);
    else return otherwise;
}

template <class T> constexpr std::size_t fallback_position(annotation const&, std::size_t found) { return found; }
template <class T, auto Value> constexpr std::size_t fallback_position(fallback_t<Value> const&, std::size_t) { return table<T>::position(Value); }

template <class E, template <class...> class List, class... D> constexpr auto enumerator_names(List<D...>) {
    return std::array<std::string_view, sizeof...(D)>{without_trailing_underscore(D::name)...};
}
template <class E, template <class...> class List, class... D> constexpr auto enumerator_values(List<D...>) {
    return std::array<E, sizeof...(D)>{D::value...};
}

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
    template <class... A> static constexpr std::size_t fallback(std::tuple<A...> const& all) {
        auto found = values.size();
        ((found = fallback_position<T>(std::get<A>(all), found)), ...);
        return found;
    }
    static void set(void* at, std::size_t index) { *static_cast<T*>(at) = values[index]; }
    static std::size_t index(void const* at) { return position(*static_cast<T const*>(at)); }
    static constexpr enum_type value{{kind::enumeration}, {names.data(), names.size()}, fallback(annotations<T>::value), set, index};
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
    static void clear(void* at) { static_cast<T*>(at)->clear(); }
    static void* append(void* at) { return &static_cast<T*>(at)->emplace_back(); }
    static std::size_t size(void const* at) { return static_cast<T const*>(at)->size(); }
    static void visit(void const* at, void* context, element_visitor visitor) {
        for (auto const& element : *static_cast<T const*>(at)) visitor(context, &element);
    }
    static constexpr sequence_type value{{kind::sequence}, &table<typename T::value_type>::value, clear, append, size, visit};
};

template <class Allocator> struct table<std::vector<bool, Allocator>> {
    static_assert(always_false<Allocator>, "parley[reflect.vector_bool]: a vector<bool> has no elements to point at. Use std::deque<bool>.");
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

} // namespace parley::inline v0::reflect::detail

#endif
