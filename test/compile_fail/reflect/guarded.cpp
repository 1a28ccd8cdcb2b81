// expect: parley\[reflect\.guarded\]
#include <parley/reflect/parse.hpp>

#include <boost/describe.hpp>

#include <string>
#include <tuple>

struct server {
    std::string headers;
};
BOOST_DESCRIBE_STRUCT(server, (), (headers))
template <> struct parley::annotations<server> {
    static constexpr std::tuple value{parley::reflect::guarded<&server::headers>};
};

auto const read = parley::reflect::parse<server>("{}");
