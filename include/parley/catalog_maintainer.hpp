#ifndef PARLEY_CATALOG_MAINTAINER_HPP
#define PARLEY_CATALOG_MAINTAINER_HPP

#include <parley/catalog/maintenance.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/store.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

namespace parley::inline v0 {

namespace detail {

inline boost::asio::awaitable<void> sleep_for(std::chrono::milliseconds length) {
    auto const executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer(executor, length);
    boost::system::error_code cancelled;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
}

} // namespace detail

/// How a data base is looked after as long as a program runs.
struct maintain_options {
    catalog::maintenance_options maintenance = {};

    /// It looks again after this time at the latest: a machine may have slept, and its clock may have been set.
    std::chrono::milliseconds longest_wait = std::chrono::hours(1);
    std::chrono::milliseconds wait_after_failure = std::chrono::minutes(5);

    /// Told of each look, on the operation's executor.
    std::function<void(result<catalog::maintenance_report> const&)> observe = {};

    /// Lets time pass; a test lets it pass at once. Must be set.
    std::function<boost::asio::awaitable<void>(std::chrono::milliseconds)> wait = detail::sleep_for;
};

namespace detail {

inline boost::asio::awaitable<result<void>> maintain(catalog::store& in, catalog::principal who, catalog::reference_sources sources, maintain_options how) {
    auto const state = co_await boost::asio::this_coro::cancellation_state;
    while (state.cancelled() == boost::asio::cancellation_type::none) {
        auto const report = catalog::run_maintenance(in, who, sources, how.maintenance);
        if (how.observe) how.observe(report);
        if (!report && report.error().code == errc::forbidden) co_return report.error();
        auto length = how.wait_after_failure;
        if (report) length = std::max(std::chrono::ceil<std::chrono::milliseconds>(report->next - in.now()), std::chrono::milliseconds(0));
        co_await how.wait(std::min(length, how.longest_wait));
    }
    co_return error(errc::cancelled);
}

} // namespace detail

/// Looks after a data base until it is cancelled: waits for each moment of the calendar rule, by the store's clock, and then cleans up.
///
/// Start it in each program, on each machine: one of them does the work, see `catalog::run_maintenance`. The data base makes up for moments at which
/// no program was running. After an error it tries again.
/// @param on      where it runs, on a strand of its own. It blocks a thread of this executor while it works on the data base: give it a thread that
///                has time.
/// @param in      must outlive the operation.
/// @param who     the platform's operator, with `catalog:delete`.
/// @param sources what the program knows to refer to models.
/// @param token   any completion token for `void(result<void>)`.
/// @par Errors
/// `errc::cancelled`; `errc::forbidden` where the principal may not do this. Others are told to `maintain_options::observe` alone.
/// @par Cancellation
/// Terminal. A clean-up that is under way comes to its end first.
template <class Token>
auto async_maintain(boost::asio::any_io_executor on, catalog::store& in, catalog::principal who, catalog::reference_sources sources, maintain_options how,
                    Token&& token) {
    return detail::initiate<void>(std::move(on), detail::maintain(in, std::move(who), std::move(sources), std::move(how)), std::forward<Token>(token));
}

} // namespace parley::inline v0

#endif
