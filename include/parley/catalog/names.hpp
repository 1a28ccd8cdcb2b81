#ifndef PARLEY_CATALOG_NAMES_HPP
#define PARLEY_CATALOG_NAMES_HPP

#include <parley/config.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::inline v0::catalog {

/// What is asked of a name that is stored.
struct name_rule {
    std::string_view what; ///< such as `model`
    std::size_t longest;   ///< characters (code points)
    bool word = false;     ///< only letters, digits, `_` and `-`, the first and last a letter or digit
};

inline constexpr name_rule display_name_rule{"name", 200};

/// Brings a name into the form in which it is stored: without white space around it.
/// @return the name; `errc::invalid_name` where it is empty, too long or not UTF-8, has control characters, or breaks the rule's own demand.
PARLEY_DECL result<std::string> to_name(std::string_view given, name_rule const& rule);

/// `to_name` for what people call an organisation, a workspace, a provider.
inline result<std::string> to_display_name(std::string_view given) { return to_name(given, display_name_rule); }

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/names.ipp>
#endif

#endif
