#ifndef PARLEY_REFLECT_DETAIL_TYPE_HPP
#define PARLEY_REFLECT_DETAIL_TYPE_HPP

// What the reader, the writer and the schema know of a C++ type: one constant table per type. The algorithms over these tables are
// no templates, so a further described struct costs its tables alone.

#include <parley/reflect/detail/plain_text.hpp>
#include <parley/reflect/detail/quoted_key.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace parley::inline v0::reflect::detail {

enum class kind : unsigned char {
    boolean,
    integer,
    real,
    string,
    secret,
    enumeration,
    duration,
    time,
    optional,
    sequence,
    array,
    tuple,
    map,
    object,
    tagged,
    choice,
    null,
    json_value,
    json_object,
    json_array,
    json_text,
    custom,
    tag,     // in the reader alone: the value that chooses a tagged union's alternative
    version, // in the reader alone: the value that says a document's version
};

struct type {
    kind what;
};

template <class T> struct view_of { // std::span without its header
    T const* first = nullptr;
    std::size_t count = 0;

    constexpr T const* begin() const noexcept { return first; }
    constexpr T const* end() const noexcept { return first + count; }
    constexpr std::size_t size() const noexcept { return count; }
    constexpr T const& operator[](std::size_t i) const noexcept { return first[i]; }
};

struct bounds {
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    bool above = false, below = false;
    bool number = false, length = false;
    std::size_t min_length = 0;
    std::size_t max_length = static_cast<std::size_t>(-1);
};

struct integer_type : type {
    unsigned char bytes;
    bool is_signed;
    std::int64_t min;
    std::uint64_t max;
};

struct real_type : type {
    unsigned char bytes;
};

struct enum_type : type {
    view_of<std::string_view> names;
    std::size_t fallback; // names.size() = none
    void (*set)(void*, std::size_t index);
    std::size_t (*index)(void const*); // names.size() = a value without a name
};

struct duration_type : type {
    std::string_view unit;
    bool floating;
    bool (*set)(void*, double, std::int64_t); // false where the number does not fit
    double (*get_real)(void const*);
    std::int64_t (*get_integer)(void const*);
};

struct time_type : type {
    void (*set)(void*, std::int64_t nanoseconds);
    std::int64_t (*get)(void const*);
};

struct optional_type : type {
    type const* inner;
    void* (*emplace)(void*);
    void (*reset)(void*);
    void* (*get)(void*); // null where empty
};

using element_visitor = void (*)(void* context, void const* element);

struct sequence_type : type {
    type const* element;
    void (*clear)(void*);
    void* (*append)(void*);
    std::size_t (*size)(void const*);
    void (*visit)(void const*, void* context, element_visitor);
};

struct array_type : type {
    type const* element;
    std::size_t count;
    std::size_t stride;
};

struct tuple_type : type {
    view_of<type const*> elements;
    void* (*at)(void*, std::size_t);
};

using entry_visitor = void (*)(void* context, std::string_view key, void const* value);

struct map_entry {
    std::string_view key; // lives in the map
    void* value;          // null where the key stood there already
};

struct map_type : type {
    type const* value;
    void (*clear)(void*);
    map_entry (*insert)(void*, std::string_view key);
    void* (*find)(void*, std::string_view key);
    void (*erase)(void*, std::string_view key);
    std::size_t (*size)(void const*);
    void (*visit)(void const*, void* context, entry_visitor);
};

struct member {
    std::string_view name;
    type const* what = nullptr;
    bool required = false;
    bool guarded = false; // a json_object in which some texts are secrets
    quoted_key quoted{};  // the name
    void (*assign)(void* to, void const* from) = nullptr;
    bounds limits{};
    std::string_view description{};
};

inline constexpr std::size_t most_members = 256;

/// An object as its initialisers make it, and where its members are.
struct prototype {
    void const* object;
    std::uint32_t const* offsets; // of the members in their order, then of `extra`
};

struct object_type : type {
    std::string_view name;
    std::string_view title;
    view_of<member> members;
    std::uint64_t required[most_members / 64]; // one bit for each member
    view_of<std::uint16_t> buckets; // hash -> index of the first member to compare; members.size() = none
    detail::prototype (*prototype)();
    bool has_extra;
    bool closed;
    std::string_view version_key; // empty = no versioned document
    int version;
    int version_if_missing;

    /// Returns a bit for each member of one word of `required`.
    std::uint64_t all_in(std::size_t word) const noexcept {
        auto const before = word * 64;
        if (members.size() <= before) return 0;
        return ~std::uint64_t(0) >> (64 - std::min<std::size_t>(members.size() - before, 64));
    }

    boost::json::object* extra_of(void* object) const {
        return has_extra ? reinterpret_cast<boost::json::object*>(static_cast<char*>(object) + prototype().offsets[members.size()]) : nullptr;
    }
};

struct alternative {
    std::string_view tag;
    type const* what;
    void* (*emplace)(void*);
};

struct variant_type : type { // tagged and choice
    std::string_view key;
    view_of<alternative> alternatives;
    std::size_t (*index)(void const*);
    void* (*get)(void*);
};

struct custom_type : type {
    std::string_view expected;
    result<void> (*read)(void*, boost::json::value const&);
    boost::json::value (*write)(void const*);
    boost::json::object (*schema)();
};

constexpr std::size_t key_hash(std::string_view key) noexcept {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(key[i]); };
    return key.empty() ? 0 : key.size() * 7 + at(0) * 31u + at(key.size() / 2) * 131u + at(key.size() - 1) * 17u + at(key.size() / 3) * 61u;
}

/// Returns the index of the member with this key; the number of members where there is none.
inline std::size_t find_member(object_type const& t, std::string_view key) noexcept {
    auto const mask = t.buckets.size() - 1;
    for (auto i = key_hash(key) & mask;; i = (i + 1) & mask) {
        std::size_t const index = t.buckets[i];
        if (index == t.members.size() || same_few(t.members[index].name, key)) return index;
    }
}

} // namespace parley::inline v0::reflect::detail

#endif
