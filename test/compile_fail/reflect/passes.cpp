#include <parley/reflect/json_schema.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/describe.hpp>

#include <chrono>
#include <deque>
#include <string>
#include <tuple>
#include <variant>

namespace reflect = parley::reflect;

struct group {
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(group, (), (a))
struct first {
    int n = 0;
};
BOOST_DESCRIBE_STRUCT(first, (), (n))
struct second {};
BOOST_DESCRIBE_STRUCT(second, (), ())

struct server {
    int port = 0;
    int number_ = 0;
    group flat;
    std::deque<bool> flags;
    std::chrono::minutes wait{};
    std::variant<std::string, double> kind;
    std::variant<first, second> tagged;
    boost::json::object headers;
};
BOOST_DESCRIBE_STRUCT(server, (), (port, number_, flat, flags, wait, kind, tagged, headers))
template <> struct parley::annotations<server> {
    static constexpr std::tuple value{reflect::flat<&server::flat>, reflect::guarded<&server::headers>};
};

std::string all(std::string_view text) { return reflect::to_text(reflect::parse<server>(text).value()) + reflect::to_text(boost::json::value(reflect::json_schema<server>())); }
