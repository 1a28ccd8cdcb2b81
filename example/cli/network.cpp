#include "cli/network.hpp"

#include <parley/transport/beast/https.hpp>

#include <utility>

namespace cli {

parley::any_transport make_transport(boost::asio::any_io_executor executor) { return parley::make_https_transport(std::move(executor)); }

} // namespace cli
