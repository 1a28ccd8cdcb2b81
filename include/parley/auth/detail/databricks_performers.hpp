#ifndef PARLEY_AUTH_DETAIL_DATABRICKS_PERFORMERS_HPP
#define PARLEY_AUTH_DETAIL_DATABRICKS_PERFORMERS_HPP

// What each of the ways to authenticate does.

#include <parley/auth/detail/databricks_ways.hpp>
#include <parley/auth/detail/databricks_azure.hpp>
#include <parley/auth/detail/databricks_cli.hpp>
#include <parley/auth/detail/databricks_google.hpp>
#include <parley/auth/detail/databricks_oidc.hpp>
#include <parley/auth/detail/databricks_plain.hpp>
#include <parley/auth/detail/databricks_workspace.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace parley::inline v0::auth::detail {

struct databricks_performer {
    std::string_view name;
    way_task (*perform)(workspace&);
};

inline constexpr auto databricks_performers = std::to_array<databricks_performer>({
    {"pat", pat},
    {"basic", basic_way},
    {"oauth-m2m", oauth_m2m},
    {"databricks-cli", databricks_cli},
    {"metadata-service", metadata_service},
    {"github-oidc", federated<github_id_token>},
    {"azure-devops-oidc", federated<azure_devops_id_token>},
    {"env-oidc", federated<variable_id_token>},
    {"file-oidc", federated<file_id_token>},
    {"github-oidc-azure", github_azure},
    {"azure-msi", azure_tokens<entra_instance_token, true>},
    {"azure-client-secret", azure_tokens<entra_secret_token, true>},
    {"azure-cli", azure_tokens<az_token, false>},
    {"google-credentials", google_credentials},
    {"google-id", google_id},
});

constexpr bool performers_follow_the_ways() {
    for (std::size_t i = 0; i != databricks_ways.size(); ++i)
        if (databricks_performers[i].name != databricks_ways[i].name) return false;
    return databricks_performers.size() == databricks_ways.size();
}
static_assert(performers_follow_the_ways(), "databricks_performers has one row for each way, in the same order");

/// The ways that a host has nothing to say about.
inline constexpr std::size_t ways_without_host = 2;

} // namespace parley::inline v0::auth::detail

#endif
