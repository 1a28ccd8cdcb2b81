#include <parley/catalog/audit.hpp>

#include "support/catalog_store.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_audit)

namespace catalog = parley::catalog;
using namespace parley::test;
using parley::errc;

BOOST_AUTO_TEST_CASE(a_change_is_audited_in_its_own_transaction_and_a_denied_attempt_too) {
    on_both_engines([](catalog_kit& kit) {
        catalog::create_workspace(kit.in, kit.admin(), "Team").value();
        BOOST_TEST((catalog::create_workspace(kit.in, kit.admin(), "Team").error().code == errc::already_exists));
        BOOST_TEST((catalog::create_workspace(kit.in, kit.admin({catalog::scope::read}), "Other").error().code == errc::forbidden));

        auto const rows = catalog::list_audit(kit.in, kit.admin()).value().items;
        BOOST_REQUIRE(rows.size() == 2u);
        BOOST_TEST((rows[0].outcome == catalog::audit_outcome::denied));
        BOOST_TEST(rows[0].reason.value() == "catalog:create");
        BOOST_TEST((rows[1].outcome == catalog::audit_outcome::done));
        BOOST_TEST(rows[1].operation == "workspace.create");
        BOOST_TEST(rows[1].actor == "alice");
        BOOST_TEST(rows[1].subject_name.value() == "Team");
        BOOST_TEST((rows[1].at == kit.in.now()));
    });
}

BOOST_AUTO_TEST_CASE(reading_the_audit_needs_its_own_scope_and_shows_ones_own_organisation) {
    on_both_engines([](catalog_kit& kit) {
        catalog::create_workspace(kit.in, kit.admin(), "Team").value();
        auto const others = catalog::scopes{catalog::scope::read, catalog::scope::create, catalog::scope::update, catalog::scope::delete_};
        BOOST_TEST((catalog::list_audit(kit.in, kit.admin(others)).error().code == errc::forbidden));
        BOOST_TEST(catalog::list_audit(kit.in, kit.stranger())->items.empty());
        BOOST_TEST(catalog::list_audit(kit.in, kit.root)->items.size() == 4u); // two organisations, a workspace, a denied attempt
        BOOST_TEST(catalog::list_audit(kit.in, kit.root, {.operation = "workspace.create"})->items.size() == 1u);
        BOOST_TEST(catalog::list_audit(kit.in, kit.root, {.actor = "root"})->items.size() == 2u);
        BOOST_TEST(catalog::list_audit(kit.in, kit.root, {.outcome = catalog::audit_outcome::denied})->items.size() == 1u);
    });
}

BOOST_AUTO_TEST_CASE(T9_pages_of_the_audit_hold_every_row_once) {
    on_both_engines([](catalog_kit& kit) {
        for (int i = 0; i != 7; ++i) catalog::create_workspace(kit.in, kit.admin(), "Team " + std::to_string(i)).value();
        std::set<std::int64_t> seen;
        catalog::page_request wanted{.limit = 3};
        int pages = 0;
        for (;; ++pages) {
            auto const page = catalog::list_audit(kit.in, kit.admin(), {}, wanted).value();
            for (auto const& row : page.items) BOOST_TEST(seen.insert(row.id.value).second);
            catalog::create_workspace(kit.in, kit.admin(), "Later " + std::to_string(pages)).value();
            if (!page.next) break;
            wanted.cursor = *page.next;
        }
        BOOST_TEST(pages == 2);
        BOOST_TEST(seen.size() == 7u);

        BOOST_TEST((catalog::list_audit(kit.in, kit.admin(), {.actor = "root"}, wanted).error().code == errc::invalid_argument));
        BOOST_TEST((catalog::list_audit(kit.in, kit.admin(), {}, {.cursor = "garbage"}).error().code == errc::invalid_argument));
        BOOST_TEST((catalog::list_audit(kit.in, kit.admin(), {}, {.limit = 0}).error().code == errc::invalid_argument));
    });
}

BOOST_AUTO_TEST_SUITE_END()
