// A profile of every version still loads, holds what it says it holds, and comes back as it was written; and the newest version keeps its shape.

#include <parley/migrate/gate.hpp>
#include <parley/profile/llm_profile.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(profile_fixtures)

namespace migrate = parley::migrate;

BOOST_AUTO_TEST_CASE(every_version_of_profiles_loads) {
    auto const report = migrate::gate<parley::profile::llm_profile>("test/unit/profile/fixtures/llm_profile"); // tests run in the root of the repository
    BOOST_TEST(report.passed(), to_string(report));
}

BOOST_AUTO_TEST_SUITE_END()
