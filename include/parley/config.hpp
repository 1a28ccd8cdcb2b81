#ifndef PARLEY_CONFIG_HPP
#define PARLEY_CONFIG_HPP

// What the library needs of the compiler and the system, checked once with a plain sentence.

#if !defined(__cplusplus) || __cplusplus < 202002L
#error "parley needs C++20: compile with -std=c++20 or newer."
#endif

#if !defined(__unix__) && !defined(__APPLE__)
#error "parley runs on Linux and other POSIX systems: its stores need POSIX file locks, fsync and file modes."
#endif

#endif
