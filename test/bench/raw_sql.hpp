#ifndef PARLEY_TEST_BENCH_RAW_SQL_HPP
#define PARLEY_TEST_BENCH_RAW_SQL_HPP

// One row of the catalogue's models read as one reads it by hand, with the C interface of each engine: statements are prepared once, and each
// look-up is a transaction of its own, as those of the store are.

#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include <libpq-fe.h>
#include <sqlite3.h>

namespace bench {

/// Columns of `catalog_model`, nothing made of them.
struct plain_row {
    long long id = 0;
    std::optional<long long> organisation, provider;
    std::string kind, vendor, name;
    std::optional<std::string> display_name, family;
    std::string info, source;
    bool enabled = false, deprecated = false;
    std::optional<std::string> retires_on;
    std::optional<long long> missing_since, migrated_to, deleted_at, refreshed_at;
    long long created_at = 0, updated_at = 0;
};
BOOST_DESCRIBE_STRUCT(plain_row, (),
                      (id, organisation, provider, kind, vendor, name, display_name, family, info, source, enabled, deprecated, retires_on, missing_since,
                       migrated_to, deleted_at, refreshed_at, created_at, updated_at))

inline constexpr char plain_columns[] = "id, organisation, provider, kind, vendor, name, display_name, family, info, source, enabled, deprecated, retires_on, "
                                        "missing_since, migrated_to, deleted_at, refreshed_at, created_at, updated_at";

/// Fills a row from a source that has, for the column of a number, `null(at)`, and `get(at, value)` for numbers, truth and text.
template <class Source> void read(Source const& from, plain_row& row) {
    int at = 0;
    boost::mp11::mp_for_each<boost::describe::describe_members<plain_row, boost::describe::mod_public>>([&](auto d) {
        auto& member = row.*d.pointer;
        if constexpr (requires { member.reset(); }) {
            if (from.null(at)) member.reset();
            else from.get(at, member.emplace());
        } else {
            from.get(at, member);
        }
        ++at;
    });
}

[[noreturn]] inline void give_up(char const* what, char const* why) {
    std::printf("%s: %s\n", what, why);
    std::exit(1);
}

/// A data base of SQLite by its C interface.
class raw_sqlite {
public:
    explicit raw_sqlite(std::string const& file) {
        if (sqlite3_open(file.c_str(), &base_) != SQLITE_OK) give_up("sqlite3_open", sqlite3_errmsg(base_));
    }
    raw_sqlite(raw_sqlite const&) = delete;
    raw_sqlite& operator=(raw_sqlite const&) = delete;
    ~raw_sqlite() {
        for (auto* one : {begin_, find_, commit_}) sqlite3_finalize(one);
        sqlite3_close(base_);
    }

    void run(std::string const& sql) const {
        char* why = nullptr;
        if (sqlite3_exec(base_, sql.c_str(), nullptr, nullptr, &why) != SQLITE_OK) give_up(sql.c_str(), why);
    }

    sqlite3_stmt* prepare(std::string const& sql) const {
        sqlite3_stmt* made = nullptr;
        if (sqlite3_prepare_v2(base_, sql.c_str(), -1, &made, nullptr) != SQLITE_OK) give_up(sql.c_str(), sqlite3_errmsg(base_));
        return made;
    }

    void prepare_look_up() {
        begin_ = prepare("begin");
        find_ = prepare("select " + std::string(plain_columns) + " from catalog_model where id = ?1 and (organisation is null or organisation = ?2)");
        commit_ = prepare("commit");
    }

    plain_row find(long long id, long long organisation) const {
        plain_row row;
        step(begin_);
        sqlite3_bind_int64(find_, 1, id);
        sqlite3_bind_int64(find_, 2, organisation);
        if (sqlite3_step(find_) == SQLITE_ROW) read(columns{find_}, row);
        sqlite3_reset(find_);
        step(commit_);
        return row;
    }

    static void step(sqlite3_stmt* one) {
        if (sqlite3_step(one) != SQLITE_DONE) give_up("sqlite3_step", sqlite3_errmsg(sqlite3_db_handle(one)));
        sqlite3_reset(one);
    }

private:
    struct columns {
        sqlite3_stmt* of;
        bool null(int at) const { return sqlite3_column_type(of, at) == SQLITE_NULL; }
        void get(int at, long long& value) const { value = sqlite3_column_int64(of, at); }
        void get(int at, bool& value) const { value = sqlite3_column_int(of, at) != 0; }
        void get(int at, std::string& value) const {
            auto const* const text = reinterpret_cast<char const*>(sqlite3_column_text(of, at));
            value.assign(text, static_cast<std::size_t>(sqlite3_column_bytes(of, at)));
        }
    };

    sqlite3* base_ = nullptr;
    sqlite3_stmt *begin_ = nullptr, *find_ = nullptr, *commit_ = nullptr;
};

/// A data base of PostgreSQL by libpq. Values travel as text, as they do through SOCI.
class raw_postgresql {
public:
    explicit raw_postgresql(std::string const& url) : base_(PQconnectdb(url.c_str())) {
        if (PQstatus(base_.get()) != CONNECTION_OK) give_up("PQconnectdb", PQerrorMessage(base_.get()));
        prepare("enter", "select set_config('parley.organisation', $1, true) || set_config('parley.workspace', $2, true) || set_config('parley.platform', $3, true)");
        prepare("find", "select " + std::string(plain_columns) + " from catalog_model where id = $1 and (organisation is null or organisation = $2)");
    }

    plain_row find(long long id, long long organisation) const {
        auto const number = std::to_string(id), of = std::to_string(organisation);
        run("begin");
        (void)run("enter", std::array{of.c_str(), "", "off"});
        plain_row row;
        auto const found = run("find", std::array{number.c_str(), of.c_str()});
        if (PQntuples(found.get()) == 1) read(columns{found.get()}, row);
        run("commit");
        return row;
    }

private:
    struct clear {
        void operator()(PGresult* one) const { PQclear(one); }
        void operator()(PGconn* one) const { PQfinish(one); }
    };
    using answer = std::unique_ptr<PGresult, clear>;

    struct columns {
        PGresult* of;
        bool null(int at) const { return PQgetisnull(of, 0, at) != 0; }
        void get(int at, long long& value) const { value = std::strtoll(PQgetvalue(of, 0, at), nullptr, 10); }
        void get(int at, bool& value) const { value = *PQgetvalue(of, 0, at) == 't'; }
        void get(int at, std::string& value) const { value.assign(PQgetvalue(of, 0, at), static_cast<std::size_t>(PQgetlength(of, 0, at))); }
    };

    answer checked(PGresult* one) const {
        answer made(one);
        if (PQresultStatus(one) != PGRES_COMMAND_OK && PQresultStatus(one) != PGRES_TUPLES_OK) give_up("libpq", PQerrorMessage(base_.get()));
        return made;
    }
    void prepare(char const* name, std::string const& sql) const { checked(PQprepare(base_.get(), name, sql.c_str(), 0, nullptr)); }
    void run(char const* sql) const { checked(PQexec(base_.get(), sql)); }
    template <std::size_t Count> answer run(char const* name, std::array<char const*, Count> const& values) const {
        return checked(PQexecPrepared(base_.get(), name, static_cast<int>(Count), values.data(), nullptr, nullptr, 0));
    }

    std::unique_ptr<PGconn, clear> base_;
};

} // namespace bench

#endif
