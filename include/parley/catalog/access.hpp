#ifndef PARLEY_CATALOG_ACCESS_HPP
#define PARLEY_CATALOG_ACCESS_HPP

#include <parley/catalog/access_rule.hpp>
#include <parley/catalog/detail/access_rows.hpp>
#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/organisation.hpp>
#include <parley/catalog/page.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

// Who may use which models. The organisation is granted models, and so are workspaces; which of the two counts for a workspace is what its mode
// says (see `may_use`).

/// A model that was granted.
struct grant_row {
    grant_id id;
    organisation_id organisation;
    std::optional<workspace_id> workspace; ///< empty = to the organisation
    model_id model;
    moment created_at;
    std::string created_by;

    friend bool operator==(grant_row const&, grant_row const&) = default;
};
BOOST_DESCRIBE_STRUCT(grant_row, (), (id, organisation, workspace, model, created_at, created_by))

/// Grants a model to the principal's organisation, or to one of its workspaces. Scope `catalog:create`.
/// @return the grant; `errc::not_found` for the model or the workspace; `errc::already_exists` where it was granted before; `errc::conflict` where
///         the model is not available, or not of the security class that the workspace asks for; the errors of `store::run`.
struct grant_model_t {
    static constexpr operation is{"grant.create", scope::create};

    result<grant_row> operator()(store& in, principal const& who, model_id which, std::optional<workspace_id> to = {}) const {
        return in.run(is, who, [&](transaction& t) -> result<grant_row> {
            auto const place = detail::find_place(t, to);
            if (!place) return place.error();
            auto const model = detail::find_grantable(t, which, *place);
            if (!model) return model.error();
            auto made =
                t.maybe<grant_row>("insert into catalog_grant (organisation, workspace, model, created_at, created_by) values ($1, $2, $3, $4, $5) "
                                   "on conflict do nothing returning {}",
                                   place->organisation, to, which, t.now(), who.actor);
            return detail::created(t, std::move(made), model->name);
        });
    }
};
inline constexpr grant_model_t grant_model{};

/// Takes a grant back. Scope `catalog:delete`.
/// @return what was taken back; `errc::not_found`; the errors of `store::run`.
struct revoke_grant_t {
    static constexpr operation is{"grant.delete", scope::delete_};

    result<grant_row> operator()(store& in, principal const& who, grant_id which) const {
        return in.run(is, who, [&](transaction& t) -> result<grant_row> {
            auto gone = t.one<grant_row>("delete from catalog_grant where id = $1 and organisation = $2 returning {}", which, who.organisation);
            if (!gone) return gone;
            auto const model = find_model(t, gone->model);
            if (!model) return model.error();
            if (auto const noted = t.note(which, model->name); !noted) return noted.error();
            return gone;
        });
    }
};
inline constexpr revoke_grant_t revoke_grant{};

/// Which grants are wanted; an empty member asks for all.
struct grant_filter {
    std::optional<workspace_id> workspace = {};
    std::optional<model_id> model = {};
};

/// Lists the grants of the principal's organisation and its workspaces, the newest first. Scope `catalog:read`.
/// @return `errc::invalid_argument` for limit or cursor; the errors of `store::run`.
struct list_grants_t {
    static constexpr operation is{"grant.list", scope::read};

    result<page<grant_row>> operator()(store& in, principal const& who, grant_filter const& filter = {}, page_request const& wanted = {}) const {
        return in.run(is, who, [&](transaction& t) -> result<page<grant_row>> {
            auto const from = page_position::of(wanted,
                                                {std::string(is.name), reflect::to_text(std::vector{filter.workspace ? filter.workspace->value : 0,
                                                                                                    filter.model ? filter.model->value : 0})},
                                                1);
            if (!from) return from.error();
            auto const before = from->before();
            if (!before) return before.error();
            auto rows = t.all<grant_row>("select {} from catalog_grant where organisation = $1 and (workspace = $2 or cast($2 as bigint) is null) "
                                         "and (model = $3 or cast($3 as bigint) is null) and id < $4 order by id desc limit $5",
                                         who.organisation, filter.workspace, filter.model, *before, from->rows());
            if (!rows) return rows.error();
            return from->made_of(std::move(*rows), [](grant_row const& last) { return std::vector{std::to_string(last.id.value)}; });
        });
    }
};
inline constexpr list_grants_t list_grants{};

/// Sets which models the organisation as a whole was granted: all of the change, or none. Scope `catalog:update`.
/// @param wanted in any order. Models that are granted already may be ones that are not available; new ones may not.
/// @return what it took; the errors of `grant_model` but `already_exists`.
struct set_organisation_models_t {
    static constexpr operation is{"organisation.set_models", scope::update};

    result<access_change> operator()(store& in, principal const& who, std::vector<model_id> const& wanted) const {
        return in.run(is, who, [&](transaction& t) -> result<access_change> {
            auto const place = detail::find_place(t, {});
            if (!place) return place.error();
            auto changed = detail::replace_grants(t, *place, {}, wanted);
            if (!changed || (changed->added.empty() && changed->removed.empty())) return changed;
            if (auto const noted = t.note(place->organisation, {}, {"models"}); !noted) return noted.error();
            return changed;
        });
    }
};
inline constexpr set_organisation_models_t set_organisation_models{};

/// Sets the mode of a workspace and which models it was granted itself: all of the change, or none. Scope `catalog:update`.
/// @param wanted as for `set_organisation_models`; none, with `access_mode::restricted`, means that it may use none.
/// @return what it took; the errors of `grant_model` but `already_exists`.
struct set_workspace_access_t {
    static constexpr operation is{"workspace.set_access", scope::update};

    result<access_change> operator()(store& in, principal const& who, workspace_id which, access_mode mode,
                                     std::vector<model_id> const& wanted) const {
        return in.run(is, who, [&](transaction& t) -> result<access_change> {
            auto const place = detail::find_place(t, which);
            if (!place) return place.error();
            auto changed = detail::replace_grants(t, *place, which, wanted);
            if (!changed) return changed;
            std::vector<std::string> fields;
            if (!changed->added.empty() || !changed->removed.empty()) fields.emplace_back("models");
            if (place->mode != mode) {
                fields.emplace_back("access_mode");
                auto const done = t.change("update catalog_workspace set access_mode = $1, updated_at = $2 where id = $3 and organisation = $4", mode,
                                           t.now(), which, place->organisation);
                if (!done) return done.error();
            }
            if (fields.empty()) return changed;
            if (auto const noted = t.note(which, place->name, fields); !noted) return noted.error();
            return changed;
        });
    }
};
inline constexpr set_workspace_access_t set_workspace_access{};

/// Lists the models that the principal's organisation may use, or one of its workspaces: all of them, by vendor and name. Scope `catalog:read`.
/// @param of empty = the workspace that the principal is bound to, else the organisation.
/// @return `errc::not_found` for the workspace; `errc::forbidden` for another workspace than the one that the principal is bound to; the errors of
///         `store::run`.
struct list_usable_models_t {
    static constexpr operation is{"model.list_usable", scope::read, reach::workspace};

    result<std::vector<model_row>> operator()(store& in, principal const& who, std::optional<workspace_id> of = {}) const {
        return in.run(is, who, [&](transaction& t) -> result<std::vector<model_row>> {
            auto const place = detail::find_place(t, of);
            if (!place) return place.error();
            return detail::usable_models(t, *place);
        });
    }
};
inline constexpr list_usable_models_t list_usable_models{};

} // namespace parley::inline v0::catalog

#endif
