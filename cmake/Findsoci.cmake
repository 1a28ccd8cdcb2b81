# Finds SOCI 4 and defines soci::core, soci::sqlite3 and soci::postgresql. Installed beside parleyConfig.cmake, because Debian's SOCI ships no
# CMake package.
find_path(soci_INCLUDE_DIR soci/soci.h)
set(soci_libraries)
foreach(part IN ITEMS core sqlite3 postgresql)
  find_library(soci_${part}_LIBRARY soci_${part})
  mark_as_advanced(soci_${part}_LIBRARY)
  list(APPEND soci_libraries soci_${part}_LIBRARY)
endforeach()
mark_as_advanced(soci_INCLUDE_DIR)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(soci REQUIRED_VARS ${soci_libraries} soci_INCLUDE_DIR)

if(soci_FOUND AND NOT TARGET soci::core)
  foreach(part IN ITEMS core sqlite3 postgresql)
    add_library(soci::${part} UNKNOWN IMPORTED)
    set_target_properties(soci::${part} PROPERTIES
      IMPORTED_LOCATION "${soci_${part}_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${soci_INCLUDE_DIR}")
  endforeach()
endif()
