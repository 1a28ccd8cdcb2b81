#ifndef PARLEY_CATALOG_DETAIL_POOL_HPP
#define PARLEY_CATALOG_DETAIL_POOL_HPP

#include <parley/catalog/database.hpp>
#include <parley/catalog/detail/connection.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace parley::inline v0::catalog::detail {

/// Connections that are open and at rest, and a limit for how many there are. Safe between threads.
class pool {
public:
    pool(database base, std::size_t limit, std::chrono::milliseconds wait_limit) : base_(std::move(base)), limit_(limit), wait_limit_(wait_limit) {}

    /// A connection that goes back when it dies, unless it is broken.
    class lease {
    public:
        lease(pool& of, std::unique_ptr<connection> c, bool fresh) noexcept : pool_(&of), connection_(std::move(c)), fresh_(fresh) {}
        lease(lease&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)), connection_(std::move(other.connection_)), fresh_(other.fresh_) {}
        lease& operator=(lease&&) = delete;
        ~lease() {
            if (pool_) pool_->give_back(std::move(connection_));
        }

        connection& operator*() const noexcept { return *connection_; }
        connection* operator->() const noexcept { return connection_.get(); }
        bool is_fresh() const noexcept { return fresh_; } ///< it was opened just now
        void discard() noexcept { connection_.reset(); }  ///< it is broken

    private:
        pool* pool_;
        std::unique_ptr<connection> connection_;
        bool fresh_;
    };

    /// Takes a connection, and waits for one where all are taken.
    /// @return `errc::connect_failed`; `errc::lock_timeout` where none came back in time.
    result<lease> take();

private:
    void give_back(std::unique_ptr<connection> c);

    database const base_;
    std::size_t const limit_;
    std::chrono::milliseconds const wait_limit_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<connection>> idle_;
    std::size_t open_ = 0;
};

} // namespace parley::inline v0::catalog::detail

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/detail/impl/pool.ipp>
#endif

#endif
