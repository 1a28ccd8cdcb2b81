// expect: parley\[reflect\.complete\]
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

struct machine {
    int id = 0;
    int forgotten = 0;
};
BOOST_DESCRIBE_STRUCT(machine, (), (id))
struct server : machine {
    int port = 0;
};
BOOST_DESCRIBE_STRUCT(server, (machine), (port))

auto const read = parley::reflect::parse<server>("{}");
