#ifndef PARLEY_TEST_SUPPORT_RUN_HPP
#define PARLEY_TEST_SUPPORT_RUN_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace parley_test {

/// Runs one coroutine to its end on the context and returns what it returned.
template <class T>
T run(boost::asio::io_context& context, boost::asio::awaitable<T> coroutine) {
    auto wrapped = [](boost::asio::awaitable<T> inner) -> boost::asio::awaitable<std::optional<T>> { co_return co_await std::move(inner); };
    std::optional<T> done;
    std::exception_ptr thrown;
    boost::asio::co_spawn(context, wrapped(std::move(coroutine)), [&](std::exception_ptr e, std::optional<T> value) {
        thrown = e;
        done = std::move(value);
    });
    context.restart();
    context.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*done);
}

} // namespace parley_test

#endif
