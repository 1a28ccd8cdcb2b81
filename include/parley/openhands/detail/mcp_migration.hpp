#ifndef PARLEY_OPENHANDS_DETAIL_MCP_MIGRATION_HPP
#define PARLEY_OPENHANDS_DETAIL_MCP_MIGRATION_HPP

// The step of agent settings from version 4 to 5: MCP servers say in one way how they are authorised.

#include <parley/openhands/detail/json_access.hpp>
#include <parley/openhands/mcp_server.hpp>
#include <parley/profile/cipher.hpp>
#include <parley/result.hpp>

#include <boost/describe/members.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::openhands::detail {

namespace json = boost::json;

/// Looks into a text that decides what a server becomes: an encrypted one cannot be looked into.
inline result<std::string_view> readable(std::string_view text, std::string_view key) {
    if (profile::is_ciphertext(text))
        return error(errc::cipher_missing, "This value of an MCP server is encrypted, and its key is needed to know what becomes of it.", pointer_to(key));
    return text;
}

// Where OAuth logins were kept: in buckets, each an object whose keys end in the server's part.
struct oauth_bucket {
    std::string_view name;
    std::string_view suffix;
    std::string_view part; // of the state
};
inline constexpr oauth_bucket oauth_buckets[] = {
    {"mcp-oauth-token", "/tokens", "tokens"},
    {"mcp-oauth-client-info", "/client_info", "client_info"},
    {"mcp-oauth-token-expiry", "/token_expiry", "token_expires_at"},
};

/// Returns what a bucket holds; null where it holds nothing.
inline json::value unpacked(json::object const& bucket, oauth_bucket const& kind) {
    if (bucket.empty()) return nullptr;
    auto entry = std::find_if(bucket.begin(), bucket.end(), [&](auto const& pair) { return view(pair.key()).ends_with(kind.suffix); });
    if (entry == bucket.end()) entry = bucket.begin();
    auto const* held = &entry->value();
    if (auto const* object = held->if_object(); object && has(*object, "value")) held = &object->at("value");
    if (kind.part != "token_expires_at" || !held->is_object()) return *held;
    auto const* time = held->get_object().if_contains("expires_at");
    return time ? *time : nullptr;
}

/// Adds to the state what the buckets hold; what the state has already is newer.
inline void merge_state(json::object& auth, json::value credentials) {
    if (!credentials.is_object()) return;
    auto state = take(auth, "state");
    if (!state.is_object()) state = json::object();
    for (auto const& kind : oauth_buckets) {
        auto const* bucket = object_at(credentials.get_object(), kind.name);
        if (!bucket || has(state.get_object(), kind.part)) continue;
        if (auto held = unpacked(*bucket, kind); !held.is_null()) state.get_object()[key_of(kind.part)] = std::move(held);
    }
    if (!state.get_object().empty()) auth["state"] = std::move(state);
}

/// Brings everything that the server says about its OAuth login into `auth`.
inline void complete_oauth(json::object& auth, json::object& server) {
    if (auto login = take(server, "authentication"); login.is_object() && !has(auth, "authentication")) {
        login.get_object().emplace("type", "oauth");
        auth["authentication"] = std::move(login);
    }
    for (auto* owner : {&auth, &server})
        for (auto const* key : {"credentials", "oauth_credentials"}) merge_state(auth, take(*owner, key));
}

inline json::object made_auth(std::string_view strategy, std::string_view key, json::value value) {
    return json::object{{"strategy", key_of(strategy)}, {key_of(key), std::move(value)}};
}

inline bool is_authorization(std::string_view header) noexcept {
    constexpr std::string_view name = "authorization";
    return std::equal(header.begin(), header.end(), name.begin(), name.end(), [](unsigned char a, char b) { return std::tolower(a) == b; });
}

/// Makes `auth` of the header `Authorization`, and removes that.
inline result<void> auth_from_header(json::object& server) {
    auto* headers = object_at(server, "headers");
    if (!headers) return {};
    auto const header = std::find_if(headers->begin(), headers->end(), [](auto const& pair) { return is_authorization(view(pair.key())) && pair.value().is_string(); });
    if (header == headers->end()) return {};
    auto const name = std::string(view(header->key()));
    auto const text = readable(view(header->value().get_string()), name);
    if (!text) return located("/headers", text.error());
    constexpr std::string_view bearer = "Bearer ";
    auto auth = text->starts_with(bearer) ? made_auth("bearer", "value", key_of(text->substr(bearer.size())))
                                          : made_auth("header", "headers", json::object{{key_of(name), key_of(*text)}});
    remove(*headers, name);
    if (headers->empty()) remove(server, "headers");
    server["auth"] = std::move(auth);
    return {};
}

