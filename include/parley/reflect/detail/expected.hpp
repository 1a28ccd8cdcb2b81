#ifndef PARLEY_REFLECT_DETAIL_EXPECTED_HPP
#define PARLEY_REFLECT_DETAIL_EXPECTED_HPP

// Says in words what a type takes, for problems and schema descriptions.

#include <parley/concat.hpp>
#include <parley/reflect/detail/text_sink.hpp>
#include <parley/reflect/detail/type.hpp>

#include <cmath>
#include <string>

namespace parley::inline v0::reflect::detail {

using parley::detail::append, parley::detail::concat;

inline std::string number_text(double d) {
    std::string text;
    text_sink sink(text);
    if (d == std::floor(d) && std::abs(d) < 1e15) sink.integer(static_cast<std::int64_t>(d));
    else sink.real(d);
    sink.finish();
    return text;
}

inline std::string range_text(bounds const& b) {
    bool const low = !std::isinf(b.min), high = !std::isinf(b.max);
    auto const min = low ? number_text(b.min) : std::string(), max = high ? number_text(b.max) : std::string();
    if (low && high && !b.above && !b.below) return concat({" from ", min, " to ", max});
    return concat({!low ? "" : b.above ? " above " : " of at least ", min, low && high ? " and" : "", !high ? "" : b.below ? " below " : " of at most ", max});
}

inline std::string length_text(bounds const& b, char const* unit) {
    bool const capped = b.max_length != static_cast<std::size_t>(-1);
    if (b.min_length == b.max_length) return concat({" of ", b.min_length, unit});
    if (capped) return concat({" of ", b.min_length, " to ", b.max_length, unit});
    return concat({" of at least ", b.min_length, unit});
}

inline std::string expected_text(type const& t, bounds const* limits = nullptr) {
    std::string const range = limits && limits->number ? range_text(*limits) : std::string();
    auto const length = [&](char const* unit) { return limits && limits->length ? length_text(*limits, unit) : std::string(); };
    switch (t.what) {
        case kind::boolean: return "boolean";
        case kind::integer: {
            auto const& i = static_cast<integer_type const&>(t);
            if (!range.empty()) return concat({"integer", range});
            if (i.bytes == 8) return i.is_signed ? "integer" : "integer of at least 0";
            return concat({"integer from ", i.min, " to ", i.max});
        }
        case kind::real: return concat({"number", range});
        case kind::string: return concat({"string", length(" characters")});
        case kind::secret: return "string";
        case kind::enumeration: {
            std::string text = "one of";
            char const* separator = " ";
            for (auto name : static_cast<enum_type const&>(t).names) {
                append(text, {separator, name});
                separator = ", ";
            }
            return text;
        }
        case kind::duration: {
            auto const& d = static_cast<duration_type const&>(t);
            return concat({d.floating ? "number of " : "integer number of ", d.unit, range});
        }
        case kind::time: return "RFC 3339 time";
        case kind::optional: return concat({expected_text(*static_cast<optional_type const&>(t).inner, limits), " or null"});
        case kind::sequence:
        case kind::json_array: return concat({"array", length(" items")});
        case kind::array: return concat({"array of ", static_cast<array_type const&>(t).count, " items"});
        case kind::tuple: return concat({"array of ", static_cast<tuple_type const&>(t).elements.size(), " items"});
        case kind::map: return concat({"object", length(" entries")});
        case kind::object:
        case kind::tagged:
        case kind::json_object: return "object";
        case kind::choice: {
            std::string text;
            for (auto const& a : static_cast<variant_type const&>(t).alternatives) append(text, {text.empty() ? "" : " or ", expected_text(*a.what, limits)});
            return text;
        }
        case kind::null: return "null";
        case kind::json_value:
        case kind::json_text: return "any value";
        case kind::custom: return std::string(static_cast<custom_type const&>(t).expected);
        case kind::tag: return "tag";
        case kind::version: return "version";
    }
    return {};
}

} // namespace parley::inline v0::reflect::detail

#endif
