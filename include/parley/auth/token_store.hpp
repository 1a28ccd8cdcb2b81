#ifndef PARLEY_AUTH_TOKEN_STORE_HPP
#define PARLEY_AUTH_TOKEN_STORE_HPP

#include <parley/auth/discovery.hpp>
#include <parley/auth/login_tokens.hpp>
#include <parley/auth/pkce.hpp>
#include <parley/clock.hpp>
#include <parley/config.hpp>
#include <parley/environment.hpp>
#include <parley/migrate/chain.hpp>
#include <parley/migrate/file_lock.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

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
    result<std::vector<login_key>> list() const;

    /// Returns the tokens of a login; nothing where there is none.
    result<std::optional<login_tokens>> load(login_key const& key) const;

    /// Keeps the tokens of a login, in place of those it had.
    result<void> save(login_key const& key, login_tokens const& tokens) const;

    /// Forgets a login.
    /// @return whether there was one.
    result<bool> remove(login_key const& key) const;

    /// Returns what a strategy keeps the tokens of one login with: its lock is held from reading to writing, so that a refresh token is used once.
    result<token_keeper> keeper(login_key const& key) const;

    std::string const& path() const noexcept { return path_; }

private:
    static std::vector<stored_login>::iterator find(stored_logins& in, login_key const& key);

    std::string folder() const;
    std::string lock_path() const { return folder() + "/" + std::string(schema<stored_logins>::lock); }

    result<migrate::file_lock> locked() const;

    result<stored_logins> read() const;

    /// Writes a login, or leaves it out, with the lock held.
    result<void> put(login_key const& key, login_tokens const* tokens) const;

    std::string path_;
    reflect::cipher_ref cipher_;
};

/// Returns the file in which the library keeps logins: `logins.json` below `$XDG_CONFIG_HOME/parley`, else below `~/.config/parley`.
/// @return the file; `errc::misconfigured` where there is no home folder.
PARLEY_DECL result<std::string> default_login_file(environment const& from);

/// Returns the key under which the Databricks CLI caches the login of a host.
PARLEY_DECL std::string databricks_cli_cache_key(std::string_view host, std::string_view account_id = {});

/// Returns whose login it is that a program has at a place.
/// @param at with a host, or else with the address of a document.
PARLEY_DECL login_key key_of(oauth_place const& at, oauth_app const& app, std::string profile = {});

/// Reads a login from the file in which the Databricks CLI caches its own; nothing is ever written there. The refresh token is left out: to use it
/// could end the CLI's login.
///
/// Newer versions keep their logins in the keyring instead: ask the program itself first, as `authorization_code` does where it may
/// (`databricks_cli`), and give it this for `token_keeper::borrow`.
/// @param key the profile's name, or what `databricks_cli_cache_key` gives.
/// @return the tokens, for the app `databricks-cli`; nothing where there is no such file or login, or the file is broken, which happens;
///         `errc::version_newer` where it is of another version.
PARLEY_DECL result<std::optional<login_tokens>> read_databricks_cli_cache(environment const& from, std::string_view key);

} // namespace parley::inline v0::auth

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/auth/impl/token_store.ipp>
#endif

#endif
