#ifndef EXAMPLE_TOUR_CLIENTS_HPP
#define EXAMPLE_TOUR_CLIENTS_HPP

#include "tour/stage.hpp"

#include <parley/any_client.hpp>
#include <parley/auth/login_tokens.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <string>

namespace tour {

// Clients of profiles know all families and strategies, and the transport all of TLS: they are compiled here, once for all chapters.

parley::any_transport make_network(boost::asio::any_io_executor executor);

/// Makes the client that a profile describes; what its calls cost is added to what the tour spends.
/// @param name   of the profile, for errors.
/// @param keeper of the tokens of a login, where there is one.
parley::result<parley::any_client> make_client(stage const& on, parley::profile::llm_profile const& with, parley::environment const& around, std::string name,
                                               parley::auth::token_keeper keeper = {});

} // namespace tour

#endif
