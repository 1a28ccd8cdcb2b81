#ifndef PARLEY_AUTH_IMPL_TOKEN_STORE_IPP
#define PARLEY_AUTH_IMPL_TOKEN_STORE_IPP

#include <parley/auth/token_store.hpp>

#include <parley/auth/detail/oauth.hpp>
#include <parley/migrate/atomic_file.hpp>
#include <parley/migrate/folder.hpp>
#include <parley/migrate/load.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/value.hpp>

#include <algorithm>

namespace parley::inline v0::auth {

PARLEY_DECL result<std::vector<login_key>> token_store::list() const {
    auto const stored = read();
    if (!stored) return stored.error();
    std::vector<login_key> keys;
    for (auto const& one : stored->logins) keys.push_back(one.key());
    return keys;
}

PARLEY_DECL result<std::optional<login_tokens>> token_store::load(login_key const& key) const {
    auto stored = read();
    if (!stored) return stored.error();
    auto const found = find(*stored, key);
    if (found == stored->logins.end()) return std::optional<login_tokens>();
    return std::optional(login_tokens{std::move(found->access_token), std::move(found->token_type), std::move(found->refresh_token), time_point(found->expires_at)});
}

PARLEY_DECL result<void> token_store::save(login_key const& key, login_tokens const& tokens) const {
    auto const lock = locked();
    if (!lock) return lock.error();
    return put(key, &tokens);
}

PARLEY_DECL result<bool> token_store::remove(login_key const& key) const {
    auto const lock = locked();
    if (!lock) return lock.error();
    auto const there = load(key);
    if (!there) return there.error();
    if (!*there) return false;
    if (auto done = put(key, nullptr); !done) return done.error();
    return true;
}

PARLEY_DECL result<token_keeper> token_store::keeper(login_key const& key) const {
    if (auto made = migrate::make_folder(folder()); !made) return made.error();
    return token_keeper{lock_path(), [store = *this, key] { return store.load(key); },
                        [store = *this, key](login_tokens const& tokens) { return store.put(key, &tokens); }};
}

PARLEY_DECL std::vector<stored_login>::iterator token_store::find(stored_logins& in, login_key const& key) {
    return std::find_if(in.logins.begin(), in.logins.end(), [&](stored_login const& one) { return one.key() == key; });
}

PARLEY_DECL std::string token_store::folder() const {
    auto const slash = path_.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path_.substr(0, slash);
}

PARLEY_DECL result<migrate::file_lock> token_store::locked() const {
    if (auto made = migrate::make_folder(folder()); !made) return made.error();
    return migrate::file_lock::acquire(lock_path());
}

PARLEY_DECL result<stored_logins> token_store::read() const {
    auto const in_file = [&](error why) {
        if (why.code == errc::invalid_json) why.code = errc::corrupt_file;
        why.where = why.where.empty() || why.where == path_ ? path_ : path_ + "#" + why.where;
        return why;
    };
    auto text = migrate::read_file(path_);
    if (!text && text.error().code == errc::not_found) return stored_logins();
    if (!text) return text.error();
    migrate::options how;
    how.read.cipher = cipher_;
    auto loaded = migrate::load<stored_logins>(*text, how);
    wipe(*text);
    if (!loaded) return in_file(loaded.error());
    // Without this, what is sealed would be taken for the tokens themselves, and sent.
    if (loaded->value.sealed && !cipher_) return error(errc::cipher_missing, "The logins are sealed, and no key was given.", path_);
    return std::move(loaded->value);
}

PARLEY_DECL result<void> token_store::put(login_key const& key, login_tokens const* tokens) const {
    auto stored = read();
    if (!stored) return stored.error();
    auto found = find(*stored, key);
    if (!tokens && found != stored->logins.end()) {
        stored->logins.erase(found);
    } else if (tokens) {
        if (found == stored->logins.end()) {
            stored->logins.emplace_back();
            found = stored->logins.end() - 1;
        }
        found->host = key.host;
        found->client_id = key.client_id;
        found->profile = key.profile;
        found->token_type = tokens->token_type;
        found->access_token = tokens->access_token;
        found->refresh_token = tokens->refresh_token;
        found->expires_at = std::chrono::duration_cast<std::chrono::seconds>(tokens->expires.time_since_epoch());
    }
    stored->sealed = bool(cipher_);
    auto text = cipher_ ? reflect::to_text(*stored, cipher_, reflect::layout::indented())
                        : result<std::string>(reflect::to_text(*stored, reflect::secrets::plain(), reflect::layout::indented()));
    if (!text) return text.error();
    if (auto discarded = migrate::discard_temporaries(folder(), std::string_view(path_).substr(path_.rfind('/') + 1)); !discarded) return discarded.error();
    auto const written = migrate::replace_file(path_, *text + "\n");
    wipe(*text);
    return written;
}

PARLEY_DECL result<std::string> default_login_file(environment const& from) {
    if (auto const chosen = from.variable("XDG_CONFIG_HOME"); chosen && chosen->starts_with('/')) return *chosen + "/parley/logins.json";
    if (auto const home = from.home()) return *home + "/.config/parley/logins.json";
    return error(errc::misconfigured, "There is no home folder to keep logins in.");
}

PARLEY_DECL std::string databricks_cli_cache_key(std::string_view host, std::string_view account_id) {
    std::string key(host);
    return is_account_host(host) && !account_id.empty() ? key.append("/oidc/accounts/").append(account_id) : key;
}

PARLEY_DECL login_key key_of(oauth_place const& at, oauth_app const& app, std::string profile) {
    return {at.host.empty() ? at.discovery_url : databricks_cli_cache_key(at.host, at.account_id), app.client_id, std::move(profile)};
}

PARLEY_DECL result<std::optional<login_tokens>> read_databricks_cli_cache(environment const& from, std::string_view key) {
    std::optional<login_tokens> none;
    auto const home = from.home();
    if (!home) return none;
    auto const path = *home + "/.databricks/token-cache.json";
    auto const text = from.read_file(path);
    auto const body = text ? reflect::parse_value(*text) : result<boost::json::value>(text.error());
    if (!body || !body->is_object()) return none;
    auto const& o = body->get_object();
    auto const version = detail::seconds_at(o, "version");
    if (version != 1) return error(errc::version_newer, "needs version 1, got version " + (version ? std::to_string(*version) : std::string("none")), path);
    auto const* const tokens = o.if_contains("tokens");
    auto const* const found = tokens && tokens->is_object() ? tokens->get_object().if_contains(key) : nullptr;
    if (!found || !found->is_object()) return none;
    auto token = detail::read_token("the cache", found->get_object(), time_point());
    if (!token) return none;
    return std::optional(login_tokens{std::move(token->access_token), std::move(token->type), {}, token->expires});
}

} // namespace parley::inline v0::auth

#endif
