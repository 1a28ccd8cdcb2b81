#ifndef PARLEY_AUTH_DETAIL_TASK_HPP
#define PARLEY_AUTH_DETAIL_TASK_HPP

// How a strategy that needs several steps is written: as a coroutine that reads from top to bottom and does no I/O. It waits for answers
// (`co_await response_to(request)`), and whoever drives it carries them in.

#include <parley/auth/auth.hpp>
#include <parley/clock.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <coroutine>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::auth::detail {

struct wanted_response {
    http::request request;
    std::chrono::milliseconds limit;
    bool is_retried;
};
struct wanted_output {
    std::vector<std::string> argv;
    std::chrono::milliseconds limit;
};
struct wanted_lock {
    std::string path;
};
struct wanted_time {};

inline constexpr std::chrono::milliseconds usual_limit = std::chrono::seconds(15);

/// Waits for the answer to a request: `result<http::response>`.
/// @param is_retried whether it is sent again where that may help, before its answer arrives here.
inline wanted_response response_to(http::request request, std::chrono::milliseconds limit = usual_limit, bool is_retried = true) {
    return {std::move(request), limit, is_retried};
}
/// Waits for a program's end: `result<process_output>`.
inline wanted_output output_of(std::vector<std::string> argv, std::chrono::milliseconds limit) { return {std::move(argv), limit}; }
/// Waits for the lock of a file, which is held until the whole procedure ends: `result<locked>`.
inline wanted_lock lock_of(std::string path) { return {std::move(path)}; }
/// The moment at which the last answer arrived; never waits.
inline wanted_time present() noexcept { return {}; }

/// Where a procedure and its driver meet.
struct meeting {
    std::variant<wanted_response, wanted_output, wanted_lock> wanted = wanted_lock();
    result<answer> got = error();
    time_point now = {};
    std::coroutine_handle<> waiting = nullptr; ///< is resumed when `got` is there
};

/// A coroutine that gives a `T`; it starts when it is awaited, or driven by `start`. Its arguments by reference must outlive it.
template <class T> class task {
public:
    class promise_type;
    using handle = std::coroutine_handle<promise_type>;

    class promise_type {
    public:
        task get_return_object() noexcept { return task(handle::from_promise(*this)); }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        auto final_suspend() const noexcept { return return_to(caller); }
        template <class U> void return_value(U&& value) { made.emplace(std::forward<U>(value)); }
        void unhandled_exception() const { throw; } // std::bad_alloc, to whoever drives it

        auto await_transform(wanted_response wanted) { return asked<http::response>(std::move(wanted)); }
        auto await_transform(wanted_output wanted) { return asked<process_output>(std::move(wanted)); }
        auto await_transform(wanted_lock wanted) { return asked<locked>(std::move(wanted)); }
        auto await_transform(wanted_time) const noexcept { return clock_reader(at->now); }
        template <class U> auto await_transform(task<U> inner) const noexcept {
            inner.handle_.promise().at = at;
            return inner_result<U>(std::move(inner));
        }

        meeting* at = nullptr;
        std::coroutine_handle<> caller = std::noop_coroutine();
        std::optional<T> made;

    private:
        template <class A, class Wanted> auto asked(Wanted wanted) {
            at->wanted = std::move(wanted);
            return arrival<A>(*at);
        }
    };

    task(task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    task& operator=(task&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~task() {
        if (handle_) handle_.destroy();
    }

    /// Runs until something is wanted, or to the end; afterwards `at.waiting` is to be resumed for each answer.
    void start(meeting& at) {
        handle_.promise().at = &at;
        handle_.resume();
    }
    /// What it gave; nothing while it waits.
    std::optional<T>& made() noexcept { return handle_.promise().made; }

private:
    template <class U> friend class task;

    struct return_to {
        std::coroutine_handle<> caller;
        explicit return_to(std::coroutine_handle<> to) noexcept : caller(to) {}
        bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<>) const noexcept { return caller; }
        void await_resume() const noexcept {}
    };
    struct clock_reader {
        time_point now;
        explicit clock_reader(time_point at) noexcept : now(at) {}
        bool await_ready() const noexcept { return true; }
        void await_suspend(std::coroutine_handle<>) const noexcept {}
        time_point await_resume() const noexcept { return now; }
    };
    template <class A> struct arrival {
        meeting& at;
        explicit arrival(meeting& where) noexcept : at(where) {}
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> self) const noexcept { at.waiting = self; }
        result<A> await_resume() const {
            if (!at.got) return at.got.error();
            if (auto* const fits = std::get_if<A>(&*at.got)) return std::move(*fits);
            return error(errc::invalid_argument, "The answer is of another kind than the step.");
        }
    };
    template <class U> struct inner_result {
        task<U> inner;
        explicit inner_result(task<U> of) noexcept : inner(std::move(of)) {}
        bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<> self) const noexcept {
            inner.handle_.promise().caller = self;
            return inner.handle_;
        }
        U await_resume() { return std::move(*inner.handle_.promise().made); }
    };

    explicit task(handle h) noexcept : handle_(h) {}

    handle handle_;
};

} // namespace parley::inline v0::auth::detail

#endif
