# Settings of our own builds. Nothing here reaches a project that uses the library.
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(Boost_USE_STATIC_LIBS OFF)

set(PARLEY_SANITIZERS "" CACHE STRING "What to give to -fsanitize=, for instance address,undefined")

add_compile_options(-Wall -Wextra -Wpedantic -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ spends a tenth of its time on looking for memory to give back; what it uses at most grows from 2.4 to 3.4 GB.
  add_compile_options(--param=ggc-min-expand=300 --param=ggc-min-heapsize=1000000)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # With optimisation g++ 12 may inline one of the two operators with which Asio allocates a coroutine's frame, and then takes them for a mismatch.
  add_compile_options(-Wno-mismatched-new-delete)
endif()
if(PARLEY_SANITIZERS)
  add_compile_options(-fsanitize=${PARLEY_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PARLEY_SANITIZERS})
  if(PARLEY_SANITIZERS MATCHES "thread")
    # ThreadSanitizer does not understand fences, with which Asio counts references to std::atomic; without it, Asio counts as Boost does.
    add_compile_definitions(BOOST_ASIO_DISABLE_STD_ATOMIC)
  endif()
  if(PARLEY_SANITIZERS MATCHES "undefined" AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options(-fno-sanitize=function) # clang 14 cannot mark the parts of a coroutine
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ does not see through its own instrumentation and blames Boost; the builds without sanitizers keep this warning.
    add_compile_options(-Wno-uninitialized -Wno-maybe-uninitialized)
  endif()
endif()

find_program(PARLEY_MOLD mold)
if(PARLEY_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# ccache can only cache precompiled headers when it is told to trust them, and shares its entries between checkouts
# when paths are taken relative to the checkout.
find_program(PARLEY_CCACHE ccache)
if(PARLEY_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${PARLEY_CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  else()
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()
