#include "cli/catalog.hpp"

#include <parley/catalog/audit.hpp>
#include <parley/catalog/clean_up.hpp>
#include <parley/catalog/history.hpp>
#include <parley/catalog/maintenance.hpp>
#include <parley/catalog/migration.hpp>

#include <CLI/CLI.hpp>

#include <iostream>

namespace cli::catalog_commands {

namespace {

result<exit_status> migrate(workplace& w) {
    auto const from = model_of(w, w.a.name), to = model_of(w, w.a.other);
    if (!from) return from.error();
    if (!to) return to.error();
    auto const plan = catalog::plan_model_migration(w.in, w.who, w.sources, *from, *to);
    if (!plan) return plan.error();
    if (!w.a.text.empty()) {
        if (w.a.text != plan->fingerprint) return error(errc::conflict, "What the plan was made of has changed since: look at the plan again.", w.a.text);
        return show(w, catalog::migrate_model(w.in, w.who, w.sources, *plan, {.confirmed = w.a.flag, .force_override = w.a.force, .reason = w.a.reason}));
    }
    if (w.s.json) return show(w, *plan);
    for (auto const& finding : plan->findings) std::cout << shown(finding.severity) << ": " << shown(finding.code) << ' ' << shown(finding.parameters) << '\n';
    std::cout << "to carry it out: --apply " << plan->fingerprint << '\n';
    return exit_status::fine;
}
result<exit_status> history(workplace& w) {
    auto const rows = catalog::list_migrations(w.in, w.who);
    if (!rows) return rows.error();
    using row = catalog::migration_record;
    return show(w, "migrations", *rows, {}, &row::id, &row::status, &row::from_name, &row::to_name, &row::migrated, &row::initiated_by);
}
result<exit_status> cleanup(workplace& w) { return show(w, catalog::clean_up(w.in, w.who, w.sources, {.dry_run = w.a.flag})); }
result<exit_status> maintain(workplace& w) {
    auto const report = catalog::run_maintenance(w.in, w.who, w.sources, {.runner = w.a.name, .when = {}});
    if (!report) return report.error();
    if (report->run) return show(w, *report->run);
    if (w.s.json) print({{"run", nullptr}, {"runner", report->runner}});
    else std::cout << (report->runner.empty() ? "nothing is due" : "running already: " + one_line(report->runner)) << '\n';
    return exit_status::fine;
}
result<exit_status> audit(workplace& w) {
    auto const page = catalog::list_audit(w.in, w.who, {}, {.limit = w.a.limit, .cursor = w.a.cursor});
    if (!page) return page.error();
    using row = catalog::audit_row;
    return show(w, "audit", page->items, page->next, &row::at, &row::outcome, &row::actor, &row::operation, &row::subject_name, &row::changed_fields, &row::reason);
}

} // namespace

void add_life(menu const& m) {
    auto& a = *m.given;
    auto& migrating = m.named(m.group, "migrate", "Show what it takes to replace a model by another, or do it", migrate, "The model that goes");
    migrating.add_option("to", a.other, "The model that takes its place")->required();
    auto& apply = *migrating.add_option("--apply", a.text, "Carry out the plan of this fingerprint");
    migrating.add_flag("--plan")->description("Show the plan; so does saying neither")->excludes(&apply);
    migrating.add_flag("--confirm", a.flag, "The warnings were read");
    migrating.add_flag("--force-override", a.force, "Pass the security classification; needs catalog:override and a reason");
    migrating.add_option("--reason", a.reason, "Why");
    m.add(m.group, "history", "List the migrations", history);
    m.add(m.group, "cleanup", "Erase the rows of models that are gone for long", cleanup).add_flag("--dry-run", a.flag, "Only say which");
    m.named(m.group, "maintain", "Do what is due", maintain, "What this runner is called");
    m.paged(m.add(m.group, "audit", "Say who did what", audit));
}

} // namespace cli::catalog_commands
