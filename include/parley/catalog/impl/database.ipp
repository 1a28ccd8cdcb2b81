#ifndef PARLEY_CATALOG_IMPL_DATABASE_IPP
#define PARLEY_CATALOG_IMPL_DATABASE_IPP

#include <parley/catalog/database.hpp>

#include <string>

namespace parley::inline v0::catalog {

PARLEY_DECL result<database> database::parse(std::string_view text) {
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

} // namespace parley::inline v0::catalog

#endif
