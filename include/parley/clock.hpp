#ifndef PARLEY_CLOCK_HPP
#define PARLEY_CLOCK_HPP

#include <parley/config.hpp>

#include <chrono>

namespace parley::inline v0 {

/// A moment on the wall clock, in UTC.
using time_point = std::chrono::system_clock::time_point;

/// Says what time it is: the system's clock, or one that a test sets.
///
/// Copies of a manual clock share nothing: keep the one you advance. Reading from several threads is safe while nobody advances.
class clock {
public:
    /// The system's clock.
    clock() noexcept = default;

    /// A clock that stands still at `start` until it is advanced.
    static clock manual(time_point start) noexcept {
        clock made;
        made.manual_ = true;
        made.now_ = start;
        return made;
    }

    time_point now() const noexcept { return manual_ ? now_ : std::chrono::system_clock::now(); }

    /// Moves a manual clock; no effect on the system's.
    void advance(std::chrono::system_clock::duration by) noexcept { now_ += by; }

private:
    bool manual_ = false;
    time_point now_{};
};

} // namespace parley::inline v0

#endif
