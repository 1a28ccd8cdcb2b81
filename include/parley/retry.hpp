#ifndef PARLEY_RETRY_HPP
#define PARLEY_RETRY_HPP

#include <parley/errc.hpp>
#include <parley/error.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

namespace parley::inline v0 {

/// When a call that failed is tried again, and how long it waits before that.
///
/// Tried again are calls that a provider has turned away (429, 503, 529) and that never reached one. A call that may have been answered and billed is
/// not, unless `server_errors` says so; nor is a stream once its first event is there.
struct retry_rules {
    int attempts = 3;                                                   ///< in all, the first one included; 1 = never again
    std::chrono::milliseconds first_wait = std::chrono::milliseconds(500); ///< the most that is waited after the first attempt; doubles with each
    std::chrono::milliseconds longest_wait = std::chrono::seconds(60);
    std::chrono::milliseconds budget = std::chrono::minutes(5); ///< for all attempts together, where the call has no deadline
    bool server_errors = false; ///< also after 500, 502, 504 and a connection that was lost: the provider may have done, and billed, the work
};

/// Says whether another attempt is worthwhile after this failure.
inline bool is_retried(error const& why, retry_rules const& rules) noexcept {
    switch (why.code) {
        case errc::rate_limited:
        case errc::overloaded:
        case errc::connect_failed:
        case errc::name_resolution_failed: return true;
        case errc::service_unavailable: return why.provider.http_status == 503 || rules.server_errors;
        case errc::server_error:
        case errc::connection_lost: return rules.server_errors;
        default: return false;
    }
}

/// Returns how long to wait before the next attempt: a random part of a span that doubles, but as long as the provider asks at least.
/// @param attempt how many there have been.
/// @param left    how long the call may still take.
/// @param jitter  a random number from 0 to 1.
/// @return nothing where there is to be none: the cause is no passing one, the attempts are used up, or there is not that much time.
inline std::optional<std::chrono::milliseconds> wait_before_retry(error const& why, retry_rules const& rules, int attempt, std::chrono::milliseconds left,
                                                                  double jitter) noexcept {
    if (attempt >= rules.attempts || !is_retried(why, rules)) return std::nullopt;
    auto span = rules.first_wait;
    for (int i = 1; i < attempt && span < rules.longest_wait; ++i) span *= 2;
    span = std::min(span, rules.longest_wait);
    auto wait = std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(static_cast<double>(span.count()) * jitter));
    if (why.provider.retry_after) wait = std::max(wait, *why.provider.retry_after);
    if (wait >= left) return std::nullopt;
    return wait;
}

} // namespace parley::inline v0

#endif
