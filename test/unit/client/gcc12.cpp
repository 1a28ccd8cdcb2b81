// The forms that doc/gcc12.adoc calls right: nothing is destroyed twice inside a co_await expression, whatever the compiler. Each part that
// is made counts itself, so a second destruction is found without AddressSanitizer too. The forms that are wrong are kept out of the headers,
// the examples and the documentation by test/house/coroutines.py, and out of the way of users by `ask`, whose builder is no aggregate.

#include <parley/chat/ask.hpp>
#include <parley/chat/request.hpp>

#include "support/run.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_gcc12)

namespace asio = boost::asio;
using asio::awaitable;
using parley_test::run;

namespace {

int alive = 0;

/// Counts how many of it there are.
struct counted {
    counted() { ++alive; }
    counted(counted const&) { ++alive; }
    counted& operator=(counted const&) = default;
    ~counted() { --alive; }
};

/// An aggregate, as a request is one.
struct parcel {
    std::string text;
    counted count;

    parcel with(std::string more) && { return {std::move(text) + more, {}}; }
};
static_assert(std::is_aggregate_v<parcel>);
static_assert(std::is_aggregate_v<parley::chat::request>);

/// The same with a constructor of its author's.
class crate {
public:
    explicit crate(std::string text) : inside_{std::move(text), {}} {}
    ~crate() {}
    crate(crate const&) = default;
    crate& operator=(crate const&) = default;
    std::string const& text() const { return inside_.text; }

private:
    parcel inside_;
};

std::string const content = "a text that is too long to stand inside the string object";

parcel packed(std::string text) { return {std::move(text), {}}; }

awaitable<std::string> take(parcel p) {
    co_await asio::post(asio::use_awaitable);
    co_return p.text;
}
awaitable<std::string> look(parcel const& p) {
    co_await asio::post(asio::use_awaitable);
    co_return p.text;
}
awaitable<std::string> take_crate(crate c) {
    co_await asio::post(asio::use_awaitable);
    co_return c.text();
}
awaitable<std::string> take_shared(std::shared_ptr<parcel> p) {
    co_await asio::post(asio::use_awaitable);
    co_return p->text;
}
awaitable<std::string> take_optional(std::optional<parcel> p) {
    co_await asio::post(asio::use_awaitable);
    co_return p->text;
}
awaitable<std::string> take_all(std::vector<parcel> all) {
    co_await asio::post(asio::use_awaitable);
    co_return all.at(0).text + all.at(1).text;
}
template <class F> awaitable<std::string> call(F f) {
    co_await asio::post(asio::use_awaitable);
    co_return f();
}
awaitable<std::string> call_erased(std::function<std::string()> f) {
    co_await asio::post(asio::use_awaitable);
    co_return f();
}
awaitable<std::string> take_request(parley::chat::request q) {
    co_await asio::post(asio::use_awaitable);
    co_return q.model;
}

struct form {
    char const* name;
    awaitable<std::string> (*use)();
    std::string expected = content;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_builder_that_begins_with_ask_is_no_aggregate) {
    static_assert(!std::is_aggregate_v<decltype(parley::ask("m"))>);
    static_assert(!std::is_aggregate_v<decltype(parley::ask("m").user("x"))>);
    asio::io_context context;
    auto use = []() -> awaitable<std::string> { co_return co_await take_request(parley::ask(content).user(content)); };
    BOOST_TEST(run(context, use()) == content);
}

BOOST_AUTO_TEST_CASE(what_is_right_destroys_everything_once) {
    form const forms[] = {
        {"a named aggregate, moved in", []() -> awaitable<std::string> {
             parcel p{content, {}};
             co_return co_await take(std::move(p));
         }},
        {"a named aggregate, copied", []() -> awaitable<std::string> {
             parcel const p{content, {}};
             co_return co_await take(p);
         }},
        {"a named aggregate, by reference", []() -> awaitable<std::string> {
             parcel const p{content, {}};
             co_return co_await look(p);
         }},
        {"what a function returns", []() -> awaitable<std::string> { co_return co_await take(packed(content)); }},
        {"what a function returns, by reference", []() -> awaitable<std::string> { co_return co_await look(packed(content)); }},
        {"a chain that begins with a function", []() -> awaitable<std::string> { co_return co_await take(packed(content).with("!")); }, content + "!"},
        {"a class with a constructor of its author's", []() -> awaitable<std::string> { co_return co_await take_crate(crate(content)); }},
        {"a shared aggregate, named first", []() -> awaitable<std::string> {
             auto const p = std::make_shared<parcel>(parcel{content, {}});
             co_return co_await take_shared(p);
         }},
        {"an optional aggregate, named first", []() -> awaitable<std::string> {
             std::optional<parcel> p = parcel{content, {}};
             co_return co_await take_optional(std::move(p));
         }},
        {"a list, built before", []() -> awaitable<std::string> {
             std::vector<parcel> all{{content, {}}, {"!", {}}};
             co_return co_await take_all(std::move(all));
         }, content + "!"},
        {"a lambda with captures, named first", []() -> awaitable<std::string> {
             auto say = [p = packed(content)] { return p.text; };
             co_return co_await call(std::move(say));
         }},
        {"a lambda with captures in a std::function, named first", []() -> awaitable<std::string> {
             std::function<std::string()> say = [p = packed(content)] { return p.text; };
             co_return co_await call_erased(std::move(say));
         }},
        {"a lambda with captures given to co_spawn, named first", []() -> awaitable<std::string> {
             auto const executor = co_await asio::this_coro::executor;
             auto job = [p = packed(content)]() -> awaitable<std::string> { co_return p.text; };
             co_return co_await asio::co_spawn(executor, std::move(job), asio::use_awaitable);
         }},
        {"a lambda that captures by reference alone", []() -> awaitable<std::string> {
             parcel const p{content, {}};
             co_return co_await call([&p] { return p.text; });
         }},
    };
    for (auto const& f : forms) {
        asio::io_context context;
        alive = 0;
        BOOST_TEST(run(context, f.use()) == f.expected, f.name);
        BOOST_TEST(alive == 0, f.name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
