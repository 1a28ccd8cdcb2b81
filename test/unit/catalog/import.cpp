#include <parley/catalog/import.hpp>

#include "support/catalog_store.hpp"

#include <parley/catalog/access.hpp>
#include <parley/catalog/audit.hpp>
#include <parley/catalog/default_model.hpp>
#include <parley/catalog/models.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_import)

namespace catalog = parley::catalog;
using namespace parley::test;
using parley::errc;
using texts = std::vector<std::string>;

namespace {

parley::model::info model(std::string id, std::int64_t context = 1000) {
    parley::model::info made;
    made.vendor = "v";
    made.id = std::move(id);
    made.context = context;
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_plan_says_what_the_import_then_does) {
    on_both_engines([](catalog_kit& kit) {
        std::vector const first{model("a"), model("b"), model("c")};
        BOOST_TEST(catalog::import_models(kit.in, kit.admin(), first)->added == (texts{"v/a", "v/b", "v/c"}));
        catalog::create_model(kit.in, kit.admin(), {.vendor = "v", .name = "mine", .info = model("mine")}).value();
        std::vector const second{model("a"), model("b", 2000), model("d"), model("mine", 5), model("d"), model(" bad")};
        auto const plan = catalog::plan_model_import(kit.in, kit.admin(), second).value();
        BOOST_TEST(plan.added == texts{"v/d"});
        BOOST_TEST(plan.changed == texts{"v/b"});
        BOOST_TEST(plan.gone == texts{"v/c"});
        BOOST_TEST(plan.kept == texts{"v/mine"});
        BOOST_TEST(plan.skipped == (texts{"v/d", "v/ bad"}));
        BOOST_TEST(plan.unchanged == 1u);
        BOOST_TEST((catalog::import_models(kit.in, kit.admin(), second).value() == plan));
        auto const after = catalog::plan_model_import(kit.in, kit.admin(), second).value();
        BOOST_TEST(after.added.empty());
        BOOST_TEST(after.changed.empty());
        BOOST_TEST(catalog::list_audit(kit.in, kit.admin(), {.operation = "model.import"})->items.front().reason.value() == "1 added, 1 changed, 1 gone and left as they are");
        BOOST_TEST(catalog::plan_model_import(kit.in, kit.stranger(), second)->added.size() == 4u);
    });
}

BOOST_AUTO_TEST_CASE(E15_an_import_changes_no_access_unless_it_shall_mark_what_is_gone) {
    on_both_engines([](catalog_kit& kit) {
        catalog::import_models(kit.in, kit.root, {model("a"), model("b")}).value();
        kit.change("update catalog_model set enabled = false where name = 'a'");
        catalog::import_models(kit.in, kit.root, {model("a", 2000)}).value();
        BOOST_TEST(kit.rows<std::string>("select name from catalog_model where enabled and missing_since is null") == texts{"b"});
        catalog::import_models(kit.in, kit.root, {model("a", 2000)}, {.mark_gone = true}).value();
        BOOST_TEST(kit.rows<std::string>("select name from catalog_model where missing_since is not null") == texts{"b"});
        BOOST_TEST(catalog::import_models(kit.in, kit.root, {model("a", 2000), model("b")})->changed == texts{"v/b"});
        BOOST_TEST(kit.rows<std::string>("select name from catalog_model where missing_since is not null").empty());
        BOOST_TEST(kit.rows<std::string>("select name from catalog_model where enabled") == texts{"b"});
    });
}

BOOST_AUTO_TEST_CASE(T21_what_is_imported_again_keeps_its_id_so_that_what_refers_to_it_stays_right) {
    on_both_engines([](catalog_kit& kit) {
        catalog::import_models(kit.in, kit.admin(), {model("a"), model("b")}).value();
        auto const ids = [&] { return kit.rows<std::int64_t>("select id from catalog_model order by name"); };
        auto const before = ids();
        catalog::grant_model(kit.in, kit.admin(), catalog::model_id{before.back()}).value();
        catalog::set_default(kit.in, kit.admin(), catalog::model_id{before.back()}).value();
        catalog::import_models(kit.in, kit.admin(), {model("a", 2000), model("b")}).value();
        catalog::import_models(kit.in, kit.admin(), {model("a", 2000), model("b", 3000)}).value();
        BOOST_TEST(ids() == before);
        BOOST_TEST(catalog::get_default(kit.in, kit.admin())->id.value().value == before.back());
    });
}

BOOST_AUTO_TEST_CASE(an_import_that_changes_rows_needs_both_scopes_and_it_leaves_deleted_rows_alone) {
    on_both_engines([](catalog_kit& kit) {
        BOOST_TEST(catalog::import_models(kit.in, kit.admin({catalog::scope::create}), {model("a")}).has_value());
        BOOST_TEST((catalog::import_models(kit.in, kit.admin({catalog::scope::create}), {model("a", 7)}).error().code == errc::forbidden));
        BOOST_TEST(catalog::import_models(kit.in, kit.admin({catalog::scope::create}), {}, {.mark_gone = false}).has_value());
        kit.change("update catalog_model set deleted_at = 1");
        catalog::import_models(kit.in, kit.admin(), {model("a")}).value();
        BOOST_TEST(kit.rows<std::int64_t>("select count(*) from catalog_model where deleted_at is null").front() == 0);
    });
}

BOOST_AUTO_TEST_CASE(many_rows_are_imported_in_one_transaction) {
    on_both_engines([](catalog_kit& kit) {
        std::vector<parley::model::info> list;
        for (int i = 0; i != 5000; ++i) list.push_back(model("m" + std::to_string(i)));
        auto const start = std::chrono::steady_clock::now();
        BOOST_TEST(catalog::import_models(kit.in, kit.root, list)->added.size() == 5000u);
        auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
        std::printf("5000 rows imported in %lld ms\n", static_cast<long long>(took.count()));
        BOOST_TEST(kit.rows<std::int64_t>("select count(*) from catalog_model").front() == 5000);
    });
}

BOOST_AUTO_TEST_SUITE_END()
