#include <law/auth.hpp>

#include <parley/auth/bearer.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

BOOST_AUTO_TEST_SUITE(law_auth_bearer)

namespace {

law::strategy_abilities const can{.secrets = {"s3cr3t-token"}};

auto made() { return parley::auth::bearer(parley::secret::make("s3cr3t-token").value()); }

} // namespace

#include <law/auth.ipp>

BOOST_AUTO_TEST_SUITE_END()
