#ifndef PARLEY_CATALOG_IMPL_ACCESS_IPP
#define PARLEY_CATALOG_IMPL_ACCESS_IPP

#include <parley/catalog/access.hpp>

#include <parley/catalog/detail/access_rows.hpp>
#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/reflect/to_text.hpp>

#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL result<grant_row> grant_model_t::operator()(store& in, principal const& who, model_id which, std::optional<workspace_id> to) const {
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

PARLEY_DECL result<grant_row> revoke_grant_t::operator()(store& in, principal const& who, grant_id which) const {
    return in.run(is, who, [&](transaction& t) -> result<grant_row> {
        auto gone = t.one<grant_row>("delete from catalog_grant where id = $1 and organisation = $2 returning {}", which, who.organisation);
        if (!gone) return gone;
        auto const model = find_model(t, gone->model);
        if (!model) return model.error();
        if (auto const noted = t.note(which, model->name); !noted) return noted.error();
        return gone;
    });
}

PARLEY_DECL result<page<grant_row>> list_grants_t::operator()(store& in, principal const& who, grant_filter const& filter,
                                                              page_request const& wanted) const {
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

PARLEY_DECL result<access_change> set_organisation_models_t::operator()(store& in, principal const& who, std::vector<model_id> const& wanted) const {
    return in.run(is, who, [&](transaction& t) -> result<access_change> {
        auto const place = detail::find_place(t, {});
        if (!place) return place.error();
        auto changed = detail::replace_grants(t, *place, {}, wanted);
        if (!changed || (changed->added.empty() && changed->removed.empty())) return changed;
        if (auto const noted = t.note(place->organisation, {}, {"models"}); !noted) return noted.error();
        return changed;
    });
}

PARLEY_DECL result<access_change> set_workspace_access_t::operator()(store& in, principal const& who, workspace_id which, access_mode mode,
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

PARLEY_DECL result<std::vector<model_row>> list_usable_models_t::operator()(store& in, principal const& who, std::optional<workspace_id> of) const {
    return in.run(is, who, [&](transaction& t) -> result<std::vector<model_row>> {
        auto const place = detail::find_place(t, of);
        if (!place) return place.error();
        return detail::usable_models(t, *place);
    });
}

} // namespace parley::inline v0::catalog

#endif
