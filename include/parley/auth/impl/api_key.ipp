#ifndef PARLEY_AUTH_IMPL_API_KEY_IPP
#define PARLEY_AUTH_IMPL_API_KEY_IPP

#include <parley/auth/api_key.hpp>

#include <string>

namespace parley::inline v0::auth {

PARLEY_DECL step fixed_key::next(time_point) const {
    if (key_.empty()) return failed{error(errc::misconfigured, "No API key was given.")};
    return ready();
}

PARLEY_DECL result<void> fixed_key::sign(http::request& request, time_point) const {
    request.header.set(header_, std::string(prefix_).append(key_.reveal()));
    return {};
}

static_assert(Auth<basic_api_key<in_authorization>>);

} // namespace parley::inline v0::auth

#endif
