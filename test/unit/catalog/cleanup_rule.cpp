#include <parley/catalog/cleanup_rule.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>

BOOST_AUTO_TEST_SUITE(catalog_cleanup_rule)

namespace catalog = parley::catalog;
using catalog::keep_reason;
using namespace std::chrono_literals;

namespace {

catalog::moment const now{1'000'000s};

catalog::cleanup_candidate deleted(catalog::moment when = now - 10h) {
    catalog::cleanup_candidate made;
    made.of.deleted = true;
    made.deleted_at = when;
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_row_without_references_goes_when_its_time_is_over) {
    BOOST_TEST(!catalog::reason_to_keep(deleted(), now, 10h).has_value());
    BOOST_TEST((catalog::reason_to_keep(deleted(), now, 10h + 1s) == keep_reason::grace_period));
    BOOST_TEST((catalog::reason_to_keep(deleted(now), now) == keep_reason::grace_period));
    BOOST_TEST(!catalog::reason_to_keep(deleted(now - catalog::default_grace), now).has_value());
}

BOOST_AUTO_TEST_CASE(a_migrated_row_goes_without_being_deleted_first) {
    catalog::cleanup_candidate row;
    row.of.migrated = true;
    row.migrated_at = now - 10h;
    BOOST_TEST(!catalog::reason_to_keep(row, now, 10h).has_value());
    row.of.deleted = true;
    row.deleted_at = now - 1h;
    BOOST_TEST((catalog::reason_to_keep(row, now, 10h) == keep_reason::grace_period));
}

BOOST_AUTO_TEST_CASE(a_row_in_life_is_never_erased) {
    BOOST_TEST((catalog::reason_to_keep({}, now, 0s) == keep_reason::in_life));
    catalog::cleanup_candidate row;
    row.of = {false, true, true, false, false};
    BOOST_TEST((catalog::reason_to_keep(row, now, 0s) == keep_reason::in_life));
}

BOOST_AUTO_TEST_CASE(whatever_names_a_row_keeps_it) {
    auto const with = [](auto member) {
        auto row = deleted();
        row.*member = 1;
        return catalog::reason_to_keep(row, now, 0s);
    };
    BOOST_TEST((with(&catalog::cleanup_candidate::active) == keep_reason::active_references));
    BOOST_TEST((with(&catalog::cleanup_candidate::history) == keep_reason::history));
    BOOST_TEST((with(&catalog::cleanup_candidate::sources) == keep_reason::migration_target));
}

BOOST_AUTO_TEST_SUITE_END()
