#ifndef PARLEY_REFLECT_DETAIL_GUARDED_HPP
#define PARLEY_REFLECT_DETAIL_GUARDED_HPP

// JSON objects of somebody else's shape in which texts below certain keys are secrets.

#include <parley/reflect/secret_names.hpp>
#include <parley/secret.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::reflect::detail {

/// Calls `visit` with each text below a key that names a secret.
template <class Fn> void for_each_secret_text(boost::json::value& v, Fn const& visit, bool below = false) {
    if (auto* object = v.if_object()) {
        for (auto& pair : *object) for_each_secret_text(pair.value(), visit, below || names_a_secret({pair.key().data(), pair.key().size()}));
    } else if (auto* array = v.if_array()) {
        for (auto& element : *array) for_each_secret_text(element, visit, below);
    } else if (auto* text = v.if_string(); text && below && !text->empty()) {
        visit(*text);
    }
}

/// Removes what only stands for a secret: members whose text is a mask, below a key that names a secret.
inline void drop_masks(boost::json::value& v, bool below = false) {
    if (auto* object = v.if_object()) {
        std::vector<std::string> masked;
        for (auto& pair : *object) {
            std::string_view const key(pair.key().data(), pair.key().size());
            auto const secret_here = below || names_a_secret(key);
            auto const* text = pair.value().if_string();
            if (text && secret_here && is_mask({text->data(), text->size()})) masked.emplace_back(key);
            else drop_masks(pair.value(), secret_here);
        }
        for (auto const& key : masked) object->stable_erase({key.data(), key.size()});
    } else if (auto* array = v.if_array()) {
        for (auto& element : *array) drop_masks(element, below);
    }
}

} // namespace parley::inline v0::reflect::detail

#endif
