#include "cli/command.hpp"

#include <parley/catalog.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

using parley::errc;
using parley::error;
using parley::result;
namespace catalog = parley::catalog;
namespace json = boost::json;
namespace reflect = parley::reflect;

struct arguments {
    std::string database, as = "operator", scopes = "*";
    std::string name, other, text, kind, workspace, reason;
    std::vector<std::string> names;
    std::int64_t number = 0, limit = 50;
    bool flag = false, force = false;
    std::string cursor;
};

/// What a command works on.
struct workplace {
    arguments const& a;
    session const& s;
    catalog::store in;
    catalog::principal who;
    catalog::reference_sources sources = {}; // the tool knows of no program's own rows
};
using job = result<exit_status> (*)(workplace&);

// --- who and what

result<std::int64_t> id_named(std::string_view name, std::string_view what, auto const& rows) {
    std::int64_t number = 0;
    auto const end = name.data() + name.size();
    auto const is_number = std::from_chars(name.data(), end, number).ptr == end && !name.empty();
    for (auto const& row : rows)
        if (is_number ? row.id.value == number : row.name == name) return row.id.value;
    return error(errc::not_found, "There is no " + std::string(what) + " of this name.", std::string(name));
}

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

result<std::optional<catalog::workspace_id>> workspace_of(workplace& w) {
    if (w.a.workspace.empty()) return std::optional<catalog::workspace_id>();
    auto const rows = catalog::list_workspaces(w.in, w.who);
    if (!rows) return rows.error();
    auto const found = id_named(w.a.workspace, "workspace", *rows);
    if (!found) return found.error();
    return std::optional(catalog::workspace_id{*found});
}

/// Finds a model by its number, or by `VENDOR/NAME` where it is the only one.
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

// --- output

template <class T> std::string shown(T const& value) {
    auto text = reflect::to_text(value);
    if (text == "null") return "-";
    return text.size() > 1 && text.front() == '"' ? one_line(text.substr(1, text.size() - 2)) : one_line(text);
}

/// Prints a row: JSON, or one line of its members.
template <class Row> exit_status show(workplace const& w, Row const& row) {
    if (w.s.json) print(reflect::to_json(row));
    else std::cout << shown(row) << '\n';
    return exit_status::fine;
}

/// Prints a table of the members that are named.
template <class Row, class... Members>
exit_status show(workplace const& w, char const* key, std::vector<Row> const& rows, std::optional<std::string> const& next, Members... members) {
    if (w.s.json) {
        json::array all;
        for (auto const& row : rows) all.push_back(reflect::to_json(row));
        print({{key, std::move(all)}, {"next", next ? json::value(*next) : json::value(nullptr)}});
        return exit_status::fine;
    }
    std::vector<std::vector<std::string>> lines;
    for (auto const& row : rows) lines.push_back({shown(row.*members)...});
    for (auto const& line : lines) {
        for (std::size_t i = 0; i != line.size(); ++i) {
            std::size_t width = 0;
            for (auto const& other : lines) width = std::max(width, other[i].size());
            std::cout << std::left << std::setw(i + 1 == line.size() ? 0 : static_cast<int>(width)) << line[i] << (i + 1 == line.size() ? "\n" : "  ");
        }
    }
    if (next) std::cout << "more: --cursor " << *next << '\n';
    return exit_status::fine;
}

template <class T> result<exit_status> show(workplace const& w, result<T> const& made) {
    if (!made) return made.error();
    return show(w, *made);
}

result<exit_status> done(workplace const& w, result<void> const& outcome) {
    if (!outcome) return outcome.error();
    if (w.s.json) print({{"done", true}});
    return exit_status::fine;
}

// --- commands

result<exit_status> init(workplace& w) { return done(w, {}); }

result<exit_status> seed(workplace& w) {
    auto const rows = catalog::seed_verified_models(w.in, w.who);
    if (!rows) return rows.error();
    return show(w, "added", *rows, {}, &catalog::verified_model_row::provider, &catalog::verified_model_row::model_name);
}

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

result<exit_status> create(workplace& w) {
    auto const slash = w.a.name.find('/');
    if (slash == w.a.name.npos) return error(errc::invalid_argument, "A new model is given as VENDOR/NAME.", w.a.name);
    auto const kind = w.a.kind.empty() ? std::optional(catalog::model_kind::completion) : reflect::enumerator_from<catalog::model_kind>(w.a.kind);
    if (!kind) return error(errc::invalid_argument, "A kind is completion, embedding or transcription.", w.a.kind);
    return show(w, catalog::create_model(w.in, w.who, {.vendor = w.a.name.substr(0, slash), .name = w.a.name.substr(slash + 1), .kind = *kind}));
}
result<exit_status> create_many(workplace& w) {
    auto const text = read_input(w.a.text);
    if (!text) return text.error();
    auto const drafts = reflect::parse<std::vector<catalog::verified_model_draft>>(*text);
    if (!drafts) return drafts.error();
    auto const rows = catalog::create_verified_models(w.in, w.who, *drafts);
    if (!rows) return rows.error();
    return show(w, "added", *rows, {}, &catalog::verified_model_row::provider, &catalog::verified_model_row::model_name);
}
result<exit_status> list(workplace& w) {
    auto const page = catalog::list_models(w.in, w.who, {.name_contains = w.a.text, .with_gone = w.a.flag}, {.limit = w.a.limit, .cursor = w.a.cursor});
    if (!page) return page.error();
    using row = catalog::model_row;
    return show(w, "models", page->items, page->next, &row::id, &row::enabled, &row::kind, &row::vendor, &row::name);
}
result<exit_status> list_verified(workplace& w) {
    auto const page = catalog::list_verified_models(w.in, w.who, w.a.text, {.limit = w.a.limit, .cursor = w.a.cursor});
    if (!page) return page.error();
    using row = catalog::verified_model_row;
    return show(w, "models", page->items, page->next, &row::enabled, &row::is_default, &row::provider, &row::model_name);
}

