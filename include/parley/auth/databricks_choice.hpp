#ifndef PARLEY_AUTH_DATABRICKS_CHOICE_HPP
#define PARLEY_AUTH_DATABRICKS_CHOICE_HPP

#include <parley/auth/databricks_config.hpp>
#include <parley/config.hpp>
#include <parley/environment.hpp>
#include <parley/result.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::inline v0::auth {

/// A way to authenticate that was considered, and why it does not apply.
struct declined {
    std::string_view name;
    std::string why;
};

/// Which of the ways to authenticate applies to a workspace.
struct databricks_choice {
    std::string_view name;          ///< such as `pat` or `oauth-m2m`
    std::vector<declined> tried{}; ///< those that come before it and do not apply
};

namespace detail {

/// What is said where no way applies, with why in `problems`.
PARLEY_DECL error none_applies(databricks_config const& config, std::vector<declined> const& tried);

PARLEY_DECL error no_such_type(databricks_config const& config);

} // namespace detail

/// Finds the first way to authenticate whose needs are met, in the order of Databricks' Go tools; an `auth_type` narrows it to one.
///
/// Looks at the configuration, at variables and at which programs are installed, and never at the network: a way that is chosen can still fail
/// when it is used.
/// @return the way, and those before it that do not apply; `errc::login_required` with the text of Databricks' own tools where none does: `problems`
///         then says why each does not.
PARLEY_DECL result<databricks_choice> choose(databricks_config const& config, environment const& from);

} // namespace parley::inline v0::auth

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/auth/impl/databricks_choice.ipp>
#endif

#endif
