#ifndef PARLEY_TRANSPORT_BEAST_DETAIL_READ_BUFFER_HPP
#define PARLEY_TRANSPORT_BEAST_DETAIL_READ_BUFFER_HPP

#include <parley/config.hpp>

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace parley::inline v0::transport::detail {

/// Blocks of memory that the exchanges of a transport read into, in turn. Any thread may use it.
class block_pool {
public:
    using block = std::unique_ptr<char[]>;
    static constexpr std::size_t block_size = 65536; // a read of Beast's own 512 bytes at a time costs six times the CPU

    block take() {
        std::lock_guard const lock(mutex_);
        if (free_.empty()) return std::make_unique_for_overwrite<char[]>(block_size);
        auto taken = std::move(free_.back());
        free_.pop_back();
        return taken;
    }
    void give(block used) {
        std::lock_guard const lock(mutex_);
        if (free_.size() < most_free) free_.push_back(std::move(used));
    }

private:
    static constexpr std::size_t most_free = 16;

    std::mutex mutex_;
    std::vector<block> free_;
};

/// What has been read and not yet used. It has a block only while there is something to read into it or to look at.
class read_buffer {
public:
    explicit read_buffer(block_pool& blocks) : blocks_(blocks) {}
    read_buffer(read_buffer const&) = delete;
    read_buffer& operator=(read_buffer const&) = delete;
    ~read_buffer() { drop(); }

    std::span<char> unread() noexcept { return {block_.get() + begin_, end_ - begin_}; }

    /// Returns where to read to. What was used before is gone.
    boost::asio::mutable_buffer space() {
        if (!block_) {
            make_room(rest_.size());
            std::memcpy(block_.get(), rest_.data(), rest_.size());
            end_ = rest_.size();
            rest_.clear();
        } else {
            std::memmove(block_.get(), block_.get() + begin_, end_ - begin_);
            end_ -= begin_;
            if (end_ == size_) grow();
        }
        begin_ = 0;
        return boost::asio::buffer(block_.get() + end_, size_ - end_);
    }
    void commit(std::size_t count) noexcept { end_ += count; }
    void consume(std::size_t count) noexcept { begin_ += count; }

    /// Gives the block to others while nothing is to be read. What is unread is kept: a few bytes, nearly always.
    void release() {
        if (!block_) return;
        rest_.assign(block_.get() + begin_, end_ - begin_);
        drop();
    }

private:
    void make_room(std::size_t least) {
        size_ = block_pool::block_size;
        if (least < size_) {
            block_ = blocks_.take();
            return;
        }
        size_ = 2 * least;
        block_ = std::make_unique_for_overwrite<char[]>(size_);
    }
    void grow() {
        auto const small = std::move(block_);
        auto const used = end_;
        make_room(used);
        std::memcpy(block_.get(), small.get(), used);
    }
    void drop() {
        if (block_ && size_ == block_pool::block_size) blocks_.give(std::move(block_));
        block_.reset();
        begin_ = end_ = 0;
    }

    block_pool& blocks_;
    block_pool::block block_;
    std::size_t size_ = 0, begin_ = 0, end_ = 0;
    std::string rest_;
};

} // namespace parley::inline v0::transport::detail

#endif
