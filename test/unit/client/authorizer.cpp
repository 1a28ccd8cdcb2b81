#include "support/scripted_peer.hpp"
#include "support/temporary_folder.hpp"

#include <parley/auth/client_credentials.hpp>
#include <parley/chat/ask.hpp>
#include <parley/client.hpp>
#include <parley/detail/authorizer.hpp>
#include <parley/migrate/file_lock.hpp>
#include <parley/provider/compatible.hpp>
#include <parley/transport/loopback.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_authorizer)

namespace asio = boost::asio;
namespace auth = parley::auth;
namespace http = parley::http;
using parley::errc;
using parley::error;
using parley::test::reply;
using namespace std::chrono_literals;

namespace {

/// Asks for one thing after the other, then signs with how many answers it got.
class asking {
public:
    asking(std::vector<auth::step> steps, parley::result<void>* seen = nullptr) : steps_(std::move(steps)), seen_(seen) {}

    auth::step next(parley::time_point) const { return at_ < steps_.size() ? steps_[at_] : auth::step(auth::ready()); }
    void done(auth::step_id, parley::result<auth::answer> const& got, parley::time_point) {
        ++at_;
        if (seen_) *seen_ = got ? parley::result<void>() : parley::result<void>(got.error());
        if (got && std::holds_alternative<parley::process_output>(*got)) said_ = std::get<parley::process_output>(*got).out;
    }
    parley::result<void> sign(http::request& r, parley::time_point) const {
        r.header.set("Authorization", std::to_string(at_) + said_);
        return {};
    }
    bool refused(http::response const&) const { return false; }

private:
    std::vector<auth::step> steps_;
    parley::result<void>* seen_;
    std::size_t at_ = 0;
    std::string said_;
};
static_assert(auth::Auth<asking>);

http::request to(std::string const& url = "https://h/") { return http::request(http::url::parse(url).value()); }

/// An authorizer and its transport, which live as long as there is work.
template <class Auth> struct shared {
    parley::detail::authorizer<parley::transport::loopback> authorizer;
    parley::transport::loopback transport;

    shared(Auth strategy, asio::any_io_executor executor, parley::transport::loopback::handler answer, parley::detail::authorizer<parley::transport::loopback>::runner run = {})
        : authorizer(parley::detail::any_auth(std::move(strategy)), parley::clock(), std::move(run)), transport(std::move(executor), std::move(answer)) {}
};

template <class Auth> asio::awaitable<std::string> signed_by(std::shared_ptr<shared<Auth>> s, parley::transport::limits allowed) {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto r = to();
    std::shared_ptr<parley::transport::loopback> const via(s, &s->transport);
    auto const done = co_await s->authorizer.sign(r, via, allowed);
    co_return done ? std::string(r.header.find("authorization").value_or("")) : to_string(done.error());
}

template <class Auth> std::string signature(asio::io_context& context, std::shared_ptr<shared<Auth>> s, parley::transport::limits allowed = {}) {
    std::string text;
    asio::co_spawn(asio::make_strand(context), signed_by(std::move(s), allowed), [&](std::exception_ptr, std::string got) { text = std::move(got); });
    context.restart();
    context.run();
    return text;
}

auth::client_credentials robot() {
    auth::client_credentials_options o;
    o.at.token_endpoint = "https://h/t";
    o.client_id = "b";
    o.client_secret = parley::secret::make("c").value();
    return auth::client_credentials(std::move(o));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_hundred_calls_on_many_threads_make_one_token_request) {
    asio::io_context context;
    std::atomic<int> requests = 0, right = 0;
    auto const s = std::make_shared<shared<auth::client_credentials>>(robot(), context.get_executor(), [&](http::request const&) -> parley::result<http::response> {
        ++requests;
        return reply(200, R"({"access_token":"t","expires_in":3600})");
    });
    for (int i = 0; i != 100; ++i)
        asio::co_spawn(asio::make_strand(context), signed_by(s, parley::transport::limits()), [&](std::exception_ptr, std::string got) { right += got == "Bearer t"; });
    std::vector<std::thread> threads;
    for (int i = 0; i != 4; ++i) threads.emplace_back([&] { context.run(); });
    for (auto& t : threads) t.join();
    BOOST_TEST(right == 100);
    BOOST_TEST(requests == 1);
}

BOOST_AUTO_TEST_CASE(a_client_signs_with_a_strategy_that_only_moves) {
    asio::io_context context;
    std::vector<std::string> seen;
    parley::transport::loopback transport(context.get_executor(), [&](http::request const& r) -> parley::result<http::response> {
        seen.push_back(r.url.path() + " " + std::string(r.header.find("authorization").value_or("")));
        if (r.url.path() == "/t") return reply(200, R"({"access_token":"t","expires_in":3600})");
        return reply(200, R"({"id":"1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Yes."},"finish_reason":"stop"}]})");
    });
    parley::client<parley::provider::compatible<>, auth::client_credentials> c(robot(), parley::any_transport(std::move(transport)), {.base_url = "https://h/v1"});
    for (int i = 0; i != 2; ++i) {
        std::optional<parley::result<parley::chat::response>> got;
        c.async_chat(parley::ask("m").user("Why?"), [&](parley::result<parley::chat::response> r) { got.emplace(std::move(r)); });
        context.restart();
        context.run();
        BOOST_TEST_REQUIRE(got.has_value());
        BOOST_TEST(got->has_value());
    }
    BOOST_TEST((seen == std::vector<std::string>{"/t Basic Yjpj", "/v1/chat/completions Bearer t", "/v1/chat/completions Bearer t"}));
}

BOOST_AUTO_TEST_CASE(a_hundred_calls_get_the_error_of_one_request) {
    asio::io_context context;
    std::atomic<int> requests = 0, right = 0;
    auto const s = std::make_shared<shared<auth::client_credentials>>(robot(), context.get_executor(), [&](http::request const&) -> parley::result<http::response> {
        ++requests;
        return reply(401, "");
    });
    for (int i = 0; i != 100; ++i)
        asio::co_spawn(asio::make_strand(context), signed_by(s, parley::transport::limits()), [&](std::exception_ptr, std::string got) { right += got.starts_with("The token endpoint answered 401."); });
    context.run();
    BOOST_TEST(right == 100);
    BOOST_TEST(requests == 1);
}

BOOST_AUTO_TEST_CASE(what_is_needed_ahead_does_not_hold_up_a_call) {
    asio::io_context context;
    int requests = 0;
    auth::fetch ahead{1, to(), auth::urgency::ahead};
    auto const s = std::make_shared<shared<asking>>(asking({ahead}), context.get_executor(), [&](http::request const&) -> parley::result<http::response> { return ++requests, reply(200, ""); });
    BOOST_TEST(signature(context, s) == "0");
    BOOST_TEST(requests == 1);
    BOOST_TEST(signature(context, s) == "1");
}

BOOST_AUTO_TEST_CASE(a_request_is_not_sent_before_its_time) {
    asio::io_context context;
    auth::fetch later{1, to(), auth::urgency::urgent, std::chrono::system_clock::now() + 60ms};
    std::chrono::system_clock::time_point sent;
    auto const s = std::make_shared<shared<asking>>(asking({later}), context.get_executor(), [&](http::request const&) -> parley::result<http::response> {
        sent = std::chrono::system_clock::now();
        return reply(200, "");
    });
    BOOST_TEST(signature(context, s) == "1");
    BOOST_TEST((sent >= later.earliest));
}

BOOST_AUTO_TEST_CASE(a_call_waits_no_longer_than_it_may_and_disturbs_nobody) {
    asio::io_context context;
    int requests = 0;
    auth::fetch later{1, to(), auth::urgency::urgent, std::chrono::system_clock::now() + 80ms};
    auto const s = std::make_shared<shared<asking>>(asking({later}), context.get_executor(), [&](http::request const&) -> parley::result<http::response> { return ++requests, reply(200, ""); });
    std::string hasty, patient, cancelled;
    parley::transport::limits short_one;
    short_one.total = 10ms;
    asio::cancellation_signal stop;
    asio::co_spawn(asio::make_strand(context), signed_by(s, short_one), [&](std::exception_ptr, std::string got) { hasty = std::move(got); });
    asio::co_spawn(asio::make_strand(context), signed_by(s, parley::transport::limits()), [&](std::exception_ptr, std::string got) { patient = std::move(got); });
    auto const strand = asio::make_strand(context);
    asio::co_spawn(strand, signed_by(s, parley::transport::limits()),
                   asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, std::string got) { cancelled = std::move(got); }));
    asio::post(strand, [&] { stop.emit(asio::cancellation_type::terminal); });
    context.run();
    BOOST_TEST(hasty == "The credentials were not there in time.");
    BOOST_TEST(cancelled == "The operation was cancelled.");
    BOOST_TEST(patient == "1");
    BOOST_TEST(requests == 1);
}

