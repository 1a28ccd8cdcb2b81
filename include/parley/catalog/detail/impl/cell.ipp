#ifndef PARLEY_CATALOG_DETAIL_IMPL_CELL_IPP
#define PARLEY_CATALOG_DETAIL_IMPL_CELL_IPP

#include <parley/catalog/detail/cell.hpp>

#include <parley/concat.hpp>

#include <cstdint>

namespace parley::inline v0::catalog::detail {

PARLEY_DECL std::string insertion(std::string_view table, row_shape const& row, std::size_t rows) {
    auto made = parley::detail::concat({"insert into ", table, " (", row.columns(), ") values "});
    for (std::size_t i = 0, parameter = 0; i != rows; ++i) {
        made += i == 0 ? "(" : ", (";
        for (std::size_t cell = 0; cell != row.kinds.size(); ++cell) parley::detail::append(made, {cell == 0 ? "$" : ", $", ++parameter});
        made += ')';
    }
    return made += " on conflict do nothing";
}

} // namespace parley::inline v0::catalog::detail

#endif
