#include <parley/catalog/model_usage.hpp>

#include "support/demo_world.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_model_usage)

namespace catalog = parley::catalog;
using namespace parley::test;
using parley::errc;

BOOST_AUTO_TEST_CASE(E2_counts_are_real_however_many_pages_the_list_has) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const model = world.model("busy");
        for (int i = 0; i != 25; ++i) world.thing("assistants", model);
        auto const used = catalog::model_usage(kit.in, kit.admin(), world.sources, model).value();
        BOOST_TEST(catalog::active_references(used) == 25);
        BOOST_TEST(catalog::list_references(kit.in, kit.admin(), world.sources, model, "assistants", {"", 10}).value().size() == 10u);
    });
}

BOOST_AUTO_TEST_CASE(every_kind_is_counted_and_grants_and_the_default_are_said) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const model = world.model("busy");
        auto const none = catalog::model_usage(kit.in, kit.admin(), world.sources, model).value();
        BOOST_TEST(none.references.size() == 6u);
        BOOST_TEST((catalog::active_references(none) == 0 && !none.granted_to_all && !none.is_default && none.workspaces == 0));
        for (auto const& source : world.sources) world.thing(source.kind(), model);
        world.thing("app_templates", model, {}, {}, true);
        world.grant(model);
        world.grant(model, world.workspace("w"));
        world.choose_default(model);
        auto const used = catalog::model_usage(kit.in, kit.admin(), world.sources, model).value();
        for (auto const& r : used.references) BOOST_TEST(r.count == 1, r.kind);
        BOOST_TEST(catalog::active_references(used) == 5);
        BOOST_TEST(catalog::history_references(used) == 1);
        BOOST_TEST((used.granted_to_all && used.is_default && used.workspaces == 1));
    });
}

BOOST_AUTO_TEST_CASE(each_organisation_counts_its_own_and_the_operator_counts_all) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const shared = world.model("shared", {});
        world.thing("apps", shared);
        world.thing("apps", shared, {}, kit.globex);
        world.thing("apps", shared, {}, kit.globex);
        auto const count = [&](catalog::principal const& who) {
            return catalog::active_references(catalog::model_usage(kit.in, who, world.sources, shared).value());
        };
        BOOST_TEST(count(kit.admin()) == 1);
        BOOST_TEST(count(kit.stranger()) == 2);
        BOOST_TEST(count(kit.root) == 3);
        BOOST_TEST((catalog::model_usage(kit.in, kit.stranger(), world.sources, world.model("own")).error().code == errc::not_found));
    });
}

BOOST_AUTO_TEST_CASE(E19_pages_of_every_kind_follow_each_other_without_gap_or_repetition) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const model = world.model("busy");
        for (auto const* kind : {"apps", "services", "questions"}) {
            std::vector<std::string> made, seen;
            auto const w = world.workspace(kind);
            for (int i = 0; i != 12; ++i) made.push_back(std::to_string(world.thing(kind, model, w)));
            for (catalog::reference_page page{"", 5};; page.after = seen.back()) {
                auto const rows = catalog::list_references(kit.in, kit.admin(), world.sources, model, kind, page).value();
                for (auto const& r : rows) {
                    seen.push_back(r.id);
                    BOOST_TEST((r.workspace == w && r.owner == "ann"));
                }
                if (rows.size() < page.limit) break;
            }
            BOOST_TEST(seen == made, boost::test_tools::per_element());
        }
    });
}

BOOST_AUTO_TEST_CASE(what_cannot_be_listed_is_refused) {
    in_demo_worlds([](demo_world& world) {
        auto& kit = world.kit;
        auto const model = world.model("busy");
        auto const code = [&](catalog::principal const& who, std::string kind, catalog::reference_page const& page) {
            return catalog::list_references(kit.in, who, world.sources, model, kind, page).error().code;
        };
        BOOST_TEST((code(kit.admin(), "assistant", {}) == errc::invalid_argument));
        BOOST_TEST((code(kit.admin(), "apps", {"x'; --", 5}) == errc::invalid_argument));
        BOOST_TEST((code(kit.admin(), "apps", {"", 0}) == errc::invalid_argument));
        BOOST_TEST((code(kit.admin(), "apps", {"", 1001}) == errc::invalid_argument));
        BOOST_TEST((code(kit.stranger(), "apps", {}) == errc::not_found));
        BOOST_TEST((code(kit.admin({catalog::scope::create}), "apps", {}) == errc::forbidden));
        BOOST_TEST(catalog::list_references(kit.in, kit.admin({catalog::scope::update}), world.sources, model, "apps").has_value());
    });
}

BOOST_AUTO_TEST_SUITE_END()
