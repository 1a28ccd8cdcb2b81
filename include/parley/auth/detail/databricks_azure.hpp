#ifndef PARLEY_AUTH_DETAIL_DATABRICKS_AZURE_HPP
#define PARLEY_AUTH_DETAIL_DATABRICKS_AZURE_HPP

// Ways that lead through Microsoft Entra: a client secret, a managed identity, a pipeline's token, the Azure CLI.

#include <parley/auth/detail/databricks_oidc.hpp>
#include <parley/auth/detail/databricks_workspace.hpp>

#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::auth::detail {

/// A workspace refuses Entra's tokens before their end: "Token is expiring within 30 seconds".
inline constexpr auto entra_margin = std::chrono::seconds(40);

/// The national clouds of Azure; each address ends with a slash.
struct azure_place {
    std::string_view name, long_name, service_management, resource_manager, login;
};
inline constexpr auto azure_places = std::to_array<azure_place>({
    {"PUBLIC", "AZUREPUBLICCLOUD", "https://management.core.windows.net/", "https://management.azure.com/", "https://login.microsoftonline.com/"},
    {"USGOVERNMENT", "AZUREUSGOVERNMENT", "https://management.core.usgovcloudapi.net/", "https://management.usgovcloudapi.net/", "https://login.microsoftonline.us/"},
    {"CHINA", "AZURECHINACLOUD", "https://management.core.chinacloudapi.cn/", "https://management.chinacloudapi.cn/", "https://login.chinacloudapi.cn/"},
});

/// Finds a cloud by either of its names, in capitals or not; the public one where the name is another.
inline azure_place const& azure_place_of(std::string_view name) noexcept {
    for (auto const& place : azure_places)
        if (http::equals_ignoring_case(name, place.name) || http::equals_ignoring_case(name, place.long_name)) return place;
    return azure_places.front();
}

/// The application for which tokens of a workspace are made.
inline std::string databricks_app(workspace const& w) {
    if (w.config.has("azure_login_app_id")) return w.text("azure_login_app_id");
    auto const host = w.config["host"];
    if (host.ends_with(".dev.azuredatabricks.net")) return "62a912ac-b58e-4c1d-89ea-b2dbfc7358fc";
    if (host.ends_with(".staging.azuredatabricks.net")) return "4a67d088-db5c-48f1-9ff2-0aace800ae68";
    return "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
}

/// Fills in the tenant, where nobody said it: the workspace sends whoever logs in to it.
inline task<result<void>> find_tenant(workspace& w) {
    if (w.config.has("azure_tenant_id") || !w.config.has("host")) co_return result<void>();
    auto at = parse_endpoint(w.config["host"]);
    if (!at) co_return result<void>();
    at->append_path("aad/auth");
    auto const request = get(std::move(*at));
    auto const got = co_await response_to(request, std::chrono::seconds(10));
    if (!got || got->status < 300 || got->status > 399) co_return result<void>();
    auto const to = http::url::parse(got->header.find("location").value_or(""));
    if (!to) co_return result<void>();
    auto const tenant = std::string_view(to->path()).substr(1);
    auto const first = tenant.substr(0, std::min(tenant.find('/'), tenant.size()));
    if (!plain_word(first).empty()) w.config.fill("azure_tenant_id", std::string(first), "host");
    co_return result<void>();
}

inline result<http::url> entra_endpoint(workspace const& w) {
    if (!w.config.has("azure_tenant_id")) return error(errc::misconfigured, "azure_tenant_id is not set, and the workspace does not tell it.");
    return parse_endpoint(std::string(azure_place_of(w.config["azure_environment"]).login) + w.text("azure_tenant_id") + "/oauth2/token");
}

inline task<result<token_reply>> entra_secret_token(workspace& w, std::string resource) {
    auto const found = co_await find_tenant(w);
    if (!found) co_return found.error();
    auto endpoint = entra_endpoint(w);
    if (!endpoint) co_return endpoint.error();
    form const body{{"grant_type", "client_credentials"}, {"client_id", w.config["azure_client_id"]}, {"client_secret", w.config["azure_client_secret"]}, {"resource", resource}};
    co_return co_await token_from(body.to(std::move(*endpoint)), "Entra");
}

inline task<result<token_reply>> entra_instance_token(workspace& w, std::string resource) {
    auto at = http::url::parse("http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01");
    at->append_query("resource", resource);
    if (w.config.has("azure_client_id")) at->append_query("client_id", w.config["azure_client_id"]);
    auto request = get(std::move(*at));
    request.header.set("Metadata", "true");
    request.instance_metadata = true;
    // Outside of Azure nobody answers: not worth a second try.
    co_return co_await token_from(std::move(request), "The instance metadata service", std::chrono::seconds(5), false);
}

/// Runs `az`; its standard error stays out of sentences of ours.
inline task<result<boost::json::object>> az(std::vector<std::string> argv) {
    argv.insert(argv.begin(), "az");
    argv.insert(argv.end(), {"--output", "json"});
    auto const got = co_await output_of(std::move(argv), std::chrono::seconds(30));
    if (!got) co_return error(errc::misconfigured, "az is not installed, or does not answer: " + got.error().message);
    if (got->exit_status != 0) {
        error why(got->err.find("No subscription found") != std::string::npos ? errc::misconfigured : errc::process_failed,
                  "cannot get access token: az ended with " + std::to_string(got->exit_status));
        why.provider.text = got->err.substr(0, 500);
        co_return why;
    }
    auto body = reflect::parse_value(got->out);
    if (!body || !body->is_object()) co_return error(errc::invalid_response, "cannot unmarshal CLI result");
    co_return std::move(body->get_object());
}

