#include <parley/catalog/access.hpp>
#include <parley/catalog/audit.hpp>

#include <support/catalog_store.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_access)

namespace catalog = parley::catalog;
using catalog::access_mode;
using catalog::model_id;
using catalog::workspace_id;
using parley::errc;
using parley::test::catalog_kit;
using parley::test::on_both_engines;
using lines = std::vector<std::string>;

namespace {

model_id add_model(catalog_kit& kit, std::string_view name, std::optional<catalog::organisation_id> of = {}) {
    kit.change("insert into catalog_model (organisation, vendor, name, created_at, updated_at) values ($1, 'openai', $2, 0, 0)", of, name);
    return kit.rows<model_id>("select max(id) from catalog_model").front();
}

workspace_id add_workspace(catalog_kit& kit, std::string_view name = "Research") { return catalog::create_workspace(kit.in, kit.admin(), name).value().id; }

std::string usable(catalog_kit& kit, catalog::principal const& who, std::optional<workspace_id> of = {}) {
    std::string text;
    for (auto const& row : catalog::list_usable_models(kit.in, who, of).value()) text += row.name + " ";
    return text;
}

errc code_of(auto const& outcome) {
    BOOST_REQUIRE(outcome.has_error());
    return outcome.error().code;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_granted_model_can_be_used_until_the_grant_is_taken_back) {
    on_both_engines([](catalog_kit& kit) {
        auto const a = add_model(kit, "a"), b = add_model(kit, "b", kit.acme);
        BOOST_TEST(usable(kit, kit.admin()) == "");
        auto const grant = catalog::grant_model(kit.in, kit.admin(), a).value();
        BOOST_TEST((grant.model == a));
        BOOST_TEST(grant.created_by == "alice");
        BOOST_TEST(catalog::grant_model(kit.in, kit.admin(), b).has_value());
        BOOST_TEST(usable(kit, kit.admin()) == "a b ");
        BOOST_TEST(usable(kit, kit.stranger()) == "");
        BOOST_TEST((catalog::revoke_grant(kit.in, kit.admin(), grant.id).value() == grant));
        BOOST_TEST(usable(kit, kit.admin()) == "b ");
        auto const audit = catalog::list_audit(kit.in, kit.admin()).value().items;
        BOOST_TEST(audit[0].operation == "grant.delete");
        BOOST_TEST(audit[0].subject_name.value() == "a");
        BOOST_TEST(audit[1].operation == "grant.create");
    });
}

// T2
BOOST_AUTO_TEST_CASE(T2_granting_twice_is_a_conflict_and_leaves_one_row) {
    on_both_engines([](catalog_kit& kit) {
        auto const model = add_model(kit, "a");
        auto const workspace = add_workspace(kit);
        for (std::optional<workspace_id> to : {std::optional<workspace_id>(), std::optional(workspace)}) {
            BOOST_TEST(catalog::grant_model(kit.in, kit.admin(), model, to).has_value());
            BOOST_TEST((code_of(catalog::grant_model(kit.in, kit.admin(), model, to)) == errc::already_exists));
        }
        BOOST_TEST(kit.rows<std::int64_t>("select count(*) from catalog_grant").front() == 2);
    });
}

// T2
BOOST_AUTO_TEST_CASE(of_many_who_grant_at_the_same_time_one_succeeds) {
    on_both_engines([](catalog_kit& kit) {
        auto const model = add_model(kit, "a");
        std::atomic<int> made = 0, refused = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i != 8; ++i)
                threads.emplace_back([&] {
                    auto const done = catalog::grant_model(kit.in, kit.admin(), model);
                    if (done) ++made;
                    else if (done.error().code == errc::already_exists) ++refused;
                });
        }
        BOOST_TEST(made == 1);
        BOOST_TEST(refused == 7);
        BOOST_TEST(kit.rows<std::int64_t>("select count(*) from catalog_grant").front() == 1);
    });
}

// E20
BOOST_AUTO_TEST_CASE(a_model_that_is_not_available_is_not_granted_and_what_was_granted_of_it_is_of_no_use) {
    on_both_engines([](catalog_kit& kit) {
        auto const kept = add_model(kit, "kept");
        BOOST_REQUIRE(catalog::grant_model(kit.in, kit.admin(), kept).has_value());
        for (std::string const change : {"enabled = false", "missing_since = 1", "deleted_at = 1", "migrated_to = (select min(id) from catalog_model)"}) {
            auto const model = add_model(kit, change);
            auto const granted = add_model(kit, change + " later");
            BOOST_REQUIRE(catalog::grant_model(kit.in, kit.admin(), granted).has_value());
            kit.change("update catalog_model set " + change + " where id in ($1, $2)", model, granted);
            BOOST_TEST((code_of(catalog::grant_model(kit.in, kit.admin(), model)) == errc::conflict), change);
            BOOST_TEST(usable(kit, kit.admin()) == "kept ", change);
        }
    });
}

