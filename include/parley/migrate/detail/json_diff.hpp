#ifndef PARLEY_MIGRATE_DETAIL_JSON_DIFF_HPP
#define PARLEY_MIGRATE_DETAIL_JSON_DIFF_HPP

#include <parley/concat.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::inline v0::migrate::detail {

using parley::detail::concat;

inline std::string child_pointer(std::string const& parent, std::string_view token) {
    auto made = concat({parent, "/"});
    for (char c : token) {
        if (c == '~') made += "~0";
        else if (c == '/') made += "~1";
        else made += c;
    }
    return made;
}

/// Appends the operations of a JSON Patch (RFC 6902) that turns `from` into `to`.
inline void append_diff(boost::json::array& patch, boost::json::value const& from, boost::json::value const& to, std::string const& pointer) {
    if (from.is_object() && to.is_object()) {
        auto const& a = from.get_object();
        auto const& b = to.get_object();
        for (auto const& pair : a)
            if (!b.contains(pair.key())) patch.push_back({{"op", "remove"}, {"path", child_pointer(pointer, {pair.key().data(), pair.key().size()})}});
        for (auto const& pair : b) {
            auto const where = child_pointer(pointer, {pair.key().data(), pair.key().size()});
            if (auto const* old = a.if_contains(pair.key())) append_diff(patch, *old, pair.value(), where);
            else patch.push_back({{"op", "add"}, {"path", where}, {"value", pair.value()}});
        }
    } else if (from.is_array() && to.is_array()) {
        auto const& a = from.get_array();
        auto const& b = to.get_array();
        auto const common = a.size() < b.size() ? a.size() : b.size();
        for (std::size_t i = 0; i != common; ++i) append_diff(patch, a[i], b[i], concat({pointer, "/", i}));
        for (std::size_t i = a.size(); i > common; --i) patch.push_back({{"op", "remove"}, {"path", concat({pointer, "/", i - 1})}});
        for (std::size_t i = common; i != b.size(); ++i) patch.push_back({{"op", "add"}, {"path", concat({pointer, "/-"})}, {"value", b[i]}});
    } else if (from != to) {
        patch.push_back({{"op", "replace"}, {"path", pointer}, {"value", to}});
    }
}

} // namespace parley::inline v0::migrate::detail

#endif
