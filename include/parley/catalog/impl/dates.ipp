#ifndef PARLEY_CATALOG_IMPL_DATES_IPP
#define PARLEY_CATALOG_IMPL_DATES_IPP

#include <parley/catalog/dates.hpp>

#include <string>

namespace parley::inline v0::catalog {

PARLEY_DECL std::optional<model::date> retires_by_table(model::catalogue const& table, std::string_view provider, std::string_view name) {
    auto const* row = table.row(provider, name);
    if (!row) row = table.find(std::string(provider).append("/").append(name)).model;
    return row ? row->retires : std::nullopt;
}

} // namespace parley::inline v0::catalog

#endif
