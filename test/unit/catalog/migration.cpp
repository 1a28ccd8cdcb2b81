#include <parley/catalog/migration.hpp>

#include "support/demo_world.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_migration)

namespace catalog = parley::catalog;
namespace model = parley::model;
using namespace parley::test;
using catalog::finding_code, catalog::migration_status, catalog::model_id;
using parley::errc, parley::result;

namespace {

using texts = std::vector<std::string>;

catalog::migration_plan plan(demo_world& world, model_id from, model_id to, texts kinds = {}) {
    return catalog::plan_model_migration(world.kit.in, world.kit.admin(), world.sources, from, to, kinds).value();
}
result<catalog::migration_record> migrate(demo_world& world, catalog::migration_plan const& of, catalog::migration_consent consent = {}) {
    return catalog::migrate_model(world.kit.in, world.kit.admin(), world.sources, of, consent);
}
result<catalog::migration_record> migrate(demo_world& world, model_id from, model_id to, texts kinds = {}, catalog::migration_consent consent = {}) {
    return migrate(world, plan(world, from, to, std::move(kinds)), consent);
}

std::optional<model_id> migrated_to(demo_world& world, model_id of) {
    return world.one<std::optional<model_id>>("select migrated_to from catalog_model where id = $1", of);
}
std::int64_t grants(demo_world& world, model_id of) { return world.one("select count(*) from catalog_grant where model = $1", of); }
std::int64_t records(demo_world& world) { return world.one("select count(*) from catalog_migration"); }

/// Two models of Acme and one thing of each kind that refers to the first.
struct two_models {
    explicit two_models(demo_world& world) : old_one(world.model("old")), new_one(world.model("new")) {
        for (auto const& source : world.sources) things.push_back(world.thing(source.kind(), old_one));
    }
    model_id old_one, new_one;
    std::vector<std::int64_t> things; // in the order of the sources: the questions come last
};

/// Breaks when its things are to be moved.
struct broken_source : catalog::demo_source {
    broken_source() : demo_source("apps", false) {}
    result<std::int64_t> repoint(catalog::transaction& in, catalog::referred_model, model_id) const { return in.change("update no_such_table set x = 1"); }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_plan_is_made_shown_and_carried_out) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        auto& store = world.kit.in;
        auto const admin = world.kit.admin();
        auto const& sources = world.sources;
        // tag::migrate[]
        auto const plan = catalog::plan_model_migration(store, admin, sources, of.old_one, of.new_one);
        if (!plan) return;
        for (auto const& f : plan->findings) BOOST_TEST_MESSAGE(catalog::sentence(f.code) << ' ' << f.parameters);

        catalog::migration_consent const read_and_agreed{.confirmed = true};
        auto const done = catalog::migrate_model(store, admin, sources, *plan, read_and_agreed);
        // end::migrate[]
        BOOST_TEST(done.has_value());
        BOOST_TEST(done.value().migrated == 5);
    });
}

BOOST_AUTO_TEST_CASE(E5_references_move_and_questions_keep_the_model_that_answered) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        auto const done = migrate(world, of.old_one, of.new_one);
        BOOST_TEST_REQUIRE(done.has_value());
        for (auto const thing : of.things)
            BOOST_TEST((world.model_of(thing) == (thing == of.things.back() ? of.old_one : of.new_one)));
        BOOST_TEST(world.one<std::string>("select settings from demo_thing where id = $1", of.things.front()) == "{}");
        BOOST_TEST(world.one<std::string>("select settings from demo_thing where id = $1", of.things.back()) == R"({"temperature":1})");
        BOOST_TEST((migrated_to(world, of.old_one) == of.new_one));
        BOOST_TEST((done->status == migration_status::completed));
        BOOST_TEST(done->affected == 5);
        BOOST_TEST(done->migrated == 5);
        BOOST_TEST(done->details.at("completed") == boost::json::value(true));
        BOOST_TEST(done->details.at("apps") == boost::json::value(1));
    });
}

BOOST_AUTO_TEST_CASE(E4_a_migration_deletes_nothing) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        BOOST_TEST(migrate(world, of.old_one, of.new_one).has_value());
        BOOST_TEST(world.one("select count(*) from catalog_model where deleted_at is null") == 2);
    });
}

