#ifndef PARLEY_DETAIL_IMPL_GUARDED_TRANSPORT_IPP
#define PARLEY_DETAIL_IMPL_GUARDED_TRANSPORT_IPP

#include <parley/detail/guarded_transport.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <memory>

namespace parley::inline v0::detail {

/// A lookup that may outlast who waits for it.
struct pending_lookup {
    boost::asio::ip::tcp::resolver resolver;
    boost::asio::steady_timer done;
    bool is_done = false;
    boost::system::error_code failure = {};
    std::vector<std::string> found = {};
    explicit pending_lookup(boost::asio::any_io_executor const& on) : resolver(on), done(on) {}
};

PARLEY_DECL boost::asio::awaitable<result<std::vector<std::string>>> look_up(std::string host, std::chrono::milliseconds limit) {
    using boost::asio::ip::tcp;
    auto const state = std::make_shared<pending_lookup>(co_await boost::asio::this_coro::executor);
    auto const until = limit.count() > 0 ? std::chrono::steady_clock::now() + limit : std::chrono::steady_clock::time_point::max();
    state->done.expires_at(until);
    state->resolver.async_resolve(host, std::string(), [state](boost::system::error_code failure, tcp::resolver::results_type found) {
        state->is_done = true;
        state->failure = failure;
        for (auto const& each : found) state->found.push_back(each.endpoint().address().to_string());
        state->done.cancel();
    });
    if (!state->is_done) co_await state->done.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    if (!state->is_done) {
        state->resolver.cancel();
        co_return error(std::chrono::steady_clock::now() >= until ? errc::timed_out : errc::cancelled, {}, host);
    }
    if (state->failure || state->found.empty()) co_return error(errc::name_resolution_failed, {}, host);
    co_return std::move(state->found);
}

PARLEY_DECL boost::asio::awaitable<result<std::vector<std::string>>> checked_addresses(std::string host, catalog::network_policy allowed,
                                                                                       host_lookup lookup, std::chrono::milliseconds limit) {
    if (auto const valid = catalog::check_host(host, allowed); !valid) co_return valid.error();
    boost::system::error_code is_name;
    boost::asio::ip::make_address(host, is_name);
    if (!is_name) co_return std::vector<std::string>(1, host);
    auto addresses = co_await lookup(host, limit);
    if (!addresses) co_return addresses.error();
    if (addresses->empty()) co_return error(errc::name_resolution_failed, {}, host);
    for (auto const& ip : *addresses)
        if (auto const valid = catalog::check_address(ip, allowed, host); !valid) co_return valid.error();
    co_return addresses;
}

PARLEY_DECL boost::asio::awaitable<result<http::response>> guarded_transport::send(http::request request, transport::limits limits) {
    auto const checked = co_await check(request, limits);
    if (!checked) co_return checked.error();
    co_return co_await inner_.send(std::move(request), limits);
}

PARLEY_DECL boost::asio::awaitable<result<any_exchange>> guarded_transport::open(http::request request, transport::limits limits) {
    auto const checked = co_await check(request, limits);
    if (!checked) co_return checked.error();
    co_return co_await inner_.open(std::move(request), limits);
}

PARLEY_DECL boost::asio::awaitable<result<void>> guarded_transport::check(http::request& request, transport::limits& limits) {
    using std::chrono::milliseconds;
    auto const begun = std::chrono::steady_clock::now();
    auto const host = request.url.host();
    auto const is_first = limits.connect.count() > 0 && (limits.total.count() <= 0 || limits.connect < limits.total);
    auto addresses = co_await checked_addresses(host, allowed_, lookup_, is_first ? limits.connect : limits.total);
    if (!addresses) co_return addresses.error();
    request.addresses = std::move(*addresses);
    auto const passed = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun);
    for (auto* const clock : {&limits.connect, &limits.total}) {
        if (clock->count() <= 0) continue;
        *clock -= passed;
        if (clock->count() <= 0) co_return error(errc::timed_out, {}, host);
    }
    co_return result<void>();
}

} // namespace parley::inline v0::detail

#endif
