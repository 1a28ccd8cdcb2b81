#ifndef PARLEY_AUTH_DETAIL_DATABRICKS_OIDC_HPP
#define PARLEY_AUTH_DETAIL_DATABRICKS_OIDC_HPP

// Ways that exchange a token of somebody whom the workspace trusts (RFC 8693): a pipeline's, or one that lies ready.

#include <parley/auth/detail/config_sections.hpp>
#include <parley/auth/detail/databricks_ways.hpp>
#include <parley/auth/detail/databricks_workspace.hpp>

#include <string>
#include <utility>

namespace parley::inline v0::auth::detail {

using id_token_source = task<result<secret>> (*)(workspace&, std::string audience);

inline task<result<secret>> github_id_token(workspace& w, std::string audience) {
    auto at = parse_endpoint(w.config["actions_id_token_request_url"]);
    if (!at) co_return at.error();
    at->append_query("audience", audience);
    auto request = get(std::move(*at));
    request.header.set("Authorization", "Bearer " + w.text("actions_id_token_request_token"));
    co_return co_await secret_from("GitHub's token service", std::move(request), "value");
}

inline task<result<secret>> azure_devops_id_token(workspace& w, std::string) {
    auto collection = w.variable("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI");
    if (collection.ends_with('/')) collection.pop_back();
    auto at = parse_endpoint(collection + "/" + w.variable("SYSTEM_TEAMPROJECTID") + "/_apis/distributedtask/hubs/" + w.variable("SYSTEM_HOSTTYPE") + "/plans/" +
                             w.variable("SYSTEM_PLANID") + "/jobs/" + w.variable("SYSTEM_JOBID") + "/oidctoken?api-version=7.2-preview.1");
    if (!at) co_return at.error();
    auto request = get(std::move(*at));
    request.method = "POST";
    request.header.set("Authorization", "Bearer " + w.variable("SYSTEM_ACCESSTOKEN"));
    co_return co_await secret_from("Azure DevOps' token service", std::move(request), "oidcToken");
}

// A variable and a file are read each time: whoever writes them changes them before they end.

inline task<result<secret>> variable_id_token(workspace& w, std::string) {
    auto const name = id_token_variable(w.config);
    auto token = secret_of(w.variable(name));
    if (token.empty()) co_return error(errc::misconfigured, "missing env var \"" + name + "\"");
    co_return token;
}

inline task<result<secret>> file_id_token(workspace& w, std::string) {
    auto const path = w.text("databricks_id_token_filepath");
    if (path.empty()) co_return error(errc::misconfigured, "missing path");
    auto const text = w.from.read_file(path);
    if (!text) co_return error(errc::misconfigured, "file \"" + path + "\" " + (text.error().code == errc::not_found ? "does not exist" : "cannot be read"), path);
    auto token = secret_of(std::string(trimmed(*text)));
    if (token.empty()) co_return error(errc::misconfigured, "file \"" + path + "\" is empty", path);
    co_return token;
}

template <id_token_source Source> way_task federated(workspace& w) {
    auto const place = w.place();
    auto endpoint = co_await token_endpoint(place);
    if (!endpoint) co_return endpoint.error();
    auto audience = w.text("token_audience");
    if (audience.empty()) audience = w.text("account_id");
    if (audience.empty()) audience = endpoint->to_string();
    auto const id = co_await Source(w, std::move(audience));
    if (!id) co_return id.error();
    form const body{{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
                    {"subject_token", id->reveal()},
                    {"subject_token_type", "urn:ietf:params:oauth:token-type:jwt"},
                    {"scope", scopes_text({w.text("scopes")})},
                    {"client_id", w.config["client_id"]}}; // without one the account's own policy decides
    auto const token = co_await token_from(body.to(std::move(*endpoint)));
    if (!token) co_return token.error();
    co_return token->as_authorization();
}

} // namespace parley::inline v0::auth::detail

#endif