result<exit_status> change(workplace& w, json::object const& patch) {
    auto const which = model_of(w, w.a.name);
    if (!which) return which.error();
    return show(w, catalog::update_model(w.in, w.who, *which, patch));
}
result<exit_status> update(workplace& w) {
    auto const patch = reflect::parse_value(w.a.text);
    if (!patch) return patch.error();
    if (!patch->is_object()) return error(errc::invalid_argument, "A change is a JSON object.");
    return change(w, patch->get_object());
}
result<exit_status> enable(workplace& w) { return change(w, {{"enabled", true}}); }
result<exit_status> disable(workplace& w) { return change(w, {{"enabled", false}}); }
result<exit_status> deprecate(workplace& w) {
    json::object patch{{"deprecated", true}};
    if (!w.a.text.empty()) patch["retires_on"] = w.a.text;
    return change(w, patch);
}
result<exit_status> remove(workplace& w) {
    auto const which = model_of(w, w.a.name);
    if (!which) return which.error();
    return done(w, catalog::delete_model(w.in, w.who, w.sources, *which));
}
result<exit_status> usage(workplace& w) {
    auto const which = model_of(w, w.a.name);
    if (!which) return which.error();
    return show(w, catalog::model_usage(w.in, w.who, w.sources, *which));
}

result<catalog::provider_guard> guard(workplace const& w) {
    auto keys = catalog::key_ring::from_environment(w.s.environment);
    if (!keys) return keys.error();
    return catalog::provider_guard{std::move(*keys), {}};
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

result<exit_status> settings_done(workplace& w, bool is_new) {
    auto const with = guard(w);
    if (!with) return with.error();
    auto const text = read_input(w.a.text);
    if (!text) return text.error();
    auto const settings = reflect::parse_value(*text);
    if (!settings) return settings.error();
    if (!settings->is_object()) return error(errc::invalid_argument, "Settings are a JSON object.");
    if (is_new) return show(w, catalog::create_provider(w.in, w.who, *with, settings->get_object()));
    return show(w, catalog::update_provider(w.in, w.who, *with, {w.a.number}, settings->get_object()));
}
result<exit_status> add_provider(workplace& w) { return settings_done(w, true); }
result<exit_status> set_provider(workplace& w) { return settings_done(w, false); }
result<exit_status> list_providers(workplace& w) {
    auto const page = catalog::list_providers(w.in, w.who, {.limit = w.a.limit, .cursor = w.a.cursor});
    if (!page) return page.error();
    using row = catalog::provider_row;
    return show(w, "providers", page->items, page->next, &row::id, &row::active, &row::has_api_key, &row::display_name, &row::base_url);
}
result<exit_status> remove_provider(workplace& w) { return done(w, catalog::remove_provider(w.in, w.who, {w.a.number}, w.sources)); }
result<exit_status> rotate_keys(workplace& w) {
    auto const with = guard(w);
    if (!with) return with.error();
    return show(w, catalog::rotate_keys(w.in, w.who, with->keys));
}

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

result<exit_status> run(arguments const& a, session const& s, job work) {
    auto in = catalog::store::open(a.database);
    if (!in) return in.error();
    auto who = principal_of(*in, a);
    if (!who) return who.error();
    workplace w{a, s, std::move(*in), std::move(*who)};
    return work(w);
}

} // namespace

