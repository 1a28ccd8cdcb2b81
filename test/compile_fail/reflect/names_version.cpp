// expect: parley\[reflect\.names\]
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

struct server {
    int schema_version = 0; // the version is no member
};
BOOST_DESCRIBE_STRUCT(server, (), (schema_version))
template <> struct parley::schema<server> {
    static constexpr int version = 1;
};

auto const read = parley::reflect::parse<server>("{}");
