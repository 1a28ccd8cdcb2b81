#include <parley/catalog/usage.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(catalog_usage)

namespace catalog = parley::catalog;

BOOST_AUTO_TEST_CASE(history_is_counted_apart) {
    catalog::usage of;
    of.references = {{"assistants", 3, false}, {"apps", 2, false}, {"questions", 40, true}};
    BOOST_TEST(catalog::active_references(of) == 5);
    BOOST_TEST(catalog::history_references(of) == 40);
}

BOOST_AUTO_TEST_CASE(a_model_in_use_is_not_deleted_and_the_error_has_the_counts) {
    catalog::usage of;
    of.references = {{"assistants", 3, false}, {"apps", 0, false}, {"services", 1, false}, {"questions", 40, true}};
    auto const refused = catalog::may_delete(of, "gpt-4o");
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST((refused.error().code == parley::errc::in_use));
    BOOST_TEST(refused.error().where == "gpt-4o");
    BOOST_TEST_REQUIRE(refused.error().problems.size() == 2u);
    BOOST_TEST(refused.error().problems[0].pointer == "/assistants");
    BOOST_TEST(refused.error().problems[0].found == "3");
    BOOST_TEST(refused.error().problems[1].pointer == "/services");
}

BOOST_AUTO_TEST_CASE(E22_grants_and_history_do_not_keep_a_model_from_being_deleted) {
    catalog::usage of;
    of.references = {{"assistants", 0, false}, {"questions", 40, true}};
    of.workspaces = 7;
    of.granted_to_all = true;
    BOOST_TEST(catalog::may_delete(of, "gpt-4o").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
