#ifndef PARLEY_AUTH_DATABRICKS_PROFILE_HPP
#define PARLEY_AUTH_DATABRICKS_PROFILE_HPP

#include <parley/auth/auth.hpp>
#include <parley/auth/unified.hpp>
#include <parley/config.hpp>
#include <parley/environment.hpp>

#include <string>

namespace parley::inline v0::auth {

/// Authenticates as a profile of `.databrickscfg` says, whatever the environment says beside it.
///
/// The profile's keys decide the way, as in `unified`, which see for errors. No variable that could stand for one of its keys is looked at, so a
/// stray `DATABRICKS_TOKEN` changes nothing; `DATABRICKS_CONFIG_FILE` still says where the file is.
class databricks_profile : public unified {
public:
    /// @param name of the profile; empty = the default one.
    explicit databricks_profile(std::string name, environment from);

private:
    static environment undisturbed(environment from);
};

static_assert(Auth<databricks_profile>);

} // namespace parley::inline v0::auth

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/auth/impl/databricks_profile.ipp>
#endif

#endif
