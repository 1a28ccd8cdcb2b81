#ifndef PARLEY_OPENHANDS_DETAIL_SETTINGS_FILE_HPP
#define PARLEY_OPENHANDS_DETAIL_SETTINGS_FILE_HPP

#include <parley/migrate/atomic_file.hpp>
#include <parley/migrate/file_lock.hpp>
#include <parley/migrate/folder.hpp>
#include <parley/migrate/load.hpp>
#include <parley/reflect/options.hpp>
#include <parley/result.hpp>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <sys/stat.h>

namespace parley::inline v0::openhands::detail {

/// Says in which file an error lies: `<file>` or `<file>#<JSON Pointer>`. A text that is no JSON makes a corrupt file.
inline error in_file(std::string const& path, error why) {
    if (why.code == errc::invalid_json) why.code = errc::corrupt_file;
    why.where = why.where.empty() || why.where == path ? path : path + "#" + why.where;
    return why;
}

/// Loads a document from a file, in the newest version.
/// @return it; `errc::not_found`; `errc::corrupt_file`; the errors of `migrate::load`.
template <class T> result<T> load_file(std::string const& path, reflect::cipher_ref cipher = {}) {
    auto const text = migrate::read_file(path);
    if (!text) return text.error();
    migrate::options how;
    how.read.cipher = cipher;
    auto loaded = migrate::load<T>(*text, how);
    if (!loaded) return in_file(path, loaded.error());
    return std::move(loaded->value);
}

/// Makes a folder for its owner alone, also where it was there for others.
inline result<void> make_private_folder(std::string const& path) {
    if (auto made = migrate::make_folder(path); !made) return made.error();
    if (::chmod(path.c_str(), 0700) != 0) return error(errc::permission_denied, "The folder cannot be closed to others.", path);
    return {};
}

/// Puts a text in the place of a file that its owner alone can read, also where others could.
inline result<void> replace_private_file(std::string const& path, std::string_view text) {
    if (::chmod(path.c_str(), 0600) != 0 && errno != ENOENT) return error(errc::permission_denied, "The file cannot be closed to others.", path);
    return migrate::replace_file(path, text);
}

/// Takes the lock of a folder, which is made where it is not there, and removes what killed writers left in it.
inline result<migrate::file_lock> lock_folder(std::string const& folder, std::string_view lock_name, std::chrono::milliseconds limit) {
    if (auto made = make_private_folder(folder); !made) return made.error();
    auto lock = migrate::file_lock::acquire(folder + "/" + std::string(lock_name), limit);
    if (!lock) return lock;
    if (auto discarded = migrate::discard_temporaries(folder); !discarded) return discarded.error();
    return lock;
}

/// Says whether a name is one of a device on Windows (CON, NUL, COM1, …), where a folder may be shared with.
inline bool is_device_name(std::string_view name) {
    std::string stem(name.substr(0, name.find('.')));
    std::transform(stem.begin(), stem.end(), stem.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    for (std::string_view device : {"CON", "PRN", "AUX", "NUL"})
        if (stem == device) return true;
    return stem.size() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")) && stem.back() >= '1' && stem.back() <= '9';
}

/// Says whether a settings file may have this name.
inline bool is_file_name(std::string_view name) {
    constexpr std::string_view forbidden("/\\\0", 3);
    return !name.empty() && name.front() != '.' && name.back() != '.' && name.back() != ' ' && name.find_first_of(forbidden) == std::string_view::npos &&
           !is_device_name(name);
}

} // namespace parley::inline v0::openhands::detail

#endif
