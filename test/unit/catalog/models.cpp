#include <parley/catalog/models.hpp>

#include "support/catalog_store.hpp"

#include <parley/catalog/audit.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_models)

namespace catalog = parley::catalog;
namespace json = boost::json;
using namespace parley::test;
using namespace std::chrono_literals;
using parley::errc;

namespace {

catalog::model_row add(catalog_kit& kit, std::string name, catalog::principal const& who) {
    return catalog::create_model(kit.in, who, {.vendor = "openai", .name = std::move(name)}).value();
}

std::vector<std::string> names_of(catalog::page<catalog::model_row> const& page) {
    std::vector<std::string> names;
    for (auto const& row : page.items) names.push_back(row.name);
    return names;
}

} // namespace

BOOST_AUTO_TEST_CASE(T1_create_persists_what_the_library_knows_about_the_model) {
    on_both_engines([](catalog_kit& kit) {
        auto const made = catalog::create_model(kit.in, kit.admin(), {.vendor = " anthropic", .name = "claude-sonnet-4-5 ", .display_name = "Sonnet"}).value();
        BOOST_TEST(made.vendor == "anthropic");
        BOOST_TEST(made.name == "claude-sonnet-4-5");
        BOOST_TEST((made.organisation == kit.acme));
        BOOST_TEST(made.info.context.has_value());
        BOOST_TEST(!made.info.prices.empty());
        BOOST_TEST((catalog::get_model(kit.in, kit.admin(), made.id).value() == made));
        BOOST_TEST(add(kit, "of-my-own", kit.admin()).info.id == "of-my-own");
    });
}

BOOST_AUTO_TEST_CASE(create_rejects_a_duplicate_and_names_that_break_the_rules) {
    on_both_engines([](catalog_kit& kit) {
        add(kit, "gpt-5", kit.admin());
        BOOST_TEST((catalog::create_model(kit.in, kit.admin(), {.vendor = "openai", .name = "gpt-5"}).error().code == errc::already_exists));
        BOOST_TEST((catalog::create_model(kit.in, kit.admin(), {.vendor = "", .name = "m"}).error().code == errc::invalid_name));
        BOOST_TEST((catalog::create_model(kit.in, kit.admin(), {.vendor = "v", .name = std::string(501, 'm')}).error().code == errc::invalid_name));
        BOOST_TEST((catalog::create_model(kit.in, kit.admin(), {.vendor = "v", .name = "m", .display_name = std::string(201, 'm')}).error().code == errc::invalid_name));
        add(kit, "gpt-5", kit.stranger());
        add(kit, "gpt-5", kit.root);
    });
}

BOOST_AUTO_TEST_CASE(get_returns_a_platform_row_and_rejects_other_organisations_rows) {
    on_both_engines([](catalog_kit& kit) {
        auto const shared = add(kit, "shared", kit.root), foreign = add(kit, "foreign", kit.stranger());
        BOOST_TEST(catalog::get_model(kit.in, kit.admin(), shared.id)->name == "shared");
        BOOST_TEST((catalog::get_model(kit.in, kit.admin(), foreign.id).error().code == errc::not_found));
        BOOST_TEST((catalog::get_model(kit.in, kit.admin(), {999999}).error().code == errc::not_found));
        BOOST_TEST(catalog::get_model(kit.in, kit.root, foreign.id)->name == "foreign");
    });
}

BOOST_AUTO_TEST_CASE(T15_update_merges_and_the_vendor_never_changes) {
    on_both_engines([](catalog_kit& kit) {
        auto const made = catalog::create_model(kit.in, kit.admin(), {.vendor = "anthropic", .name = "claude-sonnet-4-5", .family = "claude"}).value();
        kit.clock.advance(1s);
        auto const changed = catalog::update_model(kit.in, kit.admin(), made.id, {{"vendor", "anthropic"}, {"info", {{"max_output", 7}}}, {"retires_on", "2027-01-31"}}).value();
        BOOST_TEST(changed.info.max_output.value() == 7);
        BOOST_TEST((changed.info.context == made.info.context));
        BOOST_TEST((changed.info.prices == made.info.prices));
        BOOST_TEST(changed.family.value() == "claude");
        BOOST_TEST((changed.retires_on == std::chrono::year(2027) / 1 / 31));
        BOOST_TEST((changed.updated_at - made.updated_at == 1s));
        BOOST_TEST(!catalog::update_model(kit.in, kit.admin(), made.id, {{"retires_on", nullptr}})->retires_on.has_value());
        BOOST_TEST((catalog::update_model(kit.in, kit.admin(), made.id, {{"vendor", "openai"}}).error().code == errc::invalid_argument));

        auto const noted = catalog::list_audit(kit.in, kit.admin(), {.operation = "model.update"}).value().items;
        BOOST_REQUIRE(noted.size() == 2u);
        BOOST_TEST(noted[1].changed_fields == (std::vector<std::string>{"info", "retires_on"}));
    });
}