void add_catalog(CLI::App& app, session& s) {
    auto const a = std::make_shared<arguments>();
    auto& group = *app.add_subcommand("catalog", "Look after a catalogue of models in a data base");
    group.require_subcommand(1);
    group.add_option("--db", a->database, "The data base: sqlite:FILE or postgresql://USER@HOST/NAME")->required();
    group.add_option("--as", a->as, "Who acts: ACTOR for the platform's operator, ORGANISATION:ACTOR, or ORGANISATION/WORKSPACE:ACTOR");
    group.add_option("--scopes", a->scopes, "What the actor may do, such as catalog:read; all but catalog:override where nothing is said");

    auto const add = [&](CLI::App& to, std::string const& name, std::string const& description, job work) -> CLI::App& {
        auto& command = *to.add_subcommand(name, description);
        add_json_flag(command, s);
        command.callback([a, &s, work] { s.action = [a, &s, work] { return run(*a, s, work); }; });
        return command;
    };
    auto const add_named = [&](CLI::App& to, std::string const& name, std::string const& description, job work, char const* what) -> CLI::App& {
        auto& command = add(to, name, description, work);
        command.add_option("name", a->name, what)->required();
        return command;
    };
    auto const add_group = [&](char const* name, char const* description) -> CLI::App& {
        auto& made = *group.add_subcommand(name, description);
        made.require_subcommand(1);
        return made;
    };
    auto const paged = [&](CLI::App& command) -> CLI::App& {
        command.add_option("--limit", a->limit, "Rows of a page, 1 to 1000");
        command.add_option("--cursor", a->cursor, "Where the page begins, as the page before says");
        return command;
    };
    auto const at_workspace = [&](CLI::App& command) { command.add_option("--workspace", a->workspace, "Name or number of a workspace; the organisation where none is given"); };
    constexpr auto which_model = "The model: VENDOR/NAME, or its number";

    add(group, "init", "Make the tables, or bring them up to date", init);
    add(group, "seed", "Add the verified models that the library knows", seed);
    auto& organisation = add_group("organisation", "Organisations");
    add_named(organisation, "add", "Add an organisation", add_organisation, "Its name");
    add(organisation, "list", "List the organisations", list_organisations);
    auto& workspace = add_group("workspace", "Workspaces of an organisation");
    add_named(workspace, "add", "Add a workspace", add_workspace, "Its name");
    add(workspace, "list", "List the workspaces", list_workspaces);

    add_named(group, "create", "Add a model", create, "VENDOR/NAME").add_option("--kind", a->kind, "completion, embedding or transcription");
    auto& listing = paged(add(group, "list", "List the models", list));
    listing.add_option("--name", a->text, "Only models with this in their names");
    listing.add_flag("--gone", a->flag, "Also those that were migrated or deleted");
    add_named(group, "update", "Change what is said about a model", update, which_model).add_option("change", a->text, "A JSON Merge Patch")->required();
    add_named(group, "enable", "Let a model be used", enable, which_model);
    add_named(group, "disable", "Let a model not be used", disable, which_model);
    add_named(group, "deprecate", "Say that a model goes", deprecate, which_model).add_option("--on", a->text, "The first day without an answer, such as 2026-11-21");
    add_named(group, "delete", "Delete a model that nothing refers to", remove, which_model);
    add_named(group, "usage", "Count what refers to a model", usage, which_model);
    at_workspace(add_named(group, "resolve", "Say what it takes to call a model; secrets are masked", resolve, which_model));
    at_workspace(add(group, "models", "List the models that can be used", models));

    auto& verified = add_group("verified", "Models that the platform vouches for");
    paged(add(verified, "list", "List them", list_verified)).add_option("--provider", a->text, "Only this provider's");
    add(group, "create-many", "Add verified models: all or none", create_many).add_option("file", a->text, "A JSON array of objects with provider and model_name; - = standard input")->required();

    auto& standard = add_group("default", "The model that is used where none is named");
    at_workspace(add(standard, "show", "Say which it is, and why", show_default));
    add_named(standard, "set", "Choose it", set_default, which_model);

    auto& provider = add_group("provider", "Providers of an organisation's own; keys are sealed under PARLEY_CATALOG_KEYS");
    add(provider, "add", "Add a provider", add_provider).add_option("file", a->text, "Its settings, a JSON object; - = standard input")->required();
    paged(add(provider, "list", "List the providers", list_providers));
    auto& setting = add(provider, "set", "Change a provider", set_provider);
    setting.add_option("number", a->number, "Its number")->required();
    setting.add_option("file", a->text, "A JSON Merge Patch; - = standard input")->required();
    add(provider, "remove", "Remove a provider and its models", remove_provider).add_option("number", a->number, "Its number")->required();
    add(provider, "rotate-keys", "Seal every secret under the first key", rotate_keys);

    auto& access = add_group("access", "Who may use which model");
    at_workspace(paged(add(access, "show", "List the grants", show_access)));
    auto& granting = add(access, "set", "Grant exactly these models", set_access);
    granting.add_option("models", a->names, which_model);
    granting.add_flag("--inherit", a->flag, "The workspace has its organisation's models");
    at_workspace(granting);

    auto& migrating = add_named(group, "migrate", "Show what it takes to replace a model by another, or do it", migrate, "The model that goes");
    migrating.add_option("to", a->other, "The model that takes its place")->required();
    migrating.add_option("--apply", a->text, "Carry out the plan of this fingerprint; without it, the plan is shown");
    migrating.add_flag("--confirm", a->flag, "The warnings were read");
    migrating.add_flag("--force-override", a->force, "Pass the security classification; needs catalog:override and a reason");
    migrating.add_option("--reason", a->reason, "Why");
    add(group, "history", "List the migrations", history);
    add(group, "cleanup", "Erase the rows of models that are gone for long", cleanup).add_flag("--dry-run", a->flag, "Only say which");
    add_named(group, "maintain", "Do what is due", maintain, "What this runner is called");
    paged(add(group, "audit", "Say who did what", audit));
}

} // namespace cli
