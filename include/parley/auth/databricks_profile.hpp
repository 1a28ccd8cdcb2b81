#ifndef PARLEY_AUTH_DATABRICKS_PROFILE_HPP
#define PARLEY_AUTH_DATABRICKS_PROFILE_HPP

#include <parley/auth/auth.hpp>
#include <parley/auth/detail/databricks_attributes.hpp>
#include <parley/auth/unified.hpp>
#include <parley/environment.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace parley::inline v0::auth {

/// Authenticates as a profile of `.databrickscfg` says, whatever the environment says beside it.
///
/// The profile's keys decide the way, as in `unified`, which see for errors. No variable that could stand for one of its keys is looked at, so a
/// stray `DATABRICKS_TOKEN` changes nothing; `DATABRICKS_CONFIG_FILE` still says where the file is.
class databricks_profile : public unified {
public:
    /// @param name of the profile; empty = the default one.
    explicit databricks_profile(std::string name, environment from) : unified(undisturbed(std::move(from)), {{"profile", std::move(name)}}) {}

private:
    static environment undisturbed(environment from) {
        from.variable = [all = std::move(from.variable)](std::string const& name) -> std::optional<std::string> {
            auto const& known = detail::databricks_attributes;
            auto const is_key = std::any_of(known.begin(), known.end(), [&](auto const& a) { return a.variable == name && a.name != "config_file"; });
            return is_key ? std::nullopt : all(name);
        };
        return from;
    }
};

static_assert(Auth<databricks_profile>);

} // namespace parley::inline v0::auth

#endif
