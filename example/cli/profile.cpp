#include "cli/cipher.hpp"
#include "cli/command.hpp"

#include <parley/migrate/upgrade.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/profile/profile_store.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <CLI/CLI.hpp>

#include <iomanip>
#include <iostream>
#include <memory>
#include <string>

namespace cli {

namespace {

using parley::error;
using parley::errc;
using parley::result;
namespace profile = parley::profile;
namespace reflect = parley::reflect;
using store_type = profile::profile_store<chosen_cipher>;

struct arguments {
    std::string folder;
    std::string name;
    std::string new_name;
    std::string file = "-";
    bool expose_secrets = false;
    cipher_arguments cipher;
};

/// A command's work, with the store that it works on.
using job = result<void> (*)(arguments const&, session const&, store_type&);

void say(session const& s, boost::json::object const& line, std::string const& sentence) {
    if (s.json) print(line);
    else std::cout << sentence << '\n';
}

result<void> list(arguments const&, session const& s, store_type& store) {
    auto const found = store.list_summaries();
    if (!found) return found.error();
    if (s.json) {
        print({{"profiles", reflect::to_json(*found)}});
        return {};
    }
    for (auto const& row : *found)
        std::cout << std::left << std::setw(24) << row.name << ' ' << std::setw(14) << boost::describe::enum_to_string(row.status, "") << ' '
                  << std::setw(44) << row.model.value_or("-") << (row.api_key_set ? " key" : "") << '\n';
    return {};
}

result<void> show(arguments const& a, session const& s, store_type& store) {
    auto const found = store.load(a.name);
    if (!found) return found.error();
    auto const how = a.expose_secrets ? reflect::secrets::plain() : reflect::secrets::masked();
    std::cout << reflect::to_text(*found, how, s.json ? reflect::layout::compact() : reflect::layout::indented()) << '\n';
    return {};
}

/// Makes a merge patch replace what is stored: what it does not name goes back to its default.
void replace_all(boost::json::object& patch, boost::json::object const& stored) {
    for (auto const& pair : stored) {
        auto* mine = patch.if_contains(pair.key());
        if (!mine) patch[pair.key()] = nullptr;
        else if (mine->is_object() && pair.value().is_object()) replace_all(mine->get_object(), pair.value().get_object());
    }
}

result<void> save(arguments const& a, session const& s, store_type& store) {
    auto const text = read_input(a.file);
    if (!text) return text.error();
    auto document = reflect::parse_value(*text);
    if (!document) return document.error();
    if (!document->is_object()) return error(errc::invalid_document, "A profile is a JSON object.");
    if (auto const current = parley::migrate::upgrade<profile::llm_profile>(document->get_object()); !current) return current.error();
    auto const wanted = reflect::from_json<profile::llm_profile>(*document);
    if (!wanted) return wanted.error();

    auto const form = a.cipher.cipher.empty() ? profile::secret_form::plain : profile::secret_form::encrypted;
    auto const stored = store.load(a.name);
    if (!stored && stored.error().code != errc::not_found) return stored.error();
    if (stored) { // a patch, because a mask in it keeps the stored secret
        auto patch = document->get_object();
        replace_all(patch, reflect::to_json(*stored).get_object());
        patch.erase("schema_version");
        if (auto const done = store.update(a.name, patch, form); !done) return done.error();
    } else if (auto const done = store.save(a.name, *wanted, form); !done) {
        return done.error();
    }
    say(s, {{"saved", a.name}}, "Saved " + a.name + ".");
    return {};
}

result<void> remove(arguments const& a, session const& s, store_type& store) {
    auto const removed = store.remove(a.name);
    if (!removed) return removed.error();
    say(s, {{"removed", *removed}}, *removed ? "Removed " + a.name + "." : "There was no profile " + a.name + ".");
    return {};
}

result<void> rename(arguments const& a, session const& s, store_type& store) {
    if (auto const done = store.rename(a.name, a.new_name); !done) return done.error();
    say(s, {{"renamed", a.name}, {"to", a.new_name}}, "Renamed " + a.name + " to " + a.new_name + ".");
    return {};
}

result<exit_status> run(arguments const& a, session const& s, job work) {
    auto cipher = a.cipher.make(s.environment);
    if (!cipher) return cipher.error();
    auto folder = a.folder.empty() ? profile::default_profile_folder(s.environment) : result<std::string>(a.folder);
    if (!folder) return folder.error();
    store_type store(std::move(*folder), std::move(*cipher));
    if (auto const done = work(a, s, store); !done) return done.error();
    return exit_status::fine;
}

} // namespace

void add_profile(CLI::App& app, session& s) {
    auto const a = std::make_shared<arguments>();
    auto& group = *app.add_subcommand("profile", "Keep profiles: which model, where, with which key");
    group.require_subcommand(1);

    auto const add = [&](std::string const& name, std::string const& description, job work) -> CLI::App& {
        auto& command = *group.add_subcommand(name, description);
        command.add_option("--dir", a->folder, "The folder of the profiles; OpenHands' own where none is given");
        add_json_flag(command, s);
        a->cipher.add_to(command);
        command.callback([a, &s, work] { s.action = [a, &s, work] { return run(*a, s, work); }; });
        return command;
    };
    auto const add_named = [&](std::string const& name, std::string const& description, job work) -> CLI::App& {
        auto& command = add(name, description, work);
        command.add_option("name", a->name, "The profile's name")->required();
        return command;
    };
    add("list", "List the profiles and what is wrong with those that cannot be read", list);
    add_named("show", "Print a profile, its secrets masked", show).add_flag("--expose-secrets", a->expose_secrets, "Print secrets as they are");
    add_named("save", "Save a profile; a mask in it keeps the stored secret", save)
        .add_option("file", a->file, "The profile; - is standard input, the default");
    add_named("remove", "Remove a profile", remove);
    add_named("rename", "Give a profile another name", rename).add_option("new_name", a->new_name, "The new name")->required();
}

} // namespace cli
