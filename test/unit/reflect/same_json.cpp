#include <parley/reflect/same_json.hpp>

#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>

BOOST_AUTO_TEST_SUITE(reflect_same_json)

namespace json = boost::json;
using parley::reflect::same_json;

BOOST_AUTO_TEST_CASE(numbers_are_compared_by_value) {
    BOOST_TEST(same_json(2, 2.0));
    BOOST_TEST(same_json(std::uint64_t(7), std::int64_t(7)));
    BOOST_TEST(!same_json(2, 2.5));
    BOOST_TEST(!same_json(std::int64_t(9007199254740993), std::int64_t(9007199254740992)));
    BOOST_TEST(!same_json(1, true));
    BOOST_TEST(!same_json(0, nullptr));
}

BOOST_AUTO_TEST_CASE(the_order_of_members_does_not_count_that_of_elements_does) {
    BOOST_TEST(same_json(json::object{{"a", 1}, {"b", json::array{1, 2}}}, json::object{{"b", json::array{1.0, 2}}, {"a", 1}}));
    BOOST_TEST(!same_json(json::array{1, 2}, json::array{2, 1}));
    BOOST_TEST(!same_json(json::array{1}, json::array{1, 1}));
}

BOOST_AUTO_TEST_CASE(a_missing_member_is_a_difference_also_where_it_is_null) {
    BOOST_TEST(!same_json(json::object{{"a", nullptr}}, json::object{}));
    BOOST_TEST(!same_json(json::object{{"a", 1}}, json::object{{"b", 1}}));
    BOOST_TEST(!same_json(json::object{{"a", "x"}}, json::object{{"a", "y"}}));
}

BOOST_AUTO_TEST_SUITE_END()
