#ifndef PARLEY_TEST_SUPPORT_CATALOG_STORE_HPP
#define PARLEY_TEST_SUPPORT_CATALOG_STORE_HPP

#include <parley/catalog/organisation.hpp>
#include <parley/catalog/store.hpp>
#include <parley/clock.hpp>

#include "support/postgresql_server.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>

namespace parley::test {

/// An empty catalogue with two organisations, for one test case. Its clock stands at 2026-11-21T12:00:00Z until the test advances it.
struct catalog_kit {
    explicit catalog_kit(std::string where, catalog::store_options options = {}) : url(std::move(where)), in(open(options)) {
        acme = catalog::create_organisation(in, root, "Acme").value().id;
        globex = catalog::create_organisation(in, root, "Globex").value().id;
    }

    /// A second store on the same data base, as another process would have it.
    catalog::store open(catalog::store_options options = {}) {
        options.clock = &clock;
        return catalog::store::open(url, options).value();
    }

    std::string url;
    parley::clock clock = parley::clock::manual(std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + std::chrono::hours(12));
    catalog::principal root = catalog::principal::platform("root");
    catalog::store in;
    catalog::organisation_id acme, globex;

    /// An administrator of Acme, who has every scope there.
    catalog::principal admin(catalog::scopes scopes = catalog::scopes::all()) const { return catalog::principal::member(acme, "alice", scopes); }
    /// An administrator of the other organisation.
    catalog::principal stranger() const { return catalog::principal::member(globex, "mallory"); }
    /// Who is bound to a workspace of Acme.
    catalog::principal bound_to(catalog::workspace_id workspace, catalog::scopes scopes = catalog::scopes::all()) const {
        auto who = admin(scopes);
        who.workspace = workspace;
        return who;
    }

    /// Runs a query as the platform's operator, past all operations.
    template <class Row, class... Args> std::vector<Row> rows(std::string_view sql, Args const&... args) {
        static constexpr catalog::operation looking{"test.look", catalog::scope::read};
        return in.run(looking, root, [&](catalog::transaction& t) { return t.all<Row>(sql, args...); }).value();
    }
    /// Changes rows as the platform's operator, past all operations.
    template <class... Args> std::int64_t change(std::string_view sql, Args const&... args) {
        static constexpr catalog::operation changing{"test.change", catalog::scope::update};
        return in.run(changing, root, [&](catalog::transaction& t) { return t.change(sql, args...); }).value();
    }
};

/// Runs a test case on SQLite, and on a PostgreSQL server that the first of them starts.
template <class Case> void on_both_engines(Case test_case) {
    BOOST_TEST_CONTEXT("on SQLite") {
        temporary_folder folder;
        catalog_kit kit("sqlite:" + folder.file("catalogue.db"));
        test_case(kit);
    }
    auto* const server = postgresql_server::shared();
    if (!server) {
        std::printf("SKIP: no PostgreSQL server is installed; tried on SQLite alone\n");
        return;
    }
    BOOST_TEST_CONTEXT("on PostgreSQL") {
        catalog_kit kit(server->make_database());
        test_case(kit);
    }
}

} // namespace parley::test

#endif
