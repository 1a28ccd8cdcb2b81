#ifndef PARLEY_PROFILE_PROFILE_STORE_HPP
#define PARLEY_PROFILE_PROFILE_STORE_HPP

#include <parley/environment.hpp>
#include <parley/migrate/file_lock.hpp>
#include <parley/migrate/folder.hpp>
#include <parley/profile/cipher.hpp>
#include <parley/profile/detail/document_file.hpp>
#include <parley/profile/detail/stored_profile.hpp>
#include <parley/profile/llm_profile.hpp>
#include <parley/profile/no_cipher.hpp>
#include <parley/profile/profile_name.hpp>
#include <parley/profile/profile_summary.hpp>
#include <parley/profile/provider_connection.hpp>
#include <parley/profile/secret_form.hpp>
#include <parley/reflect/from_json.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::profile {

/// What a store allows.
struct profile_store_options {
    std::size_t max_profiles = 0;                                    ///< saving a further one is refused; 0 = no limit
    std::chrono::milliseconds lock_limit = std::chrono::seconds(30); ///< how long to wait for other writers
    std::string connections_folder = {};                             ///< empty = `provider-connections` beside the store's folder
};

/// Keeps profiles in a folder, one file `<name>.json` each, in OpenHands' format.
///
/// A profile that is read comes in its canonical form, and is written in it. What cannot be read is never overwritten: remove it first. A
/// crash at any moment leaves each file as it was or as it should be, whole. Safe between threads and processes, OpenHands' own included;
/// readers never wait.
///
/// Names may end with `.json`. Every function can also give `errc::invalid_name`, `errc::permission_denied` and `errc::io_failed`, and those
/// that write `errc::lock_timeout`.
/// @tparam C a `Cipher`: opens secrets that are read and seals those that are written with `secret_form::encrypted`.
template <Cipher C = no_cipher> class profile_store {
public:
    /// @param folder is made, with mode 0700, when the first profile is saved.
    explicit profile_store(std::string folder, C cipher = C(), profile_store_options options = {})
        : folder_(std::move(folder)), cipher_(cipher), options_(std::move(options)),
          connections_(options_.connections_folder.empty() ? beside(folder_) : options_.connections_folder, std::move(cipher), options_.lock_limit) {}

    /// Lists the names of all profiles, sorted, whether they can be loaded or not.
    result<std::vector<std::string>> list() const {
        auto entries = files();
        if (!entries) return entries.error();
        std::vector<std::string> names;
        for (auto const& name : *entries)
            if (is_profile_name(name)) names.push_back(name);
        return names;
    }

    /// Lists what stands in each file, sorted by name; a file that cannot be read says so and does not disturb the others.
    result<std::vector<profile_summary>> list_summaries() const {
        auto const entries = files();
        if (!entries) return entries.error();
        auto const connections = connections_.list();
        std::vector<profile_summary> made;
        for (auto const& name : *entries)
            made.push_back(is_profile_name(name) ? detail::summarise(name, path_of(name), connections)
                                                 : detail::not_readable(name, profile_status::invalid_name, error(errc::invalid_name)));
        return made;
    }

    /// Loads a profile as it is stored.
    /// @return it; `errc::not_found`; `errc::corrupt_file`; `errc::invalid_document` with every field that does not fit;
    ///         `errc::version_newer`, `errc::version_negative`, `errc::version_not_integer`; `errc::decryption_failed` or
    ///         `errc::cipher_missing` where a secret cannot be opened. The error's `where` is the file.
    result<llm_profile> load(std::string_view name) const {
        auto const plain = to_profile_name(name);
        if (!plain) return plain.error();
        auto document = detail::read_document(path_of(*plain));
        if (!document && document.error().code == errc::not_found) return missing(*plain);
        if (!document) return document.error();
        return detail::opened(*document, path_of(*plain), cipher_);
    }

    /// Loads a profile for use: where it names a provider connection, with the key and address that the connection has now.
    /// @return as `load`; the errors of `provider_connection_store::get`.
    result<llm_profile> load_resolved(std::string_view name) const {
        auto p = load(name);
        if (!p) return p;
        return connections_.resolve(std::move(*p));
    }

    /// Saves a profile under a new name, or in the place of the one that has it.
    ///
    /// The key and address of a profile that names a provider connection are not saved, nor are key, address and headers of one that pays
    /// by subscription.
    /// @return `errc::limit_reached`; `errc::cipher_missing` for `secret_form::encrypted` without a cipher; the errors of `load` where the
    ///         file that it would replace cannot be read (with `secret_form::masked`, secrets in it need not open).
    result<void> save(std::string_view name, llm_profile const& p, secret_form form) {
        return change(name, [&](std::string const& path) { return save_locked(path, p, form); });
    }

    /// Applies a JSON Merge Patch (RFC 7386) to a profile: null brings a member back to its default, and a mask keeps the stored secret.
    /// @return the changed profile; as `load` and `save`; `errc::invalid_document` where the patch does not fit.
    result<llm_profile> update(std::string_view name, boost::json::value const& patch, secret_form form) {
        result<llm_profile> p = error(errc::not_found);
        auto const changed = change(name, [&](std::string const& path) -> result<void> {
            p = load(name);
            if (!p) return p.error();
            if (auto done = reflect::update(*p, patch, {.cipher = cipher_}); !done) return done.error();
            canonicalise(*p);
            return save_locked(path, *p, form);
        });
        if (!changed) return changed.error();
        return p;
    }

    /// Removes a profile.
    /// @return whether there was one.
    result<bool> remove(std::string_view name) {
        bool removed = false;
        auto const changed = change(name, [&](std::string const& path) -> result<void> {
            auto done = migrate::remove_file(path);
            if (!done) return done.error();
            removed = *done;
            return {};
        });
        if (!changed) return changed.error();
        return removed;
    }

    /// Gives a profile another name; its file is moved as it is, whatever stands in it.
    /// @return `errc::not_found`; `errc::already_exists` where another profile has the new name.
    result<void> rename(std::string_view from, std::string_view to) {
        auto const old_name = to_profile_name(from), new_name = to_profile_name(to);
        if (!old_name) return old_name.error();
        return change(to, [&](std::string const& path) -> result<void> {
            auto const entries = files();
            if (!entries) return entries.error();
            auto const there = [&](std::string const& name) { return std::find(entries->begin(), entries->end(), name) != entries->end(); };
            if (!there(*old_name)) return missing(*old_name);
            if (*old_name == *new_name) return {};
            if (there(*new_name)) return error(errc::already_exists, "There is a profile of this name.", path);
            return migrate::rename_file(path_of(*old_name), path);
        });
    }

    /// Lists the names of the profiles that name a provider connection.
    result<std::vector<std::string>> users_of_connection(std::string_view id) const {
        auto const summaries = list_summaries();
        if (!summaries) return summaries.error();
        std::vector<std::string> names;
        for (auto const& s : *summaries)
            if (s.provider_connection_id == id) names.push_back(s.name);
        return names;
    }

    /// Removes a provider connection that no profile names.
    /// @return `errc::in_use`, with the names in `message`; the errors of `provider_connection_store::remove`.
    result<void> remove_connection(std::string_view id) {
        auto const lock = locked();
        if (!lock) return lock.error();
        auto const users = users_of_connection(id);
        if (!users) return users.error();
        if (!users->empty()) return error(errc::in_use, "Profiles name this connection: " + joined(*users) + ".", std::string(id));
        return connections_.remove(id);
    }

    /// Returns the connections that profiles of this store name.
    provider_connection_store<C>& connections() noexcept { return connections_; }
    provider_connection_store<C> const& connections() const noexcept { return connections_; }

    std::string const& folder() const noexcept { return folder_; }

private:
    std::string path_of(std::string const& name) const { return folder_ + "/" + name + ".json"; }

    static std::string beside(std::string folder) {
        while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
        return folder.substr(0, folder.rfind('/') + 1) + "provider-connections"; // rfind: nothing where there is no slash
    }

    static std::string joined(std::vector<std::string> const& names) {
        std::string text;
        for (auto const& name : names) text += (text.empty() ? "" : ", ") + name;
        return text.empty() ? "none" : text;
    }

    error missing(std::string const& name) const {
        auto const names = list();
        return error(errc::not_found,
                     "There is no profile " + name + ". Profiles there are: " + joined(names ? *names : std::vector<std::string>()) + ".",
                     path_of(name));
    }

    /// Returns the names of all `*.json` files, without that ending, the names that are not allowed included.
    result<std::vector<std::string>> files() const {
        auto entries = migrate::list_folder(folder_);
        if (!entries && entries.error().code == errc::not_found) return std::vector<std::string>();
        if (!entries) return entries.error();
        std::erase_if(*entries,
                      [](std::string const& name) { return !name.ends_with(".json") || name.find(migrate::temporary_infix) != std::string::npos; });
        for (auto& name : *entries) name.resize(name.size() - 5);
        std::sort(entries->begin(), entries->end());
        return entries;
    }

    result<migrate::file_lock> locked() {
        if (auto made = migrate::make_folder(folder_); !made) return made.error();
        auto lock = migrate::file_lock::acquire(folder_ + "/" + std::string(schema<llm_profile>::lock), options_.lock_limit);
        if (!lock) return lock;
        if (auto discarded = migrate::discard_temporaries(folder_); !discarded) return discarded.error();
        return lock;
    }

    /// Runs `edit` on the file of a profile, with the lock held.
    template <class Edit> result<void> change(std::string_view name, Edit edit) {
        auto const plain = to_profile_name(name);
        if (!plain) return plain.error();
        auto const lock = locked();
        if (!lock) return lock.error();
        return edit(path_of(*plain));
    }

    result<void> save_locked(std::string const& path, llm_profile p, secret_form form) const {
        canonicalise(p);
        auto stored = detail::read_document(path);
        if (stored) {
            auto const readable = detail::opened(*stored, path, form == secret_form::masked ? reflect::cipher_ref() : reflect::cipher_ref(cipher_));
            if (!readable) return readable.error();
        } else if (stored.error().code != errc::not_found) {
            return stored.error();
        } else if (options_.max_profiles != 0) {
            auto const names = list();
            if (!names) return names.error();
            if (names->size() >= options_.max_profiles)
                return error(errc::limit_reached, "There are " + std::to_string(names->size()) + " profiles, and no more are allowed.", path);
        }

        auto const document = detail::rendered(std::move(p), form, cipher_, stored ? &*stored : nullptr);
        if (!document) return document.error();
        return detail::write_document(path, *document);
    }

    std::string folder_;
    C cipher_;
    profile_store_options options_;
    provider_connection_store<C> connections_;
};

/// Returns the folder in which OpenHands keeps its profiles: `profiles` below `$OH_PERSISTENCE_DIR`, else below `~/.openhands`.
/// @return the folder; `errc::misconfigured` where there is neither.
inline result<std::string> default_profile_folder(environment const& from) {
    if (auto const chosen = from.variable("OH_PERSISTENCE_DIR"); chosen && !chosen->empty()) return *chosen + "/profiles";
    if (auto const home = from.home()) return *home + "/.openhands/profiles";
    return error(errc::misconfigured, "There is no home folder to keep profiles in.");
}

} // namespace parley::inline v0::profile

#endif
