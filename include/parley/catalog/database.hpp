#ifndef PARLEY_CATALOG_DATABASE_HPP
#define PARLEY_CATALOG_DATABASE_HPP

#include <parley/config.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/enum.hpp>

#include <string_view>

namespace parley::inline v0::catalog {

enum class engine { sqlite, postgresql };
BOOST_DESCRIBE_ENUM(engine, sqlite, postgresql)

/// Which data base holds the catalogue.
struct database {
    catalog::engine engine = engine::sqlite;
    secret connection; ///< SQLite: the file's path; PostgreSQL: a connection URI, which may hold a password

    /// Reads `sqlite:FILE` or `postgresql://…` (also `postgres://…`).
    /// @return the data base; `errc::invalid_argument` for another text, which is not repeated in the error, for it may hold a password.
    static result<database> parse(std::string_view text);
};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/database.ipp>
#endif

#endif
