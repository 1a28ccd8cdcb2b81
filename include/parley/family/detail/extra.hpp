#ifndef PARLEY_FAMILY_DETAIL_EXTRA_HPP
#define PARLEY_FAMILY_DETAIL_EXTRA_HPP

// What the vocabulary has no word for stands in `extra`, which lies flat beside the other members in JSON. Members whose names the vocabulary uses
// for something else, and those that say in which of two forms a thing was written, stand there in an object that has the family's name.

#include <parley/family/detail/body.hpp>

#include <boost/describe/members.hpp>
#include <boost/describe/modifiers.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <initializer_list>
#include <string_view>
#include <utility>

namespace parley::inline v0::family::detail {

/// Says whether the vocabulary has a member of this name, or JSON a tag.
template <class T> bool is_taken(std::string_view key) noexcept {
    bool found = key == "type";
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) { found |= key == member.name; });
    return found;
}

/// Keeps one member under the family's name.
inline void keep_apart(boost::json::object& extra, std::string_view family, std::string_view key, boost::json::value v) {
    auto& own = extra[view(family)];
    if (!own.is_object()) own.emplace_object();
    own.get_object()[view(key)] = std::move(v);
}

/// Makes the `extra` of a `T` of the members that nobody has read.
template <class T> boost::json::object to_extra(boost::json::object rest, std::string_view family) {
    boost::json::object own;
    for (auto at = rest.begin(); at != rest.end();) {
        auto const key = view(at->key());
        if (!is_taken<T>(key) && key != family) {
            ++at;
            continue;
        }
        own[at->key()] = std::move(at->value());
        at = rest.stable_erase(at);
    }
    if (!own.empty()) rest[view(family)] = std::move(own);
    return rest;
}

/// Returns a member of `extra`, wherever it stands; null where there is none.
inline boost::json::value const* find_extra(boost::json::object const& extra, std::string_view family, std::string_view key) noexcept {
    if (extra.empty()) return nullptr;
    if (auto const* const own = extra.if_contains(view(family)); own && own->is_object())
        if (auto const* const found = own->get_object().if_contains(view(key))) return found;
    return key == family ? nullptr : extra.if_contains(view(key));
}

/// Writes all members of `extra` but those that are named.
inline void write_extra(body_writer& io, boost::json::object const& extra, std::string_view family, std::initializer_list<std::string_view> but = {}) {
    for (auto const& member : extra) {
        auto const key = view(member.key());
        if (key == family && member.value().is_object()) io.rest(member.value().get_object(), but);
        else if (!is_named(key, but)) io(key, member.value());
    }
}

} // namespace parley::inline v0::family::detail

#endif
