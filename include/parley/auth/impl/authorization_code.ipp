#ifndef PARLEY_AUTH_IMPL_AUTHORIZATION_CODE_IPP
#define PARLEY_AUTH_IMPL_AUTHORIZATION_CODE_IPP

#include <parley/auth/authorization_code.hpp>

#include <parley/auth/detail/cli_token.hpp>
#include <parley/auth/detail/credentials.hpp>
#include <parley/auth/detail/task.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace parley::inline v0::auth {

namespace detail {

PARLEY_DECL bool is_fresh_replacement(login_tokens const& ours, login_tokens const& theirs, time_point now) {
    if (theirs.access_token.empty() || theirs.access_token == ours.access_token || theirs.expires <= now) return false;
    return ours.expires == time_point::max() ? theirs.expires == time_point::max() : theirs.expires >= ours.expires - std::chrono::minutes(1);
}

struct login {
    authorization_code_options options;
    bool is_used = false; ///< whether the access token at hand was given out already

    credentials give_out() {
        is_used = true;
        credentials made;
        made.add("Authorization", options.tokens->token_type + " ", options.tokens->access_token);
        made.expires = options.tokens->expires;
        return made;
    }
    /// Takes what is stored, where it is better than what is at hand.
    /// @return whether it was.
    result<bool> reload(time_point now) {
        if (!options.keeper.load) return false;
        auto stored = options.keeper.load();
        if (!stored) return stored.error();
        if (!*stored || (options.tokens && !is_fresh_replacement(*options.tokens, **stored, now))) return false;
        options.tokens = std::move(**stored);
        return true;
    }
};

inline error log_in_again(char const* why) { return error(errc::login_required, why); }

/// What another program lends that has logged in: it renews its tokens itself, for a refresh token may be good for one use.
inline task<result<credentials>> borrowed(authorization_code_options const& o) {
    if (!o.databricks_cli.empty()) {
        cli_login of{o.databricks_cli, {}, o.at.host, o.at.account_id};
        auto asked = cli_token(std::move(of));
        auto lent = co_await std::move(asked);
        if (lent || lent.error().code != errc::process_failed) co_return lent;
    }
    if (o.keeper.borrow) {
        auto const lent = o.keeper.borrow();
        if (!lent) co_return lent.error();
        auto const now = co_await present();
        if (*lent && (*lent)->expires > now) {
            credentials made;
            made.add("Authorization", (*lent)->token_type + " ", (*lent)->access_token);
            made.expires = (*lent)->expires;
            co_return made;
        }
    }
    co_return log_in_again("databricks OAuth is not configured for this host: log in first.");
}

inline task<result<credentials>> authorization_code_token(std::shared_ptr<login> l) {
    auto& o = l->options;
    auto now = co_await present();
    if (!o.tokens) {
        auto const found = l->reload(now);
        if (!found) co_return found.error();
        if (!o.tokens) co_return co_await borrowed(o);
    }
    if (!l->is_used && o.tokens->expires > now) co_return l->give_out();

    // Refresh tokens may be good for one use: whoever holds the lock looks first whether another process was quicker.
    if (!o.keeper.lock.empty()) {
        auto const held = co_await lock_of(o.keeper.lock);
        if (!held) co_return held.error();
        now = co_await present();
        auto const found = l->reload(now);
        if (!found) co_return found.error();
        if (*found) co_return l->give_out();
    }
    if (o.tokens->refresh_token.empty()) co_return log_in_again("cached token has no refresh token: log in again.");
    auto endpoint = co_await token_endpoint(o.at);
    if (!endpoint) co_return endpoint.error();
    auto request = refresh(std::move(*endpoint), o.app, o.tokens->refresh_token);
    for (;;) {
        auto const got = co_await response_to(request);
        now = co_await present();
        auto renewed = read_tokens(request, got, now, o.tokens->refresh_token);
        if (!renewed && wants_origin(renewed.error()) && !request.header.contains("Origin")) {
            request = with_origin(std::move(request), o.app);
            continue;
        }
        if (!renewed) {
            auto const found = l->reload(now); // another program may have used the refresh token without taking the lock
            if (found && *found) co_return l->give_out();
            co_return renewed.error();
        }
        o.tokens = std::move(*renewed);
        break;
    }
    // That they cannot be kept does not make them worse: the next run of the program says what is wrong.
    if (o.keeper.save) (void)o.keeper.save(*o.tokens);
    co_return l->give_out();
}

} // namespace detail

PARLEY_DECL authorization_code::authorization_code(authorization_code_options options)
    : token_source([l = std::make_shared<detail::login>(detail::login{std::move(options)})] { return detail::authorization_code_token(l); }) {}

} // namespace parley::inline v0::auth

#endif
