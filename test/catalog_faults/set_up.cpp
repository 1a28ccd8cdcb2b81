#include <parley/catalog/store.hpp>

#include "support/kill.hpp"
#include "support/postgresql_server.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(catalog_faults_set_up)

namespace catalog = parley::catalog;
using namespace parley::test;

namespace {

std::int64_t count(catalog::store& in, std::string_view what) {
    static constexpr catalog::operation looking{"test.look", catalog::scope::read};
    return in.run(looking, catalog::principal::platform("root"), [&](catalog::transaction& t) { return t.one<std::int64_t>(what); }).value();
}

/// Kills the setting up of a fresh data base at every point. What is there afterwards is what a program finds that starts then.
/// @param fresh   makes an empty data base and returns its address.
/// @param objects counts the tables, indexes and policies of a data base.
void kill_everywhere(char const* name, std::function<std::string()> const& fresh, std::string_view objects) {
    auto const expected = [&] { // nothing stays open: SQLite does not follow into children
        auto whole = catalog::store::open(fresh()).value();
        return count(whole, objects);
    }();
    BOOST_TEST(expected > 20);
    int kills = 0;
    for (int point = 0;; ++point) {
        auto const url = fresh();
        auto const end = run_and_kill([&] { return catalog::store::open(url).has_value(); }, point);
        if (end == ending::cannot_trace) {
            std::printf("SKIP: this machine does not let one process trace another\n");
            return;
        }
        auto next = catalog::store::open(url);
        BOOST_TEST_REQUIRE(next.has_value(), name << ", killed at point " << point);
        BOOST_TEST(count(*next, objects) == expected, name << ", killed at point " << point);
        BOOST_TEST(count(*next, "select count(*) from catalog_schema where chain = 'catalog'") == 1);
        if (end == ending::finished) break;
        ++kills;
    }
    std::printf("setting up on %s: killed at %d points\n", name, kills);
    BOOST_TEST(kills > 20);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_file_whose_setting_up_was_killed_is_set_up_by_the_next_program) {
    temporary_folder folder;
    int files = 0;
    kill_everywhere("SQLite", [&] { return "sqlite:" + folder.file(std::to_string(++files) + ".db"); },
                    "select count(*) from sqlite_master where name not like 'sqlite_%'");
}

BOOST_AUTO_TEST_CASE(a_server_on_which_setting_up_was_killed_is_set_up_by_the_next_program) {
    auto* const server = postgresql_server::shared();
    if (!server) {
        std::printf("SKIP: no PostgreSQL server is installed\n");
        return;
    }
    int bases = 0;
    kill_everywhere("PostgreSQL", [&] {
        auto const name = "fresh_" + std::to_string(++bases);
        server->run("postgres", "create database " + name + " owner parley");
        return server->url(name);
    }, "select (select count(*) from pg_class where relname like 'catalog_%') + (select count(*) from pg_policy)");
}

BOOST_AUTO_TEST_SUITE_END()
