#include "cli/catalog.hpp"

#include <parley/catalog/access.hpp>
#include <parley/catalog/default_model.hpp>
#include <parley/catalog/resolve.hpp>

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>
#include <vector>

namespace cli::catalog_commands {

namespace {

result<exit_status> show_access(workplace& w) {
    auto const workspace = workspace_of(w);
    if (!workspace) return workspace.error();
    auto const page = catalog::list_grants(w.in, w.who, {.workspace = *workspace}, {.limit = w.a.limit, .cursor = w.a.cursor});
    if (!page) return page.error();
    using row = catalog::grant_row;
    return show(w, "grants", page->items, page->next, &row::id, &row::workspace, &row::model, &row::created_by);
}
result<exit_status> set_access(workplace& w) {
    auto const workspace = workspace_of(w);
    if (!workspace) return workspace.error();
    std::vector<catalog::model_id> wanted;
    for (auto const& name : w.a.names) {
        auto const which = model_of(w, name);
        if (!which) return which.error();
        wanted.push_back(*which);
    }
    auto const change = *workspace ? catalog::set_workspace_access(w.in, w.who, **workspace, w.a.flag ? catalog::access_mode::inherit : catalog::access_mode::restricted, wanted)
                                   : catalog::set_organisation_models(w.in, w.who, wanted);
    if (!change) return change.error();
    if (w.s.json) print({{"added", change->added.size()}, {"removed", change->removed.size()}});
    else std::cout << change->added.size() << " granted, " << change->removed.size() << " revoked\n";
    return exit_status::fine;
}

result<exit_status> resolve(workplace& w) {
    auto const with = guard(w);
    if (!with) return with.error();
    auto const which = model_of(w, w.a.name);
    auto const workspace = workspace_of(w);
    if (!which) return which.error();
    if (!workspace) return workspace.error();
    return show(w, catalog::resolve(w.in, w.who, *with, *which, *workspace));
}
result<exit_status> models(workplace& w) {
    auto const workspace = workspace_of(w);
    if (!workspace) return workspace.error();
    auto const rows = catalog::list_usable_models(w.in, w.who, *workspace);
    if (!rows) return rows.error();
    return show(w, "models", *rows, {}, &catalog::model_row::id, &catalog::model_row::vendor, &catalog::model_row::name);
}

result<exit_status> show_default(workplace& w) {
    auto const workspace = workspace_of(w);
    if (!workspace) return workspace.error();
    return show(w, catalog::get_default(w.in, w.who, *workspace));
}
result<exit_status> set_default(workplace& w) {
    auto const which = model_of(w, w.a.name);
    if (!which) return which.error();
    return show(w, catalog::set_default(w.in, w.who, *which));
}

} // namespace

void add_access(menu const& m) {
    auto& a = *m.given;
    auto& access = m.subgroup("access", "Who may use which model");
    m.at_workspace(m.paged(m.add(access, "show", "List the grants", show_access)));
    auto& granting = m.at_workspace(m.add(access, "set", "Grant exactly these models", set_access));
    granting.add_option("models", a.names, which_model);
    granting.add_flag("--inherit", a.flag, "The workspace has its organisation's models");
    m.at_workspace(m.add(m.group, "models", "List the models that can be used", models));
    m.at_workspace(m.named(m.group, "resolve", "Say what it takes to call a model; secrets are masked", resolve, which_model));
    auto& standard = m.subgroup("default", "The model that is used where none is named");
    m.at_workspace(m.add(standard, "show", "Say which it is, and why", show_default));
    m.named(standard, "set", "Choose it", set_default, which_model);
}

} // namespace cli::catalog_commands
