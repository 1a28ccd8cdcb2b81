#ifndef PARLEY_CATALOG_DETAIL_IMPL_POOL_IPP
#define PARLEY_CATALOG_DETAIL_IMPL_POOL_IPP

#include <parley/catalog/detail/pool.hpp>

namespace parley::inline v0::catalog::detail {

PARLEY_DECL result<pool::lease> pool::take() {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, wait_limit_, [&] { return !idle_.empty() || open_ < limit_; }))
        return error(errc::lock_timeout, "All connections to the data base are in use.");
    if (!idle_.empty()) {
        auto c = std::move(idle_.back());
        idle_.pop_back();
        return lease(*this, std::move(c), false);
    }
    ++open_;
    lock.unlock();
    auto opened = connection::open(base_, wait_limit_);
    if (opened) return lease(*this, std::move(*opened), true);
    give_back(nullptr);
    return opened.error();
}

PARLEY_DECL void pool::give_back(std::unique_ptr<connection> c) {
    {
        std::lock_guard const lock(mutex_);
        if (c) idle_.push_back(std::move(c));
        else --open_;
    }
    returned_.notify_one();
}

} // namespace parley::inline v0::catalog::detail

#endif
