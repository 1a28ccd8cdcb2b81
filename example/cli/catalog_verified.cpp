#include "cli/catalog.hpp"

#include <parley/catalog/offered_models.hpp>
#include <parley/catalog/verified_model.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/parse.hpp>

#include <CLI/CLI.hpp>

#include <string>
#include <utility>
#include <vector>

namespace cli::catalog_commands {

namespace {

constexpr auto which = "The verified model: PROVIDER/NAME";

/// Takes `PROVIDER/NAME` apart; names of models may have more slashes.
result<std::pair<std::string, std::string>> parts_of(std::string const& name) {
    auto const slash = name.find('/');
    if (slash == name.npos) return error(errc::invalid_argument, "A verified model is given as PROVIDER/NAME.", name);
    return std::pair(name.substr(0, slash), name.substr(slash + 1));
}

result<exit_status> seed(workplace& w) {
    auto const rows = catalog::seed_verified_models(w.in, w.who);
    if (!rows) return rows.error();
    return show(w, "added", *rows, {}, &catalog::verified_model_row::provider, &catalog::verified_model_row::model_name);
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
    auto const page = catalog::list_verified_models(w.in, w.who, w.a.text, {.limit = w.a.limit, .cursor = w.a.cursor});
    if (!page) return page.error();
    using row = catalog::verified_model_row;
    return show(w, "models", page->items, page->next, &row::enabled, &row::is_default, &row::provider, &row::model_name);
}

result<exit_status> update(workplace& w) {
    auto const parts = parts_of(w.a.name);
    if (!parts) return parts.error();
    auto const change = reflect::parse<catalog::verified_model_change>(w.a.text, {.unknown = reflect::unknown_keys::refuse});
    if (!change) return change.error();
    return show(w, catalog::update_verified_model(w.in, w.who, parts->first, parts->second, *change));
}
result<exit_status> remove(workplace& w) {
    auto const parts = parts_of(w.a.name);
    if (!parts) return parts.error();
    return show(w, catalog::remove_verified_model(w.in, w.who, parts->first, parts->second));
}


} // namespace

void add_verified(menu const& m) {
    auto& a = *m.given;
    m.add(m.group, "seed", "Add the verified models that the library knows", seed);
    m.add(m.group, "create-many", "Add verified models: all or none", create_many)
        .add_option("file", a.text, "A JSON array of objects with provider and model_name; - = standard input")->required();
    auto& verified = m.subgroup("verified", "Models that the platform vouches for");
    m.paged(m.add(verified, "list", "List them", list)).add_option("--provider", a.text, "Only this provider's");
    m.named(verified, "update", "Change what is said about one", update, which).add_option("change", a.text, "A JSON object of enabled, verified, free, is_default")->required();
    m.named(verified, "delete", "Remove one", remove, which);
}

} // namespace cli::catalog_commands
