#ifndef PARLEY_TRANSPORT_IMPL_ANY_IPP
#define PARLEY_TRANSPORT_IMPL_ANY_IPP

#include <parley/transport/any.hpp>

#include <parley/config.hpp>

#include <utility>

namespace parley::inline v0 {

PARLEY_DECL http::response const& any_exchange::head() const noexcept { return held_->head(); }

PARLEY_DECL boost::asio::awaitable<result<std::string_view>> any_exchange::read() { return held_->read(); }

PARLEY_DECL boost::asio::any_io_executor any_transport::get_executor() { return held_->get_executor(); }

PARLEY_DECL boost::asio::awaitable<result<http::response>> any_transport::send(http::request request, transport::limits limits) {
    return held_->send(std::move(request), limits);
}

PARLEY_DECL boost::asio::awaitable<result<any_exchange>> any_transport::open(http::request request, transport::limits limits) {
    return held_->open(std::move(request), limits);
}

static_assert(transport::Transport<any_transport>);

} // namespace parley::inline v0

#endif
