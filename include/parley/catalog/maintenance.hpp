#ifndef PARLEY_CATALOG_MAINTENANCE_HPP
#define PARLEY_CATALOG_MAINTENANCE_HPP

#include <parley/catalog/calendar_rule.hpp>
#include <parley/catalog/clean_up.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/store.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parley::inline v0::catalog {

/// How maintenance goes about it.
struct maintenance_options {
    std::string runner = {};                           ///< what this program and machine are called, for whoever looks after them
    calendar_rule when;                                ///< Sunday, 04:00 UTC
    std::chrono::seconds grace = default_grace;        ///< how long a row stays after its model was deleted or migrated
    std::chrono::seconds lease = std::chrono::hours(1); ///< a runner that takes longer counts as dead
};

/// What became of one look at whether maintenance is due.
struct maintenance_report {
    std::optional<cleanup_run> run; ///< empty = nothing was due, or another runner is at it
    std::string runner;             ///< who is at it, where that is another one
    moment next{};                  ///< when it is worth looking again

    friend bool operator==(maintenance_report const&, maintenance_report const&) = default;
};
BOOST_DESCRIBE_STRUCT(maintenance_report, (), (run, runner, next))

/// Cleans up if that is due: once for each moment of the calendar rule, however many programs on however many machines ask.
///
/// A moment that passed while no program was running is made up for. A data base that has never been looked after begins with the next moment.
/// A runner that dies is replaced when its lease is over; the next one continues where it stopped. Machines should agree about the time
/// within a fraction of the lease. Call it at `maintenance_report::next`, or as often as you like; it takes as long as the clean-up does.
///
/// Needs `catalog:delete`; for the platform's operator.
/// @return the errors of the store; then it stays due.
struct run_maintenance_t {
    static constexpr operation is{"maintenance.run", scope::delete_, reach::platform};

    result<maintenance_report> operator()(store& in, principal const& who, reference_sources const& sources, maintenance_options const& options) const {
        moment lease_until{};
        auto const claimed = in.run(is, who, [&](transaction& t) {
            lease_until = t.now() + options.lease;
            return claim(t, options, lease_until);
        });
        if (!claimed) return claimed.error();
        auto const now = in.now();
        auto const next = std::chrono::floor<std::chrono::microseconds>(due_after(options.when, now));
        if (!claimed->is_mine) {
            auto const held = claimed->lease_until && *claimed->lease_until > now;
            return maintenance_report{std::nullopt, held ? claimed->runner.value_or(std::string()) : std::string(), held ? *claimed->lease_until : next};
        }
        auto run = clean_up(in, who, sources, {options.grace, false});
        auto const ended = in.run(is, who, [&](transaction& t) {
            return t.change("update catalog_maintenance set runner = null, lease_until = null, due_at = $1, "
                            "last_run_at = case when $2 then $3 else last_run_at end where task = $4 and runner = $5 and lease_until = $6",
                            next, run.has_value(), now, task, options.runner, lease_until);
        });
        if (!run) return run.error();
        if (!ended) return ended.error();
        return maintenance_report{std::move(*run), {}, next};
    }

private:
    static constexpr std::string_view task = "clean_up";

    struct claim_state {
        bool is_mine = false;
        std::optional<std::string> runner = {};
        std::optional<moment> lease_until = {};
    };
    BOOST_DESCRIBE_CLASS(claim_state, (), (is_mine, runner, lease_until), (), ())

    /// Takes the lease where a moment of the rule has passed since the last run and nobody holds it.
    static result<claim_state> claim(transaction& t, maintenance_options const& options, moment lease_until) {
        auto const now = t.now();
        auto const known = t.change("insert into catalog_maintenance (task, last_run_at) values ($1, $2) on conflict do nothing", task, now);
        if (!known) return known.error();
        auto const taken = t.change("update catalog_maintenance set runner = $1, lease_until = $2 where task = $3 and last_run_at < $4 "
                                    "and (lease_until is null or lease_until <= $5)",
                                    options.runner, lease_until, task, std::chrono::floor<std::chrono::microseconds>(due_before(options.when, now)), now);
        if (!taken) return taken.error();
        return t.one<claim_state>("select cast($1 as boolean) as is_mine, runner, lease_until from catalog_maintenance where task = $2", *taken == 1, task);
    }
};
inline constexpr run_maintenance_t run_maintenance{};

} // namespace parley::inline v0::catalog

#endif
