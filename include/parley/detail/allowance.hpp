#ifndef PARLEY_DETAIL_ALLOWANCE_HPP
#define PARLEY_DETAIL_ALLOWANCE_HPP

#include <parley/config.hpp>

#include <algorithm>
#include <chrono>
#include <mutex>

namespace parley::inline v0::detail {

/// What may be used of something that comes back at a steady pace. Who takes more than there is gets into debt and waits until it is paid, so
/// that all get their turn in the order in which they came. Any thread may use it.
class allowance {
public:
    using time = std::chrono::steady_clock::time_point;
    using duration = std::chrono::steady_clock::duration;

    /// @param per_second how much comes back; zero or less = there is no limit.
    /// @param most       how much is there at most, and in the beginning.
    allowance(double per_second, double most) : per_second_(per_second), most_(most), left_(most) {}

    /// Takes some.
    /// @return how long to wait before it is used.
    duration take(double amount, time now) {
        if (per_second_ <= 0) return duration::zero();
        std::lock_guard const lock(mutex_);
        if (now > since_) {
            if (since_ != time()) left_ = std::min(most_, left_ + per_second_ * std::chrono::duration<double>(now - since_).count());
            since_ = now;
        }
        left_ -= amount;
        if (left_ >= 0) return duration::zero();
        return std::chrono::ceil<duration>(std::chrono::duration<double>(-left_ / per_second_));
    }

    /// Gives back what was not used; less than nothing takes what was used beyond.
    void give(double amount) {
        if (per_second_ <= 0) return;
        std::lock_guard const lock(mutex_);
        left_ = std::min(most_, left_ + amount);
    }

private:
    std::mutex mutex_;
    double per_second_, most_, left_;
    time since_{};
};

} // namespace parley::inline v0::detail

#endif
