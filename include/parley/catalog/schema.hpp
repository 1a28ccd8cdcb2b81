#ifndef PARLEY_CATALOG_SCHEMA_HPP
#define PARLEY_CATALOG_SCHEMA_HPP

#include <parley/catalog/database.hpp>
#include <parley/catalog/detail/connection.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::catalog {

/// One step of a schema: statements, each ended by a semicolon, written once for both engines.
///
/// `{id}` is the column that numbers a table's rows. Lines for one engine alone stand in its own member.
struct schema_step {
    std::string sql;
    std::string postgresql_only = {};
};

/// The tables of a room or a program, and how they came to be: steps that are only ever added at the end.
struct schema_chain {
    std::string_view name;
    std::vector<schema_step> steps;
};

namespace detail {

/// Splits statements at their semicolons and fills in what differs between the engines.
PARLEY_DECL std::vector<std::string> statements_of(std::string_view text, engine for_engine);

/// Does the steps that a data base still lacks, inside a transaction in which nobody else does any.
PARLEY_DECL result<void> run_missing_steps(connection& c, schema_chain const& chain);

/// Brings a data base up to date: all of the missing steps, or none. Of programs that start at the same time one does the work, while the
/// others wait.
PARLEY_DECL result<void> upgrade(connection& c, schema_chain const& chain);

} // namespace detail
} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/schema.ipp>
#endif

#endif
