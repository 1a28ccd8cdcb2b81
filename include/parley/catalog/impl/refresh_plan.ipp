#ifndef PARLEY_CATALOG_IMPL_REFRESH_PLAN_IPP
#define PARLEY_CATALOG_IMPL_REFRESH_PLAN_IPP

#include <parley/catalog/refresh_plan.hpp>

#include <algorithm>
#include <string_view>

namespace parley::inline v0::catalog {

PARLEY_DECL refresh_plan plan_refresh(std::vector<listed_model> const& rows, discovery const& found, refresh_rules const& rules, moment now,
                                      bool confirmed) {
    refresh_plan plan;
    std::vector<bool> has_row(found.models.size());
    std::size_t live = 0;
    std::vector<model_id> due;
    for (auto const& row : rows) {
        auto const at = std::lower_bound(found.models.begin(), found.models.end(), row.name,
                                         [](discovered_model const& m, std::string const& name) { return m.name < name; });
        bool const is_listed = at != found.models.end() && at->name == row.name;
        if (is_listed) has_row[static_cast<std::size_t>(at - found.models.begin())] = true;
        bool const is_kept_deleted = row.deleted_at && !(is_listed && row.missing_since);
        if (is_kept_deleted) continue;
        ++live;
        if (is_listed) {
            plan.listed.push_back({row.id, static_cast<std::size_t>(at - found.models.begin())});
            if (row.missing_since) plan.returned.push_back(row.id);
        } else if (!row.missing_since) {
            plan.missing.push_back(row.id);
        } else if (*row.missing_since + rules.grace <= now && !row.in_use) {
            due.push_back(row.id);
        }
    }
    for (std::size_t i = 0; i != has_row.size(); ++i)
        if (!has_row[i]) plan.added.push_back(i);
    bool const is_mass = due.size() == live || due.size() * 100 > live * static_cast<std::size_t>(rules.free_percent);
    (is_mass && !confirmed ? plan.unconfirmed : plan.deleted) = std::move(due);
    return plan;
}

PARLEY_DECL bool may_begin_refresh(refresh_status status, std::optional<moment> began, refresh_rules const& rules, moment now) {
    return status != refresh_status::running || !began || *began + rules.longest_run <= now;
}

} // namespace parley::inline v0::catalog

#endif
