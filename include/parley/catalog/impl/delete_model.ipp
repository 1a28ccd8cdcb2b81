#ifndef PARLEY_CATALOG_IMPL_DELETE_MODEL_IPP
#define PARLEY_CATALOG_IMPL_DELETE_MODEL_IPP

#include <parley/catalog/delete_model.hpp>

#include <parley/catalog/detail/model_references.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/catalog/usage.hpp>

#include <string>
#include <vector>

namespace parley::inline v0::catalog {

PARLEY_DECL result<void> delete_model_t::operator()(store& in, principal const& who, reference_sources const& sources, model_id which) const {
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

} // namespace parley::inline v0::catalog

#endif
