#ifndef PARLEY_CATALOG_IMPL_DEFAULT_RULE_IPP
#define PARLEY_CATALOG_IMPL_DEFAULT_RULE_IPP

#include <parley/catalog/default_rule.hpp>

#include <algorithm>

namespace parley::inline v0::catalog {

PARLEY_DECL default_choice choose_default(std::optional<model_id> stored_id, std::optional<model_name> const& stored_name,
                                          std::vector<default_candidate> const& candidates) {
    default_choice choice;
    if (stored_id) {
        auto const stored = std::find_if(candidates.begin(), candidates.end(), [&](default_candidate const& c) { return c.id == *stored_id; });
        choice.problem = stored == candidates.end() ? default_problem::gone
                         : !stored->is_available    ? default_problem::unavailable
                         : !stored->is_granted      ? default_problem::not_granted
                                                    : default_problem::none;
        if (choice.problem == default_problem::none) return {stored->id, default_reason::chosen, default_problem::none};
    } else if (stored_name) {
        default_candidate const *any = nullptr, *of_platform = nullptr;
        int named = 0, named_of_platform = 0;
        for (auto const& c : candidates) {
            bool const is_named = c.name == stored_name->name && (stored_name->vendor.empty() || c.vendor == stored_name->vendor);
            if (!is_named || !c.is_usable()) continue;
            any = &c;
            ++named;
            if (c.is_from_provider) continue;
            of_platform = &c;
            ++named_of_platform;
        }
        auto const* const meant = named == 1 ? any : named_of_platform == 1 ? of_platform : nullptr;
        if (meant) return {meant->id, default_reason::by_name, default_problem::none};
        choice.problem = named == 0 ? default_problem::unknown_name : default_problem::ambiguous_name;
    }
    default_candidate const* newest = nullptr;
    for (auto const& c : candidates) {
        if (!c.is_usable()) continue;
        bool const is_newer = !newest || c.created_at > newest->created_at || (c.created_at == newest->created_at && c.id < newest->id);
        if (is_newer) newest = &c;
    }
    if (!newest) return choice;
    choice.id = newest->id;
    choice.reason = default_reason::fallback;
    return choice;
}

} // namespace parley::inline v0::catalog

#endif
