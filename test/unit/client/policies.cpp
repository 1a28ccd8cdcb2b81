// Which providers, strategies and transports go together: every pair, in one table.

#include <parley/client.hpp>

#include <parley/auth/authorization_code.hpp>
#include <parley/auth/bearer.hpp>
#include <parley/auth/client_credentials.hpp>
#include <parley/auth/databricks_profile.hpp>
#include <parley/auth/unified.hpp>
#include <parley/family/anthropic.hpp>
#include <parley/family/gemini.hpp>
#include <parley/family/openai_responses.hpp>
#include <parley/provider/azure.hpp>
#include <parley/provider/compatible.hpp>
#include <parley/provider/databricks.hpp>
#include <parley/provider/google.hpp>
#include <parley/provider/litellm.hpp>
#include <parley/provider/openhands.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(client_policies)

namespace {

using namespace parley;

struct own_strategy {
    auth::step next(time_point);
    void done(auth::step_id, result<auth::answer>, time_point);
    result<void> sign(http::request&, time_point);
    bool refused(http::response const&);
};
struct not_a_strategy {};
struct not_a_transport {};

template <class P, class... Auth> std::string row() { return std::string{(compatible_v<P, Auth, any_transport> ? 'x' : '.')...}; }

/// A column for each strategy.
template <class P> std::string row_of() {
    return row<P, auth::none, auth::api_key, auth::bearer, auth::basic_api_key<auth::in_x_api_key>, auth::basic_api_key<auth::in_api_key>, auth::basic_api_key<auth::in_x_goog_api_key>,
               auth::client_credentials, auth::authorization_code, auth::databricks_profile, auth::unified, own_strategy>();
}

} // namespace

BOOST_AUTO_TEST_CASE(every_provider_takes_the_strategies_of_its_row) {
    //                                                                          none
    //                                                                          |api_key
    //                                                                          ||bearer
    //                                                                          |||x-api-key
    //                                                                          ||||api-key
    //                                                                          |||||x-goog-api-key
    //                                                                          ||||||client_credentials
    //                                                                          |||||||authorization_code
    //                                                                          ||||||||databricks_profile
    //                                                                          |||||||||unified
    //                                                                          ||||||||||a strategy of one's own
    BOOST_TEST(row_of<family::openai_chat>() == "xxx.......x");
    BOOST_TEST(row_of<family::openai_responses>() == "xxx.......x");
    BOOST_TEST(row_of<family::anthropic>() == "xxxx......x");
    BOOST_TEST(row_of<family::gemini>() == "xxx..x....x");
    BOOST_TEST(row_of<provider::vertex<>>() == ".xx..x....x");
    BOOST_TEST(row_of<provider::vertex<family::anthropic>>() == ".xx.......x");
    BOOST_TEST(row_of<provider::azure<>>() == ".xx.x.xx..x");
    BOOST_TEST(row_of<provider::azure<family::openai_responses>>() == ".xx.x.xx..x");
    BOOST_TEST(row_of<provider::databricks<>>() == ".xx...xxxxx");
    BOOST_TEST(row_of<provider::databricks<family::openai_responses>>() == ".xx...xxxxx");
    BOOST_TEST(row_of<provider::databricks<family::anthropic>>() == ".xx...xxxxx");
    BOOST_TEST(row_of<provider::databricks<family::gemini>>() == ".xx...xxxxx");
    BOOST_TEST(row_of<provider::openhands<>>() == ".xx.......x");
    BOOST_TEST(row_of<provider::litellm<>>() == "xxxxxxxx..x");
    BOOST_TEST(row_of<provider::groq>() == ".xx.......x");
    BOOST_TEST(row_of<provider::mistral>() == ".xx.......x");
    BOOST_TEST(row_of<provider::ollama>() == "xxx.......x");
    BOOST_TEST(row_of<provider::compatible<>>() == "xxxxxxxxxxx");
    BOOST_TEST(row_of<provider::compatible<family::anthropic>>() == "xxxxxxxxxxx");
}

BOOST_AUTO_TEST_CASE(what_is_no_policy_is_compatible_with_nothing) {
    BOOST_TEST((!compatible_v<int, auth::none, any_transport>));
    BOOST_TEST((!compatible_v<family::openai_chat, not_a_strategy, any_transport>));
    BOOST_TEST((!compatible_v<family::openai_chat, auth::api_key, not_a_transport>));
    BOOST_TEST((compatible_v<family::openai_chat, auth::api_key, any_transport>));
}

BOOST_AUTO_TEST_SUITE_END()
