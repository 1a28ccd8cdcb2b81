#include <parley/any_client.hpp>
#include <parley/client.hpp>
#include <parley/fallback.hpp>

#include <parley/family/openai_chat.hpp>

#include <support/family_host.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(client_any_client)

namespace asio = boost::asio;
namespace chat = parley::chat;
namespace family = parley::family;
using parley::any_client;
using parley::ask;
using parley::errc;
using parley::result;
using parley_test::client_of;
using parley_test::family_host;
using parley_test::says;

namespace {

using host = family_host<family::openai_chat>;
using answer = result<chat::response>;

/// A client that somebody else wrote: it keeps whoever waits until it is told how the call ends.
class patient {
public:
    using call = std::function<void(answer)>;

    patient(asio::io_context& context, call& begun) : context_(&context), begun_(&begun) {}

    asio::io_context::executor_type get_executor() const { return context_->get_executor(); }
    template <class Token> auto async_chat(chat::request, Token&& token) {
        return asio::async_initiate<Token, void(answer)>(
            [](auto handler, call* begun, auto on) {
                auto const waiting = std::make_shared<decltype(handler)>(std::move(handler));
                *begun = [waiting, where = asio::get_associated_executor(*waiting, on)](answer a) {
                    asio::dispatch(where, [waiting, a = std::move(a)]() mutable { std::move(*waiting)(std::move(a)); });
                };
                if (auto slot = asio::get_associated_cancellation_slot(*waiting); slot.is_connected())
                    slot.assign([begun](asio::cancellation_type) { (*begun)(parley::error(errc::cancelled)); });
            },
            token, begun_, get_executor());
    }
    template <class Sink, class Token> auto async_stream(chat::request q, Sink, Token&& token) { return async_chat(std::move(q), std::forward<Token>(token)); }

private:
    asio::io_context* context_;
    call* begun_;
};

} // namespace

BOOST_AUTO_TEST_CASE(the_completion_runs_where_its_executor_says) {
    asio::io_context context, other;
    host h;
    h.then(says("Hello."));
    h.then(says("Hello."));
    auto const typed = client_of(h, context.get_executor());
    for (auto const& client : {any_client(typed), any_client(parley::fallback(typed))}) {
        std::string text;
        auto const kept = asio::make_work_guard(other);
        client.async_chat(ask("m").user("Why?"), asio::bind_executor(other.get_executor(), [&](answer a) {
                              text = a.value().text();
                              other.stop();
                          }));
        context.restart();
        context.run();
        BOOST_TEST(text.empty());
        other.restart();
        other.run();
        BOOST_TEST(text == "Hello.");
    }
}

BOOST_AUTO_TEST_CASE(a_client_of_somebody_else_sees_where_its_caller_waits_and_when_it_gives_up) {
    asio::io_context context, other;
    patient::call begun;
    any_client const client(patient(context, begun));
    asio::cancellation_signal stop;
    std::string ended;
    client.async_chat(ask("m").user("Why?"), asio::bind_cancellation_slot(stop.slot(), asio::bind_executor(other.get_executor(), [&](answer a) {
                          ended = a ? "answered" : std::string(name(a.error().code));
                      })));
    stop.emit(asio::cancellation_type::terminal);
    context.run();
    BOOST_TEST(ended == "");
    other.run();
    BOOST_TEST(ended == "cancelled");
}

BOOST_AUTO_TEST_CASE(a_call_that_is_given_up_lets_go_of_whoever_waits) {
    asio::io_context context;
    patient::call begun;
    any_client const client(patient(context, begun));
    auto const alive = std::make_shared<int>();
    bool is_called = false;
    client.async_chat(ask("m").user("Why?"), [alive, &is_called](answer) { is_called = true; });
    BOOST_TEST(alive.use_count() == 2);
    begun = nullptr;
    BOOST_TEST(alive.use_count() == 1);
    BOOST_TEST(!is_called);
}

BOOST_AUTO_TEST_SUITE_END()
