#ifndef PARLEY_PROFILE_DETAIL_KEEP_SECRETS_HPP
#define PARLEY_PROFILE_DETAIL_KEEP_SECRETS_HPP

#include <parley/profile/detail/document_file.hpp>
#include <parley/reflect/secret_names.hpp>
#include <parley/secret.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string_view>

namespace parley::inline v0::profile::detail {

/// Says whether all texts of this member are secrets, whatever their keys.
inline bool holds_secrets(std::string_view key) { return key == "extra_headers" || reflect::names_a_secret(key); }

/// Says whether a secret stands in a JSON value.
inline bool has_secret(boost::json::value const& v, bool below) {
    if (auto const* object = v.if_object()) {
        for (auto const& pair : *object)
            if (has_secret(pair.value(), below || holds_secrets({pair.key().data(), pair.key().size()}))) return true;
    } else if (auto const* array = v.if_array()) {
        for (auto const& element : *array)
            if (has_secret(element, below)) return true;
    }
    return below && is_set(&v);
}

/// Carries the secrets of a stored document over to one that takes its place and holds masks, or nothing, where they stand.
inline void keep_secrets(boost::json::value& fresh, boost::json::value const& stored, bool below = false) {
    if (below && is_set(&stored) && !is_set(&fresh)) {
        fresh = stored;
    } else if (fresh.is_object() && stored.is_object()) {
        for (auto const& pair : stored.get_object()) {
            auto const here = below || holds_secrets({pair.key().data(), pair.key().size()});
            if (auto* same = fresh.get_object().if_contains(pair.key()))
                keep_secrets(*same, pair.value(), here);
            else if (has_secret(pair.value(), here))
                fresh.get_object().emplace(pair.key(), pair.value());
        }
    } else if (fresh.is_array() && stored.is_array()) {
        auto& elements = fresh.get_array();
        for (std::size_t i = 0; i != elements.size() && i != stored.get_array().size(); ++i) keep_secrets(elements[i], stored.get_array()[i], below);
    }
}

} // namespace parley::inline v0::profile::detail

#endif
