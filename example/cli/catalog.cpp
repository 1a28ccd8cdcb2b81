#include "cli/catalog.hpp"

#include <parley/catalog/organisation.hpp>
#include <parley/reflect/parse.hpp>

#include <CLI/CLI.hpp>

#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace catalog_commands {

namespace {

/// Reads `ACTOR`, `ORGANISATION:ACTOR` or `ORGANISATION/WORKSPACE:ACTOR`.
result<catalog::principal> principal_of(catalog::store& in, arguments const& a) {
    auto const scopes = catalog::scopes::parse(a.scopes);
    if (!scopes) return scopes.error();
    auto const colon = a.as.find(':');
    if (colon == a.as.npos) return catalog::principal::platform(a.as, *scopes);
    auto const place = a.as.substr(0, colon);
    auto const slash = place.find('/');
    auto const operator_ = catalog::principal::platform("parley", {catalog::scope::read});
    auto const organisations = catalog::list_organisations(in, operator_);
    if (!organisations) return organisations.error();
    auto const organisation = id_named(place.substr(0, slash), "organisation", *organisations);
    if (!organisation) return organisation.error();
    auto who = catalog::principal::member({*organisation}, a.as.substr(colon + 1), {catalog::scope::read});
    if (slash != place.npos) {
        auto const workspaces = catalog::list_workspaces(in, who);
        if (!workspaces) return workspaces.error();
        auto const workspace = id_named(place.substr(slash + 1), "workspace", *workspaces);
        if (!workspace) return workspace.error();
        who.workspace = catalog::workspace_id{*workspace};
    }
    who.scopes = *scopes;
    return who;
}

result<exit_status> init(workplace& w) { return done(w, {}); }

result<exit_status> add_organisation(workplace& w) { return show(w, catalog::create_organisation(w.in, w.who, w.a.name)); }
result<exit_status> list_organisations(workplace& w) {
    auto const rows = catalog::list_organisations(w.in, w.who);
    if (!rows) return rows.error();
    return show(w, "organisations", *rows, {}, &catalog::organisation_row::id, &catalog::organisation_row::name);
}
result<exit_status> add_workspace(workplace& w) { return show(w, catalog::create_workspace(w.in, w.who, w.a.name)); }
result<exit_status> list_workspaces(workplace& w) {
    auto const rows = catalog::list_workspaces(w.in, w.who);
    if (!rows) return rows.error();
    return show(w, "workspaces", *rows, {}, &catalog::workspace_row::id, &catalog::workspace_row::access_mode, &catalog::workspace_row::name);
}

result<exit_status> run(arguments const& a, session const& s, job work) {
    auto in = catalog::store::open(a.database);
    if (!in) return in.error();
    auto who = principal_of(*in, a);
    if (!who) return who.error();
    workplace w{a, s, std::move(*in), std::move(*who)};
    return work(w);
}

} // namespace

result<std::optional<catalog::workspace_id>> workspace_of(workplace& w) {
    if (w.a.workspace.empty()) return std::optional<catalog::workspace_id>();
    auto const rows = catalog::list_workspaces(w.in, w.who);
    if (!rows) return rows.error();
    auto const found = id_named(w.a.workspace, "workspace", *rows);
    if (!found) return found.error();
    return std::optional(catalog::workspace_id{*found});
}

result<catalog::model_id> model_of(workplace& w, std::string const& name) {
    std::int64_t number = 0;
    auto const end = name.data() + name.size();
    if (std::from_chars(name.data(), end, number).ptr == end) return catalog::model_id{number};
    auto const slash = name.find('/');
    catalog::model_filter filter{.name_contains = name, .with_gone = true};
    if (slash != name.npos) filter = {.vendor = name.substr(0, slash), .name_contains = name.substr(slash + 1), .with_gone = true};
    auto const page = catalog::list_models(w.in, w.who, filter, {.limit = 1000});
    if (!page) return page.error();
    std::vector<catalog::model_id> found;
    for (auto const& row : page->items)
        if (row.name == filter.name_contains) found.push_back(row.id);
    if (found.size() == 1) return found.front();
    return error(errc::not_found, found.empty() ? "No model is called so." : "Several models are called so: give the number that `list` shows.", name);
}

result<catalog::provider_guard> guard(workplace const& w) {
    auto keys = catalog::key_ring::from_environment(w.s.environment);
    if (!keys) return keys.error();
    return catalog::provider_guard{std::move(*keys), {}};
}

result<json::object> read_object(std::string const& file, char const* what) {
    auto const text = read_input(file);
    if (!text) return text.error();
    auto read = reflect::parse_value(*text);
    if (!read) return read.error();
    if (!read->is_object()) return error(errc::invalid_argument, std::string(what) + " is a JSON object.");
    return std::move(read->get_object());
}

result<exit_status> done(workplace const& w, result<void> const& outcome) {
    if (!outcome) return outcome.error();
    if (w.s.json) print({{"done", true}});
    return exit_status::fine;
}

CLI::App& menu::add(CLI::App& to, std::string const& name, std::string const& description, job work) const {
    auto& command = *to.add_subcommand(name, description);
    add_json_flag(command, s);
    command.callback([given = given, &s = s, work] { s.action = [given, &s, work] { return run(*given, s, work); }; });
    return command;
}
CLI::App& menu::named(CLI::App& to, std::string const& name, std::string const& description, job work, char const* what) const {
    auto& command = add(to, name, description, work);
    command.add_option("name", given->name, what)->required();
    return command;
}
CLI::App& menu::subgroup(char const* name, char const* description) const {
    auto& made = *group.add_subcommand(name, description);
    made.require_subcommand(1);
    return made;
}
CLI::App& menu::paged(CLI::App& command) const {
    command.add_option("--limit", given->limit, "Rows of a page, 1 to 1000");
    command.add_option("--cursor", given->cursor, "Where the page begins, as the page before says");
    return command;
}
CLI::App& menu::at_workspace(CLI::App& command) const {
    command.add_option("--workspace", given->workspace, "Name or number of a workspace; the organisation where none is given");
    return command;
}

} // namespace catalog_commands

void add_catalog(CLI::App& app, session& s) {
    using namespace catalog_commands;
    auto& group = *app.add_subcommand("catalog", "Look after a catalogue of models in a data base");
    menu const m{group, s, std::make_shared<arguments>()};
    auto& a = *m.given;
    group.require_subcommand(1);
    group.add_option("--db", a.database, "The data base: sqlite:FILE or postgresql://USER@HOST/NAME")->required();
    group.add_option("--as", a.as, "Who acts: ACTOR for the platform's operator, ORGANISATION:ACTOR, or ORGANISATION/WORKSPACE:ACTOR");
    group.add_option("--scopes", a.scopes, "What the actor may do, such as catalog:read; all but catalog:override where nothing is said");

    m.add(group, "init", "Make the tables, or bring them up to date", init);
    auto& organisation = m.subgroup("organisation", "Organisations");
    m.named(organisation, "add", "Add an organisation", add_organisation, "Its name");
    m.add(organisation, "list", "List the organisations", list_organisations);
    auto& workspace = m.subgroup("workspace", "Workspaces of an organisation");
    m.named(workspace, "add", "Add a workspace", add_workspace, "Its name");
    m.add(workspace, "list", "List the workspaces", list_workspaces);
    add_models(m);
    add_verified(m);
    add_access(m);
    add_providers(m);
    add_life(m);
}

} // namespace cli
