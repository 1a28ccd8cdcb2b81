#ifndef PARLEY_TRANSPORT_BEAST_IMPL_HTTPS_IPP
#define PARLEY_TRANSPORT_BEAST_IMPL_HTTPS_IPP

#include <parley/transport/beast/https.hpp>

#include <parley/transport/beast/detail/round_trip.hpp>

#include <boost/asio/this_coro.hpp>

#include <memory>
#include <utility>

namespace parley::inline v0 {

namespace transport {

namespace detail {

/// Runs `inner` with cancellation as a result instead of an exception, which would fly out of the next await.
template <class T> awaitable<T> without_throwing(awaitable<T> inner) {
    auto const before = co_await boost::asio::this_coro::throw_if_cancelled();
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto done = co_await std::move(inner);
    co_await boost::asio::this_coro::throw_if_cancelled(before);
    co_return done;
}

inline awaitable<result<std::unique_ptr<round_trip>>> begin(std::shared_ptr<https_state> with, http::request request, limits allowed) {
    auto trip = std::make_unique<round_trip>(std::move(with), co_await boost::asio::this_coro::executor, std::move(request), allowed);
    auto const started = co_await trip->start();
    if (!started) co_return started.error();
    co_return std::move(trip);
}

// As `without_throwing` has it, in one coroutine: every call that is not streamed passes here.
inline awaitable<result<http::response>> whole(std::shared_ptr<https_state> with, http::request request, limits allowed) {
    auto const before = co_await boost::asio::this_coro::throw_if_cancelled();
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    round_trip trip(std::move(with), co_await boost::asio::this_coro::executor, std::move(request), allowed);
    auto const started = co_await trip.start();
    result<http::response> answer = http::response();
    if (started) answer = co_await trip.rest();
    else answer = started.error();
    co_await boost::asio::this_coro::throw_if_cancelled(before);
    co_return answer;
}

} // namespace detail

PARLEY_DECL https::exchange::~exchange() = default;

PARLEY_DECL https::exchange::exchange(exchange&&) noexcept = default;

PARLEY_DECL https::exchange& https::exchange::operator=(exchange&&) noexcept = default;

PARLEY_DECL http::response const& https::exchange::head() const noexcept { return trip_->head(); }

PARLEY_DECL boost::asio::awaitable<result<std::string_view>> https::exchange::read() { return detail::without_throwing(trip_->read()); }

PARLEY_DECL https::exchange::exchange(std::unique_ptr<detail::round_trip> begun) : trip_(std::move(begun)) {}

PARLEY_DECL https::https(boost::asio::any_io_executor executor, https_options options)
    : state_(std::make_shared<detail::https_state>(std::move(executor), std::move(options))) {}

PARLEY_DECL boost::asio::any_io_executor https::get_executor() const noexcept { return state_->executor; }

PARLEY_DECL boost::asio::awaitable<result<http::response>> https::send(http::request request, limits allowed) {
    return detail::whole(state_, std::move(request), allowed);
}

PARLEY_DECL boost::asio::awaitable<result<https::exchange>> https::open(http::request request, limits allowed) {
    return opened(detail::without_throwing(detail::begin(state_, std::move(request), allowed)));
}

PARLEY_DECL boost::asio::awaitable<result<https::exchange>> https::opened(boost::asio::awaitable<result<std::unique_ptr<detail::round_trip>>> begun) {
    auto trip = co_await std::move(begun);
    if (!trip) co_return trip.error();
    co_return exchange(std::move(*trip));
}

} // namespace transport

PARLEY_DECL any_transport make_https_transport(boost::asio::any_io_executor executor, transport::https_options options) {
    return transport::https(std::move(executor), std::move(options));
}

} // namespace parley::inline v0

#endif
