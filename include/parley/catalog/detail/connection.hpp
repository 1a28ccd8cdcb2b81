#ifndef PARLEY_CATALOG_DETAIL_CONNECTION_HPP
#define PARLEY_CATALOG_DETAIL_CONNECTION_HPP

#include <parley/catalog/database.hpp>
#include <parley/catalog/detail/cell.hpp>
#include <parley/concat.hpp>
#include <parley/result.hpp>

#include <soci/session.h>
#include <soci/statement.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

// The headers of SOCI's back ends are not included: the one for SQLite disturbs sources that include sqlite3.h.
extern "C" {
soci::backend_factory const* factory_sqlite3();
soci::backend_factory const* factory_postgresql();
}

namespace parley::inline v0::catalog::detail {

/// What SQLite calls a data base without a file, which belongs to its connection.
inline constexpr std::string_view in_memory = ":memory:";

/// Says what an exception of SOCI means. The engine's own words go to `provider.text`, without the lines that repeat values of a row.
inline error to_error(soci::soci_error const& e) {
    auto text = e.get_error_message();
    text.resize(std::min(text.find('\n'), text.size()));
    auto const says = [&](std::string_view words) { return text.find(words) != text.npos; };
    auto const category = e.get_error_category();
    error made(errc::io_failed, "The data base refused a statement.");
    if (says("database is locked") || says("deadlock detected") || says("lock timeout")) made = errc::lock_timeout;
    else if (category == soci::soci_error::connection_error) made = error(errc::connection_lost, "The connection to the data base was lost.");
    else if (category == soci::soci_error::no_privilege) made = error(errc::forbidden, "The data base does not permit this.");
    else if (category == soci::soci_error::constraint_violation || says("constraint failed"))
        made = error(errc::conflict, "The change breaks a rule of the data base.");
    made.provider.text = std::move(text);
    return made;
}

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
inline std::string to_soci(std::string_view sql, std::string const& columns) {
    std::string made;
    for (std::size_t at = 0; at != sql.size(); ++at) {
        if (sql.substr(at, 2) == "{}") {
            made += columns;
            ++at;
        } else if (sql[at] == '$') made += ":p";
        else made += sql[at];
    }
    return made;
}

/// One connection with the statements that were prepared on it. One thread at a time.
class connection {
public:
    static result<std::unique_ptr<connection>> open(database const& base, std::chrono::milliseconds busy_limit) {
        std::unique_ptr<connection> made;
        auto const opened = guarded([&] {
            made = base.engine == engine::sqlite ? open_sqlite(base, busy_limit) : open_postgresql(base, busy_limit);
        });
        if (opened) return made;
        auto why = opened.error();
        why.code = errc::connect_failed;
        why.message = "The data base cannot be opened.";
        return why;
    }

    connection(soci::backend_factory const& factory, std::string const& target, engine which) : engine_(which), session_(factory, target) {}

    catalog::engine engine() const noexcept { return engine_; }

    /// Runs a statement that has no parameters and gives no rows.
    result<void> run(std::string const& sql) {
        return guarded([&] { session_.once << sql; });
    }
    /// @param more statements that PostgreSQL runs with it, each after a semicolon.
    result<void> begin(bool writes, std::string_view more = {}) {
        if (!more.empty()) return run(parley::detail::concat({"begin", more}));
        // A reader of SQLite that turns into a writer cannot wait for another one.
        return mark(engine_ == engine::sqlite && writes ? "begin immediate" : "begin");
    }
    result<void> commit() { return mark("commit"); }
    result<void> rollback() { return mark("rollback"); }

