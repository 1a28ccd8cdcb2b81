#ifndef PARLEY_REFLECT_DETAIL_MERGE_PATCH_HPP
#define PARLEY_REFLECT_DETAIL_MERGE_PATCH_HPP

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <utility>

namespace parley::inline v0::reflect::detail {

inline void apply_merge_patch(boost::json::value& target, boost::json::value patch);

/// Applies a JSON Merge Patch (RFC 7386): null removes, objects merge, everything else replaces.
inline void apply_merge_patch(boost::json::object& target, boost::json::object patch) {
    for (auto& pair : patch) {
        if (pair.value().is_null()) target.stable_erase(pair.key());
        else apply_merge_patch(target[pair.key()], std::move(pair.value()));
    }
}

inline void apply_merge_patch(boost::json::value& target, boost::json::value patch) {
    if (!patch.is_object()) {
        target = std::move(patch);
        return;
    }
    if (!target.is_object()) target = boost::json::object(target.storage());
    apply_merge_patch(target.get_object(), std::move(patch.get_object()));
}

} // namespace parley::inline v0::reflect::detail

#endif
