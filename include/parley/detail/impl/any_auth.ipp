#ifndef PARLEY_DETAIL_IMPL_ANY_AUTH_IPP
#define PARLEY_DETAIL_IMPL_ANY_AUTH_IPP

#include <parley/detail/any_auth.hpp>

#include <memory>
#include <utility>

namespace parley::inline v0::detail {

PARLEY_DECL any_auth::any_auth(auth::fixed_key key) : held_(std::make_unique<model<auth::fixed_key>>(std::move(key))) {}

PARLEY_DECL auth::step any_auth::next(time_point now) { return held_->next(now); }

PARLEY_DECL void any_auth::done(auth::step_id id, result<auth::answer> got, time_point now) { held_->done(id, std::move(got), now); }

PARLEY_DECL result<void> any_auth::sign(http::request& r, time_point now) { return held_->sign(r, now); }

PARLEY_DECL bool any_auth::refused(http::response const& r) { return held_->refused(r); }

} // namespace parley::inline v0::detail

#endif
