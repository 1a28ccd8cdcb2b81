#ifndef PARLEY_AUTH_IMPL_DATABRICKS_PROFILE_IPP
#define PARLEY_AUTH_IMPL_DATABRICKS_PROFILE_IPP

#include <parley/auth/databricks_profile.hpp>

#include <parley/auth/detail/databricks_attributes.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace parley::inline v0::auth {

PARLEY_DECL databricks_profile::databricks_profile(std::string name, environment from)
    : unified(undisturbed(std::move(from)), {{"profile", std::move(name)}}) {}

PARLEY_DECL environment databricks_profile::undisturbed(environment from) {
    from.variable = [all = std::move(from.variable)](std::string const& name) -> std::optional<std::string> {
        auto const& known = detail::databricks_attributes;
        auto const is_key = std::any_of(known.begin(), known.end(), [&](auto const& a) { return a.variable == name && a.name != "config_file"; });
        return is_key ? std::nullopt : all(name);
    };
    return from;
}

} // namespace parley::inline v0::auth

#endif
