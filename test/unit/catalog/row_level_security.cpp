// What PostgreSQL itself lets a role see and change, past all operations: for the owner of the tables, and for a role that owns nothing.
#include <parley/catalog/store.hpp>

#include "support/catalog_store.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_row_level_security)

namespace catalog = parley::catalog;
using namespace parley::test;
using catalog::detail::connection;

namespace {

/// Fills each table with a row of Acme, one of Globex and, where it can be, one of the platform.
void fill(catalog_kit& kit) {
    kit.change("insert into catalog_security_class (organisation, name, level) values ($1, 'c', 1), ($2, 'c', 1)", kit.acme, kit.globex);
    kit.change("insert into catalog_workspace (organisation, name, created_at, updated_at) values ($1, 'w1', 0, 0), ($1, 'w2', 0, 0), ($2, 'w', 0, 0)", kit.acme, kit.globex);
    kit.change("insert into catalog_provider (organisation, display_name, created_at, updated_at) values ($1, 'p', 0, 0), ($2, 'p', 0, 0)", kit.acme, kit.globex);
    kit.change("insert into catalog_model (organisation, vendor, name, created_at, updated_at) values ($1, 'v', 'm', 0, 0), ($2, 'v', 'm', 0, 0), (null, 'v', 'm', 0, 0)",
               kit.acme, kit.globex);
    kit.change("insert into catalog_model_class (organisation, model, security_class) select m.organisation, m.id, c.id from catalog_model m join catalog_security_class c "
               "on c.organisation = m.organisation");
    kit.change("insert into catalog_grant (organisation, workspace, model, created_at, created_by) select m.organisation, null, m.id, 0, 't' from catalog_model m "
               "where m.organisation is not null");
    kit.change("insert into catalog_grant (organisation, workspace, model, created_at, created_by) select m.organisation, w.id, m.id, 0, 't' from catalog_model m "
               "join catalog_workspace w on w.organisation = m.organisation");
    kit.change("insert into catalog_default (organisation, model_vendor, model_name, updated_at) values ($1, 'v', 'm', 0), ($2, 'v', 'm', 0)", kit.acme, kit.globex);
    kit.change("insert into catalog_verified_model (provider, model_name, created_at, updated_at) values ('p', 'm', 0, 0)");
    kit.change("insert into catalog_migration (organisation, from_name, to_name, from_vendor, to_vendor, initiated_by, status, started_at) "
               "values ($1, 'a', 'b', 'v', 'v', 't', 'completed', 0), ($2, 'a', 'b', 'v', 'v', 't', 'completed', 0)", kit.acme, kit.globex);
    kit.change("insert into catalog_cleanup_run (organisation, actor, dry_run, started_at) values ($1, 't', true, 0), ($2, 't', true, 0), (null, 't', true, 0)", kit.acme, kit.globex);
    kit.change("insert into catalog_maintenance (task) values ('t') on conflict do nothing");
    kit.change("delete from catalog_audit");
    kit.change("insert into catalog_audit (organisation, actor, operation, outcome, at) values ($1, 't', 'o', 'done', 0), ($2, 't', 'o', 'done', 0), (null, 't', 'o', 'done', 0)",
               kit.acme, kit.globex);
    kit.change("delete from catalog_revision");
    kit.change("insert into catalog_revision (organisation, number) values ($1, 1), ($2, 1) on conflict do nothing", kit.acme, kit.globex);
}

/// How many rows of a table somebody sees, and can change or remove.
struct expectation {
    char const* table;
    char const* column; ///< one that may be set to itself
    int nobody_sees, acme_sees, acme_changes, platform_sees;
};

constexpr expectation matrix[] = {
    {"catalog_organisation", "name", 0, 1, 1, 2},
    {"catalog_security_class", "name", 0, 1, 1, 2},
    {"catalog_workspace", "name", 0, 2, 2, 3},
    {"catalog_provider", "display_name", 0, 1, 1, 2},
    {"catalog_model", "name", 1, 2, 1, 3},
    {"catalog_model_class", "model", 0, 1, 1, 2},
    {"catalog_grant", "created_by", 0, 3, 3, 5},
    {"catalog_default", "model_name", 0, 1, 1, 2},
    {"catalog_verified_model", "model_name", 1, 1, 0, 1},
    {"catalog_migration", "status", 0, 1, 1, 2},
    {"catalog_cleanup_run", "actor", 0, 1, 1, 3},
    {"catalog_maintenance", "task", 0, 0, 0, 1},
    {"catalog_audit", "actor", 0, 1, 0, 3},
    {"catalog_revision", "number", 1, 2, 1, 3},
};

/// A connection that says by hand for whom it works.
struct session {
    explicit session(std::string const& url) : c(connection::open(catalog::database::parse(url).value(), std::chrono::seconds(10)).value()) {}

