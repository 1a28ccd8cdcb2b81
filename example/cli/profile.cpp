#include "cli/cipher.hpp"
#include "cli/command.hpp"
#include "cli/connection.hpp"

#include <parley/chat/ask.hpp>
#include <parley/migrate/upgrade.hpp>
#include <parley/openhands/settings_store.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/profile/profile_store.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_json.hpp>
#include <parley/reflect/to_text.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <variant>

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

/// What a command works on.
struct workplace {
    arguments const& a;
    session const& s;
    chosen_cipher cipher;
    store_type store;
};
using job = result<void> (*)(workplace&);

void say(session const& s, boost::json::object const& line, std::string const& sentence) {
    if (s.json) print(line);
    else std::cout << sentence << '\n';
}

result<void> list(workplace& w) {
    auto const found = w.store.list_summaries();
    if (!found) return found.error();
    if (w.s.json) {
        print({{"profiles", reflect::to_json(*found)}});
        return {};
    }
    for (auto const& row : *found)
        std::cout << std::left << std::setw(24) << one_line(row.name) << ' ' << std::setw(14) << boost::describe::enum_to_string(row.status, "") << ' '
                  << std::setw(44) << one_line(row.model.value_or("-")) << (row.api_key_set ? " key" : "") << '\n';
    return {};
}

result<void> show(workplace& w) {
    auto const found = w.store.load(w.a.name);
    if (!found) return found.error();
    auto const how = w.a.expose_secrets ? reflect::secrets::plain() : reflect::secrets::masked();
    std::cout << reflect::to_text(*found, how, w.s.json ? reflect::layout::compact() : reflect::layout::indented()) << '\n';
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

result<void> save(workplace& w) {
    auto const text = read_input(w.a.file);
    if (!text) return text.error();
    auto document = reflect::parse_value(*text);
    if (!document) return document.error();
    if (!document->is_object()) return error(errc::invalid_document, "A profile is a JSON object.");
    if (auto const current = parley::migrate::upgrade<profile::llm_profile>(document->get_object()); !current) return current.error();
    auto const wanted = reflect::from_json<profile::llm_profile>(*document);
    if (!wanted) return wanted.error();

    auto const form = w.cipher.is_none() ? profile::secret_form::plain : profile::secret_form::encrypted;
    auto const stored = w.store.load(w.a.name);
    if (!stored && stored.error().code != errc::not_found) return stored.error();
    if (stored) { // a patch, because a mask in it keeps the stored secret
        auto patch = document->get_object();
        replace_all(patch, reflect::to_json(*stored).get_object());
        patch.erase("schema_version");
        if (auto const done = w.store.update(w.a.name, patch, form); !done) return done.error();
    } else if (auto const done = w.store.save(w.a.name, *wanted, form); !done) {
        return done.error();
    }
    say(w.s, {{"saved", w.a.name}}, "Saved " + w.a.name + ".");
    return {};
}

/// The folder of OpenHands' settings, where the store's folder is the one of profiles in it; else an empty text.
std::filesystem::path settings_folder(store_type const& store) {
    auto const folder = std::filesystem::absolute(store.folder() + "/").parent_path();
    return folder.filename() == "profiles" ? folder.parent_path() : std::filesystem::path();
}

/// Whether something beside the store may refer to its profiles.
bool has_referrers(store_type const& store) {
    auto const beside = settings_folder(store);
    return !beside.empty() && (std::filesystem::exists(beside / "settings.json") || std::filesystem::exists(beside / "agent-profiles"));
}

/// Calls `work` with the settings beside the store.
template <class Work> auto with_settings(workplace const& w, Work work) {
    return std::visit([&](auto const& c) {
        parley::openhands::settings_store settings(settings_folder(w.store), c);
        return work(settings);
    }, w.cipher.held);
}

result<void> activate(workplace& w) {
    if (settings_folder(w.store).empty())
        return error(errc::misconfigured, "Only profiles in a folder called profiles, beside the settings, can be activated.", w.store.folder());
    auto const done = with_settings(w, [&](auto& settings) { return settings.activate(w.a.name); });
    if (!done) return done.error();
    say(w.s, {{"active_profile", w.a.name}}, "Activated " + w.a.name + ".");
    return {};
}

result<void> remove(workplace& w) {
    auto const removed = has_referrers(w.store) ? with_settings(w, [&](auto& settings) { return settings.remove_profile(w.a.name); }) : w.store.remove(w.a.name);
    if (!removed) return removed.error();
    say(w.s, {{"removed", *removed}}, *removed ? "Removed " + w.a.name + "." : "There was no profile " + w.a.name + ".");
    return {};
}

result<void> rename(workplace& w) {
    auto const done = has_referrers(w.store) ? with_settings(w, [&](auto& settings) { return settings.rename_profile(w.a.name, w.a.new_name); })
                                           : w.store.rename(w.a.name, w.a.new_name);
    if (!done) return done.error();
    say(w.s, {{"renamed", w.a.name}, {"to", w.a.new_name}}, "Renamed " + w.a.name + " to " + w.a.new_name + ".");
    return {};
}

/// Asks the profile's model for one word: it says whether address, key and model fit together.
result<void> test(workplace& w) {
    auto const found = w.store.load_resolved(w.a.name);
    if (!found) return found.error();
    auto to = connection::open(*found, w.a.name, w.s.environment);
    if (!to) return to.error();
    auto const answer = to->ask(parley::ask(to->model()).user("Say yes.").max_output_tokens(256));
    if (!answer) return answer.error();
    auto told = to->object_of(*answer);
    told["profile"] = w.a.name;
    say(w.s, std::move(told), w.a.name + " works. " + to->line_of(*answer));
    return {};
}

result<exit_status> run(arguments const& a, session const& s, job work) {
    auto cipher = a.cipher.make(s.environment);
    if (!cipher) return cipher.error();
    auto folder = a.folder.empty() ? profile::default_profile_folder(s.environment) : result<std::string>(a.folder);
    if (!folder) return folder.error();
    workplace w{a, s, *cipher, store_type(std::move(*folder), *cipher)};
    if (auto const done = work(w); !done) return done.error();
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
    add_named("activate", "Make a profile the one that the settings beside its folder use", activate);
    add_named("test", "Ask the model of a profile for a word", test);
    add_named("rename", "Give a profile another name", rename).add_option("new_name", a->new_name, "The new name")->required();
}

} // namespace cli
