#ifndef PARLEY_TRANSPORT_BEAST_DETAIL_PLACES_HPP
#define PARLEY_TRANSPORT_BEAST_DETAIL_PLACES_HPP

#include <parley/result.hpp>
#include <parley/transport/beast/detail/connect.hpp>
#include <parley/transport/beast/detail/watchdog.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace parley::inline v0::transport::detail {

class place;

/// Room for connections, as many as may be open to an origin at a time. Any thread may use it.
class places {
public:
    /// @param most_per_origin where it is 0, nobody may ask for a place.
    explicit places(std::size_t most_per_origin) : most_(most_per_origin) {}

private:
    friend place;
    struct at_origin {
        std::size_t taken = 0;
        std::deque<place*> queue = {}; // empty unless all are taken
    };

    std::mutex mutex_;
    std::map<std::string, at_origin> origins_;
    std::size_t most_;
};

/// One of the places, or a turn in the queue for it. Whoever drops it leaves, at whatever moment; a place that is left is the first one's in
/// the queue, so that nobody who comes later takes it.
class place {
public:
    /// @param of     outlives this.
    /// @param strand that waits for it.
    place(places& of, std::string const& origin, boost::asio::any_io_executor const& strand) : of_(of), strand_(strand), is_mine_(std::make_shared<callback_signal>(strand)) {
        std::lock_guard const lock(of_.mutex_);
        at_ = of_.origins_.try_emplace(origin).first;
        auto& there = at_->second;
        is_waiting_ = there.taken == of_.most_;
        if (is_waiting_) {
            there.queue.push_back(this);
        } else {
            ++there.taken;
            is_mine_->give();
        }
    }
    place(place const&) = delete;
    place& operator=(place const&) = delete;

    ~place() {
        std::lock_guard const lock(of_.mutex_);
        auto& there = at_->second;
        if (is_waiting_) {
            there.queue.erase(std::find(there.queue.begin(), there.queue.end(), this));
        } else if (!there.queue.empty()) {
            auto& next = *there.queue.front();
            there.queue.pop_front();
            next.is_waiting_ = false;
            // Under the lock, without which the next one goes away with all that it has. After that it passes the place on, told or not.
            boost::asio::post(next.strand_, [its = std::weak_ptr(next.is_mine_)] {
                if (auto const signal = its.lock()) signal->give();
            });
        } else if (--there.taken == 0) {
            of_.origins_.erase(at_);
        }
    }

    /// Waits for it.
    awaitable<result<void>> wait(watchdog& clocks, std::string const& where) {
        auto wrong = co_await is_mine_->wait(clocks, where);
        if (!wrong) co_return result<void>();
        if (wrong->code == errc::timed_out) {
            auto const all = std::to_string(of_.most_);
            wrong->message += " As many as may be open to the host at a time, " + all + ", are in use (max_per_origin).";
        }
        co_return std::move(*wrong);
    }

private:
    places& of_;
    boost::asio::any_io_executor strand_;
    std::shared_ptr<callback_signal> is_mine_;
    std::map<std::string, places::at_origin>::iterator at_;
    bool is_waiting_; // guarded by the mutex of all
};

} // namespace parley::inline v0::transport::detail

#endif
