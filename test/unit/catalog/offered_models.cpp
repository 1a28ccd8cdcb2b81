#include <parley/catalog/offered_models.hpp>

#include "support/catalog_store.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_offered_models)

namespace catalog = parley::catalog;
using namespace parley::test;
using parley::errc;

namespace {

bool has(catalog::offered_models const& offered, std::string_view name) { return std::find(offered.names.begin(), offered.names.end(), name) != offered.names.end(); }

} // namespace

BOOST_AUTO_TEST_CASE(a_seeded_store_offers_the_built_in_models_and_is_seeded_once) {
    on_both_engines([](catalog_kit& kit) {
        BOOST_TEST(catalog::seed_verified_models(kit.in, kit.root)->size() == 11u);
        BOOST_TEST(catalog::seed_verified_models(kit.in, kit.root)->empty());
        auto const offered = catalog::offer_models(&kit.in, kit.admin());
        BOOST_TEST(offered.names.size() == 11u);
        BOOST_TEST(!offered.fallback.has_value());
        BOOST_TEST(offered.names == catalog::offer_models(nullptr, kit.admin()).names);
    });
}

BOOST_AUTO_TEST_CASE(rows_of_the_store_replace_the_built_in_ones_and_others_are_added_sorted_and_once) {
    on_both_engines([](catalog_kit& kit) {
        catalog::create_verified_models(kit.in, kit.root, {{"openhands", "new"}, {.provider = "openhands", .model_name = "off", .enabled = false}}).value();
        auto const offered = catalog::offer_models(&kit.in, kit.admin(), {"openai/gpt-5", "anthropic/x", "openai/gpt-5"});
        BOOST_TEST(offered.names == (std::vector<std::string>{"anthropic/x", "openai/gpt-5", "openhands/new"}));
    });
}

BOOST_AUTO_TEST_CASE(an_empty_store_offers_none_of_its_own) {
    on_both_engines([](catalog_kit& kit) {
        auto const offered = catalog::offer_models(&kit.in, kit.admin(), {"openai/gpt-5"});
        BOOST_TEST(offered.names == std::vector<std::string>{"openai/gpt-5"});
        BOOST_TEST(!offered.fallback.has_value());
    });
}

BOOST_AUTO_TEST_CASE(without_a_store_or_with_one_that_fails_the_built_in_models_are_offered_and_the_reason_is_told) {
    auto const none = catalog::offer_models(nullptr, catalog::principal::platform("root"), {"openai/gpt-5"});
    BOOST_TEST(none.names.size() == 12u);
    BOOST_TEST((none.fallback->code == errc::not_found));
    on_both_engines([](catalog_kit& kit) {
        kit.change("drop table catalog_verified_model");
        auto const broken = catalog::offer_models(&kit.in, kit.admin());
        BOOST_TEST(has(broken, "openhands/gpt-5.2"));
        BOOST_TEST((broken.fallback->code == errc::io_failed));
    });
}

BOOST_AUTO_TEST_SUITE_END()
