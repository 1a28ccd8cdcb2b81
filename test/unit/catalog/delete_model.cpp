#include <parley/catalog/delete_model.hpp>

#include "support/demo_world.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>

BOOST_AUTO_TEST_SUITE(catalog_delete_model)

namespace catalog = parley::catalog;
using namespace parley::test;
using parley::errc;

BOOST_AUTO_TEST_CASE(E18_a_deleted_model_is_gone_while_its_row_stays) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const model = world.model("old");
        world.grant(model);
        BOOST_TEST(catalog::delete_model(kit.in, kit.admin(), world.sources, model).has_value());
        BOOST_TEST(world.one("select count(*) from catalog_model where id = $1 and deleted_at is not null", model) == 1);
        BOOST_TEST(world.one("select count(*) from catalog_grant where model = $1", model) == 0);
        BOOST_TEST((catalog::delete_model(kit.in, kit.admin(), world.sources, model).error().code == errc::not_found));
        BOOST_TEST(world.one<std::string>("select changed_fields from catalog_audit where operation = 'model.delete' and outcome = 'done'") ==
                   R"(["deleted_at","grants"])");
    });
}

BOOST_AUTO_TEST_CASE(E13_a_model_in_use_stays_and_the_error_has_the_counts) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const model = world.model("old");
        world.thing("assistants", model);
        world.thing("assistants", model);
        world.thing("app_templates", model);
        world.thing("questions", model);
        auto const refused = catalog::delete_model(kit.in, kit.admin(), world.sources, model);
        BOOST_TEST_REQUIRE(refused.has_error());
        BOOST_TEST((refused.error().code == errc::in_use));
        BOOST_TEST_REQUIRE(refused.error().problems.size() == 2u);
        BOOST_TEST(refused.error().problems[0].pointer == "/assistants");
        BOOST_TEST(refused.error().problems[0].found == "2");
        BOOST_TEST(refused.error().problems[1].pointer == "/app_templates");
        BOOST_TEST(world.one("select count(*) from catalog_model where deleted_at is not null") == 0);
    });
}

BOOST_AUTO_TEST_CASE(E22_grants_questions_and_deleted_templates_do_not_hold_a_model) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const model = world.model("old");
        world.grant(model, world.workspace("w"));
        world.thing("questions", model);
        world.thing("assistant_templates", model, {}, {}, true);
        BOOST_TEST(catalog::delete_model(kit.in, kit.admin(), world.sources, model).has_value());
    });
}

BOOST_AUTO_TEST_CASE(a_model_of_the_platform_is_deleted_by_its_operator_when_no_organisation_uses_it) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const shared = world.model("shared", {});
        world.thing("apps", shared, {}, kit.globex);
        BOOST_TEST((catalog::delete_model(kit.in, kit.admin(), world.sources, shared).error().code == errc::not_found));
        BOOST_TEST((catalog::delete_model(kit.in, kit.root, world.sources, shared).error().code == errc::in_use));
        kit.change("delete from demo_thing");
        BOOST_TEST(catalog::delete_model(kit.in, kit.root, world.sources, shared).has_value());
    });
}

BOOST_AUTO_TEST_CASE(a_stranger_finds_nothing_to_delete) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const model = world.model("old");
        BOOST_TEST((catalog::delete_model(kit.in, kit.stranger(), world.sources, model).error().code == errc::not_found));
        BOOST_TEST((catalog::delete_model(kit.in, kit.admin(), world.sources, {999}).error().code == errc::not_found));
        BOOST_TEST((catalog::delete_model(kit.in, kit.admin({catalog::scope::update}), world.sources, model).error().code == errc::forbidden));
        BOOST_TEST(world.one("select count(*) from catalog_model where deleted_at is not null") == 0);
    });
}

BOOST_AUTO_TEST_SUITE_END()
