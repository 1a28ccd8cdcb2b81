#ifndef PARLEY_REFLECT_SRC_HPP
#define PARLEY_REFLECT_SRC_HPP

// The bodies of reflect, for a program that uses no more of the library than documents: see config.hpp. Others take parley/src.hpp.

#ifndef PARLEY_SEPARATE_COMPILATION
#error "parley/reflect/src.hpp is for programs whose sources are all compiled with PARLEY_SEPARATE_COMPILATION defined."
#endif

#include <parley/impl/error.ipp>
#include <parley/impl/secret.ipp>
#include <parley/reflect/detail/impl/reading.ipp>
#include <parley/reflect/detail/impl/writing.ipp>
#include <parley/reflect/impl/json_schema.ipp>

#endif
