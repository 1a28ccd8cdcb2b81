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

BOOST_AUTO_TEST_SUITE(law_transport_https_tls)

namespace {

parley_test::certificate const& authority() {
    static auto const made = parley_test::certificate::authority("test authority");
    return made;
}

parley::transport::https_options trusting() {
    parley::transport::https_options options;
    options.tls.ca_pem = authority().pem();
    return options;
}

struct world {
    parley_test::loopback_server server{law::serve, authority().issue("DNS:localhost")};
    boost::asio::io_context context;
    parley::transport::https via{context.get_executor(), trusting()};
    std::string base = server.url("", "localhost");
};

} // namespace

#include <law/transport.ipp>

BOOST_AUTO_TEST_SUITE_END()
