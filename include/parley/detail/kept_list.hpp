#ifndef PARLEY_DETAIL_KEPT_LIST_HPP
#define PARLEY_DETAIL_KEPT_LIST_HPP

// A list that a provider was asked for, and that counts for a while.

#include <parley/clock.hpp>
#include <parley/errc.hpp>
#include <parley/error.hpp>
#include <parley/result.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace parley::inline v0::detail {

/// What came of asking, and until when that counts. Whoever was turned away may have other credentials a moment later, and whoever stopped waiting
/// learned nothing: neither is kept.
template <class T> class kept_answer {
public:
    kept_answer(std::chrono::seconds kept, std::chrono::seconds missed) : kept_(kept), missed_(missed) {}

    /// Returns what is known; nothing where somebody is to be asked.
    std::optional<result<T>> find(time_point now) const { return until_ > now ? known_ : std::nullopt; }

    void keep(result<T> const& got, time_point now) {
        if (!got && (is(got.error(), condition::auth) || got.error().code == errc::cancelled)) return;
        known_ = got;
        until_ = now + (got ? kept_ : missed_);
    }
    void forget() { known_.reset(); }

private:
    std::chrono::seconds kept_, missed_;
    std::optional<result<T>> known_;
    time_point until_{};
};

/// A list that is asked for when it is needed. Any thread may use it.
template <class Row> class kept_list {
public:
    using rows = std::shared_ptr<std::vector<Row> const>;
    using asking = std::function<boost::asio::awaitable<result<std::vector<Row>>>()>;

    kept_list(asking ask, std::chrono::seconds kept, std::chrono::seconds missed, parley::clock clock) : ask_(std::move(ask)), clock_(clock), answer_(kept, missed) {}

    /// Returns the list; calls that overlap before the first answer ask once each.
    static boost::asio::awaitable<result<rows>> get(std::shared_ptr<kept_list> self) {
        if (auto known = self->known()) co_return *known;
        auto asked = co_await self->ask_();
        auto got = asked ? result<rows>(std::make_shared<std::vector<Row> const>(std::move(*asked))) : result<rows>(asked.error());
        self->keep(got);
        co_return got;
    }

    void forget() {
        std::lock_guard const lock(mutex_);
        answer_.forget();
    }

private:
    std::optional<result<rows>> known() {
        std::lock_guard const lock(mutex_);
        return answer_.find(clock_.now());
    }
    void keep(result<rows> const& got) {
        std::lock_guard const lock(mutex_);
        answer_.keep(got, clock_.now());
    }

    asking ask_;
    parley::clock clock_;
    std::mutex mutex_;
    kept_answer<rows> answer_;
};

} // namespace parley::inline v0::detail

#endif
