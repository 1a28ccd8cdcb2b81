#ifndef PARLEY_REFLECT_DETAIL_VIEWS_HPP
#define PARLEY_REFLECT_DETAIL_VIEWS_HPP

#include <boost/json/string.hpp>
#include <boost/json/string_view.hpp>

#include <string_view>

namespace parley::inline v0::reflect::detail {

// Boost.JSON 1.81 has a string view of its own.
inline std::string_view view(boost::json::string_view text) noexcept { return {text.data(), text.size()}; }
inline std::string_view view(boost::json::string const& text) noexcept { return {text.data(), text.size()}; }
inline boost::json::string_view view(std::string_view text) noexcept { return {text.data(), text.size()}; }

inline bool is_blank(std::string_view text) noexcept { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

} // namespace parley::inline v0::reflect::detail

#endif