BOOST_AUTO_TEST_CASE(a_model_that_nothing_uses_is_migrated_all_the_same) {
    in_demo_worlds([](demo_world& world) {
        auto const old_one = world.model("old"), new_one = world.model("new");
        auto const done = migrate(world, old_one, new_one);
        BOOST_TEST(done.value().affected == 0);
        BOOST_TEST((migrated_to(world, old_one) == new_one));
    });
}

BOOST_AUTO_TEST_CASE(E9_a_migrated_model_is_refused_when_planned_and_when_carried_out) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        auto const third = world.model("third");
        auto const stale = plan(world, of.old_one, third);
        BOOST_TEST(migrate(world, of.old_one, of.new_one).has_value());
        auto const again = plan(world, of.old_one, of.new_one);
        BOOST_TEST(catalog::find(again, finding_code::source_migrated));
        BOOST_TEST((migrate(world, again, {true, true, "because"}).error().code == errc::conflict));
        BOOST_TEST((migrate(world, stale).error().code == errc::conflict));
        BOOST_TEST((migrated_to(world, of.old_one) == of.new_one));
        BOOST_TEST(records(world) == 1);
    });
}

BOOST_AUTO_TEST_CASE(E20_a_model_that_is_migrated_deleted_missing_or_disabled_is_no_target) {
    in_demo_worlds([](demo_world& world) {
        auto const old_one = world.model("old"), other = world.model("other"), target = world.model("target");
        world.kit.change("update catalog_model set migrated_to = $1 where id = $2", other, target);
        BOOST_TEST(catalog::find(plan(world, old_one, target), finding_code::target_unavailable));
        for (auto const* change : {"deleted_at = 1", "missing_since = 1", "enabled = false"}) {
            auto const bad = world.model(change);
            world.kit.change(std::string("update catalog_model set ") + change + " where id = $1", bad);
            BOOST_TEST(catalog::find(plan(world, old_one, bad), finding_code::target_unavailable), change);
            BOOST_TEST((migrate(world, old_one, bad, {}, {true, true, "because"}).error().code == errc::conflict), change);
        }
    });
}

BOOST_AUTO_TEST_CASE(E10_a_disabled_source_is_migrated_and_one_of_the_platform_is_not) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        world.kit.change("update catalog_model set enabled = false where id = $1", of.old_one);
        BOOST_TEST(migrate(world, of.old_one, of.new_one).has_value());
        auto const shared = world.model("shared", {});
        BOOST_TEST((migrate(world, shared, of.new_one).error().code == errc::conflict));
        BOOST_TEST(catalog::find(plan(world, shared, of.new_one), finding_code::source_of_platform));
    });
}

BOOST_AUTO_TEST_CASE(a_model_of_the_platform_is_a_target) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        auto const shared = world.model("shared", {});
        BOOST_TEST(migrate(world, of.old_one, shared).has_value());
        BOOST_TEST((world.model_of(of.things.front()) == shared));
    });
}

BOOST_AUTO_TEST_CASE(E1_workspaces_that_ask_for_a_stricter_class_block_whatever_is_confirmed) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const low = catalog::create_security_class(kit.in, kit.admin(), "open", 1).value().id;
        auto const high = catalog::create_security_class(kit.in, kit.admin(), "secret", 5).value().id;
        auto const strict = world.workspace("strict", high), lax = world.workspace("lax", low);
        auto const old_one = world.model("old"), new_one = world.model("new");
        world.classify(new_one, low);
        world.grant(old_one, lax);
        BOOST_TEST(!catalog::has(plan(world, old_one, new_one), catalog::severity::blocker));
        auto const thing = world.thing("assistants", old_one, strict); // the workspace was not given the model, but works with it

        auto const blocked = plan(world, old_one, new_one);
        auto const* found = catalog::find(blocked, finding_code::security_classification_insufficient);
        BOOST_TEST_REQUIRE(found);
        BOOST_TEST(found->parameters == (boost::json::object{{"workspaces", 1}, {"required", "secret"}, {"required_level", 5}, {"target", "open"}, {"target_level", 1}}));
        BOOST_TEST((migrate(world, blocked, {true, false, {}}).error().code == errc::conflict));
        BOOST_TEST((world.model_of(thing) == old_one));

        auto const without = kit.admin({catalog::scope::update});
        BOOST_TEST((catalog::migrate_model(kit.in, without, world.sources, blocked, {true, true, "moved to a cleared host"}).error().code == errc::forbidden));
        BOOST_TEST(world.one("select count(*) from catalog_audit where operation = 'model.migrate' and outcome = 'denied'") == 1);

        auto const done = migrate(world, blocked, {true, true, "moved to a cleared host"});
        BOOST_TEST_REQUIRE(done.has_value());
        BOOST_TEST(done->override_reason.value() == "moved to a cleared host");
        BOOST_TEST(world.one<std::string>("select reason from catalog_audit where operation = 'model.migrate' and outcome = 'done'") == "moved to a cleared host");
    });
}