    /// Returns the statement, prepared; the first call on a connection prepares it.
    result<prepared*> prepare(std::string_view sql, std::string_view parameters, row_shape const* row) {
        key_.assign(sql).append(1, '\0').append(parameters).append(reinterpret_cast<char const*>(&row), sizeof row);
        if (auto const known = statements_.find(key_); known != statements_.end()) return known->second.get();
        auto const kinds = row ? row->kinds : std::string_view();
        auto made = std::make_unique<prepared>(session_, parameters.size(), kinds.size());
        auto const done = guarded([&] {
            for (std::size_t i = 0; i != parameters.size(); ++i) {
                auto const name = parley::detail::concat({"p", i + 1});
                bind(made->in[i], parameters[i], [&](auto& value) { made->statement.exchange(soci::use(value, made->in_states[i], name)); });
            }
            for (std::size_t i = 0; i != kinds.size(); ++i)
                bind(made->out[i], kinds[i], [&](auto& value) { made->statement.exchange(soci::into(value, made->out_states[i])); });
            made->statement.alloc();
            made->statement.prepare(to_soci(sql, row ? row->columns() : std::string()));
            made->statement.define_and_bind();
        });
        if (!done) return done.error();
        return statements_.emplace(key_, std::move(made)).first->second.get();
    }

    using visitor = result<void> (*)(void* context, cell const* row);

    /// Runs a prepared statement and shows each row that it gives.
    /// @return how many rows it changed.
    result<long long> execute(prepared& p, visitor visit = nullptr, void* context = nullptr) {
        result<long long> outcome = 0;
        auto const done = guarded([&] {
            for (std::size_t i = 0; i != p.in.size(); ++i) p.in_states[i] = p.in[i].null ? soci::i_null : soci::i_ok;
            // All rows are fetched, also after a failure: a statement of SQLite that was not run to its end would keep the transaction open.
            for (bool more = p.statement.execute(true); more && !p.out.empty(); more = p.statement.fetch()) {
                for (std::size_t i = 0; i != p.out.size(); ++i) p.out[i].null = p.out_states[i] == soci::i_null;
                if (!outcome || !visit) continue;
                if (auto const seen = visit(context, p.out.data()); !seen) outcome = seen.error();
            }
            if (outcome) outcome = p.statement.get_affected_rows();
        });
        if (!done) return done.error();
        return outcome;
    }

private:
    static std::unique_ptr<connection> open_sqlite(database const& base, std::chrono::milliseconds busy_limit) {
        std::string const path(base.connection.reveal());
        // The catalogue is its owner's alone. An existing file is not opened here: closing it would give up the locks of this process.
        if (path != in_memory)
            if (auto const fresh = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600); fresh >= 0) ::close(fresh);
        auto made = std::make_unique<connection>(*factory_sqlite3(), parley::detail::concat({"dbname=\"", path, "\""}), engine::sqlite);
        for (auto const& pragma : {parley::detail::concat({"pragma busy_timeout = ", static_cast<long long>(busy_limit.count())}),
                                   std::string("pragma journal_mode = wal"), std::string("pragma synchronous = normal"), std::string("pragma foreign_keys = on")})
            made->session_.once << pragma;
        return made;
    }

    static std::unique_ptr<connection> open_postgresql(database const& base, std::chrono::milliseconds busy_limit) {
        // SOCI takes an address apart at its first `=`, and puts it together again unharmed only if there is one.
        auto const address = base.connection.reveal();
        auto made = std::make_unique<connection>(
            *factory_postgresql(), parley::detail::concat({address, address.find('?') == address.npos ? "?" : "&", "fallback_application_name=parley"}),
            engine::postgresql);
        made->session_.once << "set client_min_messages = warning";
        made->session_.once << parley::detail::concat({"set lock_timeout = ", static_cast<long long>(busy_limit.count())});
        return made;
    }

    /// Begins or ends a transaction. SQLite would compile the word each time; PostgreSQL takes it as it is.
    result<void> mark(std::string_view word) {
        if (engine_ == engine::postgresql) return run(std::string(word));
        auto const known = prepare(word, {}, nullptr);
        if (!known) return known.error();
        auto const done = execute(**known);
        if (!done) return done.error();
        return {};
    }

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

#endif
