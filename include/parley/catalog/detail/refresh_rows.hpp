#ifndef PARLEY_CATALOG_DETAIL_REFRESH_ROWS_HPP
#define PARLEY_CATALOG_DETAIL_REFRESH_ROWS_HPP

#include <parley/catalog/detail/provider_rows.hpp>
#include <parley/catalog/discovery.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/provider_row.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/refresh_plan.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/model/info.hpp>
#include <parley/model/json.hpp>
#include <parley/model/merge.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a refresh reads and writes.
namespace parley::inline v0::catalog::detail {

/// Who made the models of an organisation's own provider: nobody knows.
inline constexpr std::string_view custom_vendor = "custom";

struct listed_row {
    model_id id;
    std::string name;
    std::optional<moment> missing_since;
    std::optional<moment> deleted_at;
    model::info info;
};
BOOST_DESCRIBE_STRUCT(listed_row, (), (id, name, missing_since, deleted_at, info))

/// Returns the provider if the refresh that began then is still the one that runs.
inline result<provider_row> find_running(transaction& t, provider_id which, moment began) {
    auto row = find_provider(t, which);
    if (row && (row->refresh_state != refresh_status::running || row->refresh_started_at != began))
        return error(errc::conflict, "Another refresh of this provider has taken this one's place.", row->display_name);
    return row;
}

inline result<void> set_refresh(transaction& t, provider_id which, refresh_status state, std::optional<moment> began,
                                std::optional<std::string> const& message) {
    auto const refreshed = state == refresh_status::succeeded ? std::optional(t.now()) : std::nullopt;
    auto const done = t.change(
        "update catalog_provider set refresh_state = $1, refresh_started_at = $2, refresh_message = $3, refreshed_at = coalesce($4, refreshed_at) "
        "where id = $5 and organisation = $6",
        state, began, message, refreshed, which, t.who().organisation);
    if (!done) return done.error();
    return {};
}

/// The rows of a provider, in the order of their numbers.
inline result<std::vector<listed_row>> rows_of(transaction& t, provider_row const& of) {
    return t.all<listed_row>("select {} from catalog_model where provider = $1 and organisation = $2 order by id", of.id, of.organisation);
}

/// What the plan asks of the rows. Whether something is in use is looked up only for those that are due to be deleted.
inline result<std::vector<listed_model>> to_plan(transaction& t, provider_row const& of, std::vector<listed_row> const& rows,
                                                 refresh_rules const& rules, reference_sources const& sources) {
    std::vector<listed_model> made;
    made.reserve(rows.size());
    for (auto const& row : rows) {
        bool in_use = false;
        if (row.missing_since && *row.missing_since + rules.grace <= t.now()) {
            auto const unused = check_unused(t, {of.organisation, row.id}, sources);
            if (!unused && unused.error().code != errc::in_use) return unused.error();
            in_use = !unused;
        }
        made.push_back({row.id, row.name, row.missing_since, row.deleted_at, in_use});
    }
    return made;
}

inline result<void> add_discovered(transaction& t, provider_row const& to, discovered_model const& model) {
    auto const id = t.one<model_id>(
        "insert into catalog_model (organisation, provider, kind, vendor, name, info, source, enabled, refreshed_at, created_at, updated_at) "
        "values ($1, $2, $3, $4, $5, $6, 'discovery', $7, $8, $8, $8) returning id",
        to.organisation, to.id, model.kind, custom_vendor, model.name, model.info, to.enable_discovered, t.now());
    if (!id) return id.error();
    if (!to.enable_discovered) return {};
    auto const granted = t.change("insert into catalog_grant (organisation, model, created_at, created_by) values ($1, $2, $3, $4)", to.organisation,
                                  *id, t.now(), t.who().actor);
    if (!granted) return granted.error();
    return {};
}

/// Carries over what the provider says of a model that has a row; what it leaves open stays.
inline result<void> update_listed(transaction& t, listed_row const& row, discovered_model const& model) {
    auto info = row.info;
    model::merge(info, model.info);
    bool const is_same = info == row.info && !row.missing_since && !row.deleted_at;
    auto const changed = is_same ? std::nullopt : std::optional(t.now());
    auto const done = t.change("update catalog_model set info = $1, refreshed_at = $2, missing_since = null, deleted_at = null, updated_at = "
                               "coalesce($3, updated_at) where id = $4",
                               info, t.now(), changed, row.id);
    if (!done) return done.error();
    return {};
}

inline result<void> apply(transaction& t, provider_row const& to, std::vector<listed_row> const& rows, refresh_plan const& plan,
                          discovery const& found) {
    for (auto const at : plan.added)
        if (auto const done = add_discovered(t, to, found.models[at]); !done) return done;
    auto row = rows.begin(); // both follow the order of the numbers
    for (auto const& match : plan.listed) {
        while (row->id != match.id) ++row;
        if (auto const done = update_listed(t, *row, found.models[match.at]); !done) return done;
    }
    for (auto const& [ids, sql] : {std::pair(&plan.missing, "update catalog_model set missing_since = $1, updated_at = $1 where id = $2"),
                                   std::pair(&plan.deleted, "update catalog_model set deleted_at = $1, updated_at = $1 where id = $2")})
        for (auto const id : *ids)
            if (auto const done = t.change(sql, t.now(), id); !done) return done.error();
    return {};
}

} // namespace parley::inline v0::catalog::detail

#endif