// T3, T4
BOOST_AUTO_TEST_CASE(T4_what_belongs_to_another_organisation_is_not_found) {
    on_both_engines([](catalog_kit& kit) {
        auto const theirs = add_model(kit, "theirs", kit.globex), mine = add_model(kit, "mine", kit.acme);
        auto const workspace = add_workspace(kit);
        BOOST_TEST((code_of(catalog::grant_model(kit.in, kit.admin(), theirs)) == errc::not_found));
        BOOST_TEST((code_of(catalog::grant_model(kit.in, kit.stranger(), theirs, workspace)) == errc::not_found));
        auto const grant = catalog::grant_model(kit.in, kit.admin(), mine).value();
        BOOST_TEST((code_of(catalog::revoke_grant(kit.in, kit.stranger(), grant.id)) == errc::not_found));
        BOOST_TEST((code_of(catalog::revoke_grant(kit.in, kit.admin(), {grant.id.value + 1000})) == errc::not_found));
        BOOST_TEST((code_of(catalog::grant_model(kit.in, kit.admin(), {mine.value + 1000})) == errc::not_found));
        BOOST_TEST((code_of(catalog::set_workspace_access(kit.in, kit.stranger(), workspace, access_mode::restricted, {})) == errc::not_found));
        BOOST_TEST((code_of(catalog::set_organisation_models(kit.in, kit.admin(), {theirs})) == errc::not_found));
        BOOST_TEST(catalog::list_grants(kit.in, kit.stranger()).value().items.empty());
    });
}

// T22
BOOST_AUTO_TEST_CASE(a_restricted_workspace_without_models_has_none) {
    on_both_engines([](catalog_kit& kit) {
        auto const a = add_model(kit, "a"), b = add_model(kit, "b");
        auto const workspace = add_workspace(kit);
        BOOST_REQUIRE(catalog::set_organisation_models(kit.in, kit.admin(), {a}).has_value());
        BOOST_TEST(usable(kit, kit.admin(), workspace) == "a ");
        BOOST_REQUIRE(catalog::set_workspace_access(kit.in, kit.admin(), workspace, access_mode::restricted, {b}).has_value());
        BOOST_TEST(usable(kit, kit.admin(), workspace) == "b ");
        auto const grants = catalog::list_grants(kit.in, kit.admin(), {.workspace = workspace}).value().items;
        BOOST_REQUIRE(grants.size() == 1u);
        BOOST_REQUIRE(catalog::revoke_grant(kit.in, kit.admin(), grants[0].id).has_value());
        BOOST_TEST(usable(kit, kit.admin(), workspace) == "");
        BOOST_REQUIRE(catalog::grant_model(kit.in, kit.admin(), b, workspace).has_value());
        kit.change("delete from catalog_model where id = $1", b);
        BOOST_TEST(usable(kit, kit.admin(), workspace) == "");
        BOOST_TEST(usable(kit, kit.admin()) == "a ");
    });
}

BOOST_AUTO_TEST_CASE(a_set_is_changed_wholly_or_not_at_all) {
    on_both_engines([](catalog_kit& kit) {
        auto const a = add_model(kit, "a"), b = add_model(kit, "b"), c = add_model(kit, "c");
        auto const workspace = add_workspace(kit);
        auto const set = [&](std::vector<model_id> const& wanted, access_mode mode = access_mode::restricted) {
            return catalog::set_workspace_access(kit.in, kit.admin(), workspace, mode, wanted);
        };
        auto const first = set({b, a, b}).value();
        BOOST_TEST(first.added.size() == 2u);
        auto const second = set({b, c}).value();
        BOOST_TEST((second.added == std::vector{c}));
        BOOST_TEST((second.removed == std::vector{a}));
        BOOST_TEST((code_of(set({a, {c.value + 1000}}, access_mode::inherit)) == errc::not_found));
        BOOST_TEST(usable(kit, kit.admin(), workspace) == "b c ");
        auto const noted = catalog::list_audit(kit.in, kit.admin()).value().items.size();
        BOOST_TEST(set({c, b}).value().added.empty());
        BOOST_TEST(catalog::list_audit(kit.in, kit.admin()).value().items.size() == noted);
        kit.change("update catalog_model set enabled = false where id = $1", c);
        BOOST_TEST(set({b, c}).has_value()); // what is granted may stay
    });
}

