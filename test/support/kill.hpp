#ifndef PARLEY_TEST_SUPPORT_KILL_HPP
#define PARLEY_TEST_SUPPORT_KILL_HPP

#include <parley/migrate/atomic_file.hpp>

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parley::test {

/// Says whether a system call can change what is on the disk, who may change it, or what a server knows.
inline bool is_write_side(std::uint64_t number, std::uint64_t const* arguments) {
    static std::set<std::uint64_t> const always{
        SYS_write, SYS_pwrite64, SYS_writev, SYS_sendto, SYS_fsync, SYS_fdatasync, SYS_ftruncate, SYS_flock, SYS_fchmod, SYS_fchown, SYS_renameat, SYS_renameat2, SYS_unlinkat, SYS_mkdirat,
#ifdef SYS_rename // newer architectures have the calls on folders alone
        SYS_rename, SYS_unlink, SYS_mkdir, SYS_chmod, SYS_creat,
#endif
    };
    if (number == SYS_openat) return (arguments[2] & (O_CREAT | O_WRONLY | O_RDWR)) != 0;
#ifdef SYS_open
    if (number == SYS_open) return (arguments[1] & (O_CREAT | O_WRONLY | O_RDWR)) != 0;
#endif
    return always.contains(number);
}

enum class ending { finished, killed, cannot_trace };

/// Runs `operation` in a process of its own and kills that at the given point: before (even) or after (odd) one of its write-side calls.
inline ending run_and_kill(std::function<bool()> const& operation, int point) {
    std::fflush(nullptr);
    auto const child = ::fork();
    if (child == 0) {
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(99);
        ::raise(SIGSTOP);
        ::_exit(operation() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSTOPPED(status)) return ending::cannot_trace;
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, reinterpret_cast<void*>(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
    bool inside = false; // a write-side call
    for (int seen = 0;;) {
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status)) {
            BOOST_TEST(WEXITSTATUS(status) == 0);
            return ending::finished;
        }
        BOOST_REQUIRE(WIFSTOPPED(status));
        if (WSTOPSIG(status) != (SIGTRAP | 0x80)) continue;
        __ptrace_syscall_info info{};
        if (::ptrace(PTRACE_GET_SYSCALL_INFO, child, reinterpret_cast<void*>(sizeof info), &info) <= 0) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
            return ending::cannot_trace;
        }
        if (info.op == PTRACE_SYSCALL_INFO_ENTRY) inside = is_write_side(info.entry.nr, info.entry.args);
        if (!inside) continue;
        if (info.op == PTRACE_SYSCALL_INFO_EXIT) inside = false;
        if (seen++ != point) continue;
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
        return ending::killed;
    }
}

using picture = std::map<std::string, std::string>; // name -> text of every document in a folder

inline picture documents(std::string const& path) {
    picture found;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(path)) {
        auto const name = std::filesystem::relative(entry.path(), path).string();
        if (entry.is_regular_file() && entry.path().filename().string()[0] != '.') found[name] = migrate::read_file(entry.path().string()).value();
    }
    return found;
}

inline int temporaries(std::string const& path) {
    int found = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(path))
        found += entry.path().filename().string().find(migrate::temporary_infix) != std::string::npos;
    return found;
}

/// An operation on a folder that is killed, and what is done around it.
struct killed_operation {
    char const* name;
    std::function<void(std::string const& folder)> prepare;
    std::function<bool(std::string const& folder)> run;
    std::function<bool(std::string const& folder)> next; ///< what must work afterwards, at once
    std::function<std::vector<picture>(picture const& before, picture const& after)> between = {};
};

/// Kills an operation at every point. Afterwards the documents must be as before it, as after it, or as one of `between`, and the next
/// operation must find nothing in its way and leave nothing behind.
inline void survives(killed_operation const& o) {
    picture after;
    {
        temporary_folder folder;
        o.prepare(folder.path());
        BOOST_REQUIRE(o.run(folder.path()));
        after = documents(folder.path());
    }
    int kills = 0, as_before = 0, as_after = 0;
    for (int point = 0;; ++point) {
        temporary_folder folder;
        o.prepare(folder.path());
        auto const before = documents(folder.path());
        auto const end = run_and_kill([&] { return o.run(folder.path()); }, point);
        if (end == ending::cannot_trace) {
            std::printf("SKIP: this machine does not let one process trace another\n");
            return;
        }
        if (end == ending::finished) break;
        ++kills;
        auto const found = documents(folder.path());
        as_before += found == before;
        as_after += found == after;
        bool expected = found == before || found == after;
        if (o.between)
            for (auto const& allowed : o.between(before, after)) expected = expected || found == allowed;
        BOOST_TEST(expected, o.name << ", killed at point " << point);

        BOOST_TEST(o.next(folder.path()), o.name << ", killed at point " << point);
        BOOST_TEST(temporaries(folder.path()) == 0, o.name << ", killed at point " << point);
    }
    std::printf("%s: killed at %d points, the old file %d times and the new one %d times\n", o.name, kills, as_before, as_after);
    BOOST_TEST(kills > 4);
    BOOST_TEST(as_before > 0);
    BOOST_TEST(as_after > 0);
}

} // namespace parley::test

#endif
