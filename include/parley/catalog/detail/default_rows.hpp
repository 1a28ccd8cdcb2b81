#ifndef PARLEY_CATALOG_DETAIL_DEFAULT_ROWS_HPP
#define PARLEY_CATALOG_DETAIL_DEFAULT_ROWS_HPP

#include <parley/catalog/default_rule.hpp>
#include <parley/catalog/detail/access_rows.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/lifecycle.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/transaction.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// How the default is read and written.
namespace parley::inline v0::catalog::detail {

struct default_row {
    std::optional<model_id> model; ///< empty = only the name is known, or the model's row is gone
    std::string model_vendor;
    std::string model_name;
};
BOOST_DESCRIBE_STRUCT(default_row, (), (model, model_vendor, model_name))

/// What is stored of a default.
struct default_stored {
    std::optional<model_id> model;
    std::optional<catalog::model_name> name;
};

inline result<default_stored> stored_default(transaction& t, place const& of) {
    auto row = t.maybe<default_row>("select {} from catalog_default where organisation = $1", of.organisation);
    if (!row) return row.error();
    if (!*row) return default_stored();
    return default_stored{(*row)->model, catalog::model_name{std::move((*row)->model_vendor), std::move((*row)->model_name)}};
}

/// @return whether that changed anything.
inline result<bool> write_default(transaction& t, place const& of, std::optional<model_id> model, catalog::model_name const& name) {
    auto const stored = stored_default(t, of);
    if (!stored) return stored.error();
    if (stored->model == model && stored->name == name) return false;
    auto const done = t.change(
        "insert into catalog_default (organisation, model, model_vendor, model_name, updated_at) values ($1, $2, $3, $4, $5) "
        "on conflict (organisation) do update set model = excluded.model, model_vendor = excluded.model_vendor, model_name = excluded.model_name, "
        "updated_at = excluded.updated_at",
        of.organisation, model, name.vendor, name.name, t.now());
    if (!done) return done.error();
    return true;
}

/// The models that the choice is made from: those that can be used, and the stored one in whatever state.
inline result<std::vector<default_candidate>> candidates_for(transaction& t, place const& at, default_stored const& stored) {
    auto const usable = usable_models(t, at);
    if (!usable) return usable.error();
    std::vector<default_candidate> made;
    for (auto const& row : *usable) made.push_back({row.id, row.vendor, row.name, true, true, row.provider.has_value(), row.created_at});
    bool const has_stored = !stored.model || std::any_of(made.begin(), made.end(), [&](default_candidate const& c) { return c.id == *stored.model; });
    if (has_stored) return made;
    auto const row = find_model(t, *stored.model);
    if (row) made.push_back({row->id, row->vendor, row->name, is_available(*row), false, row->provider.has_value(), row->created_at});
    else if (row.error().code != errc::not_found) return row.error();
    return made;
}

} // namespace parley::inline v0::catalog::detail

#endif
