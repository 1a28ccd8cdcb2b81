#ifndef PARLEY_CATALOG_DETAIL_CONNECTION_HPP
#define PARLEY_CATALOG_DETAIL_CONNECTION_HPP

#include <parley/catalog/database.hpp>
#include <parley/catalog/detail/cell.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <soci/session.h>
#include <soci/statement.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// The headers of SOCI's back ends are not included: the one for SQLite disturbs sources that include sqlite3.h.
extern "C" {
soci::backend_factory const* factory_sqlite3();
soci::backend_factory const* factory_postgresql();
}

namespace parley::inline v0::catalog::detail {

/// What SQLite calls a data base without a file, which belongs to its connection.
inline constexpr std::string_view in_memory = ":memory:";

/// Says what an exception of SOCI means. The engine's own words go to `provider.text`, without the lines that repeat values of a row.
PARLEY_DECL error to_error(soci::soci_error const& e);

/// Calls what may throw an exception of SOCI.
template <class F> result<void> guarded(F f) {
    try {
        f();
        return {};
    } catch (soci::soci_error const& e) {
        return to_error(e);
    }
}

/// A statement that was prepared once, bound to the cells that it reads and writes.
struct prepared {
    soci::statement statement;
    std::vector<cell> in, out;
    std::vector<soci::indicator> in_states, out_states;

    prepared(soci::session& session, std::size_t parameters, std::size_t columns)
        : statement(session), in(parameters), out(columns), in_states(parameters, soci::i_ok), out_states(columns, soci::i_ok) {}
};

/// Turns SQL as this room writes it into what SOCI reads: `{}` becomes the columns of the row, `$1` the first parameter, as often as it stands
/// there.
PARLEY_DECL std::string to_soci(std::string_view sql, std::string const& columns);

/// One connection with the statements that were prepared on it. One thread at a time.
class connection {
public:
    static result<std::unique_ptr<connection>> open(database const& base, std::chrono::milliseconds busy_limit);

    connection(soci::backend_factory const& factory, std::string const& target, engine which) : engine_(which), session_(factory, target) {}

    catalog::engine engine() const noexcept { return engine_; }

    /// Runs a statement that has no parameters and gives no rows.
    result<void> run(std::string const& sql);
    /// @param more statements that PostgreSQL runs with it, each after a semicolon.
    result<void> begin(bool writes, std::string_view more = {});
    result<void> commit() { return mark("commit"); }
    result<void> rollback() { return mark("rollback"); }

    /// Returns the statement, prepared; the first call on a connection prepares it.
    result<prepared*> prepare(std::string_view sql, std::string_view parameters, row_shape const* row);

    using visitor = result<void> (*)(void* context, cell const* row);

    /// Runs a prepared statement and shows each row that it gives.
    /// @return how many rows it changed.
    result<long long> execute(prepared& p, visitor visit = nullptr, void* context = nullptr);

private:
    static std::unique_ptr<connection> open_sqlite(database const& base, std::chrono::milliseconds busy_limit);

    static std::unique_ptr<connection> open_postgresql(database const& base, std::chrono::milliseconds busy_limit);

    /// Begins or ends a transaction. SQLite would compile the word each time; PostgreSQL takes it as it is.
    result<void> mark(std::string_view word);

    template <class Exchange> static void bind(cell& c, char kind, Exchange exchange) {
        switch (static_cast<cell_kind>(kind)) {
            case cell_kind::integer: return exchange(c.integer);
            case cell_kind::real: return exchange(c.real);
            case cell_kind::text: return exchange(c.text);
        }
    }

    catalog::engine engine_;
    soci::session session_;
    std::unordered_map<std::string, std::unique_ptr<prepared>> statements_; // gone before the session that they belong to
    std::string key_;
};

} // namespace parley::inline v0::catalog::detail

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/detail/impl/connection.ipp>
#endif

#endif
