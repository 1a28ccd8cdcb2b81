#ifndef PARLEY_CATALOG_DATABASE_HPP
#define PARLEY_CATALOG_DATABASE_HPP

#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/enum.hpp>

#include <chrono>
#include <string>
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
    static result<database> parse(std::string_view text) {
        constexpr std::string_view file = "sqlite:";
        database made;
        auto rest = text;
        if (text.starts_with(file)) rest.remove_prefix(file.size());
        else if (text.starts_with("postgresql://") || text.starts_with("postgres://")) made.engine = engine::postgresql;
        else rest = {};
        // The client library of SQLite reads quotation marks around a path, so that a path cannot have one.
        auto const usable = !rest.empty() && rest.find_first_of(std::string_view("\0\"", 2)) == rest.npos && made.connection.assign(rest);
        if (!usable) return error(errc::invalid_argument, "A data base is given as sqlite:FILE or postgresql://USER@HOST/NAME.");
        return made;
    }
};

} // namespace parley::inline v0::catalog

#endif
