#ifndef PARLEY_CATALOG_IMPL_HISTORY_IPP
#define PARLEY_CATALOG_IMPL_HISTORY_IPP

#include <parley/catalog/history.hpp>

namespace parley::inline v0::catalog {

PARLEY_DECL result<std::vector<migration_record>> list_migrations_t::operator()(store& in, principal const& who, history_page const& page) const {
    return in.run(is, who, [&](transaction& t) -> result<std::vector<migration_record>> {
        if (page.limit < 1 || page.limit > 1000) return error(errc::invalid_argument, "A page has 1 to 1000 rows.");
        return t.all<migration_record>("select {} from catalog_migration where (cast($1 as bigint) is null or organisation = $1) "
                                       "and (cast($2 as bigint) is null or from_model = $2 or to_model = $2) and (cast($3 as bigint) is null or id < $3) "
                                       "order by id desc limit $4",
                                       who.organisation, page.model, page.before, page.limit);
    });
}

PARLEY_DECL result<migration_record> find_migration_t::operator()(store& in, principal const& who, migration_id which) const {
    return in.run(is, who, [&](transaction& t) -> result<migration_record> {
        auto const row = t.maybe<migration_record>("select {} from catalog_migration where id = $1 and (cast($2 as bigint) is null or organisation = $2)",
                                                   which, who.organisation);
        if (!row) return row.error();
        if (!*row) return error(errc::not_found, "There is no such migration.");
        return **row;
    });
}

} // namespace parley::inline v0::catalog

#endif
