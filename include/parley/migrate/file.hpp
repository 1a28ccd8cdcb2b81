#ifndef PARLEY_MIGRATE_FILE_HPP
#define PARLEY_MIGRATE_FILE_HPP

#include <parley/migrate/atomic_file.hpp>
#include <parley/migrate/file_lock.hpp>
#include <parley/migrate/folder.hpp>
#include <parley/migrate/report.hpp>
#include <parley/migrate/upgrade_text.hpp>
#include <parley/reflect/options.hpp>
#include <parley/reflect/versioned.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::inline v0::migrate {

/// How files are migrated.
struct file_options {
    options how = {};
    reflect::layout form = reflect::layout::indented();
    std::optional<int> to = {}; ///< the version to bring them to; the newest where none is given; see `upgrade`
    std::string lock = {}; ///< name of the lock file, in the folder of the documents; empty = the document's own, else `.parley.lock`
    std::chrono::milliseconds lock_limit = std::chrono::seconds(30);
};

enum class file_state {
    migrated, ///< the file was rewritten in the newest version
    current,  ///< there was nothing to do
    refused,  ///< the file could not be migrated and was left as it is
};

/// What became of a file.
struct file_outcome {
    std::string path;
    file_state state = file_state::refused;
    int from = 0;
    int to = 0;
    std::vector<step_report> steps;
    std::string backup;         ///< where the old file is kept
    std::optional<error> why;   ///< why it was refused
};

/// What became of the files of a folder.
struct folder_outcome {
    std::vector<file_outcome> files; ///< sorted by name
    std::size_t migrated = 0;
    std::size_t current = 0;
    std::size_t refused = 0;
};

namespace detail {

template <class T> file_outcome migrate_locked(std::string const& path, file_options const& how) {
    file_outcome made;
    made.path = path;
    made.to = how.to.value_or(schema<T>::version);
    auto const refuse = [&](error why) {
        if (why.where.empty()) why.where = path;
        made.why = std::move(why);
        return std::move(made);
    };
    // What a killed program left behind; that it cannot be removed is no reason to stop.
    (void)discard_temporaries(folder_of(path), std::string_view(path).substr(path.rfind('/') + 1));
    auto const old = read_file(path, how.how.read.max_bytes);
    if (!old) return refuse(old.error());
    auto next = upgrade_text<T>(*old, how.how, how.form, made.to);
    if (!next) return refuse(next.error());
    made.from = next->done.from;
    made.steps = std::move(next->done.steps);
    if (made.steps.empty() && made.from == made.to) {
        made.state = file_state::current;
        return made;
    }
    auto backup = back_up(path, *old, made.from);
    if (!backup) return refuse(backup.error());
    made.backup = std::move(*backup);
    if (auto const written = replace_file(path, next->text); !written) return refuse(written.error());
    made.state = file_state::migrated;
    return made;
}

/// The lock under which documents of this type are changed.
template <class T> std::string lock_in(std::string const& folder, file_options const& how) {
    if (!how.lock.empty()) return folder + "/" + how.lock;
    if constexpr (requires { schema<T>::lock; }) return folder + "/" + std::string(schema<T>::lock);
    else return folder + "/.parley.lock";
}

} // namespace detail

/// Brings the versioned document in a file to the newest version: takes the lock, reads, migrates, keeps the old file as `<name>.v<from>.bak`,
/// and puts the new one in its place so that a crash at any moment leaves either the old or the new file, whole.
///
/// The file keeps its mode. A file that is current is not written; one that is newer or cannot be read is never touched.
/// @return what became of the file, with the error in `why` where it was refused; an error where the lock cannot be had.
/// @par Thread safety Safe between threads and processes that use the same lock file.
template <reflect::Versioned T> result<file_outcome> file(std::string const& path, file_options const& how = {}) {
    auto const lock = file_lock::acquire(detail::lock_in<T>(detail::folder_of(path), how), how.lock_limit);
    if (!lock) return lock.error();
    return detail::migrate_locked<T>(path, how);
}

/// Called after each file of a folder; `done` counts from 1 to `total`.
using progress = std::function<void(std::size_t done, std::size_t total, file_outcome const& file)>;

/// Brings every `*.json` file of a folder to the newest version, one after another under one lock; see `file`.
/// @param told  called after each file, on the calling thread.
/// @return what became of each; files that are refused do not stop the others. An error where the folder cannot be read or the lock cannot be had.
template <reflect::Versioned T> result<folder_outcome> folder(std::string const& path, file_options const& how = {}, progress const& told = {}) {
    auto const lock = file_lock::acquire(detail::lock_in<T>(path, how), how.lock_limit);
    if (!lock) return lock.error();
    auto names = list_folder(path);
    if (!names) return names.error();
    std::erase_if(*names, [](std::string const& name) { return name.starts_with('.') || !name.ends_with(".json"); });
    folder_outcome made;
    for (auto const& name : *names) {
        made.files.push_back(detail::migrate_locked<T>(path + "/" + name, how));
        auto const& one = made.files.back();
        ++(one.state == file_state::migrated ? made.migrated : one.state == file_state::current ? made.current : made.refused);
        if (told) told(made.files.size(), names->size(), one);
    }
    return made;
}

} // namespace parley::inline v0::migrate

#endif
