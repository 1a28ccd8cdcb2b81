#ifndef PARLEY_IMPL_PROFILE_CLIENT_IPP
#define PARLEY_IMPL_PROFILE_CLIENT_IPP

#include <parley/profile_client.hpp>

#include <parley/detail/profile_client_maker.hpp>

namespace parley::inline v0 {

PARLEY_DECL result<any_client> built_in_clients::make(profile::llm_profile const& p, environment const& from, any_transport transport,
                                                      profile_client_options options) {
    return detail::profile_client_maker{p, from, std::move(transport), std::move(options.client), std::move(options.keeper)}.make();
}

} // namespace parley::inline v0

#endif
