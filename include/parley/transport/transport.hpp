#ifndef PARLEY_TRANSPORT_TRANSPORT_HPP
#define PARLEY_TRANSPORT_TRANSPORT_HPP

#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/limits.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>

namespace parley::inline v0::transport {

/// An answer whose body is pulled piece by piece: who does not read stops the sender.
///
/// `head()` is there from the start, its `body` empty. `read()` gives the next piece; an empty one is the clean end. The view lives until the
/// next read. Destroying the exchange closes its connection, or keeps it for the next request where the answer was read to its end.
/// @par Model
/// `any_exchange`, `https::exchange`, `loopback::exchange`
template <class E>
concept Exchange = std::move_constructible<E> && requires(E& e, E const& c) {
    { c.head() } -> std::same_as<http::response const&>;
    { e.read() } -> std::same_as<boost::asio::awaitable<result<std::string_view>>>;
};

/// The requirements that `Transport` is made of, one by one, so that a message can say which one is not met.
namespace requires_ {

template <class T>
concept runs_on_executor = requires(T& t) {
    { t.get_executor() } -> std::convertible_to<boost::asio::any_io_executor>;
};
template <class T>
concept sends = requires(T& t, http::request q, limits l) {
    { t.send(std::move(q), l) } -> std::same_as<boost::asio::awaitable<result<http::response>>>;
};

template <class T> struct exchange_of {};
template <class E> struct exchange_of<boost::asio::awaitable<result<E>>> { using type = E; };

template <class T>
concept opens = requires(T& t, http::request q, limits l) {
    typename exchange_of<decltype(t.open(std::move(q), l))>::type;
    requires Exchange<typename exchange_of<decltype(t.open(std::move(q), l))>::type>;
};

} // namespace requires_

/// Carries requests to where they are answered.
///
/// `send` waits for the whole answer, `open` for its head. A status of failure is an answer, not an error; an error says that no whole answer
/// came. Both may be called again while earlier calls run. Both are cancelled through the awaiting coroutine's cancellation slot (terminal)
/// and then give `errc::cancelled`. A coroutine that uses one exchange runs on one thread at a time (an implicit or explicit strand).
/// @par Exemplar
/// @code
/// struct my_transport {
///     boost::asio::any_io_executor get_executor();
///     boost::asio::awaitable<parley::result<http::response>> send(http::request, limits);
///     boost::asio::awaitable<parley::result<my_exchange>> open(http::request, limits);
/// };
/// @endcode
/// @par Model
/// `any_transport`, `https`, `loopback`
template <class T>
concept Transport = requires_::runs_on_executor<T> && requires_::sends<T> && requires_::opens<T>;

} // namespace parley::inline v0::transport

#endif
