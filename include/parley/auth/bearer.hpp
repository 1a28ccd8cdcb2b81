#ifndef PARLEY_AUTH_BEARER_HPP
#define PARLEY_AUTH_BEARER_HPP

#include <parley/auth/api_key.hpp>

namespace parley::inline v0::auth {

/// A fixed token in `Authorization: Bearer <token>`: a personal access token, or one that somebody else renews. It is never renewed here, so a
/// refusal is final.
using bearer = basic_api_key<in_authorization>;

} // namespace parley::inline v0::auth

#endif
