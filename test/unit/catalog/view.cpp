#include <parley/catalog/view.hpp>

#include "support/catalog_store.hpp"

#include <parley/catalog/access.hpp>
#include <parley/catalog/models.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_view)

namespace catalog = parley::catalog;
using namespace parley::test;
using namespace std::chrono_literals;
using parley::errc;

namespace {

catalog::model_id granted(catalog_kit& kit, std::string name, parley::model::info info = {}) {
    auto const made = catalog::create_model(kit.in, kit.admin(), {.vendor = "v", .name = std::move(name), .info = std::move(info)}).value();
    catalog::grant_model(kit.in, kit.admin(), made.id).value();
    return made.id;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_view_finds_models_by_name_full_name_and_alias_and_says_the_default) {
    on_both_engines([](catalog_kit& kit) {
        parley::model::info info;
        info.aliases = {"latest"};
        auto const one = granted(kit, "one", info), two = granted(kit, "two");
        catalog::set_default(kit.in, kit.admin(), two).value();
        auto const seen = catalog::load_view(kit.in, kit.admin()).value();
        BOOST_REQUIRE(seen);
        BOOST_TEST(seen->models().size() == 2u);
        for (auto const* name : {"one", "v/one", "latest"}) BOOST_TEST((seen->find(name) && seen->find(name)->id == one), name);
        BOOST_TEST(!seen->find("three"));
        BOOST_TEST((seen->standard().id == two));
        BOOST_TEST(!catalog::load_view(kit.in, kit.admin(), {}, seen->revision()).value()); // nothing has changed
    });
}

BOOST_AUTO_TEST_CASE(a_name_that_several_models_have_finds_none_of_them) {
    catalog::model_row a, b;
    a.vendor = "x";
    b.vendor = "y";
    a.name = b.name = "m";
    catalog::view const seen(1, {a, b}, {});
    BOOST_TEST(!seen.find("m"));
    BOOST_TEST(seen.find("x/m")->vendor == "x");
    BOOST_TEST(seen.find("y/m")->vendor == "y");
}

BOOST_AUTO_TEST_CASE(a_change_is_seen_at_once_through_the_same_store_and_soon_through_another) {
    on_both_engines([](catalog_kit& kit) {
        auto const one = granted(kit, "one");
        auto other = kit.open();
        catalog::live_view::reader here(catalog::live_view::open(kit.in, kit.admin(), {}, 1h).value());
        catalog::live_view::reader there(catalog::live_view::open(other, kit.admin(), {}, 0ms).value());
        BOOST_TEST(here.get().models().size() == 1u);
        BOOST_TEST(there.get().models().size() == 1u);
        catalog::update_model(kit.in, kit.admin(), one, {{"enabled", false}}).value();
        BOOST_TEST(here.get().models().empty());
        BOOST_TEST(there.get().models().empty());
        catalog::update_model(other, kit.admin(), one, {{"enabled", true}}).value();
        BOOST_TEST(here.get().models().empty()); // it looks once an hour
        BOOST_TEST(there.get().models().size() == 1u);
    });
}

BOOST_AUTO_TEST_CASE(an_outage_leaves_the_view_and_a_place_that_is_gone_empties_it) {
    on_both_engines([](catalog_kit& kit) {
        granted(kit, "one");
        auto const team = catalog::create_workspace(kit.in, kit.admin(), "Team").value().id;
        catalog::live_view::reader reader(catalog::live_view::open(kit.in, kit.admin(), team, 0ms).value());
        BOOST_TEST(reader.get().models().size() == 1u);
        kit.change("alter table catalog_default rename to hidden");
        BOOST_TEST(reader.get().models().size() == 1u);
        kit.change("alter table hidden rename to catalog_default");
        kit.change("delete from catalog_workspace where id = $1", team);
        BOOST_TEST(reader.get().models().empty());
        BOOST_TEST((catalog::live_view::open(kit.in, kit.admin(), team).error().code == errc::not_found));
    });
}

BOOST_AUTO_TEST_CASE(threads_read_while_another_changes) {
    on_both_engines([](catalog_kit& kit) {
        auto const one = granted(kit, "one");
        auto const source = catalog::live_view::open(kit.in, kit.admin(), {}, 1ms).value();
        std::atomic<bool> stop = false;
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i != 3; ++i)
            threads.emplace_back([&] {
                for (catalog::live_view::reader reader(source); !stop;) {
                    auto const& seen = reader.get();
                    auto const* const found = seen.find("one");
                    wrong += (found != nullptr) != (seen.models().size() == 1);
                }
            });
        for (int i = 0; i != 20; ++i) catalog::update_model(kit.in, kit.admin(), one, {{"enabled", i % 2 == 1}}).value();
        stop = true;
        for (auto& thread : threads) thread.join();
        BOOST_TEST(wrong == 0);
        BOOST_TEST(catalog::live_view::reader(source).get().find("one"));
    });
}

BOOST_AUTO_TEST_SUITE_END()
