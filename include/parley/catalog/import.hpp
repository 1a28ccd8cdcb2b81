#ifndef PARLEY_CATALOG_IMPORT_HPP
#define PARLEY_CATALOG_IMPORT_HPP

#include <parley/catalog/detail/steps.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/model_settings.hpp>
#include <parley/catalog/names.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/concat.hpp>
#include <parley/model/info.hpp>
#include <parley/model/json.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog {

/// A row that a list of models may be about.
struct importable_row {
    model_id id;
    std::string vendor;
    std::string name;
    model::info info;
    model_source source = model_source::manual;
    std::optional<moment> missing_since;
};
BOOST_DESCRIBE_STRUCT(importable_row, (), (id, vendor, name, info, source, missing_since))

/// What a list of models says that the catalogue does not say yet. Rows are called `vendor/name`.
struct import_plan {
    std::vector<std::string> added;
    std::vector<std::string> changed;
    std::vector<std::string> gone;    ///< came from a list, and stand in this one no more
    std::vector<std::string> kept;    ///< an administrator made the row, and so the list does not change it
    std::vector<std::string> skipped; ///< its names cannot be stored, or stand in the list a second time
    std::size_t unchanged = 0;

    friend bool operator==(import_plan const&, import_plan const&) = default;
};
BOOST_DESCRIBE_STRUCT(import_plan, (), (added, changed, gone, kept, skipped, unchanged))

/// How a list is taken over.
struct import_options {
    bool mark_gone = false; ///< what is gone becomes missing, and so cannot be used; otherwise it is only told
};

/// What an import does, row by row.
struct import_work {
    import_plan plan;
    std::vector<model::info const*> insert;                                   ///< of the list
    std::vector<std::pair<importable_row const*, model::info const*>> update; ///< a row and what the list says of it
    std::vector<importable_row const*> missing;
};

/// Compares a list of models with the rows that there are: a pure function. What it returns points into both.
inline import_work compare_import(std::vector<importable_row> const& rows, std::vector<model::info> const& list) {
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

/// Says what `import_models` would do. Scope `catalog:read`.
/// @param list such as `model::read_models_dev` and `model::read_litellm_prices` give.
struct plan_model_import_t {
    static constexpr operation is{"model.plan_import", scope::read};

    result<import_plan> operator()(store& in, principal const& who, std::vector<model::info> const& list) const {
        return in.run(is, who, [&](transaction& t) -> result<import_plan> {
            auto const rows = detail::importable_rows(t);
            if (!rows) return rows.error();
            return compare_import(*rows, list).plan;
        });
    }
};
inline constexpr plan_model_import_t plan_model_import{};

/// Takes a list of models over, in one transaction: into the principal's organisation, or for the platform's operator into the rows that all
/// organisations share. New rows are given to nobody; whether a row is enabled, deprecated or granted does not change. The audit has one row for
/// all of it. Scope `catalog:create`, and `catalog:update` where rows change that there are.
/// @return what was done; `errc::forbidden`; the errors of `store::run`.
struct import_models_t {
    static constexpr operation is{"model.import", scope::create};

    result<import_plan> operator()(store& in, principal const& who, std::vector<model::info> const& list, import_options const& how = {}) const {
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
};
inline constexpr import_models_t import_models{};

} // namespace parley::inline v0::catalog

#endif