BOOST_AUTO_TEST_CASE(the_plan_compares_what_is_known_of_both_models) {
    in_demo_worlds([](demo_world& world) {
        model::info big, small;
        big.max_input = 200'000;
        big.max_output = 64'000;
        big.input = {model::modality::text, model::modality::image};
        big.capabilities.tools = big.capabilities.reasoning = true;
        small.context = 8'000;
        small.max_output = 1'000;
        small.input = {model::modality::text};
        small.capabilities.tools = false;
        model::price cheap, dear;
        cheap.input = model::decimal::parse("1").value();
        dear.input = model::decimal::parse("3").value();
        big.prices = {cheap};
        small.prices = {dear};
        auto const from = world.model("big", world.kit.acme, big), to = world.model("small", world.kit.acme, small);
        world.kit.change("update catalog_model set family = 'g', deprecated = true where id = $1", to);
        auto const made = plan(world, from, to);
        std::vector<finding_code> codes;
        for (auto const& f : made.findings) codes.push_back(f.code);
        using enum finding_code;
        BOOST_TEST((codes == std::vector{target_deprecated, lower_token_limit, lower_output_limit, different_family, lacks_vision, lacks_reasoning,
                                         lacks_tool_calling, price_increase, kwargs_reset}));
        BOOST_TEST((migrate(world, made).error().code == errc::conflict));
        auto const done = migrate(world, made, {true, false, {}});
        BOOST_TEST_REQUIRE(done.has_value());
        BOOST_TEST((done->findings == made.findings));
        BOOST_TEST(done->confirmed);
    });
}

BOOST_AUTO_TEST_CASE(a_day_of_retirement_of_the_target_is_a_warning_within_the_organisations_window) {
    in_demo_worlds([](demo_world& world) {
        auto const from = world.model("old"), to = world.model("new");
        world.kit.change("update catalog_model set retires_on = '2027-03-01' where id = $1", to);
        BOOST_TEST(catalog::find(plan(world, from, to), finding_code::target_retiring));
        world.kit.change("update catalog_organisation set retiring_months = 1");
        BOOST_TEST(!catalog::find(plan(world, from, to), finding_code::target_retiring));
        world.kit.change("update catalog_model set retires_on = '2026-11-21' where id = $1", to);
        BOOST_TEST(catalog::find(plan(world, from, to), finding_code::target_deprecated));
    });
}

BOOST_AUTO_TEST_CASE(grants_and_the_default_move_along) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        auto const w1 = world.workspace("w1"), w2 = world.workspace("w2"), w3 = world.workspace("w3");
        auto const kept = world.model("kept");
        world.grant(of.old_one);
        world.grant(of.old_one, w1);
        world.grant(of.old_one, w2);
        world.grant(of.new_one, w2); // has both
        world.grant(kept, w3);
        world.choose_default(of.old_one);
        auto const made = plan(world, of.old_one, of.new_one);
        BOOST_TEST(catalog::find(made, finding_code::default_moves));
        BOOST_TEST(catalog::find(made, finding_code::workspaces_gain_target)->parameters.at("count") == boost::json::value(2));
        BOOST_TEST(migrate(world, made).value().details.at("grants") == boost::json::value(3));
        BOOST_TEST(grants(world, of.old_one) == 0);
        BOOST_TEST(grants(world, of.new_one) == 3);
        BOOST_TEST(grants(world, kept) == 1);
        BOOST_TEST(world.one("select count(*) from catalog_grant where workspace = $1 and model = $2", w3, of.new_one) == 0);
        BOOST_TEST((world.one<model_id>("select model from catalog_default") == of.new_one));
        BOOST_TEST(world.one<std::string>("select model_name from catalog_default") == "new");
        BOOST_TEST(world.one<std::string>("select changed_fields from catalog_audit where operation = 'model.migrate'").find("\"default\"") != std::string::npos);
    });
}

