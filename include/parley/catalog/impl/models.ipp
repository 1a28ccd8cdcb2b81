#ifndef PARLEY_CATALOG_IMPL_MODELS_IPP
#define PARLEY_CATALOG_IMPL_MODELS_IPP

#include <parley/catalog/models.hpp>

#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/names.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/concat.hpp>
#include <parley/model/info.hpp>
#include <parley/model/table.hpp>
#include <parley/reflect/to_text.hpp>

#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

namespace detail {

/// Returns what the library's own table knows about a model; where it knows nothing, its names alone.
inline model::info built_in_info(std::string_view vendor, std::string_view name) {
    auto const known = model::built_in_models();
    auto const found = known.find(parley::detail::concat({vendor, "/", name}));
    if (found) return *found.model;
    model::info made;
    made.id = name;
    made.vendor = vendor;
    return made;
}

inline result<std::optional<security_class_id>> class_of_model(transaction& t, model_id which) {
    return t.maybe<security_class_id>("select security_class from catalog_model_class where model = $1 and organisation = $2", which, t.who().organisation);
}

/// Puts a model into one of the organisation's security classes, or into none.
inline result<void> classify(transaction& t, model_id which, std::optional<security_class_id> into) {
    if (!into) {
        auto const removed = t.change("delete from catalog_model_class where model = $1 and organisation = $2", which, t.who().organisation);
        if (!removed) return removed.error();
        return {};
    }
    auto const of = t.organisation();
    if (!of) return of.error();
    if (auto const known = find_class(t, into); !known) return known;
    auto const set = t.change("insert into catalog_model_class (organisation, model, security_class) values ($1, $2, $3) "
                              "on conflict (organisation, model) do update set security_class = excluded.security_class", *of, which, *into);
    if (!set) return set.error();
    return {};
}

} // namespace detail

PARLEY_DECL result<model_row> create_model_t::operator()(store& in, principal const& who, model_draft draft) const {
    auto const vendor = to_name(draft.vendor, vendor_rule), name = to_name(draft.name, model_name_rule);
    if (vendor && name && !draft.info) draft.info = detail::built_in_info(*vendor, *name);
    return in.run(is, who, [&](transaction& t) -> result<model_row> {
        if (!vendor) return vendor.error();
        if (!name) return name.error();
        if (auto const tidied = detail::tidy(draft.display_name, display_name_rule); !tidied) return tidied.error();
        if (auto const tidied = detail::tidy(draft.family, family_rule); !tidied) return tidied.error();
        auto made = t.maybe<model_row>("insert into catalog_model (organisation, kind, vendor, name, display_name, family, info, enabled, created_at, updated_at) "
                                       "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) on conflict do nothing returning {}",
                                       who.organisation, draft.kind, *vendor, *name, draft.display_name, draft.family, *draft.info, draft.enabled, t.now());
        if (made && !*made)
            made = t.maybe<model_row>("update catalog_model set kind = $1, display_name = $2, family = $3, info = $4, enabled = $5, deprecated = false, "
                                      "retires_on = null, missing_since = null, deleted_at = null, source = 'manual', updated_at = $6 "
                                      "where vendor = $7 and name = $8 and provider is null and coalesce(organisation, 0) = coalesce(cast($9 as bigint), 0) "
                                      "and deleted_at is not null and migrated_to is null returning {}",
                                      draft.kind, draft.display_name, draft.family, *draft.info, draft.enabled, t.now(), *vendor, *name, who.organisation);
        auto row = detail::created(t, std::move(made), detail::full_name(*vendor, *name));
        if (!row) return row;
        if (draft.security_class)
            if (auto const set = detail::classify(t, row->id, draft.security_class); !set) return set.error();
        return row;
    });
}

PARLEY_DECL result<model_row> get_model_t::operator()(store& in, principal const& who, model_id which) const {
    return in.run(is, who, [&](transaction& t) { return find_model(t, which); });
}

PARLEY_DECL result<model_row> update_model_t::operator()(store& in, principal const& who, model_id which, boost::json::object const& patch) const {
    return in.run(is, who, [&](transaction& t) -> result<model_row> {
        bool const classifies_only = patch.size() == 1 && patch.contains("security_class");
        auto row = classifies_only ? find_model(t, which) : find_own_model(t, which);
        if (!row) return row;
        if (row->deleted_at) return error(errc::not_found);
        auto const security_class = detail::class_of_model(t, which);
        if (!security_class) return security_class.error();
        auto const before = settings_of(*row, *security_class);
        auto const after = changed_settings(*row, *security_class, patch);
        if (!after) return after.error();
        auto const fields = detail::changed_fields(before, *after);
        if (fields.empty()) return row;
        if (after->security_class != *security_class)
            if (auto const set = detail::classify(t, which, after->security_class); !set) return set.error();
        if (!classifies_only) {
            row = t.one<model_row>("update catalog_model set display_name = $1, family = $2, info = $3, enabled = $4, deprecated = $5, retires_on = $6, "
                                   "updated_at = $7 where id = $8 returning {}",
                                   after->display_name, after->family, after->info, after->enabled, after->deprecated, after->retires_on, t.now(), which);
            if (!row) return row;
        }
        if (auto const noted = t.note(which, detail::full_name(row->vendor, row->name), fields); !noted) return noted.error();
        return row;
    });
}

PARLEY_DECL result<page<model_row>> list_models_t::operator()(store& in, principal const& who, model_filter const& filter,
                                                              page_request const& wanted) const {
    return in.run(is, who, [&](transaction& t) -> result<page<model_row>> {
        auto const from = page_position::of(wanted, {std::string(is.name), reflect::to_text(filter)}, 1);
        if (!from) return from.error();
        auto const before = from->before();
        if (!before) return before.error();
        std::optional<std::string> pattern;
        if (!filter.name_contains.empty()) pattern = "%" + escaped(filter.name_contains) + "%";
        auto rows = t.all<model_row>(query(who.is_platform()), *before, from->rows(), filter.vendor, pattern, filter.kind, filter.enabled,
                                     filter.with_gone, who.organisation);
        if (!rows) return rows.error();
        return from->made_of(std::move(*rows), [](model_row const& last) { return std::vector{std::to_string(last.id.value)}; });
    });
}

PARLEY_DECL std::string list_models_t::escaped(std::string_view text) {
    std::string made;
    for (char const c : text) {
        if (c == '%' || c == '_' || c == '!') made += '!';
        made += c;
    }
    return made;
}

PARLEY_DECL std::string list_models_t::query(bool all) {
    constexpr std::string_view filter =
        "id < $1 and ($3 = '' or vendor = $3) and (cast($4 as varchar) is null or lower(name) like lower($4) escape '!') "
        "and (cast($5 as varchar) is null or kind = $5) and (cast($6 as boolean) is null or enabled = $6) "
        "and ($7 or (migrated_to is null and deleted_at is null)) order by id desc limit $2";
    if (all) return parley::detail::concat({"select {} from catalog_model where cast($8 as bigint) is null and ", filter});
    return parley::detail::concat({"select {} from (select * from (select * from catalog_model where organisation = $8 and ", filter,
                                   ") own union all select * from (select * from catalog_model where organisation is null and ", filter,
                                   ") shared) known order by id desc limit $2"});
}

} // namespace parley::inline v0::catalog

#endif
