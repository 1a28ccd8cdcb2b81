#ifndef PARLEY_AUTH_DETAIL_TOKEN_SOURCE_HPP
#define PARLEY_AUTH_DETAIL_TOKEN_SOURCE_HPP

#include <parley/auth/auth.hpp>
#include <parley/auth/detail/credentials.hpp>
#include <parley/auth/detail/task.hpp>
#include <parley/clock.hpp>
#include <parley/config.hpp>
#include <parley/http/date.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace parley::inline v0::auth::detail {

/// How long before its end a token is renewed, given how long it lives from now on.
constexpr time_point::duration lead(time_point::duration lives) noexcept { return std::min<time_point::duration>(lives / 2, std::chrono::minutes(20)); }

/// Says whether the same request may succeed a moment later.
PARLEY_DECL bool is_transient(result<answer> const& got) noexcept;

/// Reads `Retry-After` (RFC 9110, section 10.2.3); nothing where it says nothing of the future.
PARLEY_DECL std::optional<std::chrono::milliseconds> retry_after(http::header const& header, time_point now);

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

    step next(time_point now);

    void done(step_id id, result<answer> got, time_point now);

    /// @return `errc::unauthenticated` where nothing serves: `next` was not asked, or did not say `ready`.
    result<void> sign(http::request& request, time_point now);

    bool refused(http::response const& response);

private:
    static constexpr auto failure_lasts = std::chrono::seconds(1);
    static constexpr auto rest = std::chrono::minutes(1);
    static constexpr auto patience = std::chrono::minutes(1);
    static constexpr auto new_for = std::chrono::seconds(30);

    bool is_usable(time_point now) const noexcept { return held_ && now < held_->expires; }

    void start(time_point now);

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

    void take(result<credentials> made, time_point now);

    step asked(urgency when) const;

    /// A random part of one second, of two, of four … of sixty, so that many programs do not come back at once. It need not be secret: the
    /// clock's last digits serve (mixed as in Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
    time_point::duration backoff(time_point now) noexcept;

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

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/auth/detail/impl/token_source.ipp>
#endif

#endif
