#include <parley/catalog/delete_model.hpp>
#include <parley/catalog/maintenance.hpp>
#include <parley/reflect/time.hpp>

#include "support/demo_world.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_maintenance)

namespace catalog = parley::catalog;
using namespace parley::test;
using namespace std::chrono_literals;
using parley::errc, parley::result;

namespace {

catalog::maintenance_options as(std::string runner) {
    catalog::maintenance_options made;
    made.runner = std::move(runner);
    made.grace = 0s;
    return made;
}
result<catalog::maintenance_report> look(demo_world& world, std::string runner = "one") {
    return catalog::run_maintenance(world.kit.in, world.kit.root, world.sources, as(std::move(runner)));
}
std::string text(catalog::moment when) { return parley::reflect::to_rfc3339(std::chrono::nanoseconds(when.time_since_epoch()).count()); }

/// Takes the lease in the middle of a clean-up, as somebody does who believes the runner dead.
struct usurper : catalog::demo_source {
    usurper() : demo_source("usurper", false) {}
    result<std::int64_t> count(catalog::transaction& in, catalog::referred_model) const {
        auto const taken = in.change("update catalog_maintenance set runner = 'successor', lease_until = $1", in.now() + 1h);
        if (!taken) return taken;
        return 0;
    }
};

/// Breaks wherever it is asked.
struct broken : catalog::demo_source {
    broken() : demo_source("broken", false) {}
    result<std::int64_t> count(catalog::transaction& in, catalog::referred_model) const { return in.one<std::int64_t>("select count(*) from no_such_table"); }
};

} // namespace

BOOST_AUTO_TEST_CASE(it_runs_once_for_each_moment_of_the_rule) {
    in_demo_worlds([](demo_world& world) { // on a Saturday at noon
        auto const model = world.model("gone");
        BOOST_TEST(catalog::delete_model(world.kit.in, world.kit.admin(), world.sources, model).has_value());
        auto const first = look(world).value();
        BOOST_TEST(!first.run.has_value());
        BOOST_TEST(text(first.next) == "2026-11-22T04:00:00Z");
        world.kit.clock.advance(15h + 59min);
        BOOST_TEST(!look(world).value().run.has_value());
        world.kit.clock.advance(1min);
        auto const due = look(world).value();
        BOOST_TEST_REQUIRE(due.run.has_value());
        BOOST_TEST(due.run->removed.size() == 1u);
        BOOST_TEST(text(due.next) == "2026-11-29T04:00:00Z");
        BOOST_TEST(!look(world, "another").value().run.has_value());
        BOOST_TEST(world.one("select count(*) from catalog_cleanup_run") == 1);
    });
}

BOOST_AUTO_TEST_CASE(moments_that_were_missed_are_made_up_for_once) {
    in_demo_worlds([](demo_world& world) {
        BOOST_TEST(!look(world).value().run.has_value());
        world.kit.clock.advance(24h * 30);
        BOOST_TEST(look(world).value().run.has_value());
        BOOST_TEST(!look(world).value().run.has_value());
    });
}

BOOST_AUTO_TEST_CASE(while_one_runner_is_at_it_others_keep_away) {
    in_demo_worlds([](demo_world& world) {
        BOOST_TEST(!look(world).value().run.has_value());
        world.kit.clock.advance(24h);
        world.kit.change("update catalog_maintenance set runner = 'other', lease_until = $1", world.kit.in.now() + 30min);
        auto const kept_away = look(world).value();
        BOOST_TEST(!kept_away.run.has_value());
        BOOST_TEST(kept_away.runner == "other");
        BOOST_TEST((kept_away.next == world.kit.in.now() + 30min));
    });
}

BOOST_AUTO_TEST_CASE(a_runner_that_died_is_replaced_when_its_lease_is_over) {
    in_demo_worlds([](demo_world& world) {
        BOOST_TEST(!look(world).value().run.has_value());
        world.kit.clock.advance(24h);
        world.kit.change("update catalog_maintenance set runner = 'dead', lease_until = $1", world.kit.in.now() + 1h);
        BOOST_TEST(!look(world).value().run.has_value());
        world.kit.clock.advance(1h);
        BOOST_TEST(look(world).value().run.has_value());
        BOOST_TEST(world.one("select count(*) from catalog_maintenance where runner is null and lease_until is null") == 1);
    });
}

BOOST_AUTO_TEST_CASE(a_runner_that_comes_back_late_does_not_take_the_lease_from_its_successor) {
    in_demo_worlds([](demo_world& world) {
        auto const model = world.model("gone");
        BOOST_TEST(catalog::delete_model(world.kit.in, world.kit.admin(), world.sources, model).has_value());
        BOOST_TEST(!look(world).value().run.has_value());
        world.kit.clock.advance(24h);
        world.sources.push_back(usurper());
        BOOST_TEST(look(world, "slow").value().run.has_value());
        BOOST_TEST(world.one<std::string>("select runner from catalog_maintenance") == "successor");
        auto const kept_away = look(world, "slow").value();
        BOOST_TEST(!kept_away.run.has_value());
        BOOST_TEST(kept_away.runner == "successor");
    });
}

BOOST_AUTO_TEST_CASE(of_many_that_ask_at_once_one_runs) {
    in_demo_worlds([](demo_world& world) {
        BOOST_TEST(!look(world).value().run.has_value());
        world.kit.clock.advance(24h);
        std::vector<std::thread> threads;
        std::vector<int> ran(8);
        for (std::size_t i = 0; i != ran.size(); ++i)
            threads.emplace_back([&, i] {
                auto const report = look(world, "runner " + std::to_string(i));
                ran[i] = report ? report->run.has_value() : 100;
            });
        int sum = 0;
        for (std::size_t i = 0; i != ran.size(); ++i) {
            threads[i].join();
            sum += ran[i];
        }
        BOOST_TEST(sum == 1);
        BOOST_TEST(world.one("select count(*) from catalog_cleanup_run") == 1);
    });
}

BOOST_AUTO_TEST_CASE(a_bad_row_is_in_the_report_and_does_not_make_it_due_again) {
    in_demo_worlds([](demo_world& world) {
        auto const model = world.model("gone");
        BOOST_TEST(catalog::delete_model(world.kit.in, world.kit.admin(), world.sources, model).has_value());
        BOOST_TEST(!look(world).value().run.has_value());
        world.kit.clock.advance(24h);
        world.sources.push_back(broken());
        BOOST_TEST(look(world).value().run.value().errors.size() == 1u);
        BOOST_TEST(!look(world).value().run.has_value());
    });
}

BOOST_AUTO_TEST_CASE(it_is_for_the_platforms_operator) {
    in_demo_worlds([](demo_world& world) {
        BOOST_TEST((catalog::run_maintenance(world.kit.in, world.kit.admin(), world.sources, as("one")).error().code == errc::forbidden));
        auto const reader = catalog::principal::platform("root", {catalog::scope::update});
        BOOST_TEST((catalog::run_maintenance(world.kit.in, reader, world.sources, as("one")).error().code == errc::forbidden));
    });
}

BOOST_AUTO_TEST_SUITE_END()
