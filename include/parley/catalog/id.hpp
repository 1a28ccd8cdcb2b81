#ifndef PARLEY_CATALOG_ID_HPP
#define PARLEY_CATALOG_ID_HPP

#include <parley/reflect/codec.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string_view>

namespace parley::inline v0::catalog {

/// The number of a row, of a type of its own for each table: a workspace cannot be passed where an organisation is meant. In JSON it is an
/// integer. Numbers are never used twice.
template <class Table> struct id {
    std::int64_t value = 0;

    friend auto operator<=>(id const&, id const&) = default;

    template <class Char, class Traits> friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out, id one) {
        return out << one.value;
    }
};

using organisation_id = id<struct organisation_table>;
using security_class_id = id<struct security_class_table>;
using workspace_id = id<struct workspace_table>;
using provider_id = id<struct provider_table>;
using model_id = id<struct model_table>;
using grant_id = id<struct grant_table>;
using verified_model_id = id<struct verified_model_table>;
using migration_id = id<struct migration_table>;
using cleanup_run_id = id<struct cleanup_run_table>;
using audit_id = id<struct audit_table>;

/// A moment as the catalogue keeps it: microseconds since 1970-01-01T00:00:00Z. In JSON it is RFC 3339.
using moment = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

} // namespace parley::inline v0::catalog

template <class Table> struct parley::reflect::codec<parley::catalog::id<Table>> {
    static constexpr std::string_view expected = "the number of a row";
    static result<catalog::id<Table>> read(boost::json::value const& json) {
        if (json.is_int64()) return catalog::id<Table>{json.get_int64()};
        return error(errc::invalid_argument);
    }
    static boost::json::value write(catalog::id<Table> one) { return one.value; }
    static boost::json::object schema() { return {{"type", "integer"}}; }
};

#endif
