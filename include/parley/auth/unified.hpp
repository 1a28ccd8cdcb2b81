#ifndef PARLEY_AUTH_UNIFIED_HPP
#define PARLEY_AUTH_UNIFIED_HPP

#include <parley/auth/auth.hpp>
#include <parley/auth/databricks_choice.hpp>
#include <parley/auth/databricks_config.hpp>
#include <parley/auth/detail/credentials.hpp>
#include <parley/auth/detail/databricks_performers.hpp>
#include <parley/auth/detail/databricks_workspace.hpp>
#include <parley/auth/detail/task.hpp>
#include <parley/auth/detail/token_source.hpp>
#include <parley/environment.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::auth {

namespace detail {

/// What the chain knows between two tokens.
struct chain {
    std::map<std::string, std::string> given;
    environment from;
    std::optional<workspace> at = {};        ///< once the configuration is resolved
    std::optional<std::size_t> chosen = {};  ///< once a way has given credentials: the others are not tried again
};

/// Runs one way, and puts beside its credentials what the workspace's host wants.
inline way_task perform(workspace& w, std::size_t way) {
    auto made = co_await databricks_performers[way].perform(w);
    if (made && w.host_type == "unified" && w.config.has("workspace_id")) made->add("X-Databricks-Workspace-Id", "", secret_of(w.text("workspace_id")));
    co_return made;
}

inline way_task chain_credentials(std::shared_ptr<chain> c) {
    if (!c->at) {
        auto config = databricks_config::resolve(c->given, c->from);
        if (!config) co_return config.error();
        workspace fresh{std::move(*config), c->from};
        c->at = std::move(fresh);
    }
    auto& w = *c->at;
    if (c->chosen) co_return co_await perform(w, *c->chosen);

    std::string const wanted(w.config["auth_type"]);
    bool is_known = wanted.empty();
    std::vector<declined> tried;
    for (std::size_t i = 0; i != databricks_ways.size(); ++i) {
        auto const& way = databricks_ways[i];
        if (!wanted.empty() && way.name != wanted) continue;
        is_known = true;
        if ((i >= ways_without_host || w.config.has("workspace_id")) && !w.was_asked && w.config.has("host")) {
            auto const asked = co_await ask_host(w);
            if (!asked) co_return asked.error();
        }
        if (auto why = way.declines(databricks_needs(w.config, w.from))) {
            tried.push_back({way.name, std::move(*why)});
            continue;
        }
        auto made = co_await perform(w, i);
        if (made) {
            c->chosen = i;
            co_return made;
        }
        if (!wanted.empty()) {
            auto why = w.config.explained("default auth: ", made.error());
            why.where = made.error().where;
            co_return why;
        }
        tried.push_back({way.name, made.error().message + (made.error().where.empty() ? "" : " [" + made.error().where + "]")});
    }
    if (!is_known) co_return no_such_type(w.config);
    auto none = none_applies(w.config, tried);
    if (w.silence) none.problems.push_back({"host metadata", "an answer", to_string(*w.silence), {}});
    co_return none;
}

} // namespace detail

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
    explicit unified(environment from, std::map<std::string, std::string> given = {})
        : unified(std::make_shared<detail::chain>(detail::chain{std::move(given), std::move(from)})) {}

    /// Of a configuration that is resolved already.
    unified(databricks_config config, environment from) : unified(resolved(std::move(config), std::move(from))) {}

    /// Returns the workspace's address, such as `https://x.cloud.databricks.com`: once `next` has said `ready` also where it had to be looked up
    /// (`azure_workspace_resource_id`); empty as long as it is not known.
    std::string_view host() const noexcept { return chain_->at ? chain_->at->config["host"] : std::string_view(); }

    /// Returns the name of the way that gave the credentials, such as `oauth-m2m`; empty as long as none did.
    std::string_view auth_type() const noexcept { return chain_->chosen ? detail::databricks_ways[*chain_->chosen].name : std::string_view(); }

private:
    explicit unified(std::shared_ptr<detail::chain> c) : token_source([c] { return detail::chain_credentials(c); }), chain_(std::move(c)) {}

    static std::shared_ptr<detail::chain> resolved(databricks_config config, environment from) {
        auto made = std::make_shared<detail::chain>(detail::chain{{}, from});
        made->at = detail::workspace{std::move(config), std::move(from)};
        return made;
    }

    std::shared_ptr<detail::chain> chain_;
};

static_assert(Auth<unified>);

} // namespace parley::inline v0::auth

#endif
