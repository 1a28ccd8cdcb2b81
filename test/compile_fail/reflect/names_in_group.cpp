// expect: parley\[reflect\.names\]
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

#include <tuple>

struct group {
    int port = 0;
};
BOOST_DESCRIBE_STRUCT(group, (), (port))
struct server {
    int port = 0;
    group flat;
};
BOOST_DESCRIBE_STRUCT(server, (), (port, flat))
template <> struct parley::annotations<server> {
    static constexpr std::tuple value{parley::reflect::flat<&server::flat>};
};

auto const read = parley::reflect::parse<server>("{}");
