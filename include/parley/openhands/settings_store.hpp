#ifndef PARLEY_OPENHANDS_SETTINGS_STORE_HPP
#define PARLEY_OPENHANDS_SETTINGS_STORE_HPP

#include <parley/environment.hpp>
#include <parley/openhands/agent_profile_store.hpp>
#include <parley/openhands/agent_settings.hpp>
#include <parley/openhands/detail/settings_file.hpp>
#include <parley/openhands/persisted_settings.hpp>
#include <parley/profile/cipher.hpp>
#include <parley/profile/no_cipher.hpp>
#include <parley/profile/profile_name.hpp>
#include <parley/profile/profile_store.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace parley::inline v0::openhands {

/// What a settings store allows.
struct settings_store_options {
    std::string file = "settings.json"; ///< name of the settings file
    std::size_t max_profiles = 50;      ///< LLM profiles; 0 = no limit
    std::chrono::milliseconds lock_limit = std::chrono::seconds(30);
};

/// Keeps the settings of OpenHands in a folder: `settings.json`, and beside it the LLM profiles (`profiles`) and agent profiles
/// (`agent-profiles`) that they name.
///
/// Settings come in the newest version, and are written in it. A settings file that exists and cannot be read is never overwritten: every
/// function that would write it gives the error of reading it. A crash at any moment leaves the old or the new file, whole. The folder is open
/// to its owner alone. Safe between threads and processes, OpenHands' own included; readers never wait.
///
/// Every function can also give `errc::permission_denied`, `errc::io_failed` and, for a file name that is not allowed, `errc::invalid_name`;
/// those that write, `errc::lock_timeout`.
/// @tparam C a `Cipher` that opens and seals secrets; with `no_cipher` secrets are written as they are, and sealed ones are refused.
template <profile::Cipher C = profile::no_cipher> class settings_store {
public:
    /// @param folder is made, with mode 0700, when it is first written to.
    explicit settings_store(std::string folder, C cipher = C(), settings_store_options options = {})
        : folder_(std::move(folder)), cipher_(cipher), options_(std::move(options)),
          profiles_(folder_ + "/profiles", std::move(cipher), {.max_profiles = options_.max_profiles, .lock_limit = options_.lock_limit}),
          agent_profiles_(folder_ + "/agent-profiles", options_.lock_limit) {}

    /// Loads the settings; nothing where there is no file.
    /// @return `errc::corrupt_file`; `errc::invalid_document` with every field that does not fit; `errc::version_newer` and the other errors of
    /// versions and steps; `errc::decryption_failed` or `errc::cipher_missing` where a secret cannot be opened. The error's `where` is the file.
    result<std::optional<persisted_settings>> load() const {
        if (!detail::is_file_name(options_.file)) return error(errc::invalid_name, "A settings file cannot have this name.", options_.file);
        auto loaded = detail::load_file<persisted_settings>(path(), cipher_);
        if (loaded) return std::optional(std::move(*loaded));
        if (loaded.error().code == errc::not_found) return std::optional<persisted_settings>();
        return loaded.error();
    }

    /// Puts settings in the place of those that there are.
    /// @return the errors of `load`.
    result<void> save(persisted_settings const& settings) {
        auto const changed = change([&](persisted_settings& stored) -> result<void> {
            stored = settings;
            return {};
        });
        if (!changed) return changed.error();
        return {};
    }

    /// Changes the settings as a client asks for it, beginning with the defaults where there are none. To name another active profile loads
    /// its LLM, unless the change has its own.
    /// @return the changed settings; the errors of `load`, of `update` of `persisted_settings` and of `profile_store::load_resolved`. Nothing
    /// has changed then.
    result<persisted_settings> update(settings_change const& wanted) {
        return change([&](persisted_settings& settings) -> result<void> {
            if (auto const done = openhands::update(settings, wanted, {.cipher = cipher_}); !done) return done.error();
            if (!wanted.active_profile) return {};
            auto const own_llm = wanted.agent_settings_diff && wanted.agent_settings_diff->contains("llm");
            return use(settings, *wanted.active_profile, !own_llm);
        });
    }

    /// Makes an LLM profile the active one: its whole content replaces the LLM of the settings. (An agent of the kind `acp` has no LLM.)
    ///
    /// A profile that names a provider connection keeps naming it: key and address are not copied.
    /// @return the changed settings; `errc::not_found`; the errors of `load` and of `profile_store::load_resolved`.
    result<persisted_settings> activate(std::string_view name) {
        return change([&](persisted_settings& settings) { return use(settings, name, true); });
    }

    /// Gives an LLM profile another name, also where agent profiles and the settings refer to it.
    /// @return the errors of `load`, of `profile_store::rename` and of writing agent profiles, after which the old name holds.
    result<void> rename_profile(std::string_view from, std::string_view to) {
        auto const names = plain_names(from, to);
        if (!names) return names.error();
        auto const& [old_name, new_name] = *names;
        auto const agents = agent_profiles_.lock();
        if (!agents) return agents.error();
        if (auto const readable = load(); !readable) return readable.error();
        if (auto const renamed = profiles_.rename(old_name, new_name); !renamed) return renamed.error();
        if (old_name == new_name) return {};

        auto done = agent_profiles_.refer_instead(*agents, old_name, new_name);
        if (done) done = follow(old_name, new_name);
        if (!done) {
            (void)agent_profiles_.refer_instead(*agents, new_name, old_name);
            (void)profiles_.rename(new_name, old_name);
        }
        return done;
    }

    /// Removes an LLM profile to which no agent profile refers; where it is the active one, none is active afterwards.
    /// @return whether there was one; `errc::in_use` with the names of the agent profiles; the errors of `load` and `profile_store::remove`.
    result<bool> remove_profile(std::string_view name) {
        auto const plain = profile::to_profile_name(name);
        if (!plain) return plain.error();
        auto const agents = agent_profiles_.lock();
        if (!agents) return agents.error();
        auto const users = agent_profiles_.referrers(*plain);
        if (!users) return users.error();
        if (!users->empty()) {
            std::string text;
            for (auto const& user : *users) text += (text.empty() ? "" : ", ") + user;
            return error(errc::in_use, "Agent profiles refer to this profile: " + text + ".", *plain);
        }
        if (auto const readable = load(); !readable) return readable.error();
        auto const removed = profiles_.remove(*plain);
        if (!removed) return removed.error();
        if (auto const done = follow(*plain, std::nullopt); !done) return done.error();
        return *removed;
    }

    /// The LLM profiles. Rename and remove them by the functions of this store, which look after who refers to them.
    profile::profile_store<C>& profiles() noexcept { return profiles_; }
    profile::profile_store<C> const& profiles() const noexcept { return profiles_; }

    agent_profile_store& agent_profiles() noexcept { return agent_profiles_; }
    agent_profile_store const& agent_profiles() const noexcept { return agent_profiles_; }

    std::string path() const { return folder_ + "/" + options_.file; }

private:
    static result<std::pair<std::string, std::string>> plain_names(std::string_view a, std::string_view b) {
        auto first = profile::to_profile_name(a), second = profile::to_profile_name(b);
        if (!first) return first.error();
        if (!second) return second.error();
        return std::pair(std::move(*first), std::move(*second));
    }

    /// Lets `edit` change the settings, with the lock held from reading to writing.
    template <class Edit> result<persisted_settings> change(Edit edit) {
        auto const lock = detail::lock_folder(folder_, ".settings.lock", options_.lock_limit);
        if (!lock) return lock.error();
        auto stored = load();
        if (!stored) return stored.error();
        auto settings = std::move(*stored).value_or(persisted_settings());
        if (auto const done = edit(settings); !done) return done.error();
        auto const text = rendered(settings);
        if (!text) return text.error();
        if (auto const written = detail::replace_private_file(path(), *text + "\n"); !written) return written.error();
        return settings;
    }

    result<std::string> rendered(persisted_settings const& settings) const {
        constexpr auto form = reflect::layout::indented();
        if constexpr (std::same_as<C, profile::no_cipher>) return reflect::to_text(settings, reflect::secrets::plain(), form);
        else return reflect::to_text(settings, reflect::cipher_ref(cipher_), form);
    }

    result<void> use(persisted_settings& settings, std::string_view name, bool with_llm) const {
        auto const plain = profile::to_profile_name(name);
        if (!plain) return plain.error();
        auto stored = profiles_.load(*plain);
        if (!stored) return stored.error();
        if (auto const usable = profiles_.load_resolved(*plain); !usable) return usable.error();
        if (auto* agent = std::get_if<openhands_agent_settings>(&settings.agent_settings); agent && with_llm) agent->llm = std::move(*stored);
        settings.active_profile = *plain;
        return {};
    }

    /// Changes the name of the active profile where it is `from`. Settings that do not name it are not written.
    result<void> follow(std::string const& from, std::optional<std::string> const& to) {
        auto const stored = load();
        if (!stored) return stored.error();
        if (!*stored || (*stored)->active_profile != from) return {};
        auto const changed = change([&](persisted_settings& settings) -> result<void> {
            if (settings.active_profile == from) settings.active_profile = to;
            return {};
        });
        if (!changed) return changed.error();
        return {};
    }

    std::string folder_;
    C cipher_;
    settings_store_options options_;
    profile::profile_store<C> profiles_;
    agent_profile_store agent_profiles_;
};

/// Returns the folder in which OpenHands keeps its settings: `$OH_PERSISTENCE_DIR`, else `~/.openhands`.
/// @return the folder; `errc::misconfigured` where there is neither.
inline result<std::string> default_settings_folder(environment const& from) {
    if (auto chosen = from.variable("OH_PERSISTENCE_DIR"); chosen && !chosen->empty()) return std::move(*chosen);
    if (auto const home = from.home()) return *home + "/.openhands";
    return error(errc::misconfigured, "There is no home folder to keep settings in.");
}

} // namespace parley::inline v0::openhands

#endif
