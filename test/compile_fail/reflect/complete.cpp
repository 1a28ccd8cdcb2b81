// expect: parley\[reflect\.complete\][\s\S]*server|server[\s\S]*parley\[reflect\.complete\]
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

struct server {
    int port = 0;
    int forgotten = 0;
};
BOOST_DESCRIBE_STRUCT(server, (), (port))

auto const read = parley::reflect::parse<server>("{}");
