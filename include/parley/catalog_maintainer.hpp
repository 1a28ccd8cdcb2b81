#ifndef PARLEY_CATALOG_MAINTAINER_HPP
#define PARLEY_CATALOG_MAINTAINER_HPP

#include <parley/catalog/maintenance.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <utility>

namespace parley::inline v0 {

namespace detail {

PARLEY_DECL boost::asio::awaitable<void> sleep_for(std::chrono::milliseconds length);

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

PARLEY_DECL boost::asio::awaitable<result<void>> maintain(catalog::store& in, catalog::principal who, catalog::reference_sources sources, maintain_options how);

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

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/impl/catalog_maintainer.ipp>
#endif

#endif
