#include "tour/clients.hpp"

#include <parley/transport/beast/https.hpp>

#include <utility>

namespace tour {

parley::any_transport make_network(boost::asio::any_io_executor executor) { return parley::make_https_transport(std::move(executor)); }

} // namespace tour