BOOST_AUTO_TEST_CASE(cancelling_the_call_that_began_the_work_leaves_it_to_the_others) {
    asio::io_context context;
    int requests = 0;
    auth::fetch later{1, to(), auth::urgency::urgent, std::chrono::system_clock::now() + 60ms};
    auto const s = std::make_shared<shared<asking>>(asking({later}), context.get_executor(), [&](http::request const&) -> parley::result<http::response> { return ++requests, reply(200, ""); });
    std::string first;
    int right = 0;
    asio::cancellation_signal stop;
    auto const strand = asio::make_strand(context);
    asio::co_spawn(strand, signed_by(s, parley::transport::limits()),
                   asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, std::string got) {
                       first = std::move(got);
                       BOOST_TEST(requests == 0);
                   }));
    context.poll(); // the first one has begun the work before the others come
    for (int i = 0; i != 99; ++i)
        asio::co_spawn(asio::make_strand(context), signed_by(s, parley::transport::limits()), [&](std::exception_ptr, std::string got) { right += got == "1"; });
    asio::post(strand, [&] { stop.emit(asio::cancellation_type::terminal); });
    context.run();
    BOOST_TEST(first == "The operation was cancelled.");
    BOOST_TEST(right == 99);
    BOOST_TEST(requests == 1);
}

