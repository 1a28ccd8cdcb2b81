#include <parley/catalog/id.hpp>

#include <parley/reflect/from_json.hpp>
#include <parley/reflect/json_schema.hpp>
#include <parley/reflect/to_json.hpp>

#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <sstream>
#include <type_traits>

BOOST_AUTO_TEST_SUITE(catalog_id)

namespace catalog = parley::catalog;
namespace json = boost::json;
namespace reflect = parley::reflect;

BOOST_AUTO_TEST_CASE(the_number_of_one_table_is_none_of_another) {
    static_assert(!std::is_convertible_v<catalog::workspace_id, catalog::organisation_id>);
    static_assert(!std::is_constructible_v<catalog::model_id, catalog::provider_id>);
    static_assert(!std::is_convertible_v<catalog::model_id, long long>);
    BOOST_TEST((catalog::model_id{1} < catalog::model_id{2}));
    BOOST_TEST((catalog::model_id{2} == catalog::model_id{2}));
    BOOST_TEST((catalog::model_id() == catalog::model_id{0}));
}

BOOST_AUTO_TEST_CASE(a_number_is_an_integer_in_json_and_nothing_else_is_one) {
    BOOST_TEST(reflect::to_json(catalog::model_id{7}) == json::value(7));
    BOOST_TEST((reflect::from_json<catalog::model_id>(json::value(7)).value() == catalog::model_id{7}));
    for (auto const& wrong : {json::value("7"), json::value(7.5), json::value(nullptr), json::value(true), json::value(std::uint64_t(1) << 63)})
        BOOST_TEST(!reflect::from_json<catalog::model_id>(wrong).has_value());
    BOOST_TEST(reflect::json_schema<catalog::model_id>().at("type") == "integer");
}

BOOST_AUTO_TEST_CASE(a_number_is_printed_as_it_is) {
    std::ostringstream out;
    out << catalog::audit_id{-3};
    BOOST_TEST(out.str() == "-3");
}

BOOST_AUTO_TEST_SUITE_END()
