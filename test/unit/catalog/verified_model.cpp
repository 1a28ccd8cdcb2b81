#include <parley/catalog/verified_model.hpp>

#include "support/catalog_store.hpp"

#include <parley/catalog/audit.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <set>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_verified_model)

namespace catalog = parley::catalog;
using namespace parley::test;
using namespace std::chrono_literals;
using parley::errc;

namespace {

std::vector<std::string> names_of(catalog_kit& kit, std::string_view provider = {}) {
    std::vector<std::string> names;
    for (auto const& row : catalog::list_verified_models(kit.in, kit.root, provider).value().items) names.push_back(row.provider + "/" + row.model_name);
    return names;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_verified_model_is_stored_trimmed_and_once) {
    on_both_engines([](catalog_kit& kit) {
        auto const made = catalog::create_verified_model(kit.in, kit.root, {.provider = " openhands ", .model_name = "\torg/model:1 "}).value();
        BOOST_TEST(made.provider == "openhands");
        BOOST_TEST(made.model_name == "org/model:1");
        BOOST_TEST(made.enabled);
        BOOST_TEST(made.verified);
        BOOST_TEST(!made.free);
        BOOST_TEST(!made.is_default);
        auto const again = catalog::create_verified_model(kit.in, kit.root, {.provider = "openhands", .model_name = "org/model:1"});
        BOOST_TEST((again.error().code == errc::already_exists));
        BOOST_TEST(again.error().where == "openhands/org/model:1");
        BOOST_TEST(names_of(kit).size() == 1u);
    });
}

BOOST_AUTO_TEST_CASE(names_that_break_the_rules_are_refused_everywhere) {
    on_both_engines([](catalog_kit& kit) {
        for (std::string const provider : {"", " ", "-a", "a-", "a b", "a/b", "a\nb"})
            BOOST_TEST((catalog::create_verified_model(kit.in, kit.root, {.provider = provider, .model_name = "m"}).error().code == errc::invalid_name));
        for (std::string const& model : {std::string(), std::string("  "), std::string(256, 'm'), std::string("a\x01"), std::string("a\xFF")})
            BOOST_TEST((catalog::create_verified_model(kit.in, kit.root, {.provider = "p", .model_name = model}).error().code == errc::invalid_name));
        BOOST_TEST((catalog::update_verified_model(kit.in, kit.root, "p/", "m", {}).error().code == errc::invalid_name));
        BOOST_TEST((catalog::remove_verified_model(kit.in, kit.root, "p", std::string(256, 'm')).error().code == errc::invalid_name));
        BOOST_TEST(catalog::create_verified_model(kit.in, kit.root, {.provider = std::string(100, 'p'), .model_name = std::string(255, 'm')}).has_value());
        BOOST_TEST((catalog::create_verified_model(kit.in, kit.root, {.provider = std::string(101, 'p'), .model_name = "m"}).error().code == errc::invalid_name));
    });
}

BOOST_AUTO_TEST_CASE(many_are_added_together_or_not_at_all) {
    on_both_engines([](catalog_kit& kit) {
        BOOST_TEST(catalog::create_verified_models(kit.in, kit.root, {{"p", "a"}, {"p", "b"}})->size() == 2u);
        auto const refused = catalog::create_verified_models(kit.in, kit.root, {{"p", "c"}, {"p", "b"}, {"p", "d"}});
        BOOST_TEST((refused.error().code == errc::already_exists));
        BOOST_TEST(refused.error().where == "p/b");
        BOOST_TEST((catalog::create_verified_models(kit.in, kit.root, {{"p", "c"}, {"p", "c"}}).error().code == errc::already_exists));
        BOOST_TEST(names_of(kit) == (std::vector<std::string>{"p/a", "p/b"}));
    });
}

BOOST_AUTO_TEST_CASE(a_disabled_row_is_listed_and_can_be_enabled_again) {
    on_both_engines([](catalog_kit& kit) {
        catalog::create_verified_model(kit.in, kit.root, {"p", "a"}).value();
        kit.clock.advance(1s);
        auto const off = catalog::update_verified_model(kit.in, kit.root, "p", " a ", {.enabled = false}).value();
        BOOST_TEST(!off.enabled);
        BOOST_TEST((off.updated_at - off.created_at == 1s));
        BOOST_TEST(names_of(kit, "p") == std::vector<std::string>{"p/a"});
        kit.clock.advance(1s);
        BOOST_TEST((catalog::update_verified_model(kit.in, kit.root, "p", "a", {.enabled = false})->updated_at == off.updated_at)); // nothing changed
        BOOST_TEST(catalog::update_verified_model(kit.in, kit.root, "p", "a", {.enabled = true})->enabled);
        BOOST_TEST((catalog::update_verified_model(kit.in, kit.root, "p", "b", {.enabled = true}).error().code == errc::not_found));

        auto const noted = catalog::list_audit(kit.in, kit.root, {.operation = "verified_model.update"}).value().items;
        BOOST_REQUIRE(noted.size() == 2u);
        BOOST_TEST(noted[0].changed_fields == std::vector<std::string>{"enabled"});
        BOOST_TEST(noted[0].subject_name.value() == "p/a");
    });
}

BOOST_AUTO_TEST_CASE(a_provider_has_one_default) {
    on_both_engines([](catalog_kit& kit) {
        catalog::create_verified_models(kit.in, kit.root, {{"p", "a"}, {.provider = "p", .model_name = "b", .is_default = true}, {"q", "c"}}).value();
        catalog::update_verified_model(kit.in, kit.root, "q", "c", {.is_default = true}).value();
        catalog::update_verified_model(kit.in, kit.root, "p", "a", {.is_default = true}).value();
        catalog::create_verified_model(kit.in, kit.root, {.provider = "q", .model_name = "d", .is_default = true}).value();
        BOOST_TEST(kit.rows<std::string>("select provider || '/' || model_name from catalog_verified_model where is_default order by 1") ==
                   (std::vector<std::string>{"p/a", "q/d"}));
        BOOST_TEST(!catalog::update_verified_model(kit.in, kit.root, "p", "a", {.is_default = false})->is_default);
    });
}

BOOST_AUTO_TEST_CASE(pages_are_ordered_by_provider_and_name_and_skip_nothing_while_rows_come_and_go) {
    on_both_engines([](catalog_kit& kit) {
        std::vector<catalog::verified_model_draft> drafts;
        for (std::string const provider : {"b", "a", "c"})
            for (int i = 0; i != 5; ++i) drafts.push_back({provider, "m" + std::to_string(i)});
        catalog::create_verified_models(kit.in, kit.root, drafts).value();
        std::vector<std::string> seen;
        catalog::page_request wanted{.limit = 4};
        for (;;) {
            auto const page = catalog::list_verified_models(kit.in, kit.root, {}, wanted).value();
            for (auto const& row : page.items) seen.push_back(row.provider + "/" + row.model_name);
            catalog::remove_verified_model(kit.in, kit.root, page.items.front().provider, page.items.front().model_name).value();
            if (!page.next) break;
            wanted.cursor = *page.next;
        }
        BOOST_TEST(seen.size() == 15u);
        BOOST_TEST(std::is_sorted(seen.begin(), seen.end()));
        for (std::int64_t const limit : {0, -1, 1001})
            BOOST_TEST((catalog::list_verified_models(kit.in, kit.root, {}, {.limit = limit}).error().code == errc::invalid_argument));
        BOOST_TEST((catalog::list_verified_models(kit.in, kit.root, "a", wanted).error().code == errc::invalid_argument)); // a cursor of another list
    });
}

BOOST_AUTO_TEST_CASE(a_removed_model_is_gone_and_the_next_removal_finds_nothing) {
    on_both_engines([](catalog_kit& kit) {
        catalog::create_verified_model(kit.in, kit.root, {"p", "a"}).value();
        BOOST_TEST(catalog::remove_verified_model(kit.in, kit.root, "p", "a")->model_name == "a");
        BOOST_TEST((catalog::remove_verified_model(kit.in, kit.root, "p", "a").error().code == errc::not_found));
        BOOST_TEST((catalog::remove_verified_model(kit.in, kit.admin(), "p", "a").error().code == errc::forbidden));
    });
}

BOOST_AUTO_TEST_SUITE_END()
