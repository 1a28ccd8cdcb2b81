#ifndef PARLEY_AUTH_AUTHORIZATION_CODE_HPP
#define PARLEY_AUTH_AUTHORIZATION_CODE_HPP

#include <parley/auth/auth.hpp>
#include <parley/auth/detail/token_source.hpp>
#include <parley/auth/discovery.hpp>
#include <parley/auth/login_tokens.hpp>
#include <parley/auth/pkce.hpp>
#include <parley/clock.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <optional>
#include <string>

namespace parley::inline v0::auth {

/// A login of a person, and the program for which it was made.
struct authorization_code_options {
    oauth_place at = {};
    oauth_app app = {};                       ///< as at the login
    std::optional<login_tokens> tokens = {};  ///< of the login; without them those that `keeper` has
    token_keeper keeper = {};                 ///< where tokens are kept; without one they live as long as the strategy
    std::string databricks_cli = {};          ///< the program to ask where there are no tokens, such as `databricks`; empty = none
};

namespace detail {

/// Says whether tokens that another process has stored are to be taken in place of ours: other ones, that serve, and no shorter than by a minute.
PARLEY_DECL bool is_fresh_replacement(login_tokens const& ours, login_tokens const& theirs, time_point now);

} // namespace detail

/// Proves who the person is who has logged in, and renews the tokens of that login (OAuth 2.0 authorization code with PKCE, RFC 6749 section 4.1
/// and 6, RFC 7636; Databricks calls it U2M).
///
/// It never opens a browser: where the login has ended, `next` fails with `errc::login_required`, and somebody logs in anew. A new refresh token
/// replaces the old one and goes to the keeper before the next request is signed; the secret of the app is sent where one was given. Tokens that
/// another process has stored meanwhile are taken instead of refreshing. Where there are none at all, those of the Databricks CLI serve, if it may be
/// asked. Reads no environment and no files but through the keeper.
///
/// Else `next` fails as `client_credentials` does, and with the errors of the keeper. Moves, is not copied; one thread at a time.
class authorization_code : public detail::token_source {
public:
    explicit authorization_code(authorization_code_options options);
};

static_assert(Auth<authorization_code>);

} // namespace parley::inline v0::auth

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/auth/impl/authorization_code.ipp>
#endif

#endif