/// Says in `auth` how the server is authorised; the first rule that fits holds.
inline result<void> gather_auth(json::object& server) {
    if (auto* const said = object_at(server, "auth")) {
        if (!says(*said, "strategy", "oauth2")) return {};
        auto auth = std::move(*said); // taken out, for the server's members move when one of them goes
        complete_oauth(auth, server);
        server["auth"] = std::move(auth);
        return {};
    }
    if (auto const said = text_at(server, "auth"); said && !said->empty()) {
        auto const text = readable(*said, "auth");
        if (!text) return text.error();
        if (*text != "oauth") {
            server["auth"] = made_auth("bearer", "value", key_of(*text));
            return {};
        }
        json::object auth{{"strategy", "oauth2"}};
        complete_oauth(auth, server);
        server["auth"] = std::move(auth);
        return {};
    }
    if (auto const key = text_at(server, "api_key"); key && !key->empty()) {
        server["auth"] = made_auth("api_key", "value", take(server, "api_key"));
        return {};
    }
    remove(server, "auth");
    return auth_from_header(server);
}

inline void rename_type(json::object& server) {
    auto const type = take(server, "type");
    if (!type.is_string() || has(server, "transport")) return;
    server["transport"] = type == "shttp" ? json::value("http") : type;
}

inline bool is_member(std::string_view key) {
    bool found = false;
    boost::mp11::mp_for_each<boost::describe::describe_members<mcp_server, boost::describe::mod_public>>(
        [&](auto member) { found = found || (key == member.name && key != "extra"); });
    return found;
}

/// Removes what the struct does not know: configurations in the wrapper took over anything, credentials of other programs included.
inline void keep_known(json::object& server) {
    json::object kept;
    for (auto& pair : server)
        if (is_member(view(pair.key()))) kept.emplace(pair.key(), std::move(pair.value()));
    server = std::move(kept);
}

inline constexpr std::string_view linear_sse_url = "https://mcp.linear.app/sse";
inline constexpr std::string_view linear_url = "https://mcp.linear.app/mcp";

/// Says whether a name is one that a program gave to the server: `sse`, `sse_2`, ….
inline bool is_generated_name(std::string_view name) noexcept {
    if (!name.starts_with("sse")) return false;
    name.remove_prefix(3);
    return name.empty() || (name.size() > 1 && name.front() == '_' && name.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

/// Linear has left server-sent events behind: its server goes to the new address, under a name that does not say otherwise.
inline void move_linear(json::object& servers) {
    json::object moved;
    bool there = std::any_of(servers.begin(), servers.end(), [](auto const& pair) { return pair.value().is_object() && says(pair.value().get_object(), "url", linear_url); });
    for (auto& pair : servers) {
        std::string name(view(pair.key()));
        auto* server = pair.value().if_object();
        if (server && says(*server, "url", linear_sse_url) && says(*server, "transport", "sse")) {
            if (std::exchange(there, true)) continue;
            (*server)["url"] = key_of(linear_url);
            remove(*server, "transport");
            if (is_generated_name(name)) {
                name = "shttp";
                for (int number = 1; servers.contains(name) || moved.contains(name); ++number) name = "shttp_" + std::to_string(number);
            }
        }
        moved.emplace(name, std::move(pair.value()));
    }
    servers = std::move(moved);
}

/// Brings `mcp_config` from its shape in version 4 to that in version 5.
inline result<void> unify_mcp_servers(json::object& settings) {
    auto* config = object_at(settings, "mcp_config");
    if (!config) {
        if (!has(settings, "mcp_config")) remove(settings, "mcp_config"); // null meant none
        return {};
    }
    bool const wrapped = object_at(*config, "mcpServers");
    if (wrapped) {
        auto servers = take(*config, "mcpServers");
        *config = std::move(servers.get_object());
    }
    for (auto& pair : *config) {
        auto* server = pair.value().if_object();
        if (!server) continue; // the struct says what is wrong
        if (auto const done = gather_auth(*server); !done) return located("/mcp_config" + pointer_to(view(pair.key())), done.error());
        rename_type(*server);
        if (wrapped) keep_known(*server);
    }
    move_linear(*config);
    return {};
}

} // namespace parley::inline v0::openhands::detail

#endif
