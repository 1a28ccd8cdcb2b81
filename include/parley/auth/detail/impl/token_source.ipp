#ifndef PARLEY_AUTH_DETAIL_IMPL_TOKEN_SOURCE_IPP
#define PARLEY_AUTH_DETAIL_IMPL_TOKEN_SOURCE_IPP

#include <parley/auth/detail/token_source.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <variant>

namespace parley::inline v0::auth::detail {

PARLEY_DECL bool is_transient(result<answer> const& got) noexcept {
    if (!got) return got.error().code == errc::connect_failed || got.error().code == errc::connection_lost || got.error().code == errc::timed_out;
    auto const* const response = std::get_if<http::response>(&*got);
    return response && (response->status == 429 || response->status == 502 || response->status == 503 || response->status == 504);
}

PARLEY_DECL std::optional<std::chrono::milliseconds> retry_after(http::header const& header, time_point now) {
    auto const text = header.find("retry-after").value_or("");
    std::uint32_t seconds = 0;
    auto const [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (!text.empty() && failure == std::errc() && stop == text.data() + text.size()) return std::chrono::seconds(seconds);
    if (auto const then = http::from_http_date(text); then && *then > now) return std::chrono::ceil<std::chrono::milliseconds>(*then - now);
    return std::nullopt;
}

PARLEY_DECL step token_source::next(time_point now) {
    seen_ = now;
    auto const serves = is_usable(now);
    if (!running_ && (serves ? now >= ahead_ && now >= rest_until_ : !failure_ || now >= failed_at_ + failure_lasts)) start(now);
    if (running_) return asked(is_usable(now) ? urgency::ahead : urgency::urgent);
    if (is_usable(now)) return ready();
    return failed{*failure_};
}

PARLEY_DECL void token_source::done(step_id id, result<answer> got, time_point now) {
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

PARLEY_DECL result<void> token_source::sign(http::request& request, time_point now) {
    seen_ = now;
    if (!is_usable(now)) return error(errc::unauthenticated, "There are no credentials yet to sign the request with.");
    for (auto const& [name, value] : held_->headers) request.header.set(name, std::string(value.reveal()));
    return {};
}

PARLEY_DECL bool token_source::refused(http::response const& response) {
    // The gateway of Databricks calls a token that has ended so, with other states than 401.
    auto const is_about_token = response.status == 401 || ((response.status == 400 || response.status == 403) && response.body.find("Invalid Token") != std::string::npos);
    if (!is_about_token || (held_ && !held_->renewable)) return false;
    if (!held_) return true; // somebody else's refusal came first
    if (seen_ - held_at_ < new_for) return is_second_; // a request that the credentials before these had signed may do better
    held_.reset();
    failure_.reset();
    return true;
}

PARLEY_DECL void token_source::start(time_point now) {
    running_.emplace(mint_());
    proceed(now, [this](procedure& p) { p.start(*at_); });
}

PARLEY_DECL void token_source::take(result<credentials> made, time_point now) {
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

PARLEY_DECL step token_source::asked(urgency when) const {
    if (auto const* const r = std::get_if<wanted_response>(&at_->wanted)) return fetch{id_, r->request, when, earliest_, r->limit};
    if (auto const* const p = std::get_if<wanted_output>(&at_->wanted)) return run{id_, p->argv, p->limit, when};
    return lock{id_, std::get<wanted_lock>(at_->wanted).path, when};
}

PARLEY_DECL time_point::duration token_source::backoff(time_point now) noexcept {
    auto mixed = static_cast<std::uint64_t>(now.time_since_epoch().count()) + 0x9e3779b97f4a7c15u * (id_ + 1);
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    auto const most = std::min(60'000, 1'000 << std::min(tries_++, 6));
    return std::chrono::milliseconds((mixed ^ mixed >> 31) % static_cast<std::uint64_t>(most + 1));
}

} // namespace parley::inline v0::auth::detail

#endif
