#ifndef EXAMPLE_CLI_CATALOG_HPP
#define EXAMPLE_CLI_CATALOG_HPP

#include "cli/command.hpp"

#include <parley/catalog/models.hpp>
#include <parley/catalog/principal.hpp>
#include <parley/catalog/provider_row.hpp>
#include <parley/catalog/reference_source.hpp>
#include <parley/catalog/store.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What the commands on a catalogue share: `catalog.cpp` opens it, the other sources each hold the commands of one concept.
namespace cli::catalog_commands {

using parley::errc;
using parley::error;
using parley::result;
namespace catalog = parley::catalog;
namespace json = boost::json;
namespace reflect = parley::reflect;

/// What the command line gives. Each member is filled by the command that was chosen, in its own sense.
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

/// Finds the row of this number or name.
result<std::int64_t> id_named(std::string_view name, std::string_view what, auto const& rows) {
    std::int64_t number = 0;
    auto const end = name.data() + name.size();
    auto const is_number = std::from_chars(name.data(), end, number).ptr == end && !name.empty();
    for (auto const& row : rows)
        if (is_number ? row.id.value == number : row.name == name) return row.id.value;
    return error(errc::not_found, "There is no " + std::string(what) + " of this name.", std::string(name));
}

/// The workspace that the command line names, or none.
result<std::optional<catalog::workspace_id>> workspace_of(workplace& w);

/// Finds a model by its number, or by `VENDOR/NAME` where it is the only one.
result<catalog::model_id> model_of(workplace& w, std::string const& name);

/// The keys that seal secrets, as the environment has them.
result<catalog::provider_guard> guard(workplace const& w);

/// Reads a JSON object from a file, or from standard input.
result<json::object> read_object(std::string const& file, char const* what);

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


/// For operations that give nothing back.
result<exit_status> done(workplace const& w, result<void> const& outcome);

// --- the command line

/// Where commands are added.
struct menu {
    CLI::App& group;
    session& s;
    std::shared_ptr<arguments> given;

    CLI::App& add(CLI::App& to, std::string const& name, std::string const& description, job work) const;
    /// Adds a command on something with a name.
    CLI::App& named(CLI::App& to, std::string const& name, std::string const& description, job work, char const* what) const;
    CLI::App& subgroup(char const* name, char const* description) const;
    /// Lets a command show a long list page by page.
    CLI::App& paged(CLI::App& command) const;
    CLI::App& at_workspace(CLI::App& command) const;
};
inline constexpr auto which_model = "The model: VENDOR/NAME, or its number";

// One source file each.
void add_models(menu const& m);
void add_verified(menu const& m);
void add_providers(menu const& m);
void add_access(menu const& m);
void add_life(menu const& m);

} // namespace cli::catalog_commands

#endif
