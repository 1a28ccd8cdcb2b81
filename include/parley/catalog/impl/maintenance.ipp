#ifndef PARLEY_CATALOG_IMPL_MAINTENANCE_IPP
#define PARLEY_CATALOG_IMPL_MAINTENANCE_IPP

#include <parley/catalog/maintenance.hpp>

#include <utility>

namespace parley::inline v0::catalog {

namespace detail {

inline constexpr std::string_view maintenance_task = "clean_up";

struct maintenance_claim {
    bool is_mine = false;
    std::optional<std::string> runner = {};
    std::optional<moment> lease_until = {};
};
BOOST_DESCRIBE_STRUCT(maintenance_claim, (), (is_mine, runner, lease_until))

/// Takes the lease where a moment of the rule has passed since the last run and nobody holds it.
inline result<maintenance_claim> claim_maintenance(transaction& t, maintenance_options const& options, moment lease_until) {
    auto const now = t.now();
    auto const known = t.change("insert into catalog_maintenance (task, last_run_at) values ($1, $2) on conflict do nothing", maintenance_task, now);
    if (!known) return known.error();
    auto const taken = t.change("update catalog_maintenance set runner = $1, lease_until = $2 where task = $3 and last_run_at < $4 "
                                "and (lease_until is null or lease_until <= $5)",
                                options.runner, lease_until, maintenance_task, std::chrono::floor<std::chrono::microseconds>(due_before(options.when, now)), now);
    if (!taken) return taken.error();
    return t.one<maintenance_claim>("select cast($1 as boolean) as is_mine, runner, lease_until from catalog_maintenance where task = $2", *taken == 1, maintenance_task);
}

} // namespace detail

PARLEY_DECL result<maintenance_report> run_maintenance_t::operator()(store& in, principal const& who, reference_sources const& sources,
                                                                     maintenance_options const& options) const {
    moment lease_until{};
    auto const claimed = in.run(is, who, [&](transaction& t) {
        lease_until = t.now() + options.lease;
        return detail::claim_maintenance(t, options, lease_until);
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
                        next, run.has_value(), now, detail::maintenance_task, options.runner, lease_until);
    });
    if (!run) return run.error();
    if (!ended) return ended.error();
    return maintenance_report{std::move(*run), {}, next};
}

} // namespace parley::inline v0::catalog

#endif
