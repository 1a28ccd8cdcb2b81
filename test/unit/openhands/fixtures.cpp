// A document of every version of every kind still loads, holds what it says it holds, and comes back as it was written; and the newest
// version keeps its shape.

#include <parley/migrate/gate.hpp>
#include <parley/openhands/agent_profile.hpp>
#include <parley/openhands/agent_settings.hpp>
#include <parley/openhands/conversation_settings.hpp>
#include <parley/openhands/persisted_settings.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(openhands_fixtures)

namespace migrate = parley::migrate;
namespace openhands = parley::openhands;

namespace {

// tag::check[]
template <class T> void check_kind(std::string const& kind) {
    auto const report = migrate::gate<T>("test/unit/openhands/fixtures/" + kind); // tests run in the root of the repository
    BOOST_TEST(report.passed(), to_string(report));
}
// end::check[]

} // namespace

BOOST_AUTO_TEST_CASE(every_version_of_agent_settings_loads) { check_kind<openhands::agent_settings>("agent_settings"); }
BOOST_AUTO_TEST_CASE(every_version_of_conversation_settings_loads) { check_kind<openhands::conversation_settings>("conversation_settings"); }
BOOST_AUTO_TEST_CASE(every_version_of_persisted_settings_loads) { check_kind<openhands::persisted_settings>("persisted_settings"); }
BOOST_AUTO_TEST_CASE(every_version_of_agent_profiles_loads) { check_kind<openhands::agent_profile>("agent_profile"); }

BOOST_AUTO_TEST_SUITE_END()
