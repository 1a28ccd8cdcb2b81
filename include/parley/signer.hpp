#ifndef PARLEY_SIGNER_HPP
#define PARLEY_SIGNER_HPP

#include <parley/auth/auth.hpp>
#include <parley/clock.hpp>
#include <parley/detail/any_auth.hpp>
#include <parley/detail/authorizer.hpp>
#include <parley/detail/initiate.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/any.hpp>
#include <parley/transport/limits.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <utility>

namespace parley::inline v0 {

/// Signs requests that are sent by other means than a client: to another part of a provider's API, or with another HTTP library.
///
/// Does what the strategy asks for, as a client does: each thing once, however many calls wait. Calls may overlap and may begin on any thread;
/// each keeps what it needs alive, so the signer may be moved or destroyed meanwhile. Nothing is sent before the first call.
template <auth::Auth Auth> class signer {
public:
    using executor_type = boost::asio::any_io_executor;

    /// @param via carries the requests for tokens.
    signer(Auth auth, any_transport via, parley::clock clock = {}) : state_(std::make_shared<state>(std::move(auth), std::move(via), clock)) {}

    executor_type get_executor() { return state_->via.get_executor(); }

    /// Adds the credentials to a request, once there are some.
    /// @param allowed `total` limits the waiting for them.
    /// @param token   any completion token for `void(result<http::request>)`.
    /// @par Errors
    /// Those of the strategy; `errc::timed_out`.
    /// @par Cancellation
    /// Terminal: stops waiting with `errc::cancelled`; what was begun goes on for the others.
    template <class Token> auto async_sign(http::request request, transport::limits allowed, Token&& token) {
        return detail::initiate<http::request>(get_executor(), sign(state_, std::move(request), allowed), std::forward<Token>(token));
    }

    /// Says whether a request whose answer this was is worth another try, signed anew. To be asked about answers of status 400, 401 and 403.
    bool refused(http::response const& answer) { return state_->authorizer.refused(answer); }

private:
    struct state {
        any_transport via;
        detail::authorizer<any_transport> authorizer;
        state(Auth strategy, any_transport transport, parley::clock clock) : via(std::move(transport)), authorizer(detail::any_auth(std::move(strategy)), clock) {}
    };

    static boost::asio::awaitable<result<http::request>> sign(std::shared_ptr<state> with, http::request request, transport::limits allowed) {
        std::shared_ptr<any_transport> const via(with, &with->via);
        auto const done = co_await with->authorizer.sign(request, via, allowed);
        if (!done) co_return done.error();
        co_return request;
    }

    std::shared_ptr<state> state_;
};

} // namespace parley::inline v0

#endif
