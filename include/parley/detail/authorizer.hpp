#ifndef PARLEY_DETAIL_AUTHORIZER_HPP
#define PARLEY_DETAIL_AUTHORIZER_HPP

#include <parley/auth/auth.hpp>
#include <parley/clock.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/limits.hpp>

#include <boost/asio/awaitable.hpp>

#include <mutex>
#include <utility>
#include <variant>

namespace parley::inline v0::detail {

/// Does what a strategy asks for until it can sign. Any thread may use it; the strategy is called by one at a time.
template <class Auth> class authorizer {
public:
    authorizer(Auth auth, parley::clock clock) : auth_(std::move(auth)), clock_(clock) {}

    /// Signs a request.
    /// @return the strategy's error, or that of the transport; `errc::unsupported` where it needs a program run or a file locked.
    template <class Transport>
    boost::asio::awaitable<result<void>> sign(http::request& r, Transport& via, transport::limits limits) {
        for (;;) {
            auto const needed = next(r);
            if (auto const* done = std::get_if<result<void>>(&needed)) co_return *done;
            auto const& asked = std::get<auth::fetch>(needed);
            auto got = co_await via.send(asked.request, limits);
            std::lock_guard const lock(mutex_);
            if (got) auth_.done(asked.id, auth::answer(std::move(*got)), clock_.now());
            else auth_.done(asked.id, got.error(), clock_.now());
        }
    }

    bool refused(http::response const& r) {
        std::lock_guard const lock(mutex_);
        return auth_.refused(r);
    }

private:
    std::variant<result<void>, auth::fetch> next(http::request& r) {
        std::lock_guard const lock(mutex_);
        auto const now = clock_.now();
        auto step = auth_.next(now);
        if (auto* asked = std::get_if<auth::fetch>(&step)) return std::move(*asked);
        if (auto* why = std::get_if<auth::failed>(&step)) return result<void>(std::move(why->why));
        if (std::holds_alternative<auth::ready>(step)) return auth_.sign(r, now);
        return result<void>(error(errc::unsupported, "The strategy needs a program or a file lock, and this client has neither."));
    }

    std::mutex mutex_;
    Auth auth_;
    parley::clock clock_;
};

} // namespace parley::inline v0::detail

#endif
