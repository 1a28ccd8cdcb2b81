#ifndef PARLEY_AUTH_IMPL_UNIFIED_IPP
#define PARLEY_AUTH_IMPL_UNIFIED_IPP

#include <parley/auth/unified.hpp>

#include <parley/auth/databricks_choice.hpp>
#include <parley/auth/detail/credentials.hpp>
#include <parley/auth/detail/databricks_performers.hpp>
#include <parley/auth/detail/databricks_ways.hpp>
#include <parley/auth/detail/databricks_workspace.hpp>
#include <parley/auth/detail/task.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <optional>
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

PARLEY_DECL unified::unified(environment from, std::map<std::string, std::string> given)
    : unified(std::make_shared<detail::chain>(detail::chain{std::move(given), std::move(from)})) {}

PARLEY_DECL unified::unified(databricks_config config, environment from)
    : unified(resolved(std::move(config), std::move(from))) {}

PARLEY_DECL std::string_view unified::host() const noexcept { return chain_->at ? chain_->at->config["host"] : std::string_view(); }

PARLEY_DECL std::string_view unified::auth_type() const noexcept { return chain_->chosen ? detail::databricks_ways[*chain_->chosen].name : std::string_view(); }

PARLEY_DECL unified::unified(std::shared_ptr<detail::chain> c)
    : token_source([c] { return detail::chain_credentials(c); }), chain_(std::move(c)) {}

PARLEY_DECL std::shared_ptr<detail::chain> unified::resolved(databricks_config config, environment from) {
    auto made = std::make_shared<detail::chain>(detail::chain{{}, from});
    made->at = detail::workspace{std::move(config), std::move(from)};
    return made;
}

} // namespace parley::inline v0::auth

#endif
