#ifndef PARLEY_REFLECT_INTERNALS_HPP
#define PARLEY_REFLECT_INTERNALS_HPP

// The machinery of reflect, for the rooms of this library that build on it: type tables, the reader and the skip pass. Programs use the other
// headers of this room; what is in here may change with every release.

#include <parley/reflect/detail/describe.hpp>
#include <parley/reflect/detail/locate.hpp>
#include <parley/reflect/detail/reading.hpp>
#include <parley/reflect/detail/type.hpp>

#endif
