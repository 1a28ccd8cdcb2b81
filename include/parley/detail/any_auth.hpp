#ifndef PARLEY_DETAIL_ANY_AUTH_HPP
#define PARLEY_DETAIL_ANY_AUTH_HPP

#include <parley/auth/api_key.hpp>
#include <parley/auth/auth.hpp>
#include <parley/clock.hpp>
#include <parley/config.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>

#include <memory>
#include <utility>

namespace parley::inline v0::detail {

/// Any strategy, where it is chosen at run time: one client type for all.
class any_auth {
public:
    template <auth::Auth Auth> explicit any_auth(Auth strategy) : held_(std::make_unique<model<Auth>>(std::move(strategy))) {}

    /// A key of any vendor. (A strategy that refines one is another strategy, and stays whole.)
    template <class Where> explicit any_auth(auth::basic_api_key<Where> key) : any_auth(static_cast<auth::fixed_key&&>(key)) {}
    explicit any_auth(auth::fixed_key key);

    auth::step next(time_point now);
    void done(auth::step_id id, result<auth::answer> got, time_point now);
    result<void> sign(http::request& r, time_point now);
    bool refused(http::response const& r);

private:
    struct base {
        virtual ~base() = default;
        virtual auth::step next(time_point) = 0;
        virtual void done(auth::step_id, result<auth::answer>, time_point) = 0;
        virtual result<void> sign(http::request&, time_point) = 0;
        virtual bool refused(http::response const&) = 0;
    };
    template <class Auth> struct model final : base {
        Auth strategy;
        explicit model(Auth s) : strategy(std::move(s)) {}
        auth::step next(time_point now) override { return strategy.next(now); }
        void done(auth::step_id id, result<auth::answer> got, time_point now) override { strategy.done(id, std::move(got), now); }
        result<void> sign(http::request& r, time_point now) override { return strategy.sign(r, now); }
        bool refused(http::response const& r) override { return strategy.refused(r); }
    };

    std::unique_ptr<base> held_;
};

} // namespace parley::inline v0::detail

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/detail/impl/any_auth.ipp>
#endif

#endif
