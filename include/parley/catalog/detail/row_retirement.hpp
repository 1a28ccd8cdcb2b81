#ifndef PARLEY_CATALOG_DETAIL_ROW_RETIREMENT_HPP
#define PARLEY_CATALOG_DETAIL_ROW_RETIREMENT_HPP

#include <parley/catalog/dates.hpp>
#include <parley/catalog/model_row.hpp>
#include <parley/model/catalogue.hpp>

namespace parley::inline v0::catalog::detail {

/// Returns the day on which a model stops answering, and who says so.
inline retirement row_retirement(model_row const& row, model::catalogue const& table) {
    return retirement_of(row.retires_on, retires_by_table(table, row.vendor, row.name), row.info.retires);
}

} // namespace parley::inline v0::catalog::detail

#endif
