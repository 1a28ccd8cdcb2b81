// expect: parley\[reflect\.type\]
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

struct server {
    char letter = 'a'; // a number or a text?
};
BOOST_DESCRIBE_STRUCT(server, (), (letter))

auto const read = parley::reflect::parse<server>("{}");