BOOST_AUTO_TEST_CASE(T10_T25_update_enforces_the_rules_of_create_and_refuses_null_where_a_value_must_be) {
    on_both_engines([](catalog_kit& kit) {
        auto const made = add(kit, "gpt-5", kit.admin());
        BOOST_TEST((catalog::update_model(kit.in, kit.admin(), made.id, {{"display_name", std::string(600, 'x')}}).error().code == errc::invalid_name));
        BOOST_TEST((catalog::update_model(kit.in, kit.admin(), made.id, {{"enabled", nullptr}}).error().code == errc::invalid_document));
        BOOST_TEST((catalog::update_model(kit.in, kit.admin(), made.id, {{"nonsense", 1}}).error().code == errc::invalid_document));
        BOOST_TEST((catalog::update_model(kit.in, kit.admin(), made.id, {{"retires_on", "soon"}}).error().code == errc::invalid_document));
        BOOST_TEST((catalog::get_model(kit.in, kit.admin(), made.id).value() == made));
    });
}

BOOST_AUTO_TEST_CASE(T16_update_rejects_a_platform_row_and_other_organisations_rows) {
    on_both_engines([](catalog_kit& kit) {
        auto const shared = add(kit, "shared", kit.root), foreign = add(kit, "foreign", kit.stranger());
        for (auto const id : {shared.id, foreign.id})
            BOOST_TEST((catalog::update_model(kit.in, kit.admin(), id, {{"enabled", false}}).error().code == errc::not_found));
        BOOST_TEST(!catalog::update_model(kit.in, kit.root, shared.id, {{"enabled", false}})->enabled);
    });
}

BOOST_AUTO_TEST_CASE(E21_a_model_has_a_security_class_from_its_creation_on_also_a_platform_row_in_each_organisation) {
    on_both_engines([](catalog_kit& kit) {
        auto const low = catalog::create_security_class(kit.in, kit.admin(), "low", 1).value().id;
        auto const of_others = catalog::create_security_class(kit.in, kit.stranger(), "other", 1).value().id;
        auto const own = catalog::create_model(kit.in, kit.admin(), {.vendor = "v", .name = "m", .security_class = low}).value();
        auto const classes = [&] { return kit.rows<std::int64_t>("select security_class from catalog_model_class where organisation = $1 order by model", kit.acme); };
        BOOST_TEST(classes() == std::vector<std::int64_t>{low.value});
        BOOST_TEST((catalog::create_model(kit.in, kit.admin(), {.vendor = "v", .name = "n", .security_class = of_others}).error().code == errc::not_found));

        auto const shared = add(kit, "shared", kit.root);
        BOOST_TEST(catalog::update_model(kit.in, kit.admin(), shared.id, {{"security_class", low.value}}).has_value());
        BOOST_TEST(classes().size() == 2u);
        BOOST_TEST((catalog::update_model(kit.in, kit.admin(), own.id, {{"security_class", of_others.value}}).error().code == errc::not_found));
        BOOST_TEST(catalog::update_model(kit.in, kit.admin(), own.id, {{"security_class", nullptr}}).has_value());
        BOOST_TEST(classes().size() == 1u);
    });
}

