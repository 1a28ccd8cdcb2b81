#ifndef PARLEY_CATALOG_IMPL_VERIFIED_MODEL_IPP
#define PARLEY_CATALOG_IMPL_VERIFIED_MODEL_IPP

#include <parley/catalog/verified_model.hpp>

#include <parley/catalog/detail/steps.hpp>

namespace parley::inline v0::catalog {

namespace detail {

PARLEY_DECL result<std::pair<std::string, std::string>> stored_names(std::string_view provider, std::string_view model_name) {
    auto p = to_name(provider, verified_provider_rule), m = to_name(model_name, verified_model_name_rule);
    if (!p) return p.error();
    if (!m) return m.error();
    return std::pair(std::move(*p), std::move(*m));
}

PARLEY_DECL result<void> clear_default(transaction& t, std::string_view provider) {
    auto const former = t.maybe<verified_model_row>("update catalog_verified_model set is_default = false, updated_at = $1 where provider = $2 and is_default "
                                                    "returning {}", t.now(), provider);
    if (!former) return former.error();
    if (!*former) return {};
    return t.note((*former)->id, full_name((*former)->provider, (*former)->model_name), {"is_default"});
}

PARLEY_DECL result<verified_model_row> insert_verified(transaction& t, verified_model_draft const& draft) {
    auto const names = stored_names(draft.provider, draft.model_name);
    if (!names) return names.error();
    if (draft.is_default)
        if (auto const cleared = clear_default(t, names->first); !cleared) return cleared.error();
    return created(t, t.maybe<verified_model_row>(
        "insert into catalog_verified_model (provider, model_name, enabled, verified, free, is_default, created_at, updated_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (provider, model_name) do nothing returning {}",
        names->first, names->second, draft.enabled, draft.verified, draft.free, draft.is_default, t.now()), full_name(names->first, names->second));
}

} // namespace detail

PARLEY_DECL result<verified_model_row> create_verified_model_t::operator()(store& in, principal const& who, verified_model_draft const& draft) const {
    return in.run(is, who, [&](transaction& t) { return detail::insert_verified(t, draft); });
}

PARLEY_DECL result<std::vector<verified_model_row>> create_verified_models_t::operator()(store& in, principal const& who,
                                                                                         std::vector<verified_model_draft> const& drafts) const {
    return in.run(is, who, [&](transaction& t) -> result<std::vector<verified_model_row>> {
        std::vector<verified_model_row> rows;
        for (auto const& draft : drafts) {
            auto row = detail::insert_verified(t, draft);
            if (!row) return row.error();
            rows.push_back(std::move(*row));
        }
        return rows;
    });
}

PARLEY_DECL result<page<verified_model_row>> list_verified_models_t::operator()(store& in, principal const& who, std::string_view provider,
                                                                                page_request const& wanted) const {
    return in.run(is, who, [&](transaction& t) -> result<page<verified_model_row>> {
        auto const from = page_position::of(wanted, {std::string(is.name), std::string(provider)}, 2);
        if (!from) return from.error();
        auto rows = t.all<verified_model_row>("select {} from catalog_verified_model where (provider, model_name) > ($1, $2) and ($3 = '' or provider = $3) "
                                              "order by provider, model_name limit $4",
                                              from->key(0).value_or(std::string()), from->key(1).value_or(std::string()), provider, from->rows());
        if (!rows) return rows.error();
        return from->made_of(std::move(*rows), [](verified_model_row const& last) { return std::vector{last.provider, last.model_name}; });
    });
}

PARLEY_DECL result<verified_model_row> update_verified_model_t::operator()(store& in, principal const& who, std::string_view provider,
                                                                           std::string_view model_name, verified_model_change const& change) const {
    return in.run(is, who, [&](transaction& t) -> result<verified_model_row> {
        auto const names = detail::stored_names(provider, model_name);
        if (!names) return names.error();
        auto const name = detail::full_name(names->first, names->second);
        auto const before = t.maybe<verified_model_row>("select {} from catalog_verified_model where provider = $1 and model_name = $2", names->first, names->second);
        if (!before) return before.error();
        if (!*before) return error(errc::not_found, {}, name);
        auto after = **before;
        after.enabled = change.enabled.value_or(after.enabled);
        after.verified = change.verified.value_or(after.verified);
        after.free = change.free.value_or(after.free);
        after.is_default = change.is_default.value_or(after.is_default);
        auto const fields = detail::changed_fields(**before, after);
        if (fields.empty()) return after;
        if (after.is_default && !(*before)->is_default)
            if (auto const cleared = detail::clear_default(t, names->first); !cleared) return cleared.error();
        auto row = t.one<verified_model_row>("update catalog_verified_model set enabled = $1, verified = $2, free = $3, is_default = $4, updated_at = $5 "
                                             "where id = $6 returning {}",
                                             after.enabled, after.verified, after.free, after.is_default, t.now(), after.id);
        if (!row) return row;
        if (auto const noted = t.note(row->id, name, fields); !noted) return noted.error();
        return row;
    });
}

PARLEY_DECL result<verified_model_row> remove_verified_model_t::operator()(store& in, principal const& who, std::string_view provider,
                                                                           std::string_view model_name) const {
    return in.run(is, who, [&](transaction& t) -> result<verified_model_row> {
        auto const names = detail::stored_names(provider, model_name);
        if (!names) return names.error();
        auto const name = detail::full_name(names->first, names->second);
        auto const row = t.maybe<verified_model_row>("delete from catalog_verified_model where provider = $1 and model_name = $2 returning {}",
                                                     names->first, names->second);
        if (!row) return row.error();
        if (!*row) return error(errc::not_found, {}, name);
        if (auto const noted = t.note((*row)->id, name); !noted) return noted.error();
        return **row;
    });
}

} // namespace parley::inline v0::catalog

#endif
