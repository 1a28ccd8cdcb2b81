# A test program is made of all sources of its folders. Each source holds one test suite, named after the path below test/ (unit tests:
# below test/unit/), and is one CTest entry, so a failure names the header it is about. The suite opens the namespace of all that the source
# declares, so that sources can be compiled together: eight at once cost little more than two alone.

# parley_test_program(<program> <label> <folder>... [CLIENT] [EXCLUDE_FROM_ALL]); with CLIENT the precompiled header is that of clients.
function(parley_test_program program label)
  cmake_parse_arguments(PARSE_ARGV 2 arg "CLIENT;EXCLUDE_FROM_ALL" "" "")
  set(sources)
  foreach(folder IN LISTS arg_UNPARSED_ARGUMENTS)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} ${folder}/*.cpp)
    list(APPEND sources ${found})
  endforeach()
  if(NOT sources)
    return()
  endif()

  add_executable(${program} ${sources} ${sanitized_json})
  target_link_libraries(${program} PRIVATE test_main test_environment)
  if(arg_CLIENT)
    target_precompile_headers(${program} REUSE_FROM test_precompiled_client)
  else()
    target_precompile_headers(${program} REUSE_FROM test_precompiled)
  endif()
  set_target_properties(${program} PROPERTIES UNITY_BUILD ${PARLEY_TESTS_TOGETHER} UNITY_BUILD_BATCH_SIZE 8)
  if(PARLEY_TESTS_TOGETHER AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${program} PRIVATE -Wno-subobject-linkage) # g++ takes a source that is included for a header
  endif()
  add_dependencies(test_programs ${program})
  if(arg_EXCLUDE_FROM_ALL)
    set_target_properties(${program} PROPERTIES EXCLUDE_FROM_ALL TRUE)
    add_dependencies(slow_programs ${program})
  endif()

  foreach(source IN LISTS sources)
    string(REGEX REPLACE "\\.cpp$" "" entry ${source})
    string(REPLACE "/" "." entry ${entry})
    string(REGEX REPLACE "^unit\\." "" suite ${entry})
    string(REPLACE "." "_" suite ${suite})
    file(STRINGS ${source} declared REGEX "^BOOST_(AUTO|FIXTURE)_TEST_SUITE\\(${suite}[,)]")
    if(NOT declared)
      message(SEND_ERROR "test/${source} needs the line BOOST_AUTO_TEST_SUITE(${suite})")
    endif()

    # Specialisations, definitions of our own names and fixtures stand before the suite, in a namespace that others would share.
    file(STRINGS ${source} shared REGEX "^(template <>|class parley::|BOOST_FIXTURE_TEST_SUITE)")
    if(shared)
      set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()

    add_test(NAME ${entry} COMMAND ${program} --run_test=${suite} --color_output=no WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    # A suite that skips prints why. One that also fails has failed, so the regular expression asks for a clean end.
    set_tests_properties(${entry} PROPERTIES
      LABELS "${label};program" TIMEOUT 600
      SKIP_REGULAR_EXPRESSION "SKIP: .*No errors detected;No errors detected.*SKIP: ")
    list(APPEND suites ${suite})
  endforeach()

  # A case outside these suites would never run.
  add_test(NAME house.suites_of_${program} COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/house/suites.py $<TARGET_FILE:${program}> ${suites})
  set_tests_properties(house.suites_of_${program} PROPERTIES LABELS "house;${label}")
endfunction()

# Rooms are gathered into three programs of like size, so that linking stays cheap and two cores stay busy.
function(parley_unit_programs)
  set(rooms_of_unit_base base reflect http model migrate)
  set(rooms_of_unit_documents profile openhands)
  file(GLOB rooms_of_unit_client CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/unit unit/*)
  list(REMOVE_ITEM rooms_of_unit_client ${rooms_of_unit_base} ${rooms_of_unit_documents})

  set(options_of_unit_client CLIENT)
  foreach(program IN ITEMS unit_base unit_documents unit_client)
    list(TRANSFORM rooms_of_${program} PREPEND unit/ OUTPUT_VARIABLE folders)
    parley_test_program(${program} unit ${folders} ${options_of_${program}})
  endforeach()
endfunction()
