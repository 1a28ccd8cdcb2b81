#ifndef PARLEY_AUTH_DATABRICKS_CHOICE_HPP
#define PARLEY_AUTH_DATABRICKS_CHOICE_HPP

#include <parley/auth/databricks_config.hpp>
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

constexpr std::string_view auth_page = "https://docs.databricks.com/en/dev-tools/auth.html#databricks-client-unified-authentication";

/// What is said where no way applies, with why in `problems`.
inline error none_applies(databricks_config const& config, std::vector<declined> const& tried) {
    error none(errc::login_required, std::string("cannot configure default credentials, please check ").append(auth_page).append(" to configure credentials for your preferred authentication method"));
    for (auto const& one : tried) none.problems.push_back({std::string(one.name), "applies", one.why, {}});
    return config.explained("default auth: ", std::move(none));
}

inline error no_such_type(databricks_config const& config) {
    return config.explained("default auth: ", error(errc::login_required, std::string("auth type \"").append(config["auth_type"]).append("\" not found, please check ").append(auth_page).append(" for a list of supported auth types")));
}

} // namespace detail

/// Finds the first way to authenticate whose needs are met, in the order of Databricks' Go tools; an `auth_type` narrows it to one.
///
/// Looks at the configuration, at variables and at which programs are installed, and never at the network: a way that is chosen can still fail
/// when it is used.
/// @return the way, and those before it that do not apply; `errc::login_required` with the text of Databricks' own tools where none does: `problems`
///         then says why each does not.
inline result<databricks_choice> choose(databricks_config const& config, environment const& from) {
    databricks_choice made;
    auto const wanted = config["auth_type"];
    bool is_known = wanted.empty();
    detail::databricks_needs const needs(config, from);
    for (auto const& way : detail::databricks_ways) {
        if (!wanted.empty() && way.name != wanted) continue;
        is_known = true;
        auto why = way.declines(needs);
        if (!why) {
            made.name = way.name;
            return made;
        }
        made.tried.push_back({way.name, std::move(*why)});
    }
    return is_known ? detail::none_applies(config, made.tried) : detail::no_such_type(config);
}

} // namespace parley::inline v0::auth

#endif
