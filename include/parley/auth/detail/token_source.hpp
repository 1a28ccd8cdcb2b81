#ifndef PARLEY_AUTH_DETAIL_TOKEN_SOURCE_HPP
#define PARLEY_AUTH_DETAIL_TOKEN_SOURCE_HPP

#include <parley/auth/auth.hpp>
#include <parley/auth/detail/credentials.hpp>
#include <parley/auth/detail/task.hpp>
#include <parley/clock.hpp>
#include <parley/http/date.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

namespace parley::inline v0::auth::detail {

/// How long before its end a token is renewed, given how long it lives from now on.
constexpr time_point::duration lead(time_point::duration lives) noexcept { return std::min<time_point::duration>(lives / 2, std::chrono::minutes(20)); }

/// Says whether the same request may succeed a moment later.
inline bool is_transient(result<answer> const& got) noexcept {
    if (!got) return got.error().code == errc::connect_failed || got.error().code == errc::connection_lost || got.error().code == errc::timed_out;
    auto const* const response = std::get_if<http::response>(&*got);
    return response && (response->status == 429 || response->status == 502 || response->status == 503 || response->status == 504);
}

/// Reads `Retry-After` (RFC 9110, section 10.2.3); nothing where it says nothing of the future.
inline std::optional<std::chrono::milliseconds> retry_after(http::header const& header, time_point now) {
    auto const text = header.find("retry-after").value_or("");
    std::uint32_t seconds = 0;
    auto const [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (!text.empty() && failure == std::errc() && stop == text.data() + text.size()) return std::chrono::seconds(seconds);
    if (auto const then = http::from_http_date(text); then && *then > now) return std::chrono::ceil<std::chrono::milliseconds>(*then - now);
    return std::nullopt;
}

/// Keeps credentials and renews them: what every strategy whose credentials end is made of.
///
/// They serve until they end. They are renewed ahead, `lead` before that, by one procedure at a time; a renewal ahead that fails leaves what
/// still serves and rests for a minute, and one that brings what ends earlier is dropped. Where nothing serves, a failure is the answer to
/// all who ask within the next second: so those who waited for it together get it together. Requests of the procedure are sent again within
/// one minute where that may help. A 401 ends the credentials, unless they are new: then others would fare no better.
///
/// Moves, also while a procedure waits; is not copied.
class token_source {
public:
    using procedure = task<result<credentials>>;

    /// @param mint begins the procedure that gives credentials. What it needs must live as long as the procedure.
    explicit token_source(std::function<procedure()> mint) : mint_(std::move(mint)), at_(std::make_unique<meeting>()) {}

    step next(time_point now) {
        seen_ = now;
        auto const serves = is_usable(now);
        if (!running_ && (serves ? now >= ahead_ && now >= rest_until_ : !failure_ || now >= failed_at_ + failure_lasts)) start(now);
        if (running_) return asked(is_usable(now) ? urgency::ahead : urgency::urgent);
        if (is_usable(now)) return ready();
        return failed{*failure_};
    }

    void done(step_id id, result<answer> got, time_point now) {
        seen_ = now;
        if (!running_ || id != id_) return;
        if (auto const* const wanted = std::get_if<wanted_response>(&at_->wanted); wanted && wanted->is_retried && is_transient(got)) {
            auto wait = backoff(now);
            if (got)
                if (auto const said = retry_after(std::get<http::response>(*got).header, now)) wait = std::max<time_point::duration>(wait, *said);
            if (now + wait <= wanted_at_ + patience) {
                earliest_ = now + wait;
                ++id_;
                return;
            }
        }
        at_->got = std::move(got);
        proceed(now, [this](procedure&) { at_->waiting.resume(); });
    }

    /// @return `errc::unauthenticated` where nothing serves: `next` was not asked, or did not say `ready`.
    result<void> sign(http::request& request, time_point now) {
        seen_ = now;
        if (!is_usable(now)) return error(errc::unauthenticated, "There are no credentials yet to sign the request with.");
        for (auto const& [name, value] : held_->headers) request.header.set(name, std::string(value.reveal()));
        return {};
    }

    bool refused(http::response const& response) {
        // The gateway of Databricks calls a token that has ended so, with other states than 401.
        auto const is_about_token = response.status == 401 || ((response.status == 400 || response.status == 403) && response.body.find("Invalid Token") != std::string::npos);
        if (!is_about_token || (held_ && !held_->renewable)) return false;
        if (!held_) return true; // somebody else's refusal came first
        if (seen_ - held_at_ < new_for) return is_second_; // a request that the credentials before these had signed may do better
        held_.reset();
        failure_.reset();
        return true;
    }

private:
    static constexpr auto failure_lasts = std::chrono::seconds(1);
    static constexpr auto rest = std::chrono::minutes(1);
    static constexpr auto patience = std::chrono::minutes(1);
    static constexpr auto new_for = std::chrono::seconds(30);

    bool is_usable(time_point now) const noexcept { return held_ && now < held_->expires; }

    void start(time_point now) {
        running_.emplace(mint_());
        proceed(now, [this](procedure& p) { p.start(*at_); });
    }

    /// Lets the procedure go on to the next thing that it wants, or to its end.
    template <class Resume> void proceed(time_point now, Resume resume) {
        auto p = std::move(*running_);
        running_.reset(); // what throws leaves nothing half done
        at_->now = now;
        ++id_;
        tries_ = 0;
        earliest_ = {};
        wanted_at_ = now;
        resume(p);
        if (auto& made = p.made()) take(std::move(*made), now);
        else running_.emplace(std::move(p));
    }

    void take(result<credentials> made, time_point now) {
        if (made && made->expires <= now) made = error(errc::invalid_response, "The credentials that came have ended already.");
        auto const serves = is_usable(now);
        if (!made) {
            failed_at_ = now;
            failure_ = made.error();
        }
        if (serves && (!made || made->expires < held_->expires)) {
            rest_until_ = now + rest;
            return;
        }
        if (!made) return;
        is_second_ = held_at_ != time_point();
        held_ = std::move(*made);
        held_at_ = now;
        ahead_ = held_->expires == time_point::max() ? time_point::max() : held_->expires - lead(held_->expires - now);
        rest_until_ = {};
        failure_.reset();
    }

    step asked(urgency when) const {
        if (auto const* const r = std::get_if<wanted_response>(&at_->wanted)) return fetch{id_, r->request, when, earliest_, r->limit};
        if (auto const* const p = std::get_if<wanted_output>(&at_->wanted)) return run{id_, p->argv, p->limit, when};
        return lock{id_, std::get<wanted_lock>(at_->wanted).path, when};
    }

    /// A random part of one second, of two, of four … of sixty, so that many programs do not come back at once. It need not be secret: the
    /// clock's last digits serve (mixed as in Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
    time_point::duration backoff(time_point now) noexcept {
        auto mixed = static_cast<std::uint64_t>(now.time_since_epoch().count()) + 0x9e3779b97f4a7c15u * (id_ + 1);
        mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
        mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
        auto const most = std::min(60'000, 1'000 << std::min(tries_++, 6));
        return std::chrono::milliseconds((mixed ^ mixed >> 31) % static_cast<std::uint64_t>(most + 1));
    }

    std::function<procedure()> mint_;
    std::unique_ptr<meeting> at_; // stays where it is when this moves
    std::optional<procedure> running_;
    step_id id_ = 0;
    int tries_ = 0;
    time_point earliest_ = {}, wanted_at_ = {};

    std::optional<credentials> held_;
    time_point held_at_ = {}, ahead_ = {}, rest_until_ = {}, seen_ = {};
    bool is_second_ = false;
    std::optional<error> failure_;
    time_point failed_at_ = {};
};

static_assert(Auth<token_source>);

} // namespace parley::inline v0::auth::detail

#endif