inline task<result<token_reply>> az_token(workspace& w, std::string resource) {
    std::vector<std::vector<std::string>> tries; // further arguments, the best ones first
    if (w.config.has("azure_tenant_id")) {
        // A managed identity has one tenant, and az refuses to be told; a service principal may be at home in another.
        std::vector<std::string> show{"account", "show"};
        auto const about = co_await az(std::move(show));
        auto const* const v = about ? about->if_contains("user") : nullptr;
        auto const* const user = v ? v->if_object() : nullptr;
        auto const is_principal = user && text_at(*user, "type") == "servicePrincipal";
        auto const is_managed = is_principal && (text_at(*user, "name") == "systemAssignedIdentity" || text_at(*user, "name") == "userAssignedIdentity");
        if (!is_managed) tries.push_back({"--tenant", w.text("azure_tenant_id")});
        if (is_principal) tries.emplace_back();
    } else {
        // /subscriptions/<id>/resourceGroups/…
        std::string_view const id = w.config["azure_workspace_resource_id"];
        auto const begin = id.find('/', 1);
        if (begin != std::string_view::npos) tries.push_back({"--subscription", std::string(id.substr(begin + 1, id.find('/', begin + 1) - begin - 1))});
        tries.emplace_back();
    }
    result<boost::json::object> got = error();
    for (auto const& more : tries) {
        std::vector<std::string> argv{"account", "get-access-token", "--resource", resource};
        argv.insert(argv.end(), more.begin(), more.end());
        got = co_await az(std::move(argv));
        if (got) break;
    }
    if (!got) co_return got.error();
    auto const now = co_await present();
    if (!got->contains("expires_on")) {
        // Older versions give a local time alone, without saying whose. az keeps tokens itself, so asking again soon costs little.
        if (!moment(text_at(*got, "expiresOn"))) co_return error(errc::invalid_response, "cannot parse expiry");
        (*got)["expires_in"] = 300;
    }
    co_return read_token("az", *got, now, "accessToken");
}

using azure_token_source = task<result<token_reply>> (*)(workspace&, std::string resource);

/// Looks up the workspace's address, where its resource id alone is known.
template <azure_token_source Source> task<result<void>> find_workspace(workspace& w) {
    if (w.config.has("host") || !w.config.has("azure_workspace_resource_id")) co_return result<void>();
    std::string manager(azure_place_of(w.config["azure_environment"]).resource_manager);
    auto const id = w.config["azure_workspace_resource_id"];
    auto at = parse_endpoint(manager + std::string(id.substr(id.starts_with('/'))));
    if (!at) co_return at.error();
    at->append_query("api-version", "2018-04-01");
    auto const token = co_await Source(w, std::move(manager));
    if (!token) co_return token.error();
    constexpr auto what = "Azure Resource Manager";
    auto request = get(std::move(*at));
    request.header.set("Authorization", "Bearer " + std::string(token->access_token.reveal()));
    auto const got = co_await response_to(request);
    auto const now = co_await present();
    auto const body = read_object(what, request, got, now);
    if (!body) co_return body.error();
    auto const* const properties = body->if_contains("properties");
    auto const name = properties && properties->is_object() ? text_at(properties->get_object(), "workspaceUrl") : std::string_view();
    auto const found = http::url::parse("https://" + std::string(name));
    if (!found) co_return error(errc::invalid_response, std::string(what) + " names no address of the workspace.", shown(request.url));
    w.config.fill("host", found->origin(), what);
    co_return result<void>();
}

/// Puts together a token for the workspace and one for Azure's service management.
template <azure_token_source Source, bool needs_management> way_task azure_tokens(workspace& w) {
    auto const found = co_await find_workspace<Source>(w);
    if (!found) co_return found.error();
    auto const token = co_await Source(w, databricks_app(w));
    if (!token) co_return token.error();
    auto const management = co_await Source(w, std::string(azure_place_of(w.config["azure_environment"]).service_management));
    if (!management && needs_management) co_return management.error();
    auto made = token->as_authorization();
    if (management) {
        made.add("X-Databricks-Azure-SP-Management-Token", "", management->access_token);
        made.expires = std::min(made.expires, management->expires);
    }
    if (w.config.has("azure_workspace_resource_id")) made.add("X-Databricks-Azure-Workspace-Resource-Id", "", secret_of(w.text("azure_workspace_resource_id")));
    made.expires -= entra_margin;
    co_return made;
}

inline way_task github_azure(workspace& w) {
    auto const id = co_await github_id_token(w, std::string("api://AzureADTokenExchange"));
    if (!id) co_return id.error();
    auto endpoint = entra_endpoint(w);
    if (!endpoint) co_return endpoint.error();
    form const body{{"grant_type", "client_credentials"},
                    {"client_id", w.config["azure_client_id"]},
                    {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
                    {"client_assertion", id->reveal()},
                    {"resource", databricks_app(w)}};
    auto const token = co_await token_from(body.to(std::move(*endpoint)), "Entra", std::chrono::seconds(10));
    if (!token) co_return token.error();
    auto made = token->as_authorization();
    made.expires -= entra_margin;
    co_return made;
}

} // namespace parley::inline v0::auth::detail

#endif
