#include <parley/catalog/clean_up.hpp>
#include <parley/catalog/delete_model.hpp>
#include <parley/catalog/migration.hpp>

#include "support/catalog_invariants.hpp"
#include "support/demo_world.hpp"
#include "support/kill.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_faults_killed)

namespace catalog = parley::catalog;
using namespace parley::test;
using namespace std::chrono_literals;
using catalog::model_id;

namespace {

/// Opens the data base of a world in a process of its own.
catalog::store own_store(demo_world& world) {
    catalog::store_options options;
    options.schemas = {catalog::demo_schema()};
    return world.kit.open(options);
}

/// Kills what `make` returns at every point, and looks at what is there each time.
void kill_everywhere(demo_world& world, char const* name, std::function<std::function<bool()>()> const& make, std::function<bool()> const& is_done,
                     std::function<void()> const& finish) {
    int kills = 0, undone = 0, done = 0;
    for (int point = 0;; ++point) {
        auto const operation = make();
        let_go(world);
        auto const end = run_and_kill(operation, point);
        take_up(world);
        if (end == ending::cannot_trace) {
            std::printf("SKIP: this machine does not let one process trace another\n");
            return;
        }
        settle(world);
        BOOST_TEST_CONTEXT(name << ", killed at point " << point) {
            auto const was_done = is_done();
            BOOST_TEST(check_invariants(world) > 9);
            if (end == ending::finished) {
                BOOST_TEST(was_done);
                break;
            }
            ++kills;
            ++(was_done ? done : undone);
            finish();
            BOOST_TEST(is_done());
        }
    }
    BOOST_TEST(check_invariants(world) > 9);
    std::printf("%s: killed at %d points; undone %d times, done %d times\n", name, kills, undone, done);
    BOOST_TEST(kills > 20);
    BOOST_TEST(undone > 0);
    BOOST_TEST(done > 0);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_killed_migration_has_moved_everything_or_nothing) {
    in_demo_worlds([](demo_world& world) {
        auto const last = world.model("last");
        auto const w = world.workspace("w");
        model_id from;
        int round = 0;
        catalog::migration_plan plan;
        auto const planned = [&] { return catalog::plan_model_migration(world.kit.in, world.kit.admin(), world.sources, from, last).value(); };
        auto const make = [&]() -> std::function<bool()> {
            from = world.model("source " + std::to_string(++round));
            for (auto const& source : world.sources) world.thing(source.kind(), from, w);
            world.grant(from);
            world.grant(from, w);
            world.kit.change("delete from catalog_default");
            world.choose_default(from);
            plan = planned();
            return [&] {
                auto in = own_store(world);
                return catalog::migrate_model(in, world.kit.admin(), world.sources, plan).has_value();
            };
        };
        auto const is_done = [&] {
            auto const left = world.one("select count(*) from demo_thing where model = $1", from);
            auto const latched = world.one("select count(*) from catalog_model where id = $1 and migrated_to = $2", from, last) == 1;
            auto const kept = world.one("select count(*) from catalog_migration where from_model = $1 and status = 'completed'", from) == 1;
            auto const grants = world.one("select count(*) from catalog_grant where model = $1", from);
            auto const is_default = world.one("select count(*) from catalog_default where model = $1", from) == 1;
            BOOST_TEST((left == (latched ? 1 : 6))); // the question stays
            BOOST_TEST(kept == latched);
            BOOST_TEST((grants == (latched ? 0 : 2)));
            BOOST_TEST(is_default == !latched);
            return latched;
        };
        auto const finish = [&] {
            auto const again = planned();
            auto const migrated = catalog::find(again, catalog::finding_code::source_migrated) != nullptr;
            BOOST_TEST((migrated || catalog::migrate_model(world.kit.in, world.kit.admin(), world.sources, again).has_value()));
        };
        kill_everywhere(world, "migrate", make, is_done, finish);
    });
}

BOOST_AUTO_TEST_CASE(a_killed_clean_up_is_finished_by_the_next) {
    in_demo_worlds([](demo_world& world) {
        auto const last = world.model("last");
        int round = 0;
        std::vector<model_id> gone;
        auto const make = [&]() -> std::function<bool()> {
            gone.clear();
            ++round;
            for (int i = 0; i != 2; ++i) {
                gone.push_back(world.model("gone " + std::to_string(round) + " " + std::to_string(i)));
                world.thing("app_templates", gone.back(), {}, {}, true);
            }
            auto const plan = catalog::plan_model_migration(world.kit.in, world.kit.admin(), world.sources, gone[0], last).value();
            BOOST_TEST(catalog::migrate_model(world.kit.in, world.kit.admin(), world.sources, plan).has_value());
            BOOST_TEST(catalog::delete_model(world.kit.in, world.kit.admin(), world.sources, gone[1]).has_value());
            return [&] {
                auto in = own_store(world);
                return catalog::clean_up(in, world.kit.admin(), world.sources, {0s}).has_value();
            };
        };
        auto const is_done = [&] {
            std::int64_t rows = 0;
            for (auto const one : gone) {
                auto const row = world.one("select count(*) from catalog_model where id = $1", one);
                auto const audited = world.one("select count(*) from catalog_audit where operation = 'model.clean_up' and subject = $1", one);
                auto const templates = world.one("select count(*) from demo_thing where model = $1", one);
                BOOST_TEST(row + audited == 1);
                BOOST_TEST(templates == row);
                rows += row;
            }
            return rows == 0;
        };
        auto const finish = [&] { BOOST_TEST(catalog::clean_up(world.kit.in, world.kit.admin(), world.sources, {0s}).value().success.value()); };
        kill_everywhere(world, "clean_up", make, is_done, finish);
    });
}

BOOST_AUTO_TEST_SUITE_END()
