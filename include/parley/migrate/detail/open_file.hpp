#ifndef PARLEY_MIGRATE_DETAIL_OPEN_FILE_HPP
#define PARLEY_MIGRATE_DETAIL_OPEN_FILE_HPP

#include <parley/result.hpp>

#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parley::inline v0::migrate::detail {

/// Makes an error of `errno`: what was tried, why the system refused, and on which path.
inline error system_error(std::string_view attempt, std::string const& path, int number = errno) {
    auto const code = number == ENOENT || number == ENOTDIR                    ? errc::not_found
                      : number == EACCES || number == EPERM || number == EROFS ? errc::permission_denied
                                                                               : errc::io_failed;
    auto const reason = boost::system::error_code(number, boost::system::system_category()).message();
    return error(code, std::string(attempt) + ": " + reason + ".", path);
}

/// Repeats a system call that a signal interrupted.
template <class Call> auto uninterrupted(Call call) {
    auto done = call();
    while (done < 0 && errno == EINTR) done = call();
    return done;
}

/// Owns a file descriptor and knows the path that its errors are about.
class open_file {
public:
    open_file(int descriptor, std::string path) noexcept : descriptor_(descriptor), path_(std::move(path)) {}
    open_file(open_file&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::exchange(other.path_, {})) {}
    open_file& operator=(open_file&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        path_.swap(other.path_);
        return *this;
    }
    ~open_file() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    static result<open_file> open(std::string path, int flags, mode_t mode = 0) {
        auto const descriptor = uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); });
        if (descriptor < 0) return system_error("It cannot be opened", path);
        return open_file(descriptor, std::move(path));
    }

    int descriptor() const noexcept { return descriptor_; }
    std::string const& path() const noexcept { return path_; }

    result<struct stat> status() const {
        struct stat found;
        if (::fstat(descriptor_, &found) != 0) return failed("It cannot be examined");
        return found;
    }

    result<void> write(std::string_view bytes) const {
        while (!bytes.empty()) {
            auto const count = uninterrupted([&] { return ::write(descriptor_, bytes.data(), bytes.size()); });
            if (count < 0) return failed("It cannot be written");
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return {};
    }

    /// Waits until what was written is on the disk itself. Nothing to do on a file system that has no such thing (EINVAL).
    result<void> sync() const {
        if (uninterrupted([&] { return ::fsync(descriptor_); }) != 0 && errno != EINVAL) return failed("It cannot be brought to the disk");
        return {};
    }

    error failed(std::string_view attempt) const { return system_error(attempt, path_); }

private:
    int descriptor_;
    std::string path_;
};

/// Returns the folder that holds `path`; `.` where it names none.
inline std::string folder_of(std::string const& path) {
    auto const slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

/// Brings a folder's entries to the disk, so that a file made, renamed or removed there stays so.
inline result<void> sync_folder(std::string const& folder) {
    auto const opened = open_file::open(folder, O_RDONLY | O_DIRECTORY);
    if (!opened) return opened.error();
    return opened->sync();
}

} // namespace parley::inline v0::migrate::detail

#endif
