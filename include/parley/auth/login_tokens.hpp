#ifndef PARLEY_AUTH_LOGIN_TOKENS_HPP
#define PARLEY_AUTH_LOGIN_TOKENS_HPP

#include <parley/clock.hpp>
#include <parley/result.hpp>
#include <parley/secret.hpp>

#include <functional>
#include <optional>
#include <string>

namespace parley::inline v0::auth {

/// What a person's login leaves behind.
struct login_tokens {
    secret access_token = {};
    std::string token_type = "Bearer";
    secret refresh_token = {}; ///< empty = there is none: at `expires` another login is needed
    time_point expires = {};   ///< of the access token

    friend bool operator==(login_tokens const&, login_tokens const&) = default;
};

/// Where the tokens of one login live between two runs of a program; functions that are empty are not called.
///
/// They are called where the strategy is, which is on the client's strand: they may read and write a small file, and no more.
struct token_keeper {
    std::string lock = {};                                                   ///< a file whose lock is held from `load` to `save`; empty = none
    std::function<result<std::optional<login_tokens>>()> load = {};          ///< what is stored now
    std::function<result<void>(login_tokens const& tokens)> save = {};       ///< keeps tokens in place of the stored ones
    std::function<result<std::optional<login_tokens>>()> borrow = {};        ///< those of another program: used until they end, never renewed
};

} // namespace parley::inline v0::auth

#endif
