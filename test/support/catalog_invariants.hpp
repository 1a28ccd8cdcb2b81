#ifndef PARLEY_TEST_SUPPORT_CATALOG_INVARIANTS_HPP
#define PARLEY_TEST_SUPPORT_CATALOG_INVARIANTS_HPP

#include "support/demo_world.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <fstream>
#include <string>

namespace parley::test {

/// Asks every question of test/catalog_faults/invariants.sql.
/// @return how many questions there were.
inline int check_invariants(demo_world& world) {
    std::ifstream file("test/catalog_faults/invariants.sql");
    BOOST_REQUIRE(file);
    int questions = 0;
    std::string sentence, sql;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("--")) {
            sentence = line.substr(2);
            continue;
        }
        sql += line + "\n";
        if (!line.ends_with(';')) continue;
        sql.erase(sql.rfind(';'));
        BOOST_TEST(world.one<std::int64_t>(sql) == 0, sentence);
        ++questions;
        sql.clear();
    }
    return questions;
}

/// Closes the store, as a process must before it forks: SQLite does not follow into children.
inline void let_go(demo_world& world) { world.kit.in = catalog::store::open("sqlite::memory:").value(); }

/// Opens the store again, after whatever happened to its data base.
inline void take_up(demo_world& world) {
    catalog::store_options options;
    options.schemas = {catalog::demo_schema()};
    world.kit.in = world.kit.open(options);
}

/// Waits until what a dead client had asked of a server is done or undone: who writes for all waits for every other writer.
inline void settle(demo_world& world) { world.kit.change("update catalog_organisation set name = name where id < 0"); }

} // namespace parley::test

#endif
