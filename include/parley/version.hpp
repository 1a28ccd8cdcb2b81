#ifndef PARLEY_VERSION_HPP
#define PARLEY_VERSION_HPP

#include <parley/config.hpp>

#include <string_view>

namespace parley::inline v0 {

inline constexpr int version_major = 0;
inline constexpr int version_minor = 1;
inline constexpr int version_patch = 0;

/// The library's version as it stands in User-Agent headers and documents.
inline constexpr std::string_view version = "0.1.0";

} // namespace parley::inline v0

#endif
