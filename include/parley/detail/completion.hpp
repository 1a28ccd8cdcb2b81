#ifndef PARLEY_DETAIL_COMPLETION_HPP
#define PARLEY_DETAIL_COMPLETION_HPP

#include <parley/result.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/recycling_allocator.hpp>

#include <memory>
#include <new>
#include <utility>

namespace parley::inline v0::detail {

/// Whoever waits for an operation: any handler, so that what completes it is compiled once for all tokens. It is a handler itself: whoever passes
/// it on as a token adds nothing.
///
/// It does what is asked of `boost::asio::any_completion_handler` here, which costs several times as much to compile for each type of handler.
/// The memory that holds a handler is its own allocator's; without one it is kept for the next handler, as Asio does.
template <class R> class completion {
public:
    template <class Handler> explicit completion(Handler handler) {
        memory_of<Handler> memory(boost::asio::get_associated_allocator(handler, boost::asio::recycling_allocator<void>()));
        auto* const place = memory.allocate(1);
        try {
            held_.reset(std::construct_at(place, std::move(handler), memory));
        } catch (...) {
            memory.deallocate(place, 1);
            throw;
        }
    }

    /// Returns where the handler is to be called.
    boost::asio::any_completion_executor executor(boost::asio::any_completion_executor const& otherwise) const { return held_->executor(otherwise); }

    using cancellation_slot_type = boost::asio::cancellation_slot;

    /// Returns through which the operation is cancelled.
    cancellation_slot_type get_cancellation_slot() const noexcept { return held_->cancellation_slot(); }

    /// Calls the handler; before that, the memory that held it is given back.
    void operator()(result<R> made) && { held_.release()->complete(std::move(made)); }

private:
    struct base {
        virtual boost::asio::any_completion_executor executor(boost::asio::any_completion_executor const& otherwise) const = 0;
        virtual boost::asio::cancellation_slot cancellation_slot() const noexcept = 0;
        virtual void complete(result<R>&& made) = 0;
        virtual void give_back() noexcept = 0;

    protected:
        ~base() = default;
    };
    struct returner {
        void operator()(base* held) const noexcept { held->give_back(); }
    };
    using owner = std::unique_ptr<base, returner>;

    template <class Handler> struct model;
    template <class Handler>
    using memory_of = typename std::allocator_traits<
        boost::asio::associated_allocator_t<Handler, boost::asio::recycling_allocator<void>>>::template rebind_alloc<model<Handler>>;
    template <class Handler> struct model final : base {
        Handler handler;
        memory_of<Handler> memory;
        model(Handler&& h, memory_of<Handler> const& held_by) : handler(std::move(h)), memory(held_by) {}
        boost::asio::any_completion_executor executor(boost::asio::any_completion_executor const& otherwise) const override {
            return boost::asio::get_associated_executor(handler, otherwise);
        }
        boost::asio::cancellation_slot cancellation_slot() const noexcept override { return boost::asio::get_associated_cancellation_slot(handler); }
        void complete(result<R>&& made) override {
            owner self(this);
            Handler called(std::move(handler));
            self.reset();
            std::move(called)(std::move(made));
        }
        void give_back() noexcept override {
            auto from = memory;
            std::destroy_at(this);
            from.deallocate(this, 1);
        }
    };
    owner held_;
};

} // namespace parley::inline v0::detail

template <class R, class Otherwise> struct boost::asio::associated_executor<parley::detail::completion<R>, Otherwise> {
    using type = any_completion_executor;
    static type get(parley::detail::completion<R> const& waiting, Otherwise const& otherwise = {}) noexcept {
        return waiting.executor(any_completion_executor(std::nothrow, otherwise));
    }
};

#endif
