#include <parley/catalog/organisation.hpp>

#include "support/catalog_store.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_organisation)

namespace catalog = parley::catalog;
using namespace parley::test;
using parley::errc;

BOOST_AUTO_TEST_CASE(an_organisation_is_added_once_by_the_platform_alone) {
    on_both_engines([](catalog_kit& kit) {
        auto const made = catalog::create_organisation(kit.in, kit.root, "  Initech ");
        BOOST_TEST(made->name == "Initech");
        BOOST_TEST(made->retiring_months == 6);
        BOOST_TEST((made->created_at == kit.in.now()));
        BOOST_TEST((catalog::create_organisation(kit.in, kit.root, "Initech").error().code == errc::already_exists));
        BOOST_TEST((catalog::create_organisation(kit.in, kit.root, " ").error().code == errc::invalid_name));
        BOOST_TEST((catalog::create_organisation(kit.in, kit.admin(), "Hooli").error().code == errc::forbidden));
        BOOST_TEST(catalog::list_organisations(kit.in, kit.root)->size() == 3u);
        auto const own = catalog::list_organisations(kit.in, kit.admin()).value();
        BOOST_TEST(own.size() == 1u);
        BOOST_TEST(own.front().name == "Acme");
    });
}

BOOST_AUTO_TEST_CASE(a_workspace_and_its_class_are_of_one_organisation) {
    on_both_engines([](catalog_kit& kit) {
        auto const secret_class = catalog::create_security_class(kit.in, kit.admin(), "secret", 2).value();
        BOOST_TEST((catalog::create_security_class(kit.in, kit.admin(), "other", 2).error().code == errc::already_exists));
        auto const team = catalog::create_workspace(kit.in, kit.admin(), "Team", secret_class.id).value();
        BOOST_TEST((team.security_class == secret_class.id));
        BOOST_TEST((team.access_mode == catalog::access_mode::inherit));
        BOOST_TEST((catalog::create_workspace(kit.in, kit.admin(), "Team").error().code == errc::already_exists));
        BOOST_TEST(catalog::create_workspace(kit.in, kit.stranger(), "Team").has_value());
        BOOST_TEST((catalog::create_workspace(kit.in, kit.stranger(), "Other", secret_class.id).error().code == errc::not_found));
        BOOST_TEST((catalog::create_workspace(kit.in, kit.root, "Nowhere").error().code == errc::invalid_argument));

        BOOST_TEST((catalog::classify_workspace(kit.in, kit.stranger(), team.id, std::nullopt).error().code == errc::not_found));
        BOOST_TEST(!catalog::classify_workspace(kit.in, kit.admin(), team.id, std::nullopt)->security_class.has_value());
        BOOST_TEST(catalog::list_workspaces(kit.in, kit.admin())->size() == 1u);
        BOOST_TEST(catalog::list_workspaces(kit.in, kit.bound_to({team.id.value + 1}))->empty());
        BOOST_TEST(catalog::list_security_classes(kit.in, kit.stranger())->empty());
    });
}

BOOST_AUTO_TEST_SUITE_END()
