// expect: parley\[reflect\.tag\]
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

#include <string>
#include <variant>

struct cat {};
BOOST_DESCRIBE_STRUCT(cat, (), ())
struct dog {
    std::string type = "dog"; // the tag is no member
};
BOOST_DESCRIBE_STRUCT(dog, (), (type))

auto const read = parley::reflect::parse<std::variant<cat, dog>>("{}");
