#ifndef PARLEY_CATALOG_IMPORT_HPP
#define PARLEY_CATALOG_IMPORT_HPP

#include <parley/catalog/id.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/model/info.hpp>
#include <parley/model/json.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <cstddef>
#include <optional>
#include <string>
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
PARLEY_DECL import_work compare_import(std::vector<importable_row> const& rows, std::vector<model::info> const& list);

/// Says what `import_models` would do. Scope `catalog:read`.
/// @param list such as `model::read_models_dev` and `model::read_litellm_prices` give.
struct plan_model_import_t {
    static constexpr operation is{"model.plan_import", scope::read};

    result<import_plan> operator()(store& in, principal const& who, std::vector<model::info> const& list) const;
};
inline constexpr plan_model_import_t plan_model_import{};

/// Takes a list of models over, in one transaction: into the principal's organisation, or for the platform's operator into the rows that all
/// organisations share. New rows are given to nobody; whether a row is enabled, deprecated or granted does not change. The audit has one row for
/// all of it. Scope `catalog:create`, and `catalog:update` where rows change that there are.
/// @return what was done; `errc::forbidden`; the errors of `store::run`.
struct import_models_t {
    static constexpr operation is{"model.import", scope::create};

    result<import_plan> operator()(store& in, principal const& who, std::vector<model::info> const& list, import_options const& how = {}) const;
};
inline constexpr import_models_t import_models{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/import.ipp>
#endif

#endif
