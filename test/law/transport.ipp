// Laws that every transport keeps: cases of a suite that law/transport/<model>.cpp opens, having said how one is made. There `world` has a
// `context`, a `via` (the transport) and `base`, the address of `law::host`.

static_assert(law::transport::Transport<decltype(world::via)>);

namespace {

law::http::request request_to(world const& w, std::string const& path, std::string body = {}) {
    law::http::request r(law::http::url::parse(w.base + path).value());
    r.body = std::move(body);
    return r;
}

/// The answer, however it is read.
law::result<law::http::response> ask(world& w, law::http::request r, bool pulls, law::transport::limits allowed = {}) {
    if (pulls) return parley_test::run(w.context, law::pull(w.via, std::move(r), allowed));
    return parley_test::run(w.context, w.via.send(std::move(r), allowed));
}

} // namespace

BOOST_AUTO_TEST_CASE(an_answer_is_the_same_whether_it_is_awaited_or_pulled) {
    world w;
    for (bool const pulls : {false, true}) {
        auto const small = ask(w, request_to(w, "/echo", "hello"), pulls), large = ask(w, request_to(w, "/large"), pulls), none = ask(w, request_to(w, "/echo"), pulls);
        BOOST_TEST_REQUIRE(small.has_value());
        BOOST_TEST(small->status == 200);
        BOOST_TEST(small->body == "hello");
        BOOST_TEST(small->header.find("x-path").value() == "/echo");
        BOOST_TEST((large.value().body == std::string(300'000, 'x')));
        BOOST_TEST(none.value().body.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_status_of_failure_is_an_answer) {
    world w;
    for (bool const pulls : {false, true})
        for (int const status : {204, 400, 401, 404, 429, 500, 503}) BOOST_TEST(ask(w, request_to(w, "/" + std::to_string(status)), pulls).value().status == status);
}

BOOST_AUTO_TEST_CASE(a_redirection_is_an_answer_and_not_followed) {
    world w;
    for (bool const pulls : {false, true})
        for (int const status : {301, 302, 303, 307, 308}) {
            auto const answer = ask(w, request_to(w, "/" + std::to_string(status), "hello"), pulls);
            BOOST_TEST(answer.value().status == status);
            BOOST_TEST(answer.value().header.find("location").value() == "/echo");
        }
}

BOOST_AUTO_TEST_CASE(an_answer_beyond_the_limit_is_refused) {
    world w;
    law::transport::limits small;
    small.max_body = 299'999;
    for (bool const pulls : {false, true}) {
        auto const refused = ask(w, request_to(w, "/large"), pulls, small);
        BOOST_TEST((!refused && refused.error().code == law::errc::response_too_large));
        BOOST_TEST(!refused.error().where.empty());
    }
    small.max_body = 300'000;
    for (bool const pulls : {false, true}) BOOST_TEST(ask(w, request_to(w, "/large"), pulls, small).has_value());
}

BOOST_AUTO_TEST_CASE(a_request_that_could_become_another_is_refused) {
    world w;
    for (bool const pulls : {false, true})
        for (auto const* name : {"a b", "Host", "content-length", ""}) {
            auto r = request_to(w, "/echo");
            r.header.add(name, "x");
            auto const refused = ask(w, r, pulls);
            BOOST_TEST((!refused && refused.error().code == law::errc::invalid_argument), name);
        }
    auto r = request_to(w, "/echo");
    r.header.add("x", "a\r\nb: c");
    BOOST_TEST((ask(w, r, false).error().code == law::errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(calls_may_overlap_and_each_gets_its_own_answer) {
    world w;
    int right = 0;
    for (int i = 0; i != 20; ++i) {
        auto call = [](world& in, std::string text, bool pulls, int& good) -> law::asio::awaitable<void> {
            auto r = request_to(in, "/echo", text);
            auto operation = pulls ? law::pull(in.via, std::move(r), law::transport::limits()) : in.via.send(std::move(r), law::transport::limits());
            auto const answer = co_await std::move(operation);
            good += answer && answer->body == text;
        };
        law::asio::co_spawn(w.context, call(w, "call " + std::to_string(i), i % 2 != 0, right), [](std::exception_ptr thrown) { BOOST_TEST(!thrown); });
    }
    w.context.run();
    BOOST_TEST(right == 20);
}

BOOST_AUTO_TEST_CASE(an_exchange_may_be_moved_and_dropped_at_any_time) {
    world w;
    auto const drop = [](world& in) -> law::asio::awaitable<law::result<std::string>> {
        auto r = request_to(in, "/large");
        auto opened = co_await in.via.open(std::move(r), law::transport::limits());
        auto moved = std::move(*opened);
        auto const piece = co_await moved.read();
        std::string const first(*piece);
        auto again = std::move(moved);
        auto rest = co_await law::drain(again);
        if (rest) *rest = first + *rest;
        auto unread = request_to(in, "/large");
        auto const dropped = co_await in.via.open(std::move(unread), law::transport::limits());
        if (!dropped) co_return dropped.error();
        co_return rest;
    };
    for (int i = 0; i != 3; ++i) BOOST_TEST((parley_test::run(w.context, drop(w)).value() == std::string(300'000, 'x')));
    BOOST_TEST(ask(w, request_to(w, "/echo", "still there"), false).value().body == "still there");
}

BOOST_AUTO_TEST_CASE(a_call_that_is_cancelled_before_it_begins_ends_at_once) {
    world w;
    law::asio::cancellation_signal signal;
    std::optional<law::result<law::http::response>> answer;
    auto call = [&]() -> law::asio::awaitable<void> {
        co_await law::asio::this_coro::throw_if_cancelled(false);
        signal.emit(law::asio::cancellation_type::terminal);
        auto r = request_to(w, "/echo");
        answer = co_await w.via.send(std::move(r), law::transport::limits());
    };
    law::asio::co_spawn(w.context, call(), law::asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr thrown) { BOOST_TEST(!thrown); }));
    w.context.run();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST((answer->has_value() || answer->error().code == law::errc::cancelled)); // what waits for nothing may answer
}

BOOST_AUTO_TEST_CASE(it_runs_where_it_was_told_to) {
    world w;
    BOOST_TEST((w.via.get_executor() == law::asio::any_io_executor(w.context.get_executor())));
}
