#ifndef PARLEY_AUTH_NONE_HPP
#define PARLEY_AUTH_NONE_HPP

#include <parley/auth/auth.hpp>

namespace parley::inline v0::auth {

/// No credentials, for servers of one's own.
struct none {
    step next(time_point) const { return ready(); }
    void done(step_id, result<answer> const&, time_point) const noexcept {}
    result<void> sign(http::request&, time_point) const { return {}; }
    bool refused(http::response const&) const noexcept { return false; }
};

static_assert(Auth<none>);

} // namespace parley::inline v0::auth

#endif
