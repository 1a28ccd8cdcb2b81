#include <parley/transport/beast/detail/connect.hpp>

#include <support/run.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <sys/socket.h>

BOOST_AUTO_TEST_SUITE(transport_beast_connect)

namespace asio = boost::asio;
namespace transport = parley::transport;
namespace detail = parley::transport::detail;
using detail::tcp;
using parley::errc;
using parley::result;
using namespace std::chrono_literals;

namespace {

tcp::endpoint at(char const* address, unsigned short port = 1) { return {asio::ip::make_address(address), port}; }

std::string text_of(std::vector<tcp::endpoint> const& all) {
    std::string text;
    for (auto const& each : all) text += each.address().to_string() + " ";
    return text;
}

/// An address where nobody answers: a listener whose queue is full lets further attempts wait.
class silent_host {
public:
    explicit silent_host(asio::io_context& context) : acceptor_(context) {
        acceptor_.open(tcp::v4());
        acceptor_.bind(at("127.0.0.1", 0));
        acceptor_.listen(0);
        for (int i = 0; i != 4; ++i) {
            auto& filler = *fillers_.emplace_back(std::make_unique<tcp::socket>(context, tcp::v4()));
            filler.native_non_blocking(true);
            auto const to = acceptor_.local_endpoint();
            ::connect(filler.native_handle(), to.data(), static_cast<socklen_t>(to.size())); // Asio's own would wait
        }
    }
    tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

private:
    tcp::acceptor acceptor_;
    std::vector<std::unique_ptr<tcp::socket>> fillers_;
};

struct attempt {
    asio::io_context context;
    transport::limits limits;
    std::chrono::milliseconds took{};

    result<tcp::socket> to(std::vector<tcp::endpoint> all) {
        auto const begun = std::chrono::steady_clock::now();
        auto connected = parley_test::run(context, connect(std::move(all)));
        took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
        return connected;
    }

private:
    asio::awaitable<result<tcp::socket>> connect(std::vector<tcp::endpoint> all) {
        auto const clocks = std::make_shared<detail::watchdog>(context.get_executor(), limits);
        clocks->wind(&transport::limits::connect);
        co_return co_await detail::connect_to_first(std::move(all), context.get_executor(), *clocks, "h");
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(both_families_get_their_turns) {
    BOOST_TEST(text_of(detail::by_turns({})).empty());
    BOOST_TEST(text_of(detail::by_turns({at("::1"), at("::2"), at("::3"), at("10.0.0.1"), at("10.0.0.2")})) == "::1 10.0.0.1 ::2 10.0.0.2 ::3 ");
    BOOST_TEST(text_of(detail::by_turns({at("10.0.0.1"), at("10.0.0.2"), at("::1")})) == "10.0.0.1 ::1 10.0.0.2 ");
}

BOOST_AUTO_TEST_CASE(a_host_that_answers_is_not_kept_waiting_by_one_that_does_not) {
    attempt a;
    silent_host silent(a.context);
    tcp::acceptor answers(a.context, at("127.0.0.1", 0));
    auto const connected = a.to({silent.endpoint(), answers.local_endpoint()});
    BOOST_TEST_REQUIRE(connected.has_value());
    BOOST_TEST((connected->remote_endpoint() == answers.local_endpoint()));
    BOOST_TEST((a.took >= detail::race::head_start));
    BOOST_TEST((a.took < 1s)); // that is when the system tries a silent address again
}

BOOST_AUTO_TEST_CASE(after_a_failure_the_next_address_is_tried_at_once) {
    attempt a;
    tcp::acceptor answers(a.context, at("127.0.0.1", 0));
    tcp::endpoint closed;
    { closed = tcp::acceptor(a.context, at("127.0.0.1", 0)).local_endpoint(); }
    BOOST_TEST(a.to({closed, closed, answers.local_endpoint()}).has_value());
    BOOST_TEST((a.took < detail::race::head_start));
}

BOOST_AUTO_TEST_CASE(where_nobody_answers_it_is_a_failure_to_connect) {
    attempt a;
    tcp::endpoint closed;
    { closed = tcp::acceptor(a.context, at("127.0.0.1", 0)).local_endpoint(); }
    auto const refused = a.to({closed, closed});
    BOOST_TEST((refused.error().code == errc::connect_failed));
    BOOST_TEST(refused.error().where == "h");
    BOOST_TEST((a.to({}).error().code == errc::connect_failed));
}

BOOST_AUTO_TEST_CASE(one_clock_runs_over_all_attempts) {
    attempt a;
    a.limits.connect = 400ms;
    silent_host one(a.context), other(a.context), third(a.context);
    auto const late = a.to({one.endpoint(), other.endpoint(), third.endpoint()});
    BOOST_TEST((late.error().code == errc::timed_out));
    BOOST_TEST(late.error().message == "No connection within 400 ms.");
    BOOST_TEST((a.took >= 400ms));
    BOOST_TEST((a.took < 600ms));
}

BOOST_AUTO_TEST_SUITE_END()
