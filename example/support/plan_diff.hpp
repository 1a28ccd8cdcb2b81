#ifndef EXAMPLE_SUPPORT_PLAN_DIFF_HPP
#define EXAMPLE_SUPPORT_PLAN_DIFF_HPP

#include "support/terminal.hpp"

#include <parley/migrate/plan.hpp>
#include <parley/migrate/report.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/json/value.hpp>

#include <string>

namespace support {

/// Prints the steps of a plan.
inline void print_steps(terminal& to, std::vector<parley::migrate::step_report> const& steps) {
    for (auto const& step : steps) {
        to.out() << "  ";
        if (step.from != step.to) to.out() << step.from << " -> " << step.to << ' ';
        if (!step.pointer.empty()) to.out() << "at " << step.pointer << ' ';
        to.out() << to.faint(step.description.empty() ? step.name : step.description) << '\n';
    }
}

/// Prints what a plan changes, as lines of old and new values.
/// @param before the document as it is; what stands below names of secrets is masked here.
/// @param after  the document as it would be, fit to be shown.
inline void print_diff(terminal& to, boost::json::value const& before, boost::json::value const& after, boost::json::array const& patch) {
    auto const shown_before = parley::migrate::redacted(before);
    for (auto const& operation : parley::migrate::redacted(patch)) {
        auto const& path = operation.at("path").as_string();
        auto const& op = operation.at("op").as_string();
        auto const line = [&](char const* sign, boost::json::value const& v) {
            return sign + std::string(path.data(), path.size()) + ": " + parley::reflect::to_text(v);
        };
        boost::json::error_code absent;
        if (op != "add")
            if (auto const* old = shown_before.find_pointer(path, absent)) to.out() << to.red(line("  - ", *old)) << '\n';
        if (op != "remove") {
            auto const* now = after.find_pointer(path, absent);
            to.out() << to.green(line("  + ", now ? *now : operation.at("value"))) << '\n';
        }
    }
}

} // namespace support

#endif
