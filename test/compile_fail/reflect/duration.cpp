// expect: parley\[reflect\.duration\]
#include <parley/reflect/parse.hpp>

#include <chrono>
#include <ratio>

auto const read = parley::reflect::parse<std::chrono::duration<int, std::ratio<7>>>("1");