BOOST_AUTO_TEST_CASE(a_default_that_is_stored_by_name_moves_too) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        world.choose_default(of.old_one);
        world.kit.change("update catalog_default set model = null");
        BOOST_TEST(migrate(world, of.old_one, of.new_one).has_value());
        BOOST_TEST((world.one<model_id>("select model from catalog_default") == of.new_one));
    });
}

BOOST_AUTO_TEST_CASE(E11_partial_runs_compose_and_the_source_is_done_with_at_the_last) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        auto const w = world.workspace("w");
        auto const third = world.model("third");
        world.grant(of.old_one, w);
        BOOST_TEST(migrate(world, of.old_one, of.new_one, {"apps"}).value().migrated == 1);
        BOOST_TEST((world.model_of(of.things[1]) == of.new_one));
        BOOST_TEST((world.model_of(of.things[0]) == of.old_one));
        BOOST_TEST(!migrated_to(world, of.old_one).has_value());
        BOOST_TEST(grants(world, of.old_one) == 1); // what is left still works
        BOOST_TEST(grants(world, of.new_one) == 1);

        BOOST_TEST(catalog::find(plan(world, of.old_one, third), finding_code::split_targets));
        BOOST_TEST((migrate(world, of.old_one, third).error().code == errc::conflict));

        BOOST_TEST(migrate(world, of.old_one, of.new_one, {"assistants", "services", "assistant_templates", "app_templates"}).has_value());
        BOOST_TEST(!migrated_to(world, of.old_one).has_value()); // the grant is left
        BOOST_TEST(migrate(world, of.old_one, of.new_one, {"grants"}).has_value());
        BOOST_TEST((migrated_to(world, of.old_one) == of.new_one));
        BOOST_TEST(grants(world, of.old_one) == 0);
        BOOST_TEST(records(world) == 3);
    });
}

BOOST_AUTO_TEST_CASE(E7_an_unknown_kind_moves_nothing_of_anybody) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        for (auto const* kind : {"assistant", "questions", "*"}) {
            auto const refused = catalog::plan_model_migration(world.kit.in, world.kit.admin(), world.sources, of.old_one, of.new_one, {kind});
            BOOST_TEST((refused.error().code == errc::invalid_argument), kind);
            auto forged = plan(world, of.old_one, of.new_one);
            forged.facts.kinds = {kind};
            BOOST_TEST((migrate(world, forged).error().code == errc::invalid_argument), kind);
        }
        BOOST_TEST(world.one("select count(*) from demo_thing where model = $1", of.new_one) == 0);
    });
}

BOOST_AUTO_TEST_CASE(E8_things_of_other_organisations_and_deleted_ones_are_neither_counted_nor_moved) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        auto const foreign = world.thing("app_templates", of.old_one, {}, world.kit.globex);
        auto const deleted = world.thing("app_templates", of.old_one, {}, {}, true);
        auto const done = migrate(world, of.old_one, of.new_one);
        BOOST_TEST(done.value().details.at("app_templates") == boost::json::value(1));
        BOOST_TEST(done.value().affected == 5);
        BOOST_TEST((world.model_of(foreign) == of.old_one));
        BOOST_TEST((world.model_of(deleted) == of.old_one));
    });
}

BOOST_AUTO_TEST_CASE(a_plan_is_refused_when_the_world_has_changed_since) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        auto const stale = plan(world, of.old_one, of.new_one);
        world.thing("questions", of.old_one); // the past grows all the time
        BOOST_TEST(plan(world, of.old_one, of.new_one).fingerprint == stale.fingerprint);
        auto const late = world.thing("apps", of.old_one);
        BOOST_TEST((migrate(world, stale).error().code == errc::conflict));
        BOOST_TEST((world.model_of(late) == of.old_one));
        BOOST_TEST(records(world) == 0);
        BOOST_TEST(migrate(world, of.old_one, of.new_one).has_value());
    });
}

