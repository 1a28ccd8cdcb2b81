#ifndef PARLEY_AUTH_DETAIL_DATABRICKS_WAYS_HPP
#define PARLEY_AUTH_DETAIL_DATABRICKS_WAYS_HPP

// The ways to authenticate at Databricks, and when each applies.

#include <parley/auth/databricks_config.hpp>
#include <parley/environment.hpp>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace parley::inline v0::auth::detail {

/// What a way to authenticate needs of the configuration and of the machine; nothing here asks the network.
class databricks_needs {
public:
    databricks_needs(databricks_config const& config, environment const& from) noexcept : config_(config), from_(from) {}

    using why = std::optional<std::string>; // nothing: it applies

    why all_of(std::initializer_list<std::string_view> names) const {
        for (auto const name : names)
            if (!config_.has(name)) return std::string(name) + " is not set";
        return std::nullopt;
    }
    why variables(std::initializer_list<char const*> names) const {
        for (auto const* name : names)
            if (from_.variable(name).value_or("").empty()) return std::string(name) + " is not set";
        return std::nullopt;
    }
    why cloud(auth::cloud wanted, char const* text) const {
        if (config_.cloud() != wanted) return std::string(text);
        return std::nullopt;
    }
    why program(std::string_view name, std::uint64_t least_size, char const* absent, char const* smaller) const {
        auto const found = find_program(name);
        if (!found) return std::string(absent);
        if (*found < least_size) return std::string(smaller);
        return std::nullopt;
    }
    static why first(std::initializer_list<why> all) {
        for (auto const& one : all)
            if (one) return one;
        return std::nullopt;
    }

    databricks_config const& config() const noexcept { return config_; }
    environment const& from() const noexcept { return from_; }

private:
    std::optional<std::uint64_t> find_program(std::string_view name) const {
        if (name.find('/') != std::string_view::npos) return from_.program_size(std::string(name));
        auto const path = from_.variable("PATH").value_or("");
        for (std::string_view rest = path; !rest.empty();) {
            auto const end = rest.find(':');
            auto const folder = rest.substr(0, end);
            rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
            if (auto const size = from_.program_size(std::string(folder) + '/' + std::string(name))) return size;
        }
        return std::nullopt;
    }

    databricks_config const& config_;
    environment const& from_;
};

struct databricks_way {
    std::string_view name;
    databricks_needs::why (*declines)(databricks_needs const&);
};

/// The variable in which a token for `env-oidc` lies.
inline std::string id_token_variable(databricks_config const& config) {
    return std::string(config.has("oidc_token_env") ? config["oidc_token_env"] : "DATABRICKS_OIDC_TOKEN");
}

inline bool is_local(std::string_view url) noexcept {
    for (auto const start : {"http://localhost", "http://127.0.0.1"})
        if (url.starts_with(start)) {
            auto const rest = url.substr(std::string_view(start).size());
            return rest.empty() || rest.front() == ':' || rest.front() == '/';
        }
    return false;
}

/// In the order in which they are tried.
inline constexpr auto databricks_ways = std::to_array<databricks_way>({
    {"pat", [](databricks_needs const& n) { return n.all_of({"host", "token"}); }},
    {"basic", [](databricks_needs const& n) { return n.all_of({"host", "username", "password"}); }},
    {"oauth-m2m", [](databricks_needs const& n) { return n.all_of({"host", "client_id", "client_secret"}); }},
    {"databricks-cli",
     [](databricks_needs const& n) {
         auto const path = n.config()["databricks_cli_path"];
         // The program of before 0.100 was a script of Python's, which knows no tokens. Its tokens have the scopes of the login, whatever is asked.
         auto const asks_others = n.config().has("scopes") && !n.config().comes_from_file("scopes");
         return n.first({n.all_of({"host"}), n.program(path.empty() ? "databricks" : path, 1 << 20, "databricks CLI not found", "legacy databricks CLI detected"),
                         asks_others ? databricks_needs::why("scopes are chosen where a person logs in: name them in the profile") : std::nullopt});
     }},
    {"metadata-service",
     [](databricks_needs const& n) {
         auto const local = is_local(n.config()["metadata_service_url"]);
         return n.first({n.all_of({"host", "metadata_service_url"}), local ? std::nullopt : databricks_needs::why("only localhost URLs are allowed")});
     }},
    {"github-oidc", [](databricks_needs const& n) { return n.all_of({"host", "actions_id_token_request_url", "actions_id_token_request_token"}); }},
    {"azure-devops-oidc",
     [](databricks_needs const& n) {
         return n.first({n.all_of({"host"}), n.variables({"SYSTEM_ACCESSTOKEN", "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI", "SYSTEM_TEAMPROJECTID", "SYSTEM_PLANID",
                                                          "SYSTEM_JOBID", "SYSTEM_HOSTTYPE"})});
     }},
    {"env-oidc",
     [](databricks_needs const& n) {
         return n.first({n.all_of({"host"}), n.variables({id_token_variable(n.config()).c_str()})});
     }},
    {"file-oidc", [](databricks_needs const& n) { return n.all_of({"host", "databricks_id_token_filepath"}); }},
    {"github-oidc-azure",
     [](databricks_needs const& n) {
         return n.first({n.cloud(cloud::azure, "not an Azure workspace"),
                         n.all_of({"host", "azure_client_id", "azure_tenant_id", "actions_id_token_request_url", "actions_id_token_request_token"})});
     }},
    {"azure-msi",
     [](databricks_needs const& n) {
         auto const said = n.config()["azure_use_msi"];
         auto const is_on = said == "1" || said == "t" || said == "T" || said == "true" || said == "True" || said == "TRUE";
         return n.first({n.cloud(cloud::azure, "not an Azure workspace"), is_on ? std::nullopt : databricks_needs::why("azure_use_msi is not set")});
     }},
    {"azure-client-secret",
     [](databricks_needs const& n) { return n.first({n.cloud(cloud::azure, "not an Azure workspace"), n.all_of({"azure_client_id", "azure_client_secret"})}); }},
    {"azure-cli",
     [](databricks_needs const& n) { return n.first({n.cloud(cloud::azure, "not an Azure workspace"), n.program("az", 0, "az is not installed", "")}); }},
    {"google-credentials",
     [](databricks_needs const& n) { return n.first({n.cloud(cloud::gcp, "not a Google Cloud workspace"), n.all_of({"host", "google_credentials"})}); }},
    {"google-id",
     [](databricks_needs const& n) { return n.first({n.cloud(cloud::gcp, "not a Google Cloud workspace"), n.all_of({"host", "google_service_account"})}); }},
});

} // namespace parley::inline v0::auth::detail

#endif
