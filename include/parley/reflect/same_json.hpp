#ifndef PARLEY_REFLECT_SAME_JSON_HPP
#define PARLEY_REFLECT_SAME_JSON_HPP

#include <parley/config.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace parley::inline v0::reflect {

/// Says whether two values mean the same: the order of an object's members does not count, and `2` is `2.0`.
inline bool same_json(boost::json::value const& a, boost::json::value const& b) {
    if (a.is_number() && b.is_number()) return a == b || (a.is_double() != b.is_double() && a.to_number<double>() == b.to_number<double>());
    if (a.kind() != b.kind()) return false;
    if (a.is_array()) return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(), b.get_array().end(), same_json);
    if (!a.is_object()) return a == b;
    auto const& others = b.get_object();
    return a.get_object().size() == others.size() && std::all_of(a.get_object().begin(), a.get_object().end(), [&](auto const& member) {
        auto const* const other = others.if_contains(member.key());
        return other && same_json(member.value(), *other);
    });
}

} // namespace parley::inline v0::reflect

#endif
