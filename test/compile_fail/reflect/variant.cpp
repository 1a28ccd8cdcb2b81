// expect: parley\[reflect\.variant\]
#include <parley/reflect/parse.hpp>

#include <string>
#include <variant>

auto const read = parley::reflect::parse<std::variant<int, double, std::string>>("1"); // which number?