BOOST_AUTO_TEST_CASE(a_workspace_has_only_models_of_the_class_that_it_asks_for) {
    on_both_engines([](catalog_kit& kit) {
        auto const open = catalog::create_security_class(kit.in, kit.admin(), "open", 1).value().id, secret = catalog::create_security_class(kit.in, kit.admin(), "secret", 2).value().id;
        auto const none = add_model(kit, "none"), low = add_model(kit, "low"), high = add_model(kit, "high");
        for (auto const& [model, level] : {std::pair(low, open), std::pair(high, secret)})
            kit.change("insert into catalog_model_class (organisation, model, security_class) values ($1, $2, $3)", kit.acme, model, level);
        BOOST_REQUIRE(catalog::set_organisation_models(kit.in, kit.admin(), {none, low, high}).has_value());
        auto const workspace = catalog::create_workspace(kit.in, kit.admin(), "Vault", secret).value().id;
        BOOST_TEST(usable(kit, kit.admin(), workspace) == "high ");
        BOOST_TEST((code_of(catalog::grant_model(kit.in, kit.admin(), low, workspace)) == errc::conflict));
        BOOST_TEST((code_of(catalog::grant_model(kit.in, kit.admin(), none, workspace)) == errc::conflict));
        BOOST_TEST(catalog::grant_model(kit.in, kit.admin(), high, workspace).has_value());
        BOOST_REQUIRE(catalog::classify_workspace(kit.in, kit.admin(), workspace, open).has_value());
        BOOST_TEST(usable(kit, kit.admin(), workspace) == "high low ");
        BOOST_TEST(usable(kit, kit.admin()) == "high low none ");
    });
}

BOOST_AUTO_TEST_CASE(models_of_an_inactive_provider_cannot_be_used) {
    on_both_engines([](catalog_kit& kit) {
        kit.change("insert into catalog_provider (organisation, display_name, created_at, updated_at) values ($1, 'House', 0, 0)", kit.acme);
        kit.change("insert into catalog_model (organisation, provider, vendor, name, created_at, updated_at) select organisation, id, 'custom', 'a', 0, 0 from catalog_provider");
        BOOST_REQUIRE(catalog::grant_model(kit.in, kit.admin(), kit.rows<model_id>("select id from catalog_model").front()).has_value());
        BOOST_TEST(usable(kit, kit.admin()) == "a ");
        kit.change("update catalog_provider set active = false");
        BOOST_TEST(usable(kit, kit.admin()) == "");
    });
}

BOOST_AUTO_TEST_CASE(a_day_of_retirement_is_advice_unless_the_organisation_enforces_it) {
    on_both_engines([](catalog_kit& kit) {
        auto const today = add_model(kit, "today"), tomorrow = add_model(kit, "tomorrow");
        kit.change("update catalog_model set retires_on = '2026-11-21' where id = $1", today);
        kit.change("update catalog_model set retires_on = '2026-11-22' where id = $1", tomorrow);
        BOOST_REQUIRE(catalog::set_organisation_models(kit.in, kit.admin(), {today, tomorrow}).has_value());
        BOOST_TEST(usable(kit, kit.admin()) == "today tomorrow ");
        kit.change("update catalog_organisation set enforce_retirement = true");
        BOOST_TEST(usable(kit, kit.admin()) == "tomorrow ");
    });
}

// T20
BOOST_AUTO_TEST_CASE(who_is_bound_to_a_workspace_sees_its_models_alone) {
    on_both_engines([](catalog_kit& kit) {
        auto const a = add_model(kit, "a"), b = add_model(kit, "b");
        auto const mine = add_workspace(kit, "Mine"), other = add_workspace(kit, "Other");
        BOOST_REQUIRE(catalog::set_organisation_models(kit.in, kit.admin(), {a, b}).has_value());
        BOOST_REQUIRE(catalog::set_workspace_access(kit.in, kit.admin(), mine, access_mode::restricted, {b}).has_value());
        BOOST_TEST(usable(kit, kit.bound_to(mine)) == "b ");
        BOOST_TEST(usable(kit, kit.bound_to(mine), mine) == "b ");
        BOOST_TEST((code_of(catalog::list_usable_models(kit.in, kit.bound_to(mine), other)) == errc::forbidden));
        BOOST_TEST((code_of(catalog::list_grants(kit.in, kit.bound_to(mine))) == errc::forbidden));
        BOOST_TEST((code_of(catalog::grant_model(kit.in, kit.bound_to(mine), a, mine)) == errc::forbidden));
    });
}

// T7, T8, T9
BOOST_AUTO_TEST_CASE(grants_come_in_pages_that_skip_and_repeat_nothing) {
    on_both_engines([](catalog_kit& kit) {
        std::vector<model_id> all;
        for (int i = 0; i != 5; ++i) all.push_back(add_model(kit, "m" + std::to_string(i)));
        BOOST_REQUIRE(catalog::set_organisation_models(kit.in, kit.admin(), all).has_value());
        std::set<std::int64_t> seen;
        catalog::page_request wanted{2, {}};
        for (;;) {
            auto const page = catalog::list_grants(kit.in, kit.admin(), {}, wanted).value();
            for (auto const& row : page.items) BOOST_TEST(seen.insert(row.model.value).second);
            if (!page.next) break;
            wanted.cursor = *page.next;
            BOOST_TEST((code_of(catalog::list_grants(kit.in, kit.admin(), {.model = all[0]}, wanted)) == errc::invalid_argument));
        }
        BOOST_TEST(seen.size() == 5u);
        BOOST_TEST(catalog::list_grants(kit.in, kit.admin(), {.model = all[3]}).value().items.size() == 1u);
    });
}

BOOST_AUTO_TEST_SUITE_END()
