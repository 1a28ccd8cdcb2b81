#include <parley/catalog/lifecycle.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string_view>

BOOST_AUTO_TEST_SUITE(catalog_lifecycle)

namespace catalog = parley::catalog;
namespace model = parley::model;
using catalog::life, catalog::state;

namespace {

auto const today = model::parse_date("2026-11-21").value();
catalog::retirement const near{model::parse_date("2027-01-01").value(), catalog::date_source::provider};
catalog::retirement const past{model::parse_date("2026-11-20").value(), catalog::date_source::provider};

life with(void (*change)(life&)) {
    life made;
    change(made);
    return made;
}

life const disabled = with([](life& l) { l.enabled = false; });
life const deprecated = with([](life& l) { l.deprecated = true; });
life const missing = with([](life& l) { l.missing = true; });
life const migrated = with([](life& l) { l.migrated = true; });
life const deleted = with([](life& l) { l.deleted = true; });

struct row {
    bool enabled = true, deprecated = false;
    std::optional<int> missing_since, migrated_to, deleted_at;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_model_that_is_disabled_missing_migrated_or_deleted_is_not_available) {
    BOOST_TEST(catalog::is_available(life()));
    BOOST_TEST(!catalog::is_available(disabled));
    BOOST_TEST(!catalog::is_available(missing));
    BOOST_TEST(!catalog::is_available(migrated));
    BOOST_TEST(!catalog::is_available(deleted));
}

BOOST_AUTO_TEST_CASE(E15_a_deprecation_changes_nothing_about_who_may_use_a_model) {
    BOOST_TEST(catalog::is_available(deprecated));
    BOOST_TEST((catalog::state_of(life(), past, today) == state::deprecated));
    BOOST_TEST(catalog::is_available(life()));
}

BOOST_AUTO_TEST_CASE(a_migrated_model_is_unavailable_whatever_else_holds) {
    for (bool enabled : {false, true})
        for (bool deprecated : {false, true}) BOOST_TEST(!catalog::is_available(life{enabled, deprecated, false, true, false}));
}

BOOST_AUTO_TEST_CASE(the_life_of_a_row_is_read_from_its_columns) {
    row of;
    BOOST_TEST(catalog::is_available(of));
    for (auto member : {&row::missing_since, &row::migrated_to, &row::deleted_at}) {
        row changed;
        changed.*member = 1;
        BOOST_TEST(!catalog::is_available(changed));
    }
    of.enabled = false;
    BOOST_TEST(!catalog::is_available(of));
}

BOOST_AUTO_TEST_CASE(a_day_of_retirement_counts_only_where_it_is_enforced) {
    BOOST_TEST(catalog::is_given_out(life(), past, today, false));
    BOOST_TEST(!catalog::is_given_out(life(), past, today, true));
    BOOST_TEST(catalog::is_given_out(life(), near, today, true));
    BOOST_TEST(catalog::is_given_out(deprecated, {}, today, true));
    BOOST_TEST(!catalog::is_given_out(disabled, {}, today, false));
}

BOOST_AUTO_TEST_CASE(each_state_has_its_columns_and_days) {
    BOOST_TEST((catalog::state_of(life(), {}, today) == state::active));
    BOOST_TEST((catalog::state_of(life(), near, today) == state::retiring));
    BOOST_TEST((catalog::state_of(life(), past, today) == state::deprecated));
    BOOST_TEST((catalog::state_of(deprecated, {}, today) == state::deprecated));
    BOOST_TEST((catalog::state_of(disabled, {}, today) == state::disabled));
    BOOST_TEST((catalog::state_of(missing, {}, today) == state::missing));
    BOOST_TEST((catalog::state_of(migrated, {}, today) == state::migrated));
    BOOST_TEST((catalog::state_of(deleted, {}, today) == state::deleted));
}

BOOST_AUTO_TEST_CASE(where_several_states_hold_the_one_that_leaves_least_counts) {
    BOOST_TEST((catalog::state_of(life{false, true, true, true, true}, past, today) == state::deleted));
    BOOST_TEST((catalog::state_of(life{false, true, true, true, false}, past, today) == state::migrated));
    BOOST_TEST((catalog::state_of(life{false, true, true, false, false}, past, today) == state::missing));
    BOOST_TEST((catalog::state_of(life{false, true, false, false, false}, past, today) == state::disabled));
    BOOST_TEST((catalog::state_of(disabled, near, today) == state::disabled));
}

BOOST_AUTO_TEST_SUITE_END()
