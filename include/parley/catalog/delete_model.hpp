#ifndef PARLEY_CATALOG_DELETE_MODEL_HPP
#define PARLEY_CATALOG_DELETE_MODEL_HPP

#include <parley/catalog/detail/model_references.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/store.hpp>
#include <parley/catalog/usage.hpp>
#include <parley/result.hpp>

#include <string>
#include <vector>

namespace parley::inline v0::catalog {

/// Deletes a model softly: it is gone for everybody, and its row stays for what names it until a clean-up erases it.
///
/// Grants go with it. A default selection that names it stays, so that whoever asks for the default is told.
/// Needs `catalog:delete`. Rows of the platform are deleted by the platform's operator alone.
/// @return `errc::not_found`, also where it was deleted before; `errc::in_use` where things work with it, with one entry in `problems` for each
/// kind; the errors of the store and of the sources.
struct delete_model_t {
    static constexpr operation is{"model.delete", scope::delete_};

    result<void> operator()(store& in, principal const& who, reference_sources const& sources, model_id which) const {
        return in.run(is, who, [&](transaction& t) -> result<void> {
            auto const row = find_own_model(t, which);
            if (!row) return row.error();
            if (row->deleted_at) return error(errc::not_found);
            auto const used = detail::usage_of(t, sources, *row);
            if (!used) return used.error();
            if (auto const allowed = may_delete(*used, row->name); !allowed) return allowed.error();
            std::vector<std::string> fields{"deleted_at"};
            auto const revoked = t.change("delete from catalog_grant where model = $1", which);
            if (!revoked) return revoked.error();
            if (*revoked != 0) fields.emplace_back("grants");
            auto const deleted = t.change("update catalog_model set deleted_at = $1, updated_at = $1 where id = $2", t.now(), which);
            if (!deleted) return deleted.error();
            return t.note(which, row->name, fields);
        });
    }
};
inline constexpr delete_model_t delete_model{};

} // namespace parley::inline v0::catalog

#endif
