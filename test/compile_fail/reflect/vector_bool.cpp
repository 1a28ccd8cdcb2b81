// expect: parley\[reflect\.vector_bool\]
#include <parley/reflect/parse.hpp>

#include <vector>

auto const read = parley::reflect::parse<std::vector<bool>>("[]");
