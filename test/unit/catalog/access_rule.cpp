#include <parley/catalog/access_rule.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(catalog_access_rule)

namespace catalog = parley::catalog;
using catalog::access_mode;
using catalog::model_id;

namespace {

std::string change(std::vector<model_id> granted, std::vector<model_id> wanted) {
    auto const c = catalog::compare_access(std::move(granted), std::move(wanted));
    std::string text;
    for (auto id : c.added) text += "+" + std::to_string(id.value);
    for (auto id : c.removed) text += "-" + std::to_string(id.value);
    return text;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_workspace_uses_what_its_mode_says_and_nothing_else) {
    for (bool organisation : {false, true})
        for (bool workspace : {false, true}) {
            BOOST_TEST(catalog::may_use(access_mode::inherit, {organisation, workspace}) == organisation);
            BOOST_TEST(catalog::may_use(access_mode::restricted, {organisation, workspace}) == workspace);
        }
}

// T22
BOOST_AUTO_TEST_CASE(T22_removing_the_last_grant_does_not_widen_access) {
    BOOST_TEST(catalog::may_use(access_mode::restricted, {true, true}));
    BOOST_TEST(!catalog::may_use(access_mode::restricted, {true, false}));
}

BOOST_AUTO_TEST_CASE(two_sets_are_compared_whatever_their_order) {
    model_id const a{1}, b{2}, c{3};
    BOOST_TEST(change({}, {}) == "");
    BOOST_TEST(change({b, a}, {a, b, a}) == "");
    BOOST_TEST(change({a, b}, {c, b}) == "+3-1");
    BOOST_TEST(change({a, b, c}, {}) == "-1-2-3");
    BOOST_TEST(change({}, {c, a, c}) == "+1+3");
}

BOOST_AUTO_TEST_SUITE_END()
