#ifndef PARLEY_CATALOG_IMPL_AUDIT_IPP
#define PARLEY_CATALOG_IMPL_AUDIT_IPP

#include <parley/catalog/audit.hpp>

#include <parley/catalog/transaction.hpp>

#include <utility>

namespace parley::inline v0::catalog {

PARLEY_DECL result<page<audit_row>> list_audit_t::operator()(store& in, principal const& who, audit_filter const& filter,
                                                             page_request const& wanted) const {
    return in.run(is, who, [&](transaction& t) -> result<page<audit_row>> {
        auto const from = page_position::of(wanted, {std::string(is.name), reflect::to_text(std::vector{filter.operation, filter.actor})}, 1);
        if (!from) return from.error();
        auto const before = from->before();
        if (!before) return before.error();
        auto rows = t.all<audit_row>("select {} from catalog_audit where (organisation = $1 or cast($1 as bigint) is null) "
                                     "and (operation = $2 or cast($2 as varchar) is null) and (actor = $3 or cast($3 as varchar) is null) "
                                     "and (outcome = $4 or cast($4 as varchar) is null) and id < $5 "
                                     "order by id desc limit $6",
                                     who.organisation, filter.operation, filter.actor, filter.outcome, *before, from->rows());
        if (!rows) return rows.error();
        return from->made_of(std::move(*rows), [](audit_row const& last) { return std::vector{std::to_string(last.id.value)}; });
    });
}

} // namespace parley::inline v0::catalog

#endif
