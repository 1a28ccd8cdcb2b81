#include <parley/reflect/check.hpp>

#include <boost/describe.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

BOOST_AUTO_TEST_SUITE(reflect_check)

using parley::reflect::Described;
using parley::reflect::is_complete_v;

namespace {

struct whole {
    int a = 1;
    std::string b;
    std::optional<std::map<std::string, std::vector<int>>> c;
    std::array<int, 3> d{};
    std::variant<int, bool> e;
};
BOOST_DESCRIBE_STRUCT(whole, (), (a, b, c, d, e))

struct forgotten {
    int a = 0;
    int b = 0;
};
BOOST_DESCRIBE_STRUCT(forgotten, (), (a))

struct empty {};
BOOST_DESCRIBE_STRUCT(empty, (), ())

struct heir : whole {
    int f = 0, g = 0;
};
BOOST_DESCRIBE_STRUCT(heir, (whole), (f))

struct heir_of_forgotten : forgotten {
    int c = 0;
};
BOOST_DESCRIBE_STRUCT(heir_of_forgotten, (forgotten), (c))

class with_constructor {
public:
    with_constructor() {}
    int a = 0;

};
BOOST_DESCRIBE_STRUCT(with_constructor, (), ())

class with_private_members {
    int a = 0;
    BOOST_DESCRIBE_CLASS(with_private_members, (), (), (), (a))
public:
    int sum() const { return a; }
};

struct undescribed {
    int a = 0;
};
enum class colour { red };
BOOST_DESCRIBE_ENUM(colour, red)

} // namespace

BOOST_AUTO_TEST_CASE(described_structs_are_recognised) {
    BOOST_TEST(Described<whole>);
    BOOST_TEST(Described<empty>);
    BOOST_TEST(Described<heir>);
    BOOST_TEST(Described<with_private_members>);
    BOOST_TEST(!Described<undescribed>);
    BOOST_TEST(!Described<colour>);
    BOOST_TEST(!Described<int>);
    BOOST_TEST(!Described<std::string>);
}

BOOST_AUTO_TEST_CASE(a_member_forgotten_in_the_describe_macro_is_noticed) {
    BOOST_TEST(is_complete_v<whole>);
    BOOST_TEST(is_complete_v<empty>);
    BOOST_TEST(!is_complete_v<forgotten>);
}

BOOST_AUTO_TEST_CASE(bases_are_counted_but_not_the_members_of_those_who_inherit) {
    BOOST_TEST(!is_complete_v<heir_of_forgotten>);
    BOOST_TEST(is_complete_v<heir>); // `g` is forgotten, but nobody can count where there is a base
}

BOOST_AUTO_TEST_CASE(what_cannot_be_counted_passes) {
    BOOST_TEST(is_complete_v<with_constructor>);
    BOOST_TEST(is_complete_v<with_private_members>);
}

BOOST_AUTO_TEST_SUITE_END()
