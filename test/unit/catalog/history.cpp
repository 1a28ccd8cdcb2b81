#include <parley/catalog/history.hpp>
#include <parley/catalog/migration.hpp>

#include "support/demo_world.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_history)

namespace catalog = parley::catalog;
using namespace parley::test;
using parley::errc;

namespace {

catalog::migration_record migrate(demo_world& world, catalog::model_id from, catalog::model_id to) {
    auto const plan = catalog::plan_model_migration(world.kit.in, world.kit.admin(), world.sources, from, to).value();
    return catalog::migrate_model(world.kit.in, world.kit.admin(), world.sources, plan).value();
}

} // namespace

BOOST_AUTO_TEST_CASE(E12_history_outlives_the_rows_and_shows_no_dead_ids) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const old_one = world.model("old"), new_one = world.model("new");
        auto const made = migrate(world, old_one, new_one);
        kit.change("delete from catalog_model where id = $1", old_one);
        kit.change("delete from catalog_model where id = $1", new_one);
        auto const kept = catalog::find_migration(kit.in, kit.admin(), made.id).value();
        BOOST_TEST(!kept.from_model.has_value());
        BOOST_TEST(!kept.to_model.has_value());
        BOOST_TEST(kept.from_name == "old");
        BOOST_TEST(kept.to_name == "new");
        BOOST_TEST(kept.from_vendor == "here");
        BOOST_TEST(kept.initiated_by == "alice");
        BOOST_TEST(catalog::list_migrations(kit.in, kit.admin(), {old_one, {}, 50}).value().empty());
        BOOST_TEST(catalog::list_migrations(kit.in, kit.admin()).value().size() == 1u);
    });
}

BOOST_AUTO_TEST_CASE(a_renamed_model_keeps_its_old_name_in_the_history) {
    in_demo_worlds([](demo_world& world) {
        auto const old_one = world.model("old"), new_one = world.model("new");
        auto const made = migrate(world, old_one, new_one);
        world.kit.change("update catalog_model set name = 'renamed', vendor = 'elsewhere'  where id = $1", new_one);
        BOOST_TEST((catalog::find_migration(world.kit.in, world.kit.admin(), made.id).value() == made));
    });
}

BOOST_AUTO_TEST_CASE(the_newest_come_first_page_by_page_and_only_those_of_a_model_where_one_is_named) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const last = world.model("last");
        std::vector<catalog::model_id> sources;
        std::vector<catalog::migration_id> made;
        for (auto const* name : {"a", "b", "c", "d", "e"}) {
            sources.push_back(world.model(name));
            made.push_back(migrate(world, sources.back(), last).id);
        }
        std::vector<catalog::migration_id> seen;
        for (catalog::history_page page{{}, {}, 2};; page.before = seen.back()) {
            auto const rows = catalog::list_migrations(kit.in, kit.admin(), page).value();
            for (auto const& r : rows) seen.push_back(r.id);
            if (rows.size() < 2) break;
        }
        BOOST_TEST((seen == std::vector(made.rbegin(), made.rend())));
        BOOST_TEST(catalog::list_migrations(kit.in, kit.admin(), {sources[1], {}, 50}).value().size() == 1u);
        BOOST_TEST(catalog::list_migrations(kit.in, kit.admin(), {last, {}, 50}).value().size() == 5u);
        BOOST_TEST((catalog::list_migrations(kit.in, kit.admin(), {{}, {}, 0}).error().code == errc::invalid_argument));
        BOOST_TEST((catalog::list_migrations(kit.in, kit.admin(), {{}, {}, 1001}).error().code == errc::invalid_argument));
    });
}

BOOST_AUTO_TEST_CASE(the_history_of_another_organisation_is_not_there) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const made = migrate(world, world.model("old"), world.model("new"));
        BOOST_TEST(catalog::list_migrations(kit.in, kit.stranger()).value().empty());
        BOOST_TEST((catalog::find_migration(kit.in, kit.stranger(), made.id).error().code == errc::not_found));
        BOOST_TEST((catalog::find_migration(kit.in, kit.admin({}), made.id).error().code == errc::forbidden));
        BOOST_TEST((catalog::find_migration(kit.in, kit.root, made.id).value() == made));
    });
}

BOOST_AUTO_TEST_SUITE_END()
