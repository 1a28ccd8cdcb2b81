#include <parley/model/name.hpp>

#include "support/shared_data.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(conformance_verified_models, *parley::test::needs_shared_data())

namespace json = boost::json;
namespace model = parley::model;

namespace {

json::array rows(char const* file) { return json::parse(parley::test::shared_data("openhands/verified_models/" + std::string(file))).as_array(); }

void becomes_public(json::value const& name) {
    auto const text = json::value_to<std::string>(name);
    BOOST_TEST((model::public_from_proxy("litellm_proxy/" + text, model::openhands_proxy_url) == "openhands/" + text), text);
}

} // namespace

BOOST_AUTO_TEST_CASE(every_name_ever_listed_becomes_public) {
    for (auto const& row : rows("sdk_verified_openhands_historic_union.json")) becomes_public(row.at("model"));
}

BOOST_AUTO_TEST_CASE(every_name_listed_last_becomes_public) {
    for (auto const& name : rows("sdk_verified_openhands_611629e6.json")) becomes_public(name);
}

BOOST_AUTO_TEST_CASE(every_seeded_name_becomes_public) {
    for (auto const& row : rows("seed_pr12833.json")) becomes_public(row.at("model_name"));
}

BOOST_AUTO_TEST_SUITE_END()