    void enter(std::string const& organisation, std::string const& workspace, bool platform) {
        for (auto const& [name, value] : {std::pair<std::string, std::string>{"organisation", organisation}, {"workspace", workspace}, {"platform", platform ? "on" : ""}})
            c->run("select set_config('parley." + name + "', '" + value + "', false)").value();
    }
    std::int64_t count(std::string const& table) { return number("select count(*) from " + table); }
    /// How many rows a statement changes; it is undone.
    std::int64_t changes(std::string const& sql) {
        c->begin(true).value();
        auto const p = c->prepare(sql, {}, nullptr).value();
        auto const changed = c->execute(*p).value();
        c->rollback().value();
        return changed;
    }
    bool refuses(std::string const& sql) {
        c->begin(true).value();
        auto const done = c->run(sql);
        c->rollback().value();
        return !done.has_value();
    }

    std::int64_t number(std::string const& sql) {
        auto const p = c->prepare(sql, {}, &catalog::detail::shape_of<std::int64_t>).value();
        std::int64_t found = 0;
        c->execute(*p, [](void* into, catalog::detail::cell const* row) -> parley::result<void> {
            *static_cast<std::int64_t*>(into) = row->integer;
            return {};
        }, &found).value();
        return found;
    }

    std::unique_ptr<connection> c;
};

} // namespace

BOOST_AUTO_TEST_CASE(each_table_shows_and_yields_what_the_policies_say) {
    auto* const server = postgresql_server::shared();
    if (!server) {
        std::printf("SKIP: no PostgreSQL server is installed\n");
        return;
    }
    catalog_kit kit(server->make_database());
    fill(kit);
    auto const name = kit.url.substr(kit.url.rfind('/') + 1);
    auto const acme = std::to_string(kit.acme.value), globex = std::to_string(kit.globex.value);
    for (std::string const role : {"parley", "guest"}) {
        BOOST_TEST_CONTEXT("as " << role) {
            session s(server->url(name, role));
            BOOST_TEST(s.number("select count(*) from pg_tables where schemaname = 'public' and tablename like 'catalog!_%' escape '!'") ==
                       static_cast<std::int64_t>(std::size(matrix)) + 1); // and the one that numbers the schema's steps
            for (auto const& e : matrix) {
                BOOST_TEST_CONTEXT(e.table) {
                    std::string const table = e.table, column = e.column, touch = "update " + table + " set " + column + " = " + column;
                    s.enter("", "", false);
                    BOOST_TEST(s.count(table) == e.nobody_sees);
                    BOOST_TEST(s.changes(touch) == 0);
                    s.enter(acme, "", false);
                    BOOST_TEST(s.count(table) == e.acme_sees);
                    BOOST_TEST(s.changes(touch) == e.acme_changes);
                    s.enter("", "", true);
                    BOOST_TEST(s.count(table) == e.platform_sees);
                    BOOST_TEST(s.changes(touch) == e.platform_sees);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(rows_cannot_be_put_into_another_organisation_or_the_platform) {
    auto* const server = postgresql_server::shared();
    if (!server) {
        std::printf("SKIP: no PostgreSQL server is installed\n");
        return;
    }
    catalog_kit kit(server->make_database());
    fill(kit);
    session s(server->url(kit.url.substr(kit.url.rfind('/') + 1), "guest"));
    auto const acme = std::to_string(kit.acme.value), globex = std::to_string(kit.globex.value);
    s.enter(acme, "", false);
    BOOST_TEST(s.refuses("insert into catalog_model (organisation, vendor, name, created_at, updated_at) values (null, 'v', 'x', 0, 0)"));
    BOOST_TEST(s.refuses("insert into catalog_model (organisation, vendor, name, created_at, updated_at) values (" + globex + ", 'v', 'x', 0, 0)"));
    BOOST_TEST(!s.refuses("insert into catalog_model (organisation, vendor, name, created_at, updated_at) values (" + acme + ", 'v', 'x', 0, 0)"));
    BOOST_TEST(s.refuses("update catalog_model set organisation = null"));
    BOOST_TEST(s.refuses("insert into catalog_verified_model (provider, model_name, created_at, updated_at) values ('p', 'x', 0, 0)"));
    BOOST_TEST(s.changes("delete from catalog_verified_model") == 0);
    BOOST_TEST(s.changes("delete from catalog_audit") == 0);
    auto const audited = [](std::string const& of) { return "insert into catalog_audit (organisation, actor, operation, outcome, at) values (" + of + ", 't', 'o', 'done', 0)"; };
    BOOST_TEST(!s.refuses(audited(acme)));
    BOOST_TEST(s.refuses(audited(globex)));
    BOOST_TEST(s.refuses(audited("null")));
}

BOOST_AUTO_TEST_CASE(who_is_bound_to_a_workspace_sees_its_grants_and_the_organisations_and_no_other_workspaces) {
    auto* const server = postgresql_server::shared();
    if (!server) {
        std::printf("SKIP: no PostgreSQL server is installed\n");
        return;
    }
    catalog_kit kit(server->make_database());
    fill(kit);
    session s(server->url(kit.url.substr(kit.url.rfind('/') + 1), "guest"));
    auto const workspace = kit.rows<std::int64_t>("select id from catalog_workspace where organisation = $1 order by id", kit.acme).front();
    s.enter(std::to_string(kit.acme.value), std::to_string(workspace), false);
    BOOST_TEST(s.count("catalog_grant") == 2);
    BOOST_TEST(s.number("select count(*) from catalog_grant where workspace = " + std::to_string(workspace)) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
