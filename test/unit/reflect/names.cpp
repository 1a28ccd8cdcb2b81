#include <parley/reflect/names.hpp>

#include <boost/describe.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(reflect_names)

namespace reflect = parley::reflect;

namespace outer {
struct plain {};
template <class T> struct generic {
    struct inner {};
};
namespace {
struct hidden {};
} // namespace
} // namespace outer

namespace {
enum class weekday { monday, new_, odd__ };
BOOST_DESCRIBE_ENUM(weekday, monday, new_, odd__)
enum old_style { old_a = 7, old_b = -1 };
BOOST_DESCRIBE_ENUM(old_style, old_a, old_b)
} // namespace

BOOST_AUTO_TEST_CASE(a_type_s_name_has_no_namespaces_and_arguments) {
    struct local {};
    BOOST_TEST(reflect::type_name<outer::plain>() == "plain");
    BOOST_TEST(reflect::type_name<outer::hidden>() == "hidden");
    BOOST_TEST(reflect::type_name<local>() == "local");
    BOOST_TEST(reflect::type_name<outer::generic<outer::plain>>() == "generic");
    BOOST_TEST(reflect::type_name<outer::generic<std::vector<outer::plain>>>() == "generic");
    BOOST_TEST(reflect::type_name<outer::generic<outer::plain>::inner>() == "inner");
    BOOST_TEST(reflect::type_name<int>() == "int");
}

BOOST_AUTO_TEST_CASE(enumerators_have_names_without_a_trailing_underscore) {
    BOOST_TEST(reflect::enumerator_name(weekday::monday) == "monday");
    BOOST_TEST(reflect::enumerator_name(weekday::new_) == "new");
    BOOST_TEST(reflect::enumerator_name(weekday::odd__) == "odd__");
    BOOST_TEST(reflect::enumerator_name(static_cast<weekday>(9)) == "");
    BOOST_TEST(reflect::enumerator_name(old_b) == "old_b");
    static_assert(reflect::enumerator_name(weekday::new_) == "new");
}

BOOST_AUTO_TEST_CASE(a_name_leads_back_to_its_enumerator) {
    BOOST_TEST((reflect::enumerator_from<weekday>("new") == weekday::new_));
    BOOST_TEST((reflect::enumerator_from<old_style>("old_a") == old_a));
    for (auto text : {"", "new_", "New", "monday ", "tuesday"}) BOOST_TEST(!reflect::enumerator_from<weekday>(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
