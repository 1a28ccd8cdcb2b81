#ifndef PARLEY_CATALOG_IMPL_IMPORT_IPP
#define PARLEY_CATALOG_IMPL_IMPORT_IPP

#include <parley/catalog/import.hpp>

#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/model_settings.hpp>
#include <parley/catalog/names.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/concat.hpp>
#include <parley/reflect/to_text.hpp>

#include <unordered_map>

namespace parley::inline v0::catalog {

PARLEY_DECL import_work compare_import(std::vector<importable_row> const& rows, std::vector<model::info> const& list) {
    import_work work;
    std::unordered_map<std::string, importable_row const*> known; // those that the list has not named yet
    std::unordered_map<std::string, bool> named;
    for (auto const& row : rows) known.emplace(detail::full_name(row.vendor, row.name), &row);
    for (auto const& info : list) {
        auto name = detail::full_name(info.vendor, info.id);
        auto const vendor = to_name(info.vendor, vendor_rule), id = to_name(info.id, model_name_rule);
        bool const storable = vendor && id && *vendor == info.vendor && *id == info.id;
        if (!storable || !named.emplace(name, true).second) {
            work.plan.skipped.push_back(std::move(name));
            continue;
        }
        auto const found = known.find(name);
        if (found == known.end()) {
            work.insert.push_back(&info);
            work.plan.added.push_back(std::move(name));
            continue;
        }
        auto const& row = *found->second;
        known.erase(found);
        if (row.source != model_source::import) work.plan.kept.push_back(std::move(name));
        else if (row.info == info && !row.missing_since) ++work.plan.unchanged;
        else {
            work.update.emplace_back(&row, &info);
            work.plan.changed.push_back(std::move(name));
        }
    }
    for (auto const& row : rows) {
        auto name = detail::full_name(row.vendor, row.name);
        if (row.source != model_source::import || row.missing_since || !known.contains(name)) continue;
        work.missing.push_back(&row);
        work.plan.gone.push_back(std::move(name));
    }
    return work;
}

namespace detail {

/// What of a row a list of models fills.
struct imported_row {
    std::optional<organisation_id> organisation;
    std::string vendor, name;
    std::optional<std::string> display_name;
    std::string info; ///< as JSON text
    model_source source = model_source::import;
    moment refreshed_at, created_at, updated_at;
};
BOOST_DESCRIBE_STRUCT(imported_row, (), (organisation, vendor, name, display_name, info, source, refreshed_at, created_at, updated_at))

inline imported_row to_row(model::info const& info, std::optional<organisation_id> of, moment now) {
    auto display_name = to_display_name(info.name);
    return {of, info.vendor, info.id, display_name ? std::optional(std::move(*display_name)) : std::nullopt, reflect::to_text(info), model_source::import, now, now, now};
}

inline result<std::vector<importable_row>> importable_rows(transaction& t) {
    return t.all<importable_row>("select {} from catalog_model where provider is null and deleted_at is null "
                                 "and coalesce(organisation, 0) = coalesce(cast($1 as bigint), 0) order by id", t.who().organisation);
}

} // namespace detail

PARLEY_DECL result<import_plan> plan_model_import_t::operator()(store& in, principal const& who, std::vector<model::info> const& list) const {
    return in.run(is, who, [&](transaction& t) -> result<import_plan> {
        auto const rows = detail::importable_rows(t);
        if (!rows) return rows.error();
        return compare_import(*rows, list).plan;
    });
}

PARLEY_DECL result<import_plan> import_models_t::operator()(store& in, principal const& who, std::vector<model::info> const& list,
                                                            import_options const& how) const {
    return in.run(is, who, [&](transaction& t) -> result<import_plan> {
        auto const rows = detail::importable_rows(t);
        if (!rows) return rows.error();
        auto work = compare_import(*rows, list);
        if (!work.update.empty() || (how.mark_gone && !work.missing.empty()))
            if (auto const may = t.require(scope::update); !may) return may.error();
        // A row of this name that was deleted stays deleted: an administrator's word counts more than a list's.
        std::vector<detail::imported_row> added;
        added.reserve(work.insert.size());
        for (auto const* info : work.insert) added.push_back(detail::to_row(*info, who.organisation, t.now()));
        if (auto const done = t.insert("catalog_model", added); !done) return done.error();
        for (auto const& [row, info] : work.update) {
            auto const done = t.change("update catalog_model set info = $1, missing_since = null, refreshed_at = $2, updated_at = $2 where id = $3", *info, t.now(), row->id);
            if (!done) return done.error();
        }
        for (auto const* row : how.mark_gone ? work.missing : std::vector<importable_row const*>()) {
            auto const done = t.change("update catalog_model set missing_since = $1, updated_at = $1 where id = $2", t.now(), row->id);
            if (!done) return done.error();
        }
        auto const noted = t.note_summary(parley::detail::concat({work.plan.added.size(), " added, ", work.plan.changed.size(), " changed, ",
                                                                  work.plan.gone.size(), how.mark_gone ? " missing" : " gone and left as they are"}));
        if (!noted) return noted.error();
        return std::move(work.plan);
    });
}

} // namespace parley::inline v0::catalog

#endif
