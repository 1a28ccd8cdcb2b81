#ifndef PARLEY_AUTH_AUTH_HPP
#define PARLEY_AUTH_AUTH_HPP

#include <parley/clock.hpp>
#include <parley/environment.hpp>
#include <parley/http/request.hpp>
#include <parley/http/response.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace parley::inline v0::auth {

/// Names one thing that a strategy asked for; an answer to an older one is ignored.
using step_id = std::uint64_t;

/// How soon an answer is needed.
enum class urgency {
    urgent, ///< no request can be signed before
    ahead,  ///< the credentials at hand still serve
};

/// Requests can be signed.
struct ready {};
/// This request is to be answered.
struct fetch {
    step_id id = 0;
    http::request request;
    urgency when = urgency::urgent;
    time_point earliest = {};                                       ///< it is not to be sent before: an earlier try failed
    std::chrono::milliseconds limit = std::chrono::milliseconds(0); ///< of the whole exchange; zero = as the transport has it
};
/// This program is to be run.
struct run {
    step_id id = 0;
    std::vector<std::string> argv = {};
    std::chrono::milliseconds limit = std::chrono::seconds(30);
    urgency when = urgency::urgent;
};
/// The lock of this file is to be held until the next step but fetches and runs.
struct lock {
    step_id id = 0;
    std::string path = {};
    urgency when = urgency::urgent;
};
/// No request can be signed.
struct failed {
    error why;
};

/// What a strategy needs next.
using step = std::variant<ready, fetch, run, lock, failed>;

/// The lock is held.
struct locked {};

/// What came of a step.
using answer = std::variant<http::response, process_output, locked>;

/// The requirements that `Auth` is made of, one by one, so that a message can say which one is not met.
namespace requires_ {

template <class A>
concept says_what_it_needs = requires(A& a, time_point now) {
    { a.next(now) } -> std::same_as<step>;
};
template <class A>
concept takes_answers = requires(A& a, step_id id, result<answer> got, time_point now) { a.done(id, got, now); };
template <class A>
concept signs = requires(A& a, http::request& r, time_point now) {
    { a.sign(r, now) } -> std::same_as<result<void>>;
};
template <class A>
concept judges_refusals = requires(A& a, http::response const& r) {
    { a.refused(r) } -> std::same_as<bool>;
};

} // namespace requires_

/// Proves to a provider who the caller is, without doing any I/O itself.
///
/// `next` says what is needed, the client does it and reports through `done` (failures too), until `next` says `ready`; then `sign` adds the
/// credentials to a request. Until `done` is called, `next` says the same again: a client does each step once, however many calls wait for it.
/// A step that is needed `ahead` may be done while requests are signed. `refused` looks at an answer of status 400, 401 or 403 and says
/// whether another try with new credentials is worthwhile. Calls never overlap.
/// @par Exemplar
/// @code
/// struct my_auth {
///     auth::step next(parley::time_point now);
///     void done(auth::step_id, parley::result<auth::answer>, parley::time_point now);
///     parley::result<void> sign(http::request&, parley::time_point now);
///     bool refused(http::response const&);
/// };
/// @endcode
/// @par Model
/// `none`, `basic_api_key`, `bearer`, `client_credentials`, `authorization_code`, `unified`, `databricks_profile`
template <class A>
concept Auth = requires_::says_what_it_needs<A> && requires_::takes_answers<A> && requires_::signs<A> && requires_::judges_refusals<A>;

} // namespace parley::inline v0::auth

#endif