BOOST_AUTO_TEST_CASE(E14_a_failed_migration_moves_nothing_and_stands_in_the_history) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        world.grant(of.old_one);
        world.sources[1] = broken_source();
        auto const failed = migrate(world, of.old_one, of.new_one);
        BOOST_TEST_REQUIRE(failed.has_error());
        for (auto const thing : of.things) BOOST_TEST((world.model_of(thing) == of.old_one));
        BOOST_TEST(grants(world, of.old_one) == 1);
        BOOST_TEST(!migrated_to(world, of.old_one).has_value());
        auto const history = catalog::list_migrations(world.kit.in, world.kit.admin()).value();
        BOOST_TEST_REQUIRE(history.size() == 1u);
        BOOST_TEST((history.front().status == migration_status::failed));
        BOOST_TEST(history.front().failed == 5);
        BOOST_TEST(history.front().migrated == 0);
        BOOST_TEST(!history.front().error_message.value().empty());
        world.sources = catalog::demo_references();
        BOOST_TEST(migrate(world, of.old_one, of.new_one).has_value()); // a failed run is no earlier target
    });
}

BOOST_AUTO_TEST_CASE(embeddings_are_never_migrated) {
    in_demo_worlds([](demo_world& world) {
        auto const from = world.model("e1", world.kit.acme, {}, "embedding"), to = world.model("e2", world.kit.acme, {}, "embedding");
        BOOST_TEST((migrate(world, from, to, {}, {true, true, "because"}).error().code == errc::conflict));
        BOOST_TEST(catalog::find(plan(world, from, to), finding_code::kind_not_migratable));
    });
}

BOOST_AUTO_TEST_CASE(a_transcription_model_is_migrated_like_any_other) {
    in_demo_worlds([](demo_world& world) {
        auto const from = world.model("t1", world.kit.acme, {}, "transcription"), to = world.model("t2", world.kit.acme, {}, "transcription");
        auto const app = world.thing("apps", from);
        BOOST_TEST(migrate(world, from, to).has_value());
        BOOST_TEST((world.model_of(app) == to));
    });
}

BOOST_AUTO_TEST_CASE(a_strangers_models_are_neither_planned_nor_migrated) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        two_models const of(world);
        auto const foreign = world.model("foreign", kit.globex);
        auto const made = plan(world, of.old_one, of.new_one);
        BOOST_TEST((catalog::plan_model_migration(kit.in, kit.stranger(), world.sources, of.old_one, of.new_one).error().code == errc::not_found));
        BOOST_TEST((catalog::plan_model_migration(kit.in, kit.admin(), world.sources, of.old_one, foreign).error().code == errc::not_found));
        BOOST_TEST((catalog::plan_model_migration(kit.in, kit.admin(), world.sources, {999}, of.new_one).error().code == errc::not_found));
        BOOST_TEST((catalog::migrate_model(kit.in, kit.stranger(), world.sources, made).error().code == errc::not_found));
        BOOST_TEST((catalog::migrate_model(kit.in, kit.admin({catalog::scope::read}), world.sources, made).error().code == errc::forbidden));
        BOOST_TEST((catalog::migrate_model(kit.in, kit.root, world.sources, made).error().code == errc::invalid_argument));
    });
}

BOOST_AUTO_TEST_CASE(an_inactive_provider_of_the_target_blocks) {
    in_demo_worlds([](demo_world& world) {
        two_models const of(world);
        auto const provider = world.one<catalog::provider_id>("insert into catalog_provider (organisation, display_name, active, created_at, updated_at) "
                                                              "values ($1, 'own', false, 0, 0) returning id",
                                                              world.kit.acme);
        world.kit.change("update catalog_model set provider = $1 where id = $2", provider, of.new_one);
        BOOST_TEST(catalog::find(plan(world, of.old_one, of.new_one), finding_code::provider_inactive));
        world.kit.change("update catalog_provider set active = true");
        BOOST_TEST(!catalog::has(plan(world, of.old_one, of.new_one), catalog::severity::blocker));
    });
}

BOOST_AUTO_TEST_SUITE_END()
