// expect: group[\s\S]*parley\[reflect\.complete\]|parley\[reflect\.complete\][\s\S]*group
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

#include <tuple>

struct group {
    int a = 0;
    int forgotten = 0;
};
BOOST_DESCRIBE_STRUCT(group, (), (a))
struct server {
    group flat;
};
BOOST_DESCRIBE_STRUCT(server, (), (flat))
template <> struct parley::annotations<server> {
    static constexpr std::tuple value{parley::reflect::flat<&server::flat>};
};

auto const read = parley::reflect::parse<server>("{}");
