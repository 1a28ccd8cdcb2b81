#ifndef PARLEY_TRANSPORT_LOOPBACK_HPP
#define PARLEY_TRANSPORT_LOOPBACK_HPP

#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>
#include <parley/transport/limits.hpp>
#include <parley/transport/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::transport {

/// Answers requests inside the process, by a function: for tests, and for a gateway's own models.
///
/// The size limits hold; the clocks do not ring, for nothing waits.
class loopback {
public:
    using handler = std::function<result<http::response>(http::request const&)>;

    /// An answer that is pulled piece by piece.
    class exchange {
    public:
        http::response const& head() const noexcept { return head_; }
        boost::asio::awaitable<result<std::string_view>> read() {
            auto const piece = std::string_view(body_).substr(at_, piece_);
            at_ += piece.size();
            co_return piece;
        }

    private:
        friend loopback;
        exchange(http::response answer, std::size_t piece) : head_(std::move(answer)), body_(std::move(head_.body)), piece_(piece) { head_.body.clear(); }

        http::response head_;
        std::string body_;
        std::size_t piece_, at_ = 0;
    };

    /// @param executor that completion handlers run on.
    /// @param answer   called for each request, where the request's coroutine runs.
    /// @param piece    into how many bytes a pulled body is cut; at least one.
    loopback(boost::asio::any_io_executor executor, handler answer, std::size_t piece = 65536)
        : executor_(std::move(executor)), answer_(std::move(answer)), piece_(piece == 0 ? 1 : piece) {}

    boost::asio::any_io_executor get_executor() const noexcept { return executor_; }

    boost::asio::awaitable<result<http::response>> send(http::request request, limits allowed) { co_return reply(request, allowed); }

    boost::asio::awaitable<result<exchange>> open(http::request request, limits allowed) {
        auto answer = reply(request, allowed);
        if (!answer) co_return answer.error();
        co_return exchange(std::move(*answer), piece_);
    }

private:
    result<http::response> reply(http::request const& request, limits const& allowed) {
        if (auto const valid = check(request); !valid) return valid.error();
        auto answer = answer_(request);
        if (answer && answer->body.size() > allowed.max_body) return error(errc::response_too_large, {}, request.url.authority());
        return answer;
    }

    boost::asio::any_io_executor executor_;
    handler answer_;
    std::size_t piece_;
};

static_assert(Transport<loopback>);

} // namespace parley::inline v0::transport

#endif
