#ifndef PARLEY_CATALOG_MAINTENANCE_HPP
#define PARLEY_CATALOG_MAINTENANCE_HPP

#include <parley/catalog/calendar_rule.hpp>
#include <parley/catalog/clean_up.hpp>
#include <parley/catalog/id.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/store.hpp>
#include <parley/config.hpp>
#include <parley/result.hpp>

#include <boost/describe/class.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

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

    result<maintenance_report> operator()(store& in, principal const& who, reference_sources const& sources, maintenance_options const& options) const;
};
inline constexpr run_maintenance_t run_maintenance{};

} // namespace parley::inline v0::catalog

#ifndef PARLEY_SEPARATE_COMPILATION
#include <parley/catalog/impl/maintenance.ipp>
#endif

#endif
