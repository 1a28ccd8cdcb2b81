// expect: key_stands_once<server, [\s\S]*parley\[reflect\.names\]|parley\[reflect\.names\][\s\S]*key_stands_once<server, 
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

struct server {
    int port = 0;
    int port_ = 0; // the underscore is stripped
};
BOOST_DESCRIBE_STRUCT(server, (), (port, port_))

auto const read = parley::reflect::parse<server>("{}");
