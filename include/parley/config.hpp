#ifndef PARLEY_CONFIG_HPP
#define PARLEY_CONFIG_HPP

// What the library needs of the compiler and the system, checked once with a plain sentence.

#if !defined(__cplusplus) || __cplusplus < 202002L
#error "parley needs C++20: compile with -std=c++20 or newer."
#endif

#if !defined(__unix__) && !defined(__APPLE__)
#error "parley runs on Linux and other POSIX systems: its stores need POSIX file locks, fsync and file modes."
#endif

// How functions are declared and defined whose bodies stand in .ipp files. By default a header includes its .ipp, and no source of ours need be compiled. A program
// that defines PARLEY_SEPARATE_COMPILATION compiles them once instead, in the one source that includes <parley/src.hpp>; all its sources must
// agree on the macro. It changes no type.
#ifdef PARLEY_SEPARATE_COMPILATION
#define PARLEY_DECL
#else
#define PARLEY_DECL inline
#endif

#endif
