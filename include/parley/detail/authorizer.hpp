#ifndef PARLEY_DETAIL_AUTHORIZER_HPP
#define PARLEY_DETAIL_AUTHORIZER_HPP

#include <parley/auth/auth.hpp>
#include <parley/clock.hpp>
#include <parley/detail/any_auth.hpp>
#include <parley/environment.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/migrate/file_lock.hpp>
#include <parley/result.hpp>
#include <parley/transport/limits.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace parley::inline v0::detail {

/// Does what a strategy asks for until it can sign: each thing once, however many calls wait for it. Any thread may use it; the strategy is
/// called by one at a time.
///
/// The work belongs to nobody's call: who is cancelled, or has no more time, stops waiting and disturbs no other. What is needed ahead is done
/// beside the calls, which are signed with what there is.
///
/// @tparam Transport carries what is fetched.
template <class Transport> class authorizer {
public:
    using runner = std::function<result<process_output>(std::vector<std::string> const& argv, std::chrono::milliseconds limit)>;

    /// @param user_agent of what is fetched; empty = the transport's.
    authorizer(any_auth auth, parley::clock clock, runner run = environment::of_process().run, std::string user_agent = {})
        : auth_(std::move(auth)), clock_(clock), run_(std::move(run)), user_agent_(std::move(user_agent)) {}

    /// Signs a request where nothing is to be done before: neither waited for nor renewed ahead.
    /// @return the strategy's error; nothing where `sign` is the one to ask.
    std::optional<result<void>> sign_at_once(http::request& r) {
        std::lock_guard const lock(mutex_);
        auto const now = clock_.now();
        auto const step = auth_.next(now);
        if (is_work(step)) return std::nullopt;
        if (auto const* const why = std::get_if<auth::failed>(&step)) return result<void>(why->why);
        return auth_.sign(r, now);
    }

    /// Signs a request.
    /// @param via     keeps alive the transport, and this with it, as long as there is work.
    /// @param allowed `total` limits the waiting.
    /// @return the strategy's error; `errc::timed_out`; `errc::cancelled`.
    boost::asio::awaitable<result<void>> sign(http::request& r, std::shared_ptr<Transport> via, transport::limits allowed) {
        namespace asio = boost::asio;
        auto const executor = co_await asio::this_coro::executor;
        auto const until = std::chrono::steady_clock::now() + (allowed.total.count() > 0 ? allowed.total : std::chrono::milliseconds(std::chrono::hours(24)));
        for (;;) {
            auto const turn = begin(r, executor, until);
            if (turn.is_to_work) {
                auto const strand = asio::make_strand(via->get_executor());
                asio::co_spawn(strand, work(via), asio::detached);
            }
            if (turn.done) co_return *turn.done;
            boost::system::error_code ec;
            co_await turn.waits->timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
            if (turn.waits->is_woken) continue;
            if (ec) co_return error(errc::cancelled);
            co_return error(errc::timed_out, "The credentials were not there in time.");
        }
    }

    bool refused(http::response const& r) {
        std::lock_guard const lock(mutex_);
        return auth_.refused(r);
    }

private:
    /// A call that waits. Its executor alone touches it.
    struct waiter {
        boost::asio::steady_timer timer;
        bool is_woken = false;
        waiter(boost::asio::any_io_executor const& on, std::chrono::steady_clock::time_point until) : timer(on, until) {}
    };
    /// What a call has to do next.
    struct turn {
        std::optional<result<void>> done;
        std::shared_ptr<waiter> waits;
        bool is_to_work = false;
    };

    turn begin(http::request& r, boost::asio::any_io_executor const& executor, std::chrono::steady_clock::time_point until) {
        std::lock_guard const lock(mutex_);
        auto const now = clock_.now();
        auto const step = auth_.next(now);
        turn made;
        if (auto const* const why = std::get_if<auth::failed>(&step)) made.done = result<void>(why->why);
        else if (std::holds_alternative<auth::ready>(step) || urgency_of(step) == auth::urgency::ahead) made.done = auth_.sign(r, now);
        if (is_work(step)) made.is_to_work = !std::exchange(is_working_, true);
        if (!made.done) waiters_.push_back(made.waits = std::make_shared<waiter>(executor, until));
        return made;
    }

    static bool is_work(auth::step const& step) noexcept { return !std::holds_alternative<auth::ready>(step) && !std::holds_alternative<auth::failed>(step); }
    static auth::urgency urgency_of(auth::step const& step) noexcept {
        if (auto const* const f = std::get_if<auth::fetch>(&step)) return f->when;
        if (auto const* const p = std::get_if<auth::run>(&step)) return p->when;
        if (auto const* const l = std::get_if<auth::lock>(&step)) return l->when;
        return auth::urgency::urgent;
    }

    /// Does one thing after the other until there is nothing more to do; then those who wait look again.
    boost::asio::awaitable<void> work(std::shared_ptr<Transport> via) {
        std::optional<migrate::file_lock> held;
        for (;;) {
            auto const step = next();
            if (!is_work(step)) break;
            if (auto const* const f = std::get_if<auth::fetch>(&step)) {
                if (f->earliest > clock_.now()) co_await pause(f->earliest - clock_.now());
                transport::limits allowed;
                allowed.total = f->limit.count() > 0 ? f->limit : std::chrono::milliseconds(std::chrono::seconds(30));
                allowed.max_body = std::size_t(1) << 20;
                auto asked = f->request;
                if (!user_agent_.empty()) asked.header.set("User-Agent", user_agent_);
                auto const got = co_await via->send(std::move(asked), allowed);
                if (got) done(f->id, auth::answer(*got));
                else done(f->id, got.error());
            } else if (auto const* const p = std::get_if<auth::run>(&step)) {
                // Waiting for a program blocks a thread, so it gets one of its own. Looking in turns costs a program nothing that is waited for in
                // turns itself, and needs no executor to outlive the thread.
                std::atomic<bool> is_finished = false;
                result<process_output> got = error(errc::process_failed);
                std::jthread const thread([&] {
                    got = run_(p->argv, p->limit);
                    is_finished = true;
                });
                while (!is_finished) co_await pause(std::chrono::milliseconds(10));
                if (got) done(p->id, auth::answer(*got));
                else done(p->id, got.error());
            } else {
                auto const& l = std::get<auth::lock>(step);
                auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
                for (bool is_done = false; !is_done;) {
                    auto got = migrate::file_lock::acquire(l.path, std::chrono::milliseconds(0));
                    is_done = got || got.error().code != errc::lock_timeout || std::chrono::steady_clock::now() >= until;
                    if (!is_done) co_await pause(std::chrono::milliseconds(20));
                    else if (!got) done(l.id, got.error());
                    else {
                        held.emplace(std::move(*got));
                        done(l.id, auth::answer(auth::locked()));
                    }
                }
            }
        }
    }

    static boost::asio::awaitable<void> pause(std::chrono::system_clock::duration for_this_long) {
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, for_this_long);
        boost::system::error_code ec;
        co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    }

    /// What is to be done next; where it is nothing, the work ends and the waiting with it.
    auth::step next() {
        std::lock_guard const lock(mutex_);
        auto step = auth_.next(clock_.now());
        if (is_work(step)) return step;
        is_working_ = false;
        for (auto const& w : std::exchange(waiters_, {}))
            boost::asio::post(w->timer.get_executor(), [w] {
                w->is_woken = true;
                w->timer.expires_at(std::chrono::steady_clock::time_point::min()); // also where the waiting is yet to begin
            });
        return step;
    }

    void done(auth::step_id id, result<auth::answer> got) {
        std::lock_guard const lock(mutex_);
        auth_.done(id, std::move(got), clock_.now());
    }

    std::mutex mutex_;
    any_auth auth_;
    parley::clock clock_;
    runner run_;
    std::string user_agent_;
    bool is_working_ = false;
    std::vector<std::shared_ptr<waiter>> waiters_;
};

} // namespace parley::inline v0::detail

#endif
