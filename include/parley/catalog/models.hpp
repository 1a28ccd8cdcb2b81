#ifndef PARLEY_CATALOG_MODELS_HPP
#define PARLEY_CATALOG_MODELS_HPP

#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/model_settings.hpp>
#include <parley/catalog/names.hpp>
#include <parley/catalog/page.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/concat.hpp>
#include <parley/model/info.hpp>
#include <parley/model/table.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
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

/// Adds a model: to the principal's organisation, or for the platform's operator to the rows that all organisations share. A model of this name
/// that was deleted, and not yet cleaned up, comes back as the draft says. Nobody is given the model by this. Scope `catalog:create`.
/// @return the row; `errc::invalid_name`; `errc::already_exists`; `errc::not_found` for the security class; the errors of `store::run`.
struct create_model_t {
    static constexpr operation is{"model.create", scope::create};

    result<model_row> operator()(store& in, principal const& who, model_draft draft) const {
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
};
inline constexpr create_model_t create_model{};

/// Returns a model of the principal's organisation or of the platform, in whatever state. Scope `catalog:read`.
/// @return `errc::not_found`, also for a row of another organisation; the errors of `store::run`.
struct get_model_t {
    static constexpr operation is{"model.get", scope::read};

    result<model_row> operator()(store& in, principal const& who, model_id which) const {
        return in.run(is, who, [&](transaction& t) { return find_model(t, which); });
    }
};
inline constexpr get_model_t get_model{};

/// Changes what is said about a model of the principal's organisation, or of the platform by its operator. An organisation may put a model of
/// the platform into one of its own security classes, and change nothing else about it. Scope `catalog:update`.
/// @param patch see `changed_settings`.
/// @return the row as it is afterwards, untouched where nothing changes; `errc::not_found`, also for deleted rows; the errors of
/// `changed_settings` and `store::run`.
struct update_model_t {
    static constexpr operation is{"model.update", scope::update};

    result<model_row> operator()(store& in, principal const& who, model_id which, boost::json::object const& patch) const {
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
};
inline constexpr update_model_t update_model{};

/// Which models are wanted; an empty member asks for all.
struct model_filter {
    std::string vendor = {};
    std::string name_contains = {}; ///< letter case does not matter, and no character means another one
    std::optional<model_kind> kind = {};
    std::optional<bool> enabled = {};
    bool with_gone = false; ///< those that were migrated or deleted as well
};
BOOST_DESCRIBE_STRUCT(model_filter, (), (vendor, name_contains, kind, enabled, with_gone))

/// Lists the models of the principal's organisation and of the platform, the newest first; the platform's operator sees all. Scope
/// `catalog:read`, closed to who is bound to a workspace: what a workspace has is told by its view.
/// @return a page; `errc::invalid_argument` for limit or cursor; the errors of `store::run`.
struct list_models_t {
    static constexpr operation is{"model.list", scope::read};

    result<page<model_row>> operator()(store& in, principal const& who, model_filter const& filter = {}, page_request const& wanted = {}) const {
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

private:
    static std::string escaped(std::string_view text) {
        std::string made;
        for (char const c : text) {
            if (c == '%' || c == '_' || c == '!') made += '!';
            made += c;
        }
        return made;
    }

    /// Each part stops at the page's length by itself, so that a page costs the same wherever it lies in however long a list.
    static std::string query(bool all) {
        constexpr std::string_view filter =
            "id < $1 and ($3 = '' or vendor = $3) and (cast($4 as varchar) is null or lower(name) like lower($4) escape '!') "
            "and (cast($5 as varchar) is null or kind = $5) and (cast($6 as boolean) is null or enabled = $6) "
            "and ($7 or (migrated_to is null and deleted_at is null)) order by id desc limit $2";
        if (all) return parley::detail::concat({"select {} from catalog_model where cast($8 as bigint) is null and ", filter});
        return parley::detail::concat({"select {} from (select * from (select * from catalog_model where organisation = $8 and ", filter,
                                       ") own union all select * from (select * from catalog_model where organisation is null and ", filter,
                                       ") shared) known order by id desc limit $2"});
    }
};
inline constexpr list_models_t list_models{};

} // namespace parley::inline v0::catalog

#endif
