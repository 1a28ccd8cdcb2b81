// expect: parley\[reflect\.flat\]
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

#include <string>
#include <tuple>

struct server {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(server, (), (name))
template <> struct parley::annotations<server> {
    static constexpr std::tuple value{parley::reflect::flat<&server::name>};
};

auto const read = parley::reflect::parse<server>("{}");
