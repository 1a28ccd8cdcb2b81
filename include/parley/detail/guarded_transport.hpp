#ifndef PARLEY_DETAIL_GUARDED_TRANSPORT_HPP
#define PARLEY_DETAIL_GUARDED_TRANSPORT_HPP

// Requests to addresses that administrators typed, held to the networks that are allowed.

#include <parley/catalog/network_policy.hpp>
#include <parley/config.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>
#include <parley/transport/limits.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0::detail {

/// Returns the addresses that a host's name stands for, within a time (zero = any).
using host_lookup = std::function<boost::asio::awaitable<result<std::vector<std::string>>>(std::string host, std::chrono::milliseconds limit)>;

/// Asks the system. It cannot be stopped, so it is left behind when the time is over or the caller cancels.
PARLEY_DECL boost::asio::awaitable<result<std::vector<std::string>>> look_up(std::string host, std::chrono::milliseconds limit);

/// Looks up a host's name and checks every address of it.
/// @return the addresses, to connect to these and no others: a name may stand for something else a moment later.
PARLEY_DECL boost::asio::awaitable<result<std::vector<std::string>>> checked_addresses(std::string host, catalog::network_policy allowed, host_lookup lookup,
                                                                                       std::chrono::milliseconds limit);

/// A transport that sends to allowed networks alone: each request's host is looked up, all its addresses are checked, and the transport within
/// connects to these. The lookup's time counts against `limits::connect` and `limits::total`.
class guarded_transport {
public:
    guarded_transport(any_transport inner, catalog::network_policy allowed, host_lookup lookup)
        : inner_(std::move(inner)), allowed_(allowed), lookup_(std::move(lookup)) {}

    boost::asio::any_io_executor get_executor() { return inner_.get_executor(); }

    boost::asio::awaitable<result<http::response>> send(http::request request, transport::limits limits);
    boost::asio::awaitable<result<any_exchange>> open(http::request request, transport::limits limits);

private:
    boost::asio::awaitable<result<void>> check(http::request& request, transport::limits& limits);

    any_transport inner_;
    catalog::network_policy allowed_;
    host_lookup lookup_;
};

} // namespace parley::inline v0::detail

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/detail/impl/guarded_transport.ipp>
#endif

#endif
