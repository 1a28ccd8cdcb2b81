// A file of logins of every version still loads, and comes back as it was written; and the newest version keeps its shape.

#include <parley/auth/token_store.hpp>
#include <parley/migrate/gate.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(auth_fixtures)

BOOST_AUTO_TEST_CASE(every_version_of_files_of_logins_loads) {
    auto const report = parley::migrate::gate<parley::auth::stored_logins>("test/unit/auth/fixtures/logins"); // tests run in the root of the repository
    BOOST_TEST(report.passed(), to_string(report));
}

BOOST_AUTO_TEST_SUITE_END()
