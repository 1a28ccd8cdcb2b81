#ifndef PARLEY_OPENHANDS_AGENT_PROFILE_STORE_HPP
#define PARLEY_OPENHANDS_AGENT_PROFILE_STORE_HPP

#include <parley/migrate/atomic_file.hpp>
#include <parley/migrate/file_lock.hpp>
#include <parley/migrate/folder.hpp>
#include <parley/openhands/agent_profile.hpp>
#include <parley/openhands/detail/json_access.hpp>
#include <parley/openhands/detail/settings_file.hpp>
#include <parley/profile/profile_name.hpp>
#include <parley/reflect/parse.hpp>
#include <parley/reflect/to_text.hpp>
#include <parley/result.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::openhands {

/// Keeps agent profiles in a folder, one file `<name>.json` each, in OpenHands' format and beside its own programs.
///
/// What cannot be read is never overwritten; a crash at any moment leaves each file whole. Safe between threads and processes; readers never
/// wait. Every function can also give `errc::invalid_name`, `errc::permission_denied` and `errc::io_failed`, and those that write
/// `errc::lock_timeout`.
class agent_profile_store {
public:
    /// @param folder is made, with mode 0700, when it is first written to.
    explicit agent_profile_store(std::string folder, std::chrono::milliseconds lock_limit = std::chrono::seconds(30))
        : folder_(std::move(folder)), lock_limit_(lock_limit) {}

    std::string const& folder() const noexcept { return folder_; }

    /// Lists the names of all profiles, sorted, whether they can be loaded or not.
    result<std::vector<std::string>> list() const {
        auto entries = migrate::list_folder(folder_);
        if (!entries && entries.error().code == errc::not_found) return std::vector<std::string>();
        if (!entries) return entries.error();
        std::vector<std::string> names;
        for (std::string_view name : *entries) {
            if (!name.ends_with(".json")) continue;
            name.remove_suffix(5);
            if (profile::is_profile_name(name)) names.emplace_back(name);
        }
        return names;
    }

    /// Loads a profile.
    /// @return it; `errc::not_found`, `errc::corrupt_file`, the errors of `migrate::load`. The error's `where` is the file.
    result<agent_profile> load(std::string_view name) const {
        auto const plain = profile::to_profile_name(name);
        if (!plain) return plain.error();
        return detail::load_file<agent_profile>(path_of(*plain));
    }

    /// Saves a profile under its own name, new or in the place of the one that has it.
    /// @return the errors of `load` where the file that it would replace cannot be read.
    result<void> save(agent_profile const& p) {
        auto const plain = profile::to_profile_name(p.name);
        if (!plain) return plain.error();
        auto const held = lock();
        if (!held) return held.error();
        if (auto const stored = load(*plain); !stored && stored.error().code != errc::not_found) return stored.error();
        return detail::replace_private_file(path_of(*plain), reflect::to_text(p, reflect::secrets::plain(), reflect::layout::indented()) + "\n");
    }

    /// Removes a profile.
    /// @return whether there was one.
    result<bool> remove(std::string_view name) {
        auto const plain = profile::to_profile_name(name);
        if (!plain) return plain.error();
        auto const held = lock();
        if (!held) return held.error();
        return migrate::remove_file(path_of(*plain));
    }

    /// Takes the lock that every writer of this folder takes, for work on several files. Functions that take it themselves must not be called
    /// by its holder.
    result<migrate::file_lock> lock() { return detail::lock_folder(folder_, ".agent-profiles.lock", lock_limit_); }

    /// Lists the names of the profiles that refer to an LLM profile. Files that cannot be read refer to nothing.
    result<std::vector<std::string>> referrers(std::string_view llm_profile) const {
        auto names = list();
        if (!names) return names;
        std::erase_if(*names, [&](std::string const& name) {
            auto const document = read(name);
            return !document || !refers(*document, llm_profile);
        });
        return names;
    }

    /// Makes every profile that refers to one LLM profile refer to another. Nothing else in their files changes.
    /// @param held the lock of this store.
    /// @return the errors of reading and writing; profiles already changed then stay so.
    result<void> refer_instead([[maybe_unused]] migrate::file_lock const& held, std::string_view from, std::string_view to) {
        auto const names = referrers(from);
        if (!names) return names.error();
        for (auto const& name : *names) {
            auto document = read(name);
            if (!document) return document.error();
            (*document)["llm_profile_ref"] = detail::key_of(to);
            auto const text = reflect::to_text(boost::json::value(std::move(*document)), reflect::secrets::plain(), reflect::layout::indented()) + "\n";
            if (auto const written = migrate::replace_file(path_of(name), text); !written) return written.error();
        }
        return {};
    }

private:
    std::string path_of(std::string const& name) const { return folder_ + "/" + name + ".json"; }

    static bool refers(boost::json::object const& document, std::string_view llm_profile) {
        return !detail::says(document, "agent_kind", "acp") && detail::says(document, "llm_profile_ref", llm_profile);
    }

    result<boost::json::object> read(std::string const& name) const {
        auto const text = migrate::read_file(path_of(name));
        if (!text) return text.error();
        auto document = reflect::parse_value(*text);
        if (!document) return detail::in_file(path_of(name), document.error());
        if (!document->is_object()) return error(errc::corrupt_file, "The file holds no JSON object.", path_of(name));
        return std::move(document->get_object());
    }

    std::string folder_;
    std::chrono::milliseconds lock_limit_;
};

} // namespace parley::inline v0::openhands

#endif
