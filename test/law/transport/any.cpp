#include <law/transport.hpp>

#include <parley/transport/any.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(law_transport_any)

namespace {

struct world {
    boost::asio::io_context context;
    parley::any_transport via = parley::transport::loopback(context.get_executor(), law::host_in_process);
    std::string base = "https://host.example";
};

} // namespace

#include <law/transport.ipp>

BOOST_AUTO_TEST_SUITE_END()
