#include <parley/catalog/clean_up.hpp>
#include <parley/catalog/delete_model.hpp>
#include <parley/catalog/migration.hpp>

#include "support/demo_world.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_clean_up)

namespace catalog = parley::catalog;
using namespace parley::test;
using namespace std::chrono_literals;
using catalog::keep_reason, catalog::model_id;
using parley::errc, parley::result;

namespace {

catalog::cleanup_run clean(demo_world& world, catalog::cleanup_options const& options = {}) {
    return catalog::clean_up(world.kit.in, world.kit.admin(), world.sources, options).value();
}
void migrate(demo_world& world, model_id from, model_id to) {
    auto const plan = catalog::plan_model_migration(world.kit.in, world.kit.admin(), world.sources, from, to).value();
    BOOST_TEST(catalog::migrate_model(world.kit.in, world.kit.admin(), world.sources, plan).has_value());
}
model_id deleted_model(demo_world& world, std::string_view name) {
    auto const made = world.model(name);
    BOOST_TEST(catalog::delete_model(world.kit.in, world.kit.admin(), world.sources, made).has_value());
    return made;
}
bool has_row(demo_world& world, model_id of) { return world.one("select count(*) from catalog_model where id = $1", of) == 1; }
std::vector<model_id> removed(catalog::cleanup_run const& run) {
    std::vector<model_id> ids;
    for (auto const& one : run.removed) ids.push_back(one.id);
    return ids;
}
using ids = std::vector<model_id>;

/// Knows nothing of some things that the data base knows.
catalog::reference_sources without_apps() {
    auto all = catalog::demo_references();
    all.erase(all.begin() + 1);
    return all;
}

/// Breaks at one model.
struct broken_source : catalog::demo_source {
    explicit broken_source(model_id at) : demo_source("broken", false), at(at) {}
    result<std::int64_t> count(catalog::transaction& in, catalog::referred_model row) const {
        if (row.model == at) return in.one<std::int64_t>("select count(*) from no_such_table");
        return 0;
    }
    model_id at;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_deleted_model_is_erased_when_its_time_is_over) {
    in_demo_worlds([](demo_world& world) {
        auto const gone = deleted_model(world, "gone"), kept = world.model("kept");
        auto const early = clean(world);
        BOOST_TEST((early.skipped == std::vector<catalog::kept_model>{{gone, "gone", keep_reason::grace_period}}));
        world.kit.clock.advance(catalog::default_grace);
        auto const run = clean(world);
        BOOST_TEST((removed(run) == ids{gone}));
        BOOST_TEST(run.success.value());
        BOOST_TEST(!has_row(world, gone));
        BOOST_TEST(has_row(world, kept));
        BOOST_TEST(world.one("select count(*) from catalog_audit where operation = 'model.clean_up' and subject = $1 and subject_name = 'gone'", gone) == 1);
    });
}

BOOST_AUTO_TEST_CASE(a_migrated_source_is_erased_without_being_deleted_and_its_history_stays) {
    in_demo_worlds([](demo_world& world) {
        auto const from = world.model("from"), to = world.model("to");
        migrate(world, from, to);
        BOOST_TEST((clean(world, {1h}).skipped.front().reason == keep_reason::grace_period));
        world.kit.clock.advance(1h);
        BOOST_TEST((removed(clean(world, {1h})) == ids{from}));
        auto const history = catalog::list_migrations(world.kit.in, world.kit.admin()).value();
        BOOST_TEST_REQUIRE(history.size() == 1u);
        BOOST_TEST(!history.front().from_model.has_value());
        BOOST_TEST(history.front().from_name == "from");
    });
}

BOOST_AUTO_TEST_CASE(E5_questions_keep_the_row_for_good) {
    in_demo_worlds([](demo_world& world) {
        auto const gone = world.model("gone");
        auto const question = world.thing("questions", gone);
        BOOST_TEST(catalog::delete_model(world.kit.in, world.kit.admin(), world.sources, gone).has_value());
        BOOST_TEST((clean(world, {0s}).skipped.front().reason == keep_reason::history));
        BOOST_TEST((world.model_of(question) == gone));
    });
}

BOOST_AUTO_TEST_CASE(an_active_template_keeps_the_row_and_a_deleted_one_follows_to_the_successor) {
    in_demo_worlds([](demo_world& world) {
        auto const from = world.model("from"), to = world.model("to");
        auto const deleted = world.thing("assistant_templates", from, {}, {}, true);
        migrate(world, from, to);
        auto const active = world.thing("app_templates", from); // came back from somewhere
        BOOST_TEST((clean(world, {0s}).skipped.front().reason == keep_reason::active_references));
        world.kit.change("delete from demo_thing where id = $1", active);
        BOOST_TEST((removed(clean(world, {0s})) == ids{from}));
        BOOST_TEST((world.model_of(deleted) == to));
    });
}

BOOST_AUTO_TEST_CASE(a_deleted_template_of_a_model_without_successor_names_none) {
    in_demo_worlds([](demo_world& world) {
        auto const gone = deleted_model(world, "gone");
        auto const deleted = world.thing("assistant_templates", gone, {}, {}, true);
        BOOST_TEST((removed(clean(world, {0s})) == ids{gone}));
        BOOST_TEST(!world.model_of(deleted).has_value());
    });
}

BOOST_AUTO_TEST_CASE(in_a_chain_of_migrations_each_row_waits_for_the_one_before) {
    in_demo_worlds([](demo_world& world) {
        auto const c = world.model("c"), b = world.model("b"), a = world.model("a");
        migrate(world, a, b);
        migrate(world, b, c);
        auto const first = clean(world, {0s});
        BOOST_TEST((removed(first) == ids{a}));
        BOOST_TEST((first.skipped == std::vector<catalog::kept_model>{{b, "b", keep_reason::migration_target}}));
        BOOST_TEST((removed(clean(world, {0s})) == ids{b}));
        BOOST_TEST(has_row(world, c));
    });
}

BOOST_AUTO_TEST_CASE(E13_what_only_the_data_base_knows_of_is_a_reason_and_no_error) {
    in_demo_worlds([](demo_world& world) {
        auto const gone = deleted_model(world, "gone"), also = deleted_model(world, "also");
        world.thing("apps", gone);
        world.sources = without_apps();
        auto const run = clean(world, {0s});
        BOOST_TEST((run.skipped == std::vector<catalog::kept_model>{{gone, "gone", keep_reason::database_restricts}}));
        BOOST_TEST((removed(run) == ids{also}));
        BOOST_TEST(run.success.value());
    });
}

BOOST_AUTO_TEST_CASE(E23_each_row_has_its_own_transaction_so_that_a_bad_one_stops_nothing) {
    in_demo_worlds([](demo_world& world) {
        auto const first = deleted_model(world, "first"), bad = deleted_model(world, "bad"), last = deleted_model(world, "last");
        world.sources.push_back(broken_source(bad));
        auto const run = clean(world, {0s});
        BOOST_TEST((removed(run) == ids{first, last}));
        BOOST_TEST_REQUIRE(run.errors.size() == 1u);
        BOOST_TEST((run.errors.front().id == bad));
        BOOST_TEST(!run.errors.front().message.empty());
        BOOST_TEST(!run.success.value());
        BOOST_TEST(has_row(world, bad));
    });
}

BOOST_AUTO_TEST_CASE(a_dry_run_says_what_would_go_and_erases_nothing) {
    in_demo_worlds([](demo_world& world) {
        auto const gone = deleted_model(world, "gone");
        auto const run = clean(world, {0s, true});
        BOOST_TEST((removed(run) == ids{gone}));
        BOOST_TEST(run.dry_run);
        BOOST_TEST(has_row(world, gone));
        BOOST_TEST((removed(clean(world, {0s})) == ids{gone}));
    });
}

BOOST_AUTO_TEST_CASE(runs_are_kept_and_listed_the_newest_first) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        deleted_model(world, "gone");
        auto const dry = clean(world, {0s, true}), wet = clean(world, {0s});
        auto const of_all = catalog::clean_up(kit.in, kit.root, world.sources).value();
        BOOST_TEST((catalog::list_cleanup_runs(kit.in, kit.admin()).value() == std::vector{wet, dry}));
        BOOST_TEST((catalog::list_cleanup_runs(kit.in, kit.admin(), wet.id).value() == std::vector{dry}));
        BOOST_TEST((catalog::list_cleanup_runs(kit.in, kit.root).value() == std::vector{of_all, wet, dry}));
        BOOST_TEST(catalog::list_cleanup_runs(kit.in, kit.stranger()).value().empty());
        BOOST_TEST((catalog::list_cleanup_runs(kit.in, kit.admin(), {}, 0).error().code == errc::invalid_argument));
    });
}

BOOST_AUTO_TEST_CASE(nobody_cleans_up_the_rows_of_others) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const gone = deleted_model(world, "gone");
        auto const shared = world.model("shared", {});
        BOOST_TEST(catalog::delete_model(kit.in, kit.root, world.sources, shared).has_value());
        BOOST_TEST(catalog::clean_up(kit.in, kit.stranger(), world.sources, {0s}).value().removed.empty());
        BOOST_TEST((removed(clean(world, {0s})) == ids{gone}));
        BOOST_TEST((removed(catalog::clean_up(kit.in, kit.root, world.sources, {0s}).value()) == ids{shared}));
        BOOST_TEST((catalog::clean_up(kit.in, kit.admin({catalog::scope::update}), world.sources).error().code == errc::forbidden));
    });
}

BOOST_AUTO_TEST_SUITE_END()
