#ifndef PARLEY_AUTH_DETAIL_DATABRICKS_ATTRIBUTES_HPP
#define PARLEY_AUTH_DETAIL_DATABRICKS_ATTRIBUTES_HPP

// What can be said about a Databricks workspace, in the order in which it is shown.

#include <array>
#include <cstddef>
#include <string_view>

namespace parley::inline v0::auth::detail {

struct databricks_attribute {
    std::string_view name;
    std::string_view variable = {}; ///< of the environment
    std::string_view group = {};    ///< the way to authenticate that it belongs to
    bool secret = false;
    bool internal = false; ///< never shown
};

inline constexpr auto databricks_attributes = std::to_array<databricks_attribute>({
    {"host", "DATABRICKS_HOST"},
    {"account_id", "DATABRICKS_ACCOUNT_ID"},
    {"workspace_id", "DATABRICKS_WORKSPACE_ID"},
    {"cluster_id", "DATABRICKS_CLUSTER_ID"},
    {"warehouse_id", "DATABRICKS_WAREHOUSE_ID"},
    {"serverless_compute_id", "DATABRICKS_SERVERLESS_COMPUTE_ID"},
    {"metadata_service_url", "DATABRICKS_METADATA_SERVICE_URL", "metadata-service", true},
    {"token", "DATABRICKS_TOKEN", "pat", true},
    {"username", "DATABRICKS_USERNAME", "basic"},
    {"password", "DATABRICKS_PASSWORD", "basic", true},
    {"profile", "DATABRICKS_CONFIG_PROFILE"},
    {"config_file", "DATABRICKS_CONFIG_FILE"},
    {"google_service_account", "DATABRICKS_GOOGLE_SERVICE_ACCOUNT", "google"},
    {"google_credentials", "GOOGLE_CREDENTIALS", "google", true},
    {"azure_workspace_resource_id", "DATABRICKS_AZURE_RESOURCE_ID", "azure"},
    {"azure_use_msi", "ARM_USE_MSI", "azure"},
    {"azure_client_secret", "ARM_CLIENT_SECRET", "azure", true},
    {"azure_client_id", "ARM_CLIENT_ID", "azure"},
    {"azure_tenant_id", "ARM_TENANT_ID", "azure"},
    {"azure_environment", "ARM_ENVIRONMENT"},
    {"azure_login_app_id", "DATABRICKS_AZURE_LOGIN_APP_ID", "azure"},
    {"actions_id_token_request_url", "ACTIONS_ID_TOKEN_REQUEST_URL"},
    {"actions_id_token_request_token", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", {}, true},
    {"client_id", "DATABRICKS_CLIENT_ID", "oauth"},
    {"client_secret", "DATABRICKS_CLIENT_SECRET", "oauth", true},
    {"scopes", {}, {}, false, true},
    {"disable_oauth_refresh_token", "DATABRICKS_DISABLE_OAUTH_REFRESH_TOKEN"},
    {"oauth_callback_port", "DATABRICKS_OAUTH_CALLBACK_PORT", {}, false, true},
    {"databricks_cli_path", "DATABRICKS_CLI_PATH"},
    {"auth_type", "DATABRICKS_AUTH_TYPE"},
    {"databricks_id_token_filepath", "DATABRICKS_OIDC_TOKEN_FILEPATH", "file-oidc"},
    {"oidc_token_env", "DATABRICKS_OIDC_TOKEN_ENV", "env-oidc"},
    {"token_audience", "DATABRICKS_TOKEN_AUDIENCE"},
    {"discovery_url", "DATABRICKS_DISCOVERY_URL"},
    {"cloud", "DATABRICKS_CLOUD"},
});

inline constexpr std::size_t no_attribute = databricks_attributes.size();

constexpr std::size_t attribute_index(std::string_view name) noexcept {
    for (std::size_t i = 0; i != databricks_attributes.size(); ++i)
        if (databricks_attributes[i].name == name) return i;
    return no_attribute;
}

} // namespace parley::inline v0::auth::detail

#endif
