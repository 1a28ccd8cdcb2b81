#ifndef PARLEY_MIGRATE_ATOMIC_FILE_HPP
#define PARLEY_MIGRATE_ATOMIC_FILE_HPP

#include <parley/migrate/detail/open_file.hpp>
#include <parley/result.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parley::inline v0::migrate {

// Files that are replaced as a whole: whoever reads one, and whenever the program or the machine stops, finds all of the old text or all of
// the new. Every error names the file: `errc::not_found`, `errc::permission_denied`, or `errc::io_failed` for whatever else the system says.

/// Every temporary of `replace_file` has a name that begins with a dot and contains this.
inline constexpr std::string_view temporary_infix = ".parley-tmp-";

/// Reads a whole file.
/// @param path      a regular file, or a link to one.
/// @param max_bytes longer files are refused.
/// @return its bytes; `errc::not_found`, `errc::permission_denied`, `errc::io_failed` (also for what is no regular file) or
///         `errc::limit_exceeded`.
inline result<std::string> read_file(std::string const& path, std::size_t max_bytes = std::size_t(64) << 20) {
    // O_NONBLOCK keeps a named pipe from holding the caller until somebody writes to it.
    auto const file = detail::open_file::open(path, O_RDONLY | O_NONBLOCK);
    if (!file) return file.error();
    auto const status = file->status();
    if (!status) return status.error();
    if (!S_ISREG(status->st_mode)) return error(errc::io_failed, "It is not a regular file.", path);

    // The size is only a first guess: some file systems say 0, and somebody may be writing.
    std::string text(static_cast<std::size_t>(status->st_size) < max_bytes ? static_cast<std::size_t>(status->st_size) + 1 : max_bytes + 1, '\0');
    std::size_t used = 0;
    for (;;) {
        auto const count = detail::uninterrupted([&] { return ::read(file->descriptor(), text.data() + used, text.size() - used); });
        if (count < 0) return file->failed("It cannot be read");
        used += static_cast<std::size_t>(count);
        if (used > max_bytes) return error(errc::limit_exceeded, "The file is larger than allowed.", path);
        if (count == 0) break;
        if (used == text.size()) text.resize(text.size() * 2);
    }
    text.resize(used);
    return text;
}

namespace detail {

/// Returns the file behind symbolic links, so that replacing it leaves the links in place.
inline std::string behind_links(std::string const& path) {
    std::unique_ptr<char, decltype(&std::free)> const real(::realpath(path.c_str(), nullptr), &std::free);
    return real ? std::string(real.get()) : path;
}

/// A file that is removed again unless it was put in its place.
class temporary_file {
public:
    static result<temporary_file> beside(std::string const& target) {
        auto const slash = target.rfind('/') + 1; // 0 where there is none
        auto path = target.substr(0, slash) + "." + target.substr(slash) + std::string(temporary_infix) + "XXXXXX";
        // mkostemp makes the file with O_EXCL and mode 0600.
        auto const descriptor = uninterrupted([&] { return ::mkostemp(path.data(), O_CLOEXEC); });
        if (descriptor < 0) return system_error("No temporary file can be made beside it", target);
        return temporary_file(open_file(descriptor, std::move(path)));
    }
    temporary_file(temporary_file&&) = default;
    ~temporary_file() {
        if (!file_.path().empty()) ::unlink(file_.path().c_str());
    }

    open_file const& file() const noexcept { return file_; }

    /// Gives it the mode and the owner of the file that it will replace. Where the owner cannot be given, nobody else gets access.
    result<void> resemble(struct stat const& original) const {
        auto mode = original.st_mode & 07777;
        auto const own = original.st_uid == ::geteuid() && original.st_gid == ::getegid();
        if (!own && ::fchown(file_.descriptor(), original.st_uid, original.st_gid) != 0) mode &= 0700;
        if (::fchmod(file_.descriptor(), mode) != 0) return file_.failed("Its mode cannot be set");
        return {};
    }

    /// Renames it to `target`, after all bytes have reached the disk.
    result<void> put_in_place(std::string const& target) {
        if (auto synced = file_.sync(); !synced) return synced.error();
        if (::rename(file_.path().c_str(), target.c_str()) != 0) return system_error("It cannot be replaced", target);
        file_ = open_file(-1, {});
        return sync_folder(folder_of(target));
    }

private:
    explicit temporary_file(open_file file) noexcept : file_(std::move(file)) {}

    open_file file_;
};

} // namespace detail

/// Puts `text` in the place of the file `path`, or makes it.
///
/// Writes a temporary file in the same folder, brings it to the disk and renames it; the temporary is removed on every failure. A file that
/// exists keeps its mode and owner, and symbolic links to it stay links.
/// @param mode the permissions of a file that did not exist.
/// @return `errc::not_found` (no such folder), `errc::permission_denied` or `errc::io_failed`; the old file is then still whole, except
///         that after a failure to bring the folder to the disk the new one may be there, also whole.
/// @par Thread safety Callers that must not lose each other's changes hold a `file_lock` from reading to replacing.
inline result<void> replace_file(std::string const& path, std::string_view text, mode_t mode = 0600) {
    auto const target = detail::behind_links(path);
    struct stat original {};
    auto const exists = ::stat(target.c_str(), &original) == 0;
    if (!exists && errno != ENOENT) return detail::system_error("It cannot be examined", path);
    if (!exists) {
        original.st_mode = mode;
        original.st_uid = ::geteuid();
        original.st_gid = ::getegid();
    } else if (!S_ISREG(original.st_mode)) {
        return error(errc::io_failed, "It is not a regular file.", path);
    }

    auto made = detail::temporary_file::beside(target);
    if (!made) return made.error();
    if (auto done = made->resemble(original); !done) return done.error();
    if (auto done = made->file().write(text); !done) return done.error();
    return made->put_in_place(target);
}

/// Keeps a copy of the file `path`, brought to the disk, as `<path>.v<version>.bak`.
///
/// A backup with the same content counts as made. One with other content is never overwritten: the copy is then called
/// `<path>.v<version>.2.bak`, and so on.
/// @param text    what `path` holds.
/// @param version the version of the document in it.
/// @return the backup's path; errors as of `read_file` and `replace_file`.
inline result<std::string> back_up(std::string const& path, std::string_view text, long long version) {
    auto const stem = path + ".v" + std::to_string(version);
    auto backup = stem + ".bak";
    for (int number = 2;; ++number) {
        auto const older = read_file(backup);
        if (!older && older.error().code == errc::not_found) break;
        if (!older && older.error().code != errc::limit_exceeded) return older.error();
        if (older && *older == text) return backup;
        backup = stem + "." + std::to_string(number) + ".bak";
    }
    struct stat original {};
    auto const mode = ::stat(path.c_str(), &original) == 0 ? original.st_mode & 07777 : mode_t(0600);
    if (auto written = replace_file(backup, text, mode); !written) return written.error();
    return backup;
}

} // namespace parley::inline v0::migrate

#endif
