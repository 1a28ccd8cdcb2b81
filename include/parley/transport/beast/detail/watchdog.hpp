#ifndef PARLEY_TRANSPORT_BEAST_DETAIL_WATCHDOG_HPP
#define PARLEY_TRANSPORT_BEAST_DETAIL_WATCHDOG_HPP

#include <parley/result.hpp>
#include <parley/transport/limits.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace parley::inline v0::transport::detail {

using steady_time = std::chrono::steady_clock::time_point;

/// What can end an exchange early: its clocks, and the caller. Closes the exchange's socket when a clock rings.
///
/// A timer is set when somebody is about to wait. One that is set already is left running when the deadline moves back, and looks again when
/// it rings: a piece that arrives costs no timer.
/// Used on one strand, that of the exchange's coroutine.
class watchdog : public std::enable_shared_from_this<watchdog> {
public:
    watchdog(boost::asio::any_io_executor const& executor, limits const& allowed)
        : timer_(executor), limits_(allowed), end_(after(std::chrono::steady_clock::now(), allowed.total)) {}

    /// The caller is whom this belongs to, from now on.
    void follow(boost::asio::cancellation_state caller) noexcept { caller_ = std::move(caller); }

    /// From now on this clock runs, beside that of the whole exchange. (`&limits::total` alone runs on.)
    void wind(std::chrono::milliseconds limits::*clock) {
        auto const now = std::chrono::steady_clock::now();
        auto const own = after(now, limits_.*clock);
        running_ = own < end_ ? clock : &limits::total;
        deadline_ = std::min(own, end_);
        has_rung_ = has_rung_ || now >= end_;
    }

    /// This socket is closed when a clock rings.
    void guard(boost::asio::ip::tcp::socket& socket) noexcept { socket_ = &socket; }

    /// Time will pass now: whoever waits without this is not called.
    void watch() {
        if (socket_ && deadline_ < set_for_) set();
    }

    void stop() {
        socket_ = nullptr;
        deadline_ = set_for_ = steady_time::max();
        timer_.cancel();
    }

    /// When the first of the clocks rings.
    steady_time deadline() const noexcept { return deadline_; }

    bool is_cancelled() const noexcept { return caller_.cancelled() != boost::asio::cancellation_type::none; }

    /// What went wrong with an operation that ended with `failure`, if anything: a clock that rang, a cancellation, or `cause`.
    ///
    /// An operation that was done at the moment of the cancellation does not show it, and would not stop the next one.
    std::optional<error> trouble(errc cause, boost::system::error_code const& failure, std::string const& where) const {
        if (has_rung_) return timed_out(where);
        if (is_cancelled()) return error(errc::cancelled, {}, where);
        if (!failure) return std::nullopt;
        return error(cause, std::string(sentence(cause)) + " (" + failure.message() + ")", where);
    }

    /// The error of the clock that runs, or has rung.
    error timed_out(std::string const& where) const {
        struct row {
            std::chrono::milliseconds limits::*clock;
            char const* sentence;
        };
        static constexpr row rows[] = {
            {&limits::connect, "No connection within "},
            {&limits::first_byte, "No answer within "},
            {&limits::idle, "No further piece of the answer within "},
            {&limits::total, "The exchange was not done within "},
        };
        auto const* const found = std::find_if(std::begin(rows), std::end(rows), [&](row const& r) { return r.clock == running_; });
        return {errc::timed_out, found->sentence + std::to_string((limits_.*running_).count()) + " ms.", where};
    }

private:
    static steady_time after(steady_time now, std::chrono::milliseconds span) { return span.count() > 0 ? now + span : steady_time::max(); }
    void set() {
        set_for_ = deadline_;
        timer_.expires_at(set_for_);
        timer_.async_wait([self = shared_from_this()](boost::system::error_code const& stopped) {
            if (!stopped) self->ring();
        });
    }
    void ring() {
        if (!socket_) return;
        set_for_ = steady_time::max();
        if (std::chrono::steady_clock::now() < deadline_) {
            if (deadline_ != steady_time::max()) set();
            return;
        }
        has_rung_ = true;
        boost::system::error_code ignored;
        socket_->close(ignored);
    }

    boost::asio::steady_timer timer_;
    limits limits_;
    boost::asio::cancellation_state caller_;
    steady_time end_;
    steady_time deadline_ = steady_time::max();
    steady_time set_for_ = steady_time::max();
    std::chrono::milliseconds limits::*running_ = &limits::total;
    boost::asio::ip::tcp::socket* socket_ = nullptr;
    bool has_rung_ = false;
};

} // namespace parley::inline v0::transport::detail

#endif
