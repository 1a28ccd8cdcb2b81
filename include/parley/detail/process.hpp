#ifndef PARLEY_DETAIL_PROCESS_HPP
#define PARLEY_DETAIL_PROCESS_HPP

#include <parley/result.hpp>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <string>
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

/// Appends what is ready to `text`; returns false at the end of the stream.
inline bool drain(int fd, std::string& text) {
    char buffer[4096];
    auto const count = ::read(fd, buffer, sizeof buffer);
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    auto const room = largest_process_output - text.size();
    text.append(buffer, static_cast<std::size_t>(count) < room ? static_cast<std::size_t>(count) : room);
    return count != 0;
}

/// Runs a program without a shell and waits for it; kills it when `limit` has passed. Returns its exit status.
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

    auto const deadline = std::chrono::steady_clock::now() + limit;
    bool in_time = true;
    bool out_open = true, err_open = true;
    while (out_open || err_open) {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        if (left <= 0) {
            in_time = false;
            break;
        }
        pollfd waits[2] = {{out_open ? out_pipe->read.get() : -1, POLLIN, 0}, {err_open ? err_pipe->read.get() : -1, POLLIN, 0}};
        if (::poll(waits, 2, static_cast<int>(left < 60'000 ? left : 60'000)) < 0 && errno != EINTR) break;
        if (waits[0].revents != 0) out_open = drain(out_pipe->read.get(), out);
        if (waits[1].revents != 0) err_open = drain(err_pipe->read.get(), err);
    }
    if (!in_time) ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    if (!in_time) return error(errc::timed_out, "The program took longer than allowed.", argv.front());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace parley::inline v0::detail

#endif