BOOST_AUTO_TEST_CASE(a_migrated_model_cannot_be_enabled_and_a_deleted_one_not_be_changed_but_comes_back_when_it_is_created_again) {
    on_both_engines([](catalog_kit& kit) {
        auto const old = add(kit, "old", kit.admin()), next = add(kit, "next", kit.admin());
        kit.change("update catalog_model set migrated_to = $1, enabled = false where id = $2", next.id, old.id);
        BOOST_TEST((catalog::update_model(kit.in, kit.admin(), old.id, {{"enabled", true}}).error().code == errc::conflict));
        BOOST_TEST((catalog::create_model(kit.in, kit.admin(), {.vendor = "openai", .name = "old"}).error().code == errc::already_exists));
        kit.change("update catalog_model set deleted_at = 1 where id = $1", next.id);
        BOOST_TEST((catalog::update_model(kit.in, kit.admin(), next.id, {{"enabled", false}}).error().code == errc::not_found));
        auto const back = add(kit, "next", kit.admin());
        BOOST_TEST((back.id == next.id));
        BOOST_TEST(!back.deleted_at.has_value());
    });
}

BOOST_AUTO_TEST_CASE(T7_T8_pages_hold_own_and_platform_rows_once_each_and_end_when_there_are_no_more) {
    on_both_engines([](catalog_kit& kit) {
        std::vector<std::string> expected;
        for (int i = 0; i != 9; ++i) {
            auto const name = "m" + std::to_string(i);
            add(kit, name, i % 3 == 0 ? kit.root : i % 3 == 1 ? kit.admin() : kit.stranger());
            if (i % 3 != 2) expected.insert(expected.begin(), name);
        }
        std::vector<std::string> seen;
        catalog::page_request wanted{.limit = 2};
        for (;;) {
            auto const page = catalog::list_models(kit.in, kit.admin(), {}, wanted).value();
            for (auto const& name : names_of(page)) seen.push_back(name);
            if (!page.next) break;
            wanted.cursor = *page.next;
        }
        BOOST_TEST(seen == expected);
        BOOST_TEST(catalog::list_models(kit.in, kit.root)->items.size() == 9u);
        BOOST_TEST((catalog::list_models(kit.in, kit.root, {.vendor = "x"}, wanted).error().code == errc::invalid_argument));
    });
}

BOOST_AUTO_TEST_CASE(T20_who_is_bound_to_a_workspace_does_not_read_the_organisations_catalogue) {
    on_both_engines([](catalog_kit& kit) {
        auto const team = catalog::create_workspace(kit.in, kit.admin(), "Team").value().id;
        auto const made = add(kit, "m", kit.admin());
        BOOST_TEST((catalog::list_models(kit.in, kit.bound_to(team)).error().code == errc::forbidden));
        BOOST_TEST((catalog::get_model(kit.in, kit.bound_to(team), made.id).error().code == errc::forbidden));
    });
}

BOOST_AUTO_TEST_CASE(a_list_can_be_filtered_and_no_character_is_a_wildcard) {
    on_both_engines([](catalog_kit& kit) {
        for (auto const* name : {"GPT-5", "gpt_5", "100%"}) add(kit, name, kit.admin());
        catalog::create_model(kit.in, kit.admin(), {.vendor = "voyage", .name = "embed", .kind = catalog::model_kind::embedding, .enabled = false}).value();
        auto const names = [&](catalog::model_filter const& filter) { return names_of(catalog::list_models(kit.in, kit.admin(), filter).value()); };
        BOOST_TEST(names({.name_contains = "gpt-"}) == std::vector<std::string>{"GPT-5"});
        BOOST_TEST(names({.name_contains = "_"}) == std::vector<std::string>{"gpt_5"});
        BOOST_TEST(names({.name_contains = "%"}) == std::vector<std::string>{"100%"});
        BOOST_TEST(names({.vendor = "voyage"}) == std::vector<std::string>{"embed"});
        BOOST_TEST(names({.kind = catalog::model_kind::completion}).size() == 3u);
        BOOST_TEST(names({.enabled = false}) == std::vector<std::string>{"embed"});
        kit.change("update catalog_model set deleted_at = 1 where name = 'embed'");
        BOOST_TEST(names({}).size() == 3u);
        BOOST_TEST(names({.with_gone = true}).size() == 4u);
    });
}

BOOST_AUTO_TEST_SUITE_END()
