#ifndef PARLEY_CATALOG_IMPL_ACCESS_RULE_IPP
#define PARLEY_CATALOG_IMPL_ACCESS_RULE_IPP

#include <parley/catalog/access_rule.hpp>

#include <algorithm>
#include <iterator>

namespace parley::inline v0::catalog {

PARLEY_DECL access_change compare_access(std::vector<model_id> granted, std::vector<model_id> wanted) {
    for (auto* const ids : {&granted, &wanted}) {
        std::sort(ids->begin(), ids->end());
        ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
    }
    access_change change;
    std::set_difference(wanted.begin(), wanted.end(), granted.begin(), granted.end(), std::back_inserter(change.added));
    std::set_difference(granted.begin(), granted.end(), wanted.begin(), wanted.end(), std::back_inserter(change.removed));
    return change;
}

} // namespace parley::inline v0::catalog

#endif
