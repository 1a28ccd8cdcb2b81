#ifndef EXAMPLE_CLI_KINDS_HPP
#define EXAMPLE_CLI_KINDS_HPP

#include <parley/migrate/file.hpp>
#include <parley/migrate/plan.hpp>
#include <parley/migrate/upgrade_text.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <boost/json/value.hpp>

#include <span>
#include <string>
#include <string_view>

namespace cli {

/// A kind of versioned document: the library's functions for its type, behind a name.
struct kind {
    std::string_view name;
    int version;
    parley::result<parley::migrate::planned> (*plan)(std::string_view text, parley::migrate::options, int to);
    parley::result<parley::migrate::upgraded_text> (*upgrade)(std::string_view text, parley::migrate::options const&, parley::reflect::layout, int to);
    parley::result<parley::migrate::file_outcome> (*file)(std::string const& path, parley::migrate::file_options const&);
    parley::result<boost::json::value> (*masked)(boost::json::value const& document, parley::reflect::read_options const&);
};

/// Every kind that the program knows.
std::span<kind const> kinds();

} // namespace cli

#endif
