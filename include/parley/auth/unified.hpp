#ifndef PARLEY_AUTH_UNIFIED_HPP
#define PARLEY_AUTH_UNIFIED_HPP

#include <parley/auth/auth.hpp>
#include <parley/auth/databricks_config.hpp>
#include <parley/auth/detail/token_source.hpp>
#include <parley/config.hpp>
#include <parley/environment.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace parley::inline v0::auth {

namespace detail {
struct chain;
}

/// Finds out by itself how to authenticate at Databricks: from given values, the environment, and `.databrickscfg`, in the order of Databricks'
/// own Go tools: pat, basic, oauth-m2m, databricks-cli, metadata-service, github-oidc, azure-devops-oidc, env-oidc, file-oidc, github-oidc-azure,
/// azure-msi, azure-client-secret, azure-cli, google-credentials, google-id.
///
/// All of it happens when a first request is signed. A way whose needs are not met, or that gives no token, is passed over; the first that gives
/// one stays. With an `auth_type` only that way is tried, and its error is the strategy's. Before the ways that may need it, the workspace's host
/// is asked about itself once, for five seconds at most; that it does not answer is no failure. On a host that serves accounts and workspaces
/// the workspace's id, where it is known, stands on every request.
///
/// `next` fails with `errc::misconfigured` (the configuration contradicts itself), `errc::login_required` (nothing fits: `problems` says of each
/// way why not), or the error of the way that was chosen. Reads variables and files through `environment` alone. Moves, is not copied; one thread
/// at a time.
class unified : public detail::token_source {
public:
    /// @param from  the variables, files and programs to look at.
    /// @param given attributes by name, such as `host`; they win over all else.
    explicit unified(environment from, std::map<std::string, std::string> given = {});

    /// Of a configuration that is resolved already.
    unified(databricks_config config, environment from);

    /// Returns the workspace's address, such as `https://x.cloud.databricks.com`: once `next` has said `ready` also where it had to be looked up
    /// (`azure_workspace_resource_id`); empty as long as it is not known.
    std::string_view host() const noexcept;

    /// Returns the name of the way that gave the credentials, such as `oauth-m2m`; empty as long as none did.
    std::string_view auth_type() const noexcept;

private:
    explicit unified(std::shared_ptr<detail::chain> c);

    static std::shared_ptr<detail::chain> resolved(databricks_config config, environment from);

    std::shared_ptr<detail::chain> chain_;
};

static_assert(Auth<unified>);

} // namespace parley::inline v0::auth

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/auth/impl/unified.ipp>
#endif

#endif
