#ifndef EXAMPLE_CLI_NETWORK_HPP
#define EXAMPLE_CLI_NETWORK_HPP

#include <parley/transport/any.hpp>

#include <boost/asio/any_io_executor.hpp>

namespace cli {

/// The transport of all commands that use the network: made in one source file, which alone sees Beast and TLS.
parley::any_transport make_transport(boost::asio::any_io_executor executor);

} // namespace cli

#endif