BOOST_AUTO_TEST_CASE(a_refusal_of_any_status_is_shown_to_the_strategy_and_leads_to_one_more_try) {
    class renewing {
    public:
        auth::step next(parley::time_point) const { return auth::ready(); }
        void done(auth::step_id, parley::result<auth::answer> const&, parley::time_point) const {}
        parley::result<void> sign(http::request& r, parley::time_point) const { return r.header.set("Authorization", std::to_string(number_)), parley::result<void>(); }
        bool refused(http::response const& r) { return r.body == "Invalid Token" && ++number_ != 0; }

    private:
        int number_ = 1;
    };
    for (int const status : {400, 401, 403}) {
        asio::io_context context;
        std::string seen;
        parley::transport::loopback transport(context.get_executor(), [&](http::request const& r) -> parley::result<http::response> {
            seen += r.header.find("authorization").value_or("");
            return reply(status, "Invalid Token");
        });
        parley::client<parley::provider::compatible<>, renewing> c(renewing(), parley::any_transport(std::move(transport)), {.base_url = "https://h/v1"});
        bool has_failed = false;
        c.async_chat(parley::ask("m").user("Why?"), [&](parley::result<parley::chat::response> r) { has_failed = r.has_error(); });
        context.run();
        BOOST_TEST(has_failed);
        BOOST_TEST(seen == "12");
    }
}

BOOST_AUTO_TEST_CASE(a_program_is_run_beside_the_calls) {
    asio::io_context context;
    auth::run program{1, {"say", "hello"}, 5s};
    auto const caller = std::this_thread::get_id();
    std::thread::id ran_on;
    auto const s = std::make_shared<shared<asking>>(
        asking({program}), context.get_executor(), [](http::request const&) -> parley::result<http::response> { return error(errc::unsupported); },
        [&](std::vector<std::string> const& argv, std::chrono::milliseconds limit) -> parley::result<parley::process_output> {
            ran_on = std::this_thread::get_id();
            return parley::test::output(argv.at(1) + std::to_string(limit.count()));
        });
    BOOST_TEST(signature(context, s) == "1hello5000");
    BOOST_TEST((ran_on != caller));
}

BOOST_AUTO_TEST_CASE(a_lock_is_held_until_the_work_ends) {
    parley::test::temporary_folder const folder;
    auto const path = folder.path() + "/tokens.lock";
    asio::io_context context;
    bool was_held = false;
    auto const s = std::make_shared<shared<asking>>(asking({auth::lock{1, path}, auth::fetch{2, to()}}), context.get_executor(), [&](http::request const&) -> parley::result<http::response> {
        was_held = parley::migrate::file_lock::acquire(path, 0ms).has_error();
        return reply(200, "");
    });
    BOOST_TEST(signature(context, s) == "2");
    BOOST_TEST(was_held);
    BOOST_TEST(parley::migrate::file_lock::acquire(path, 0ms).has_value());
}

BOOST_AUTO_TEST_CASE(a_lock_that_cannot_be_had_is_told_to_the_strategy) {
    asio::io_context context;
    parley::result<void> seen;
    auto const s = std::make_shared<shared<asking>>(asking({auth::lock{1, "/nowhere/at/all/x.lock"}}, &seen), context.get_executor(),
                                                    [](http::request const&) -> parley::result<http::response> { return error(errc::unsupported); });
    BOOST_TEST(signature(context, s) == "1");
    BOOST_TEST((seen.has_error() && seen.error().code == errc::not_found));
}

BOOST_AUTO_TEST_SUITE_END()
