#ifndef PARLEY_REFLECT_ANNOTATIONS_HPP
#define PARLEY_REFLECT_ANNOTATIONS_HPP

#include <parley/config.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <tuple>

namespace parley::inline v0 {

/// What Boost.Describe cannot say about a type: specialise it beside the type, with a tuple of the annotations of namespace `reflect`.
///
/// @code
/// template <> struct parley::annotations<server> {
///     static constexpr std::tuple value{reflect::required<&server::model>, reflect::range<&server::retries>(0, 10)};
/// };
/// @endcode
template <class T> struct annotations {
    static constexpr std::tuple<> value{};
};

namespace reflect {

namespace detail {
// Stands for a member: a hash (FNV-1a) of its qualified name, as the compiler spells it. (Addresses of variables would do, but are not compared
// while g++ 12 compiles with -fsanitize=undefined.)
using member_id = std::uint64_t;
template <auto Member> constexpr member_id make_identity() {
    member_id hash = 0xCBF29CE484222325;
    for (char const* at = __PRETTY_FUNCTION__; *at != 0; ++at) hash = (hash ^ static_cast<unsigned char>(*at)) * 0x100000001B3;
    return hash;
}
template <auto Member> inline constexpr member_id identity = make_identity<Member>();

// Annotations are data, so that a table is filled by functions that are no templates.
struct annotation {};
struct renamed_t : annotation { member_id member; std::string_view name; };
struct description_t : annotation { member_id member; std::string_view text; };
struct number_t : annotation {
    member_id member;
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    bool above = false, below = false;
};
struct length_t : annotation { member_id member; std::size_t min, max; };
template <std::size_t N> struct about_members : annotation { member_id members[N]; };
template <std::size_t N> struct required_t : about_members<N> {};
template <std::size_t N> struct flat_t : about_members<N> {};
template <std::size_t N> struct guarded_t : about_members<N> {};
struct closed_t : annotation {};
struct title_t : annotation { std::string_view text; };
struct tag_t : annotation { std::string_view text; };
struct tag_key_t : annotation { std::string_view key; };
template <auto Enumerator> struct fallback_t : annotation { static constexpr auto value = Enumerator; };
} // namespace detail

/// The keys of these members must be there.
template <auto... Members> inline constexpr detail::required_t<sizeof...(Members)> required{{{}, {detail::identity<Members>...}}};

/// These members are structs whose own members stand directly in the parent's JSON object. For structs beyond Describe's 52 members.
template <auto... Members> inline constexpr detail::flat_t<sizeof...(Members)> flat{{{}, {detail::identity<Members>...}}};

/// In these `json::object` members, texts below keys that name a secret (see `names_a_secret`) are treated like members of type `secret`:
/// masked or sealed when written, opened when read; a mask is left out.
template <auto... Members> inline constexpr detail::guarded_t<sizeof...(Members)> guarded{{{}, {detail::identity<Members>...}}};

/// The member's key in JSON, where that is no C++ identifier. (One trailing underscore, as in `default_`, is stripped without asking.)
template <auto Member> constexpr auto renamed(std::string_view name) { return detail::renamed_t{{}, detail::identity<Member>, name}; }

/// One sentence about the member, for the JSON Schema.
template <auto Member> constexpr auto description(std::string_view text) { return detail::description_t{{}, detail::identity<Member>, text}; }

/// The number is at least `min`.
template <auto Member> constexpr auto minimum(double min) {
    detail::number_t made{{}, detail::identity<Member>};
    made.min = min;
    return made;
}
/// The number is at most `max`.
template <auto Member> constexpr auto maximum(double max) {
    detail::number_t made{{}, detail::identity<Member>};
    made.max = max;
    return made;
}
/// The number is at least `min` and at most `max`.
template <auto Member> constexpr auto range(double min, double max) {
    detail::number_t made{{}, detail::identity<Member>};
    made.min = min;
    made.max = max;
    return made;
}
/// The number is greater than `min`.
template <auto Member> constexpr auto above(double min) {
    detail::number_t made{{}, detail::identity<Member>};
    made.min = min;
    made.above = true;
    return made;
}
/// The number is less than `max`.
template <auto Member> constexpr auto below(double max) {
    detail::number_t made{{}, detail::identity<Member>};
    made.max = max;
    made.below = true;
    return made;
}
/// A string has `min` to `max` characters (code points), a sequence or map so many items.
template <auto Member> constexpr auto length(std::size_t min, std::size_t max) { return detail::length_t{{}, detail::identity<Member>, min, max}; }

/// Keys that the struct does not know are problems, whatever the reader's options say.
inline constexpr detail::closed_t closed{};

/// One sentence about the type, for the JSON Schema.
constexpr auto title(std::string_view text) { return detail::title_t{{}, text}; }

/// On an alternative of a tagged union: the text that stands for it. Without it, the struct's own name.
constexpr auto tag(std::string_view text) { return detail::tag_t{{}, text}; }

/// On a tagged union (`std::variant`): the key under which the tag stands. Without it, `type`.
constexpr auto tag_key(std::string_view key) { return detail::tag_key_t{{}, key}; }

/// On an enum: what a text that names no enumerator becomes. Without it, such a text is a problem.
template <auto Enumerator> inline constexpr detail::fallback_t<Enumerator> fallback{};

} // namespace reflect
} // namespace parley::inline v0

#endif
