#ifndef PARLEY_OPENHANDS_MCP_SERVER_HPP
#define PARLEY_OPENHANDS_MCP_SERVER_HPP

#include <parley/reflect/annotations.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace parley::inline v0::openhands {

/// What an authorisation server gave out.
struct mcp_oauth_tokens {
    secret access_token = {};
    secret refresh_token = {};
    secret id_token = {};
    boost::json::object extra = {};

    friend bool operator==(mcp_oauth_tokens const&, mcp_oauth_tokens const&) = default;
};
BOOST_DESCRIBE_STRUCT(mcp_oauth_tokens, (), (access_token, refresh_token, id_token, extra))

/// How this program is registered with an authorisation server.
struct mcp_oauth_client {
    std::optional<std::string> client_id = {};
    secret client_secret = {};
    secret registration_access_token = {};
    boost::json::object extra = {};

    friend bool operator==(mcp_oauth_client const&, mcp_oauth_client const&) = default;
};
BOOST_DESCRIBE_STRUCT(mcp_oauth_client, (), (client_id, client_secret, registration_access_token, extra))

/// What is kept of an OAuth login.
struct mcp_oauth_state {
    std::optional<mcp_oauth_tokens> tokens = {};
    std::optional<mcp_oauth_client> client_info = {};
    std::optional<double> token_expires_at = {}; ///< seconds since 1970-01-01T00:00:00Z
    boost::json::object extra = {};

    friend bool operator==(mcp_oauth_state const&, mcp_oauth_state const&) = default;
};
BOOST_DESCRIBE_STRUCT(mcp_oauth_state, (), (tokens, client_info, token_expires_at, extra))

/// How an OAuth login is to be done.
struct mcp_oauth_login {
    std::string type = "oauth";
    std::optional<std::string> client_auth_method = {};
    std::optional<std::string> client_id = {};
    secret client_secret = {};
    boost::json::object extra = {};

    friend bool operator==(mcp_oauth_login const&, mcp_oauth_login const&) = default;
};
BOOST_DESCRIBE_STRUCT(mcp_oauth_login, (), (type, client_auth_method, client_id, client_secret, extra))

/// How a request to an MCP server is authorised. Which members count depends on the strategy; one that is not known here is kept as it is.
struct mcp_auth {
    std::string strategy = {};                                 ///< `bearer`, `api_key`, `header` or `oauth2`
    secret value = {};                                         ///< of `bearer` and `api_key`
    std::optional<std::map<std::string, secret>> headers = {}; ///< of `header`
    std::optional<mcp_oauth_login> authentication = {};        ///< of `oauth2`
    std::optional<mcp_oauth_state> state = {};                 ///< of `oauth2`
    boost::json::object extra = {};

    friend bool operator==(mcp_auth const&, mcp_auth const&) = default;
};
BOOST_DESCRIBE_STRUCT(mcp_auth, (), (strategy, value, headers, authentication, state, extra))

/// A server of the Model Context Protocol: one that is reached under a URL, or a program that is started.
struct mcp_server {
    std::optional<std::string> url = {};
    std::optional<std::string> transport = {}; ///< `http`, `sse`, `streamable-http` or `stdio`; absent = told by the other members
    std::optional<std::map<std::string, secret>> headers = {};
    std::optional<mcp_auth> auth = {};
    std::optional<std::string> command = {};
    std::optional<std::vector<std::string>> args = {};
    std::optional<std::map<std::string, secret>> env = {};
    std::optional<std::string> cwd = {};
    std::optional<double> timeout = {};          ///< seconds
    std::optional<double> sse_read_timeout = {}; ///< seconds
    std::optional<bool> keep_alive = {};
    std::optional<std::string> description = {};
    std::optional<std::string> icon = {};
    boost::json::object extra = {};

    friend bool operator==(mcp_server const&, mcp_server const&) = default;
};
BOOST_DESCRIBE_STRUCT(mcp_server, (),
                      (url, transport, headers, auth, command, args, env, cwd, timeout, sse_read_timeout, keep_alive, description, icon, extra))

/// MCP servers by name.
using mcp_config = std::map<std::string, mcp_server>;

} // namespace parley::inline v0::openhands

template <> struct parley::annotations<parley::openhands::mcp_auth> {
    static constexpr std::tuple value{reflect::required<&openhands::mcp_auth::strategy>};
};

#endif
