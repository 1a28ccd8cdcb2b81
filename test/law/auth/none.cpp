#include <law/auth.hpp>

#include <parley/auth/none.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

BOOST_AUTO_TEST_SUITE(law_auth_none)

namespace {

law::strategy_abilities const can;

parley::auth::none made() { return {}; }

} // namespace

#include <law/auth.ipp>

BOOST_AUTO_TEST_SUITE_END()
