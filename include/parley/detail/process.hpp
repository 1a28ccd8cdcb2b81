#ifndef PARLEY_DETAIL_PROCESS_HPP
#define PARLEY_DETAIL_PROCESS_HPP

#include <parley/result.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" char** environ;

namespace parley::inline v0::detail {

inline constexpr std::size_t largest_process_output = std::size_t(1) << 20;

class descriptor {
public:
    explicit descriptor(int fd = -1) noexcept : fd_(fd) {}
    descriptor(descriptor&& other) noexcept : fd_(other.release()) {}
    descriptor& operator=(descriptor&& other) noexcept {
        if (this != &other) {
            close();
            fd_ = other.release();
        }
        return *this;
    }
    ~descriptor() { close(); }

    int get() const noexcept { return fd_; }
    explicit operator bool() const noexcept { return fd_ >= 0; }
    int release() noexcept {
        auto const fd = fd_;
        fd_ = -1;
        return fd;
    }
    void close() noexcept {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }

private:
    int fd_;
};

struct pipe_ends {
    descriptor read, write;
};

inline result<pipe_ends> make_pipe() {
    int ends[2];
    if (::pipe(ends) != 0) return error(errc::process_failed, "No pipe could be made.");
    pipe_ends made{descriptor(ends[0]), descriptor(ends[1])};
    ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    ::fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return made;
}

inline errc file_errc(int cause) noexcept {
    return cause == ENOENT || cause == ENOTDIR ? errc::not_found : cause == EACCES || cause == EPERM ? errc::permission_denied : errc::io_failed;
}

inline result<std::string> read_whole_file(std::string const& path) {
    descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return error(file_errc(errno), "The file cannot be opened.", path);
    std::string text;
    char buffer[16384];
    for (;;) {
        auto const count = ::read(file.get(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return error(file_errc(errno), "The file cannot be read.", path);
        if (count == 0) return text;
        text.append(buffer, static_cast<std::size_t>(count));
    }
}

/// A program's output, as much of it as is kept.
struct output_stream {
    descriptor from;
    std::string& text;

    /// Takes what is ready, and closes the stream at its end. Returns whether there may be more to take at once.
    bool drain() {
        char buffer[4096];
        auto const count = from ? ::read(from.get(), buffer, sizeof buffer) : 0;
        if (count < 0) return errno == EINTR;
        auto const room = largest_process_output - text.size();
        text.append(buffer, static_cast<std::size_t>(count) < room ? static_cast<std::size_t>(count) : room);
        if (count == 0) from.close();
        return count != 0;
    }
};

/// Runs a program without a shell and waits for it, but not for programs that it leaves behind; kills it when `limit` has passed. Returns its
/// exit status.
inline result<int> run_process(std::vector<std::string> const& argv, std::chrono::milliseconds limit, std::string& out, std::string& err) {
    if (argv.empty()) return error(errc::invalid_argument, "No program was named.");
    auto out_pipe = make_pipe();
    auto err_pipe = make_pipe();
    if (!out_pipe) return out_pipe.error();
    if (!err_pipe) return err_pipe.error();

    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, out_pipe->write.get(), 1);
    ::posix_spawn_file_actions_adddup2(&actions, err_pipe->write.get(), 2);
    std::vector<char*> arguments;
    for (auto const& a : argv) arguments.push_back(const_cast<char*>(a.c_str()));
    arguments.push_back(nullptr);
    pid_t child = -1;
    auto const started = ::posix_spawnp(&child, arguments.front(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (started != 0) return error(errc::process_failed, "The program cannot be started.", argv.front());
    out_pipe->write.close();
    err_pipe->write.close();
    output_stream streams[] = {{std::move(out_pipe->read), out}, {std::move(err_pipe->read), err}};
    for (auto& stream : streams) ::fcntl(stream.from.get(), F_SETFL, O_NONBLOCK);

    // POSIX has no call that waits for output or exit, whichever comes first, so the exit is looked for in short turns.
    constexpr auto turn = std::chrono::milliseconds(10);
    auto const start = std::chrono::steady_clock::now();
    int status = 0;
    for (;;) {
        auto const ended = ::waitpid(child, &status, WNOHANG);
        if (ended < 0 && errno != EINTR) return error(errc::process_failed, "The program's end was not seen.", argv.front());
        if (ended == child) break;
        auto const passed = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
        if (passed >= limit) {
            ::kill(child, SIGKILL);
            while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
            return error(errc::timed_out, "The program took longer than allowed.", argv.front());
        }
        pollfd waits[] = {{streams[0].from.get(), POLLIN, 0}, {streams[1].from.get(), POLLIN, 0}};
        ::poll(waits, 2, static_cast<int>(std::min(limit - passed, turn).count()));
        for (auto& stream : streams) stream.drain();
    }
    for (auto& stream : streams)
        while (stream.text.size() < largest_process_output && stream.drain()) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace parley::inline v0::detail

#endif
