#include <law/transport.hpp>

#include <parley/transport/beast/https.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(law_transport_https_plain)

namespace {

struct world {
    parley_test::loopback_server server{law::serve};
    boost::asio::io_context context;
    parley::transport::https via{context.get_executor()};
    std::string base = server.url("");
};

} // namespace

#include <law/transport.ipp>

BOOST_AUTO_TEST_SUITE_END()
