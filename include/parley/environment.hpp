#ifndef PARLEY_ENVIRONMENT_HPP
#define PARLEY_ENVIRONMENT_HPP

#include <parley/detail/process.hpp>
#include <parley/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parley::inline v0 {

/// What a finished program left behind.
struct process_output {
    int exit_status = 0; ///< its exit status; 128 + signal where a signal ended it
    std::string out;     ///< what it wrote to standard output, at most 1 MiB
    std::string err;     ///< what it wrote to standard error, at most 1 MiB
};

/// Everything around the program that a test must be able to replace: variables, home folder, randomness, files, programs, the browser.
///
/// The only place in the library that reads the process's environment. Each member is a function: replace those that a test controls.
/// Calling members from several threads is safe while nobody replaces them (and nobody calls `setenv`).
struct environment {
    std::function<std::optional<std::string>(std::string const& name)> variable;
    std::function<std::optional<std::string>()> home;                ///< the user's home folder
    std::function<result<std::string>(std::string const& path)> read_file;
    std::function<void(void* bytes, std::size_t count)> random;      ///< fills `bytes` with cryptographic randomness
    std::function<result<process_output>(std::vector<std::string> const& argv, std::chrono::milliseconds limit)> run;
    std::function<std::optional<std::uint64_t>(std::string const& path)> program_size; ///< of a file that may be run, in bytes
    std::function<result<void>(std::string const& url)> open_browser;

    /// The real one.
    static environment of_process();

    /// One without variables, home, files, programs and browser, for tests and for programs that want no surprise; randomness is real.
    /// @param variables the variables that it has.
    static environment isolated(std::map<std::string, std::string> variables = {});
};

namespace detail {

inline void fill_random(void* bytes, std::size_t count) {
    auto* at = static_cast<unsigned char*>(bytes);
    while (count != 0) {
        // getentropy gives at most 256 bytes a call (getentropy(3)); it fails only where the kernel has no randomness at all.
        auto const part = count < 256 ? count : std::size_t(256);
        if (::getentropy(at, part) != 0) std::abort();
        at += part;
        count -= part;
    }
}

inline std::optional<std::uint64_t> program_size(std::string const& path) {
    struct stat about;
    if (::stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode) || ::access(path.c_str(), X_OK) != 0) return std::nullopt;
    return static_cast<std::uint64_t>(about.st_size);
}

} // namespace detail

inline environment environment::of_process() {
    environment made;
    made.variable = [](std::string const& name) -> std::optional<std::string> {
        if (auto const* value = std::getenv(name.c_str())) return std::string(value);
        return std::nullopt;
    };
    made.home = []() -> std::optional<std::string> {
        if (auto const* value = std::getenv("HOME"); value && *value) return std::string(value);
        return std::nullopt;
    };
    made.read_file = detail::read_whole_file;
    made.random = detail::fill_random;
    made.run = [](std::vector<std::string> const& argv, std::chrono::milliseconds limit) -> result<process_output> {
        process_output done;
        auto finished = detail::run_process(argv, limit, done.out, done.err);
        if (!finished) return finished.error();
        done.exit_status = *finished;
        return done;
    };
    made.program_size = detail::program_size;
    made.open_browser = [](std::string const& url) -> result<void> {
#ifdef __APPLE__
        constexpr auto opener = "open";
#else
        constexpr auto opener = "xdg-open";
#endif
        // Where no browser runs yet the opener becomes one, so it is left behind: to wait for it would be to wait for, and to end, the browser.
        constexpr auto script = "command -v \"$0\" >/dev/null || exit 127; \"$0\" \"$1\" </dev/null >/dev/null 2>&1 &";
        std::vector<std::string> const argv{"/bin/sh", "-c", script, opener, url};
        std::string out, err;
        auto const finished = detail::run_process(argv, std::chrono::seconds(10), out, err);
        if (!finished) return finished.error();
        if (*finished != 0) return error(errc::process_failed, "The browser could not be opened.", opener);
        return {};
    };
    return made;
}

inline environment environment::isolated(std::map<std::string, std::string> variables) {
    environment made;
    made.variable = [variables = std::move(variables)](std::string const& name) -> std::optional<std::string> {
        auto const found = variables.find(name);
        if (found == variables.end()) return std::nullopt;
        return found->second;
    };
    made.home = [] { return std::optional<std::string>(); };
    made.read_file = [](std::string const& path) -> result<std::string> { return error(errc::not_found, "The file cannot be opened.", path); };
    made.random = detail::fill_random;
    made.run = [](std::vector<std::string> const& argv, std::chrono::milliseconds) -> result<process_output> {
        return error(errc::process_failed, "The program cannot be started.", argv.empty() ? std::string() : argv.front());
    };
    made.program_size = [](std::string const&) { return std::optional<std::uint64_t>(); };
    made.open_browser = [](std::string const&) -> result<void> { return error(errc::process_failed, "The browser could not be opened."); };
    return made;
}

} // namespace parley::inline v0

#endif
