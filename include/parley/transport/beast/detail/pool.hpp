#ifndef PARLEY_TRANSPORT_BEAST_DETAIL_POOL_HPP
#define PARLEY_TRANSPORT_BEAST_DETAIL_POOL_HPP

#include <parley/transport/beast/detail/connection.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0::transport::detail {

/// Connections that wait for the next request to their origin. Any thread may use it.
class pool {
public:
    pool(std::size_t most_per_origin, std::chrono::milliseconds longest_wait) : most_(most_per_origin), longest_(longest_wait) {}

    /// Returns a connection that is still usable, the one used last first; null where there is none.
    std::unique_ptr<connection> take(std::string const& origin) {
        std::lock_guard const lock(mutex_);
        forget_old();
        auto const found = idle_.find(origin);
        if (found == idle_.end()) return nullptr;
        auto& waiting = found->second;
        while (!waiting.empty()) {
            auto candidate = std::move(waiting.back().held);
            waiting.pop_back();
            if (candidate->is_fresh()) return candidate;
        }
        return nullptr;
    }

    void give(std::unique_ptr<connection> used) {
        std::lock_guard const lock(mutex_);
        forget_old();
        if (most_ == 0) return;
        auto& waiting = idle_[used->origin()];
        if (waiting.size() == most_) waiting.erase(waiting.begin());
        waiting.push_back({std::move(used), std::chrono::steady_clock::now()});
    }

private:
    struct entry {
        std::unique_ptr<connection> held;
        std::chrono::steady_clock::time_point since;
    };

    /// Closes what has waited too long, whatever its origin.
    void forget_old() {
        auto const oldest = std::chrono::steady_clock::now() - longest_;
        for (auto& [origin, waiting] : idle_) std::erase_if(waiting, [&](entry const& e) { return e.since < oldest; });
        std::erase_if(idle_, [](auto const& each) { return each.second.empty(); });
    }

    std::mutex mutex_;
    std::map<std::string, std::vector<entry>> idle_;
    std::size_t most_;
    std::chrono::milliseconds longest_;
};

} // namespace parley::inline v0::transport::detail

#endif
