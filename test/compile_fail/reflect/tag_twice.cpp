// expect: parley\[reflect\.tag\]
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

#include <tuple>
#include <variant>

struct cat {};
BOOST_DESCRIBE_STRUCT(cat, (), ())
struct tiger {};
BOOST_DESCRIBE_STRUCT(tiger, (), ())
template <> struct parley::annotations<tiger> {
    static constexpr std::tuple value{parley::reflect::tag("cat")};
};

auto const read = parley::reflect::parse<std::variant<cat, tiger>>("{}");
