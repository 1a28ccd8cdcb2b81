#ifndef PARLEY_MIGRATE_FILE_LOCK_HPP
#define PARLEY_MIGRATE_FILE_LOCK_HPP

#include <parley/migrate/detail/open_file.hpp>
#include <parley/result.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string>
#include <time.h>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace parley::inline v0::migrate {

/// Holds a lock that excludes every other holder of the same lock file, in this process and in others, until it is destroyed.
///
/// The lock is flock(2), which the system takes back when the holder dies and which other programs use too. The lock file itself stays: to
/// remove it would let two holders in. Locks are not recursive: a thread that asks for a lock it holds waits until `limit` has passed.
class file_lock {
public:
    /// Waits until the lock is free, and takes it.
    /// @param path  the lock file; made with mode 0600 where it does not exist, in a folder that does.
    /// @param limit how long to wait; 0 = only try.
    /// @return the lock; `errc::lock_timeout`, `errc::not_found` (no such folder), `errc::permission_denied` or `errc::io_failed`.
    static result<file_lock> acquire(std::string const& path, std::chrono::milliseconds limit = std::chrono::seconds(30)) {
        // Each open() has a lock of its own, which is what makes threads of one process exclude each other.
        auto file = detail::open_file::open(path, O_RDWR | O_CREAT, 0600);
        if (!file) return file.error();

        // flock(2) cannot wait for a time, so this asks again and again. The pauses stay short, because a holder that takes the lock
        // repeatedly leaves it free for an instant only.
        constexpr std::chrono::microseconds longest_pause(2000);
        auto const deadline = std::chrono::steady_clock::now() + limit;
        for (auto pause = std::chrono::microseconds(50);; pause = std::min(pause * 2, longest_pause)) {
            if (detail::uninterrupted([&] { return ::flock(file->descriptor(), LOCK_EX | LOCK_NB); }) == 0) {
                if (still_there(*file)) return file_lock(std::move(*file));
                file = detail::open_file::open(path, O_RDWR | O_CREAT, 0600);
                if (!file) return file.error();
                continue;
            }
            if (errno != EWOULDBLOCK) return file->failed("It cannot be locked");
            if (std::chrono::steady_clock::now() >= deadline) return error(errc::lock_timeout, {}, path);
            timespec const time{0, std::chrono::nanoseconds(pause).count()};
            ::nanosleep(&time, nullptr);
        }
    }

    file_lock(file_lock&&) noexcept = default;
    file_lock& operator=(file_lock&&) = delete;
    ~file_lock() {
        // A child process may have inherited the descriptor: closing ours alone would leave the lock with it.
        if (file_.descriptor() >= 0) ::flock(file_.descriptor(), LOCK_UN);
    }

private:
    /// Another program may remove its lock files: a lock on a file that is no longer in the folder excludes nobody.
    static bool still_there(detail::open_file const& file) {
        struct stat held {};
        struct stat named {};
        return ::fstat(file.descriptor(), &held) == 0 && ::stat(file.path().c_str(), &named) == 0 && held.st_dev == named.st_dev &&
               held.st_ino == named.st_ino;
    }

    explicit file_lock(detail::open_file file) noexcept : file_(std::move(file)) {}

    detail::open_file file_;
};

} // namespace parley::inline v0::migrate

#endif
