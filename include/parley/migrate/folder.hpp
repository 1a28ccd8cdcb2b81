#ifndef PARLEY_MIGRATE_FOLDER_HPP
#define PARLEY_MIGRATE_FOLDER_HPP

#include <parley/migrate/atomic_file.hpp>
#include <parley/migrate/detail/open_file.hpp>
#include <parley/result.hpp>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parley::inline v0::migrate {

namespace detail {
struct folder_closer {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};
} // namespace detail

/// Lists the entries of a folder, sorted by name, `.` and `..` left out.
/// @return the names; `errc::not_found`, `errc::permission_denied` or `errc::io_failed`.
inline result<std::vector<std::string>> list_folder(std::string const& path) {
    std::unique_ptr<DIR, detail::folder_closer> const folder(::opendir(path.c_str()));
    if (!folder) return detail::system_error("The folder cannot be opened", path);
    std::vector<std::string> names;
    for (;;) {
        errno = 0;
        auto const* entry = ::readdir(folder.get());
        if (!entry && errno != 0) return detail::system_error("The folder cannot be read", path);
        if (!entry) break;
        std::string_view const name = entry->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// Makes a folder, and those above it, where they do not exist. A folder that exists is left as it is.
/// @param mode the permissions of folders that did not exist.
/// @return `errc::permission_denied`, or `errc::io_failed` (also where the path leads through a file).
inline result<void> make_folder(std::string const& path, mode_t mode = 0700) {
    struct stat found;
    if (::stat(path.c_str(), &found) == 0) {
        if (S_ISDIR(found.st_mode)) return {};
        return error(errc::io_failed, "It is not a folder.", path);
    }
    auto const above = detail::folder_of(path);
    if (above != path)
        if (auto made = make_folder(above, mode); !made) return made.error();
    // Somebody else may make it in the same moment.
    if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) return detail::system_error("The folder cannot be made", path);
    return detail::sync_folder(above);
}

/// Removes the temporaries that killed programs left in a folder when they were in the middle of `replace_file`.
///
/// Call it with the lock held that every writer of these files takes: the temporary of a program that is still at work would go too.
/// @param of the name of one file in the folder whose temporaries are meant; empty = those of all.
/// @return how many there were; errors as of `list_folder`. A temporary that cannot be removed is left.
inline result<int> discard_temporaries(std::string const& path, std::string_view of = {}) {
    auto const names = list_folder(path);
    if (!names) return names.error();
    return static_cast<int>(std::count_if(names->begin(), names->end(), [&](std::string const& name) {
        auto const infix = name.rfind(temporary_infix);
        if (!name.starts_with('.') || infix == std::string::npos) return false;
        return (of.empty() || std::string_view(name).substr(1, infix - 1) == of) && ::unlink((path + "/" + name).c_str()) == 0;
    }));
}

/// Removes a file, and brings that to the disk.
/// @return whether there was one; `errc::permission_denied` or `errc::io_failed`.
inline result<bool> remove_file(std::string const& path) {
    if (::unlink(path.c_str()) != 0) {
        if (errno == ENOENT) return false;
        return detail::system_error("It cannot be removed", path);
    }
    if (auto synced = detail::sync_folder(detail::folder_of(path)); !synced) return synced.error();
    return true;
}

/// Renames a file within its folder, and brings that to the disk. A file that has the new name is replaced.
/// @return `errc::not_found`, `errc::permission_denied` or `errc::io_failed`.
inline result<void> rename_file(std::string const& from, std::string const& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return detail::system_error("It cannot be renamed", from);
    return detail::sync_folder(detail::folder_of(to));
}

} // namespace parley::inline v0::migrate

#endif
