#ifndef PARLEY_CATALOG_DETAIL_MIGRATION_WORLD_HPP
#define PARLEY_CATALOG_DETAIL_MIGRATION_WORLD_HPP

#include <parley/catalog/detail/model_references.hpp>
#include <parley/catalog/detail/row_retirement.hpp>
#include <parley/catalog/migration_facts.hpp>
#include <parley/catalog/migration_plan.hpp>
#include <parley/model/cost.hpp>
#include <parley/model/table.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog::detail {

struct named_level {
    std::string name;
    std::int64_t level = 0;
};
BOOST_DESCRIBE_STRUCT(named_level, (), (name, level))

/// Gathers what a migration asks about one of its models.
inline result<migration_side> side_of(transaction& in, organisation_id of, model_row const& row, model::catalogue const& table) {
    migration_side side;
    side.id = row.id;
    side.name = row.name;
    side.provider = row.vendor;
    side.kind = row.kind;
    side.family = row.family.value_or(std::string());
    side.platform = !row.organisation;
    if (row.provider) {
        auto const active = in.maybe<bool>("select active from catalog_provider where id = $1", *row.provider);
        if (!active) return active.error();
        side.provider_active = active->value_or(false);
    }
    auto const months = in.one<std::int64_t>("select retiring_months from catalog_organisation where id = $1", of);
    if (!months) return months.error();
    auto const today = model::date_of(in.now());
    side.state = state_of(life_of(row), row_retirement(row, table), today, std::chrono::months(*months));
    side.max_input = row.info.max_input ? row.info.max_input : row.info.context;
    side.max_output = row.info.max_output;
    side.vision = model::takes(row.info, model::modality::image);
    side.reasoning = row.info.capabilities.reasoning;
    side.tools = row.info.capabilities.tools;
    if (auto const* price = model::price_of(row.info, today, 0)) {
        side.input_price = price->input;
        side.output_price = price->output;
    }
    auto const given = in.maybe<named_level>("select c.name, c.level from catalog_model_class m join catalog_security_class c on c.id = m.security_class "
                                             "where m.organisation = $1 and m.model = $2",
                                             of, row.id);
    if (!given) return given.error();
    if (*given) std::tie(side.security_class, side.security_level) = std::pair((*given)->name, (*given)->level);
    return side;
}

/// Returns the workspaces that were given the model or hold something that works with it, with the class that each asks for.
inline result<std::vector<workspace_need>> needs_of(transaction& in, reference_sources const& sources, referred_model row) {
    auto found = in.all<workspace_id>("select workspace from catalog_grant where organisation = $1 and model = $2 and workspace is not null", row.organisation,
                                      row.model);
    if (!found) return found.error();
    for (auto const& source : sources) {
        if (source.is_history()) continue;
        auto const more = source.workspaces(in, row);
        if (!more) return more.error();
        found->insert(found->end(), more->begin(), more->end());
    }
    std::sort(found->begin(), found->end());
    found->erase(std::unique(found->begin(), found->end()), found->end());
    std::vector<workspace_need> needs;
    for (auto const one : *found) {
        auto const asked = in.maybe<workspace_need>("select w.name as workspace, coalesce(c.name, '') as security_class, coalesce(c.level, 0) as security_level "
                                                    "from catalog_workspace w left join catalog_security_class c on c.id = w.security_class "
                                                    "where w.organisation = $1 and w.id = $2",
                                                    row.organisation, one);
        if (!asked) return asked.error();
        if (*asked) needs.push_back(**asked);
    }
    return needs;
}

/// Gathers all that a migration is judged by.
inline result<migration_facts> facts_of(transaction& in, reference_sources const& sources, model_id from, model_id to, std::vector<std::string> const& kinds) {
    auto const of = in.organisation();
    if (!of) return of.error();
    migration_facts facts;
    auto const table = model::built_in_models();
    auto const source = find_model(in, from);
    if (!source) return source.error();
    auto const target = find_model(in, to);
    if (!target) return target.error();
    auto side = side_of(in, *of, *source, table);
    if (!side) return side.error();
    facts.from = std::move(*side);
    side = side_of(in, *of, *target, table);
    if (!side) return side.error();
    facts.to = std::move(*side);
    if (auto const counted = add_usage(in, sources, *of, *source, facts.usage); !counted) return counted.error();
    auto chosen = kinds_to_move(kinds, facts.usage.references);
    if (!chosen) return chosen.error();
    facts.kinds = std::move(*chosen);
    auto needs = needs_of(in, sources, {*of, from});
    if (!needs) return needs.error();
    facts.workspaces = std::move(*needs);
    auto const earlier = in.maybe<model_id>("select to_model from catalog_migration where organisation = $1 and from_model = $2 and to_model is not null "
                                            "and status = 'completed' order by id desc limit 1",
                                            *of, from);
    if (!earlier) return earlier.error();
    facts.earlier_target = *earlier;
    return facts;
}

} // namespace parley::inline v0::catalog::detail

#endif
