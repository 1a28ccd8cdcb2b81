#include "cli/catalog.hpp"

#include <parley/catalog/delete_model.hpp>
#include <parley/catalog/import.hpp>
#include <parley/catalog/model_usage.hpp>
#include <parley/catalog/models.hpp>
#include <parley/model/litellm_prices.hpp>
#include <parley/model/models_dev.hpp>
#include <parley/reflect/parse.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace cli::catalog_commands {

namespace {

namespace model = parley::model;

result<exit_status> create(workplace& w) {
    auto const slash = w.a.name.find('/');
    if (slash == w.a.name.npos) return error(errc::invalid_argument, "A new model is given as VENDOR/NAME.", w.a.name);
    auto const kind = w.a.kind.empty() ? std::optional(catalog::model_kind::completion) : reflect::enumerator_from<catalog::model_kind>(w.a.kind);
    if (!kind) return error(errc::invalid_argument, "A kind is completion, embedding or transcription.", w.a.kind);
    return show(w, catalog::create_model(w.in, w.who, {.vendor = w.a.name.substr(0, slash), .name = w.a.name.substr(slash + 1), .kind = *kind}));
}
result<exit_status> list(workplace& w) {
    auto const page = catalog::list_models(w.in, w.who, {.name_contains = w.a.text, .with_gone = w.a.flag}, {.limit = w.a.limit, .cursor = w.a.cursor});
    if (!page) return page.error();
    using row = catalog::model_row;
    return show(w, "models", page->items, page->next, &row::id, &row::enabled, &row::kind, &row::vendor, &row::name);
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


/// The files that an argument stands for: itself, or all cards below a folder, called as they lie in it.
std::vector<std::pair<std::string, std::string>> files_of(std::string const& argument) {
    std::vector<std::pair<std::string, std::string>> found; // what it is called, and where it is
    std::error_code none;
    if (!std::filesystem::is_directory(argument, none)) return {{argument, argument}};
    for (auto const& entry : std::filesystem::recursive_directory_iterator(argument, none))
        if (entry.path().extension() == ".toml" && entry.path().filename() != "provider.toml")
            found.emplace_back(entry.path().lexically_relative(argument).generic_string(), entry.path().string());
    std::sort(found.begin(), found.end());
    return found;
}

/// Says whether a list is that of models.dev, whose models stand in their providers.
bool is_models_dev(std::string const& text) {
    auto const read = reflect::parse_value(text);
    auto const* const all = read ? read->if_object() : nullptr;
    return all && std::any_of(all->begin(), all->end(), [](auto const& one) { return one.value().is_object() && one.value().get_object().contains("models"); });
}

result<model::reading> read_lists(std::vector<std::string> const& arguments) {
    model::reading all;
    std::vector<model::models_dev_card> cards;
    auto const take = [&](model::reading read) {
        std::move(read.models.begin(), read.models.end(), std::back_inserter(all.models));
        std::move(read.skipped.begin(), read.skipped.end(), std::back_inserter(all.skipped));
    };
    for (auto const& argument : arguments)
        for (auto const& [name, file] : files_of(argument)) {
            auto text = read_input(file);
            if (!text) return text.error();
            if (name.ends_with(".toml")) {
                cards.push_back({name, std::move(*text)});
                continue;
            }
            auto read = is_models_dev(*text) ? model::read_models_dev(*text) : model::read_litellm_prices(*text);
            if (!read) return read.error();
            take(std::move(*read));
        }
    take(model::read_models_dev_cards(cards));
    return all;
}

result<exit_status> import(workplace& w) {
    auto const lists = read_lists(w.a.names);
    if (!lists) return lists.error();
    auto const plan = w.a.flag ? catalog::import_models(w.in, w.who, lists->models, {.mark_gone = w.a.force}) : catalog::plan_model_import(w.in, w.who, lists->models);
    if (!plan) return plan.error();
    if (w.s.json) {
        print({{"applied", w.a.flag}, {"plan", reflect::to_json(*plan)}, {"unread", reflect::to_json(lists->skipped)}});
        return exit_status::fine;
    }
    auto const tell = [](char const* what, std::vector<std::string> const& names) {
        for (auto const& name : names) std::cout << what << ' ' << one_line(name) << '\n';
    };
    tell("added", plan->added);
    tell("changed", plan->changed);
    tell(w.a.flag && w.a.force ? "missing" : "gone", plan->gone);
    tell("kept", plan->kept);
    tell("skipped", plan->skipped);
    for (auto const& note : lists->skipped) std::cerr << one_line("not read: " + note.where + ": " + note.why) << '\n';
    std::cout << plan->unchanged << " unchanged" << (w.a.flag ? "" : "; to take the lists over: --apply") << '\n';
    return exit_status::fine;
}


} // namespace

void add_models(menu const& m) {
    auto& a = *m.given;
    m.named(m.group, "create", "Add a model", create, "VENDOR/NAME").add_option("--kind", a.kind, "completion, embedding or transcription");
    auto& taking = m.add(m.group, "import", "Show what lists of models would change, or take them over", import);
    taking.add_option("files", a.names, "models.dev: its folder of cards, cards (.toml), or api.json; LiteLLM: its price file")->required();
    taking.add_flag("--apply", a.flag, "Take them over; without it, the plan is shown");
    taking.add_flag("--mark-gone", a.force, "What came from a list and stands in none of these is missing, and so cannot be used");
    auto& listing = m.paged(m.add(m.group, "list", "List the models", list));
    listing.add_option("--name", a.text, "Only models with this in their names");
    listing.add_flag("--gone", a.flag, "Also those that were migrated or deleted");
    m.named(m.group, "update", "Change what is said about a model", update, which_model).add_option("change", a.text, "A JSON Merge Patch")->required();
    m.named(m.group, "enable", "Let a model be used", enable, which_model);
    m.named(m.group, "disable", "Let a model not be used", disable, which_model);
    m.named(m.group, "deprecate", "Say that a model goes", deprecate, which_model).add_option("--on", a.text, "The first day without an answer, such as 2026-11-21");
    m.named(m.group, "delete", "Delete a model that nothing refers to", remove, which_model);
    m.named(m.group, "usage", "Count what refers to a model", usage, which_model);
}

} // namespace cli::catalog_commands
