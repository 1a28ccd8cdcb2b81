#ifndef PARLEY_AUTH_TOKEN_STORE_HPP
#define PARLEY_AUTH_TOKEN_STORE_HPP

#include <parley/auth/discovery.hpp>
#include <parley/auth/login_tokens.hpp>
#include <parley/auth/pkce.hpp>
#include <parley/clock.hpp>
#include <parley/environment.hpp>
#include <parley/migrate/atomic_file.hpp>
#include <parley/migrate/chain.hpp>
#include <parley/migrate/file_lock.hpp>
#include <parley/migrate/folder.hpp>
#include <parley/migrate/load.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::auth {

/// Whose login it is: at which host, for which app, under which profile's name.
struct login_key {
    std::string host = {};
    std::string client_id = {};
    std::string profile = {};

    friend bool operator==(login_key const&, login_key const&) = default;
};

/// A login as the file holds it.
struct stored_login {
    std::string host = {};
    std::string client_id = {};
    std::string profile = {};
    std::string token_type = "Bearer";
    secret access_token = {};
    secret refresh_token = {};
    std::chrono::seconds expires_at{0}; ///< of the access token, since 1970-01-01T00:00:00Z
    boost::json::object extra = {};

    login_key key() const { return {host, client_id, profile}; }
};
BOOST_DESCRIBE_STRUCT(stored_login, (), (host, client_id, profile, token_type, access_token, refresh_token, expires_at, extra))

/// The file of all logins.
struct stored_logins {
    bool sealed = false; ///< whether the tokens were sealed when it was written
    std::vector<stored_login> logins = {};
    boost::json::object extra = {};
};
BOOST_DESCRIBE_STRUCT(stored_logins, (), (sealed, logins, extra))

} // namespace parley::inline v0::auth

template <> struct parley::schema<parley::auth::stored_logins> {
    static constexpr int version = 1;
    static constexpr std::string_view name = "file of logins";
    using steps = parley::migrate::chain<>;
    static constexpr std::string_view lock = ".logins.lock";
};

namespace parley::inline v0::auth {

/// Keeps the tokens of logins in a file of the library's own, for its owner alone (0600, in a folder 0700), sealed where there is a cipher.
///
/// A file that cannot be read, or was written by a newer version, is never overwritten. A crash at any moment leaves the old or the new file,
/// whole. Safe between threads and processes; readers never wait. Every function can also give `errc::permission_denied`, `errc::io_failed`,
/// `errc::corrupt_file`, `errc::version_newer`, `errc::invalid_document`, `errc::decryption_failed` and `errc::cipher_missing`; those that write,
/// `errc::lock_timeout`. The error's `where` is the file.
class token_store {
public:
    /// @param path   of the file; it and its folder are made when a first login is kept.
    /// @param cipher opens and seals the tokens, and must outlive the store; without one they are stored as they are.
    explicit token_store(std::string path, reflect::cipher_ref cipher = {}) : path_(std::move(path)), cipher_(cipher) {}

    /// Returns whose logins there are.
    result<std::vector<login_key>> list() const {
        auto const stored = read();
        if (!stored) return stored.error();
        std::vector<login_key> keys;
        for (auto const& one : stored->logins) keys.push_back(one.key());
        return keys;
    }

    /// Returns the tokens of a login; nothing where there is none.
    result<std::optional<login_tokens>> load(login_key const& key) const {
        auto stored = read();
        if (!stored) return stored.error();
        auto const found = find(*stored, key);
        if (found == stored->logins.end()) return std::optional<login_tokens>();
        return std::optional(login_tokens{std::move(found->access_token), std::move(found->token_type), std::move(found->refresh_token), time_point(found->expires_at)});
    }

    /// Keeps the tokens of a login, in place of those it had.
    result<void> save(login_key const& key, login_tokens const& tokens) const {
        auto const lock = locked();
        if (!lock) return lock.error();
        return put(key, &tokens);
    }

    /// Forgets a login.
    /// @return whether there was one.
    result<bool> remove(login_key const& key) const {
        auto const lock = locked();
        if (!lock) return lock.error();
        auto const there = load(key);
        if (!there) return there.error();
        if (!*there) return false;
        if (auto done = put(key, nullptr); !done) return done.error();
        return true;
    }

    /// Returns what a strategy keeps the tokens of one login with: its lock is held from reading to writing, so that a refresh token is used once.
    result<token_keeper> keeper(login_key const& key) const {
        if (auto made = migrate::make_folder(folder()); !made) return made.error();
        return token_keeper{lock_path(), [store = *this, key] { return store.load(key); },
                            [store = *this, key](login_tokens const& tokens) { return store.put(key, &tokens); }};
    }

    std::string const& path() const noexcept { return path_; }

private:
    static std::vector<stored_login>::iterator find(stored_logins& in, login_key const& key) {
        return std::find_if(in.logins.begin(), in.logins.end(), [&](stored_login const& one) { return one.key() == key; });
    }

    std::string folder() const {
        auto const slash = path_.rfind('/');
        return slash == std::string::npos ? "." : slash == 0 ? "/" : path_.substr(0, slash);
    }
    std::string lock_path() const { return folder() + "/" + std::string(schema<stored_logins>::lock); }

    result<migrate::file_lock> locked() const {
        if (auto made = migrate::make_folder(folder()); !made) return made.error();
        return migrate::file_lock::acquire(lock_path());
    }

    result<stored_logins> read() const {
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

    /// Writes a login, or leaves it out, with the lock held.
    result<void> put(login_key const& key, login_tokens const* tokens) const {
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

    std::string path_;
    reflect::cipher_ref cipher_;
};

/// Returns the file in which the library keeps logins: `logins.json` below `$XDG_CONFIG_HOME/parley`, else below `~/.config/parley`.
/// @return the file; `errc::misconfigured` where there is no home folder.
inline result<std::string> default_login_file(environment const& from) {
    if (auto const chosen = from.variable("XDG_CONFIG_HOME"); chosen && chosen->starts_with('/')) return *chosen + "/parley/logins.json";
    if (auto const home = from.home()) return *home + "/.config/parley/logins.json";
    return error(errc::misconfigured, "There is no home folder to keep logins in.");
}

/// Returns the key under which the Databricks CLI caches the login of a host.
inline std::string databricks_cli_cache_key(std::string_view host, std::string_view account_id = {}) {
    std::string key(host);
    return is_account_host(host) && !account_id.empty() ? key.append("/oidc/accounts/").append(account_id) : key;
}

/// Returns whose login it is that a program has at a place.
/// @param at with a host, or else with the address of a document.
inline login_key key_of(oauth_place const& at, oauth_app const& app, std::string profile = {}) {
    return {at.host.empty() ? at.discovery_url : databricks_cli_cache_key(at.host, at.account_id), app.client_id, std::move(profile)};
}

/// Reads a login from the file in which the Databricks CLI caches its own; nothing is ever written there. The refresh token is left out: to use it
/// could end the CLI's login.
///
/// Newer versions keep their logins in the keyring instead: ask the program itself first, as `authorization_code` does where it may
/// (`databricks_cli`), and give it this for `token_keeper::borrow`.
/// @param key the profile's name, or what `databricks_cli_cache_key` gives.
/// @return the tokens, for the app `databricks-cli`; nothing where there is no such file or login, or the file is broken, which happens;
///         `errc::version_newer` where it is of another version.
inline result<std::optional<login_tokens>> read_databricks_cli_cache(environment const& from, std::string_view key) {
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
