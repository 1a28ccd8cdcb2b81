#ifndef PARLEY_CATALOG_DETAIL_ACCESS_ROWS_HPP
#define PARLEY_CATALOG_DETAIL_ACCESS_ROWS_HPP

#include <parley/catalog/access_rule.hpp>
#include <parley/catalog/detail/row_retirement.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/lifecycle.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/concat.hpp>
#include <parley/model/table.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How grants are read and written.
namespace parley::inline v0::catalog::detail {

/// Where models are used: a workspace, or an organisation as a whole.
struct place {
    organisation_id organisation;
    std::string name;
    access_mode mode = access_mode::inherit;
    std::int64_t required_level = 0;    ///< of the security class that its models must reach; 0 = any
    std::optional<workspace_id> grants; ///< whose grants count; empty = the organisation's
};

struct workspace_place {
    std::string name;
    catalog::access_mode access_mode = access_mode::inherit;
    std::int64_t level = 0;
};
BOOST_DESCRIBE_STRUCT(workspace_place, (), (name, access_mode, level))

/// Finds the workspace, or the one that the principal is bound to, or else the organisation.
/// @return `errc::not_found`; `errc::forbidden` for another workspace than the one that the principal is bound to.
inline result<place> find_place(transaction& t, std::optional<workspace_id> wanted) {
    auto const of = t.organisation();
    if (!of) return of.error();
    auto const& bound = t.who().workspace;
    if (wanted && bound && wanted != bound)
        return error(errc::forbidden, "Who is bound to a workspace may not use another one.", parley::detail::concat({"workspace ", bound->value}));
    auto const which = wanted ? wanted : bound;
    if (!which) return place{*of, {}, access_mode::inherit, 0, {}};
    auto row =
        t.one<workspace_place>("select {} from (select w.name, w.access_mode, coalesce(c.level, 0) as level from catalog_workspace w "
                               "left join catalog_security_class c on c.id = w.security_class where w.id = $1 and w.organisation = $2) as places",
                               *which, *of);
    if (!row) return row.error();
    return place{*of, std::move(row->name), row->access_mode, row->level, row->access_mode == access_mode::restricted ? which : std::nullopt};
}

/// The level of the security class that an organisation gave a model; 0 = none.
inline result<std::int64_t> level_of(transaction& t, organisation_id of, model_id which) {
    auto const level = t.maybe<std::int64_t>("select c.level from catalog_model_class m join catalog_security_class c on c.id = m.security_class "
                                             "where m.organisation = $1 and m.model = $2",
                                             of, which);
    if (!level) return level.error();
    return level->value_or(0);
}

/// Finds a model that may be granted to a place.
inline result<model_row> find_grantable(transaction& t, model_id which, place const& to) {
    auto model = find_model(t, which);
    if (!model) return model;
    if (!is_available(*model)) return error(errc::conflict, "The model is not available.", model->name);
    auto const level = level_of(t, to.organisation, which);
    if (!level) return level.error();
    if (*level < to.required_level) return error(errc::conflict, "The model is not of the security class that the workspace asks for.", model->name);
    return model;
}

/// Makes the grants of a workspace, or of the organisation, those that are wanted.
inline result<access_change> replace_grants(transaction& t, place const& at, std::optional<workspace_id> of, std::vector<model_id> const& wanted) {
    auto granted = t.all<model_id>("select model from catalog_grant where organisation = $1 and coalesce(workspace, 0) = $2", at.organisation,
                                   of.value_or(workspace_id()));
    if (!granted) return granted.error();
    auto change = compare_access(std::move(*granted), wanted);
    for (auto const model : change.added) {
        if (auto const may = find_grantable(t, model, at); !may) return may.error();
        auto const done = t.change("insert into catalog_grant (organisation, workspace, model, created_at, created_by) values ($1, $2, $3, $4, $5)",
                                   at.organisation, of, model, t.now(), t.who().actor);
        if (!done) return done.error();
    }
    for (auto const model : change.removed) {
        auto const done = t.change("delete from catalog_grant where organisation = $1 and coalesce(workspace, 0) = $2 and model = $3",
                                   at.organisation, of.value_or(workspace_id()), model);
        if (!done) return done.error();
    }
    return change;
}

/// Whether a model `m` may be used, as a condition of SQL: it is available, its provider is active, and it was granted and has the security class
/// that is asked for. `$1` is the organisation, `$2` the workspace whose grants count, or 0, and `$3` the level.
inline std::string usable_condition() {
    return parley::detail::concat(
        {available_condition,
         " and (m.organisation is null or m.organisation = $1) "
         "and not exists (select 1 from catalog_provider p where p.id = m.provider and not p.active) "
         "and exists (select 1 from catalog_grant g where g.organisation = $1 and coalesce(g.workspace, 0) = $2 and g.model = m.id) "
         "and ($3 <= 0 or $3 <= coalesce((select c.level from catalog_model_class k join catalog_security_class c on c.id = k.security_class "
         "where k.organisation = $1 and k.model = m.id), 0))"});
}

/// Removes the models whose day of retirement has come, where the organisation enforces that.
inline result<void> drop_retired(transaction& t, place const& at, std::vector<model_row>& rows) {
    auto const enforced = t.one<bool>("select enforce_retirement from catalog_organisation where id = $1", at.organisation);
    if (!enforced) return enforced.error();
    if (!*enforced) return {};
    auto const table = model::built_in_models();
    auto const today = std::chrono::floor<std::chrono::days>(t.now());
    std::erase_if(rows, [&](model_row const& row) {
        return !is_given_out(life_of(row), row_retirement(row, table), today, true);
    });
    return {};
}

/// Returns the models that may be used at a place.
/// @param which of them; empty = all.
inline result<std::vector<model_row>> usable_models(transaction& t, place const& at, std::optional<model_id> which = {}) {
    auto rows = t.all<model_row>("select {} from catalog_model m where " + usable_condition() +
                                     " and (m.id = $4 or cast($4 as bigint) is null) order by vendor, name, id",
                                 at.organisation, at.grants.value_or(workspace_id()), at.required_level, which);
    if (!rows) return rows;
    if (auto const done = drop_retired(t, at, *rows); !done) return done.error();
    return rows;
}

} // namespace parley::inline v0::catalog::detail

#endif
