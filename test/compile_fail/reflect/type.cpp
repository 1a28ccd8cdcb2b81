// expect: table<(odd|struct odd)>[\s\S]*parley\[reflect\.type\]|parley\[reflect\.type\][\s\S]*table<odd>
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

struct odd {
    int n = 0;
};
struct server {
    int port = 0;
    odd strange;
};
BOOST_DESCRIBE_STRUCT(server, (), (port, strange))

auto const read = parley::reflect::parse<server>("{}");
