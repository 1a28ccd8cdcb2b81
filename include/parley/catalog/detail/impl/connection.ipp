#ifndef PARLEY_CATALOG_DETAIL_IMPL_CONNECTION_IPP
#define PARLEY_CATALOG_DETAIL_IMPL_CONNECTION_IPP

#include <parley/catalog/detail/connection.hpp>

#include <parley/concat.hpp>

#include <algorithm>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace parley::inline v0::catalog::detail {

PARLEY_DECL error to_error(soci::soci_error const& e) {
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

PARLEY_DECL std::string to_soci(std::string_view sql, std::string const& columns) {
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

PARLEY_DECL result<std::unique_ptr<connection>> connection::open(database const& base, std::chrono::milliseconds busy_limit) {
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

PARLEY_DECL result<void> connection::run(std::string const& sql) {
    return guarded([&] { session_.once << sql; });
}

PARLEY_DECL result<void> connection::begin(bool writes, std::string_view more) {
    if (!more.empty()) return run(parley::detail::concat({"begin", more}));
    // A reader of SQLite that turns into a writer cannot wait for another one.
    return mark(engine_ == engine::sqlite && writes ? "begin immediate" : "begin");
}

PARLEY_DECL result<prepared*> connection::prepare(std::string_view sql, std::string_view parameters, row_shape const* row) {
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

PARLEY_DECL result<long long> connection::execute(prepared& p, visitor visit, void* context) {
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

PARLEY_DECL std::unique_ptr<connection> connection::open_sqlite(database const& base, std::chrono::milliseconds busy_limit) {
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

PARLEY_DECL std::unique_ptr<connection> connection::open_postgresql(database const& base, std::chrono::milliseconds busy_limit) {
    // SOCI takes an address apart at its first `=`, and puts it together again unharmed only if there is one.
    auto const address = base.connection.reveal();
    auto made = std::make_unique<connection>(
        *factory_postgresql(), parley::detail::concat({address, address.find('?') == address.npos ? "?" : "&", "fallback_application_name=parley"}),
        engine::postgresql);
    made->session_.once << "set client_min_messages = warning";
    made->session_.once << parley::detail::concat({"set lock_timeout = ", static_cast<long long>(busy_limit.count())});
    return made;
}

PARLEY_DECL result<void> connection::mark(std::string_view word) {
    if (engine_ == engine::postgresql) return run(std::string(word));
    auto const known = prepare(word, {}, nullptr);
    if (!known) return known.error();
    auto const done = execute(**known);
    if (!done) return done.error();
    return {};
}

} // namespace parley::inline v0::catalog::detail

#endif
