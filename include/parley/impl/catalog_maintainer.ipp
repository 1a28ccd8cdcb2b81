#ifndef PARLEY_IMPL_CATALOG_MAINTAINER_IPP
#define PARLEY_IMPL_CATALOG_MAINTAINER_IPP

#include <parley/catalog_maintainer.hpp>

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>

namespace parley::inline v0 {

namespace detail {

PARLEY_DECL boost::asio::awaitable<void> sleep_for(std::chrono::milliseconds length) {
    auto const executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer(executor, length);
    boost::system::error_code cancelled;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
}

PARLEY_DECL boost::asio::awaitable<result<void>> maintain(catalog::store& in, catalog::principal who, catalog::reference_sources sources,
                                                          maintain_options how) {
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

} // namespace parley::inline v0

#endif
