#include <law/auth.hpp>

#include <parley/auth/api_key.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

BOOST_AUTO_TEST_SUITE(law_auth_api_key)

namespace {

law::strategy_abilities const can{.secrets = {"s3cr3t-key"}};

auto made() { return parley::auth::basic_api_key<parley::auth::in_x_api_key>(parley::secret::make("s3cr3t-key").value()); }

} // namespace

#include <law/auth.ipp>

BOOST_AUTO_TEST_SUITE_END()
