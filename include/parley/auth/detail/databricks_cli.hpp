#ifndef PARLEY_AUTH_DETAIL_DATABRICKS_CLI_HPP
#define PARLEY_AUTH_DETAIL_DATABRICKS_CLI_HPP

// The login that a developer has made with the Databricks CLI: it is asked for a token each time, for it keeps and refreshes them.

#include <parley/auth/detail/cli_token.hpp>
#include <parley/auth/detail/databricks_workspace.hpp>

#include <utility>

namespace parley::inline v0::auth::detail {

inline way_task databricks_cli(workspace& w) {
    cli_login of{w.config.has("databricks_cli_path") ? w.text("databricks_cli_path") : "databricks", w.text("profile"), w.text("host"), w.text("account_id")};
    return cli_token(std::move(of));
}

} // namespace parley::inline v0::auth::detail

#endif
